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

/** Rejects a model that wants to be told chords or a key. */
export function assertNoChords(model: string, config: object): void {
  const { chordEncoder, conditionOnKey, extraControls } = config as Record<string, unknown>;
  if (chordEncoder || conditionOnKey || extraControls)
    throw new ModelError("unsupported", `this ${model} wants chords or a key, which are not given`);
}
