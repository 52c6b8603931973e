import { ModelError } from "./model-error";

/** What a config.json of Magenta says about a melody model. */
interface MelodyConfig {
  readonly dataConverter?: {
    readonly type?: string;
    readonly args?: {
      readonly minPitch?: number;
      readonly maxPitch?: number;
      readonly numSteps?: number;
      readonly numSegments?: number;
    };
  };
}

/** @returns the pitches that the model knows, and the steps it sees at once, 0 where it says none */
export function melodyArgs(config: object): {
  minPitch: number;
  maxPitch: number;
  numSteps: number;
} {
  const { dataConverter } = config as MelodyConfig;
  const { minPitch, maxPitch, numSteps = 0, numSegments } = dataConverter?.args ?? {};
  if (
    dataConverter?.type !== "MelodyConverter" ||
    minPitch === undefined ||
    maxPitch === undefined ||
    maxPitch - minPitch < 12
  )
    throw new ModelError("unsupported", "only models of single melodies are offered here");
  if (numSegments) throw new ModelError("unsupported", "hierarchical models are not offered here");
  return { minPitch, maxPitch, numSteps };
}

/** Rejects a model that wants to be told a key or other things that are not given. */
export function assertNoControls(model: string, config: object): void {
  const { conditionOnKey, extraControls } = config as Record<string, unknown>;
  if (conditionOnKey || extraControls)
    throw new ModelError("unsupported", `this ${model} wants a key, which is not given`);
}

/** Rejects a model that wants to be told chords. */
export function assertNoChords(model: string, config: object): void {
  if ((config as Record<string, unknown>)["chordEncoder"])
    throw new ModelError("unsupported", `this ${model} wants chords, which are not given`);
}
