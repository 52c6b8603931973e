/**
 * Why a model could not answer.
 * - `crashed`: the worker died; the next call starts a new one
 * - `elsewhere`: the address is of another origin, which the page asks for nothing
 * - `network`: a file could not be fetched at all
 * - `notFound`: the server answered with an error (404 …), or the file is not among those chosen
 * - `notACheckpoint`: what came is not a Magenta checkpoint, or is damaged
 * - `wrongModel`: a Magenta checkpoint of another kind of model
 * - `wrongShape`: weights are missing or have other shapes than the model needs
 * - `unsupported`: a Magenta model of the right kind with inputs that are not offered here (chords, drums, several tracks)
 * - `nothingNew`: every answer was what is there already
 * - `tooLittle`: there are too few lines of somebody's own to learn from
 * - `otherModel`: a style that was learnt in the latent space of another checkpoint
 * - `unexpected`: a mistake of ours
 */
export type ModelErrorCode =
  | "crashed"
  | "elsewhere"
  | "network"
  | "notFound"
  | "notACheckpoint"
  | "wrongModel"
  | "wrongShape"
  | "unsupported"
  | "nothingNew"
  | "tooLittle"
  | "otherModel"
  | "unexpected";

export interface Failure {
  readonly code: ModelErrorCode;
  readonly message: string;
}

/** What the promises of a `Generator` reject with, but for an abort, which rejects with the signal's reason. */
export class ModelError extends Error {
  override name = "ModelError";
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
