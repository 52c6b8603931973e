import type { DraftNote, ModelName } from "../domain/ask";
import type { Random } from "../domain/random";
import type { Steps } from "../domain/units";

/** Lets other messages in; rejects when the ask was cancelled. @param fraction of what is being composed, in [0, 1] */
export type Pause = (fraction: number) => Promise<void>;

/** One draft that is tried. */
export interface Try {
  /** The same stream of numbers gives the same notes. */
  readonly random: Random;
  /** From 0: the more often what came was what is there already, the further away to look. */
  readonly attempt: number;
}

/** The notes that each draft has so far, up to a step of the score. */
export type OnGrowth = (notes: readonly (readonly DraftNote[])[], to: Steps) => void;

/** Answers one ask, any number of times. */
export interface Composer {
  readonly model: ModelName;
  /** Whether several drafts cost little more than one, so that they are best composed together. */
  readonly abreast: boolean;
  /** How many drafts of others one of its own costs, beside which fewer are drawn to choose among; 1 when not given. */
  readonly weight?: number;
  /** The notes of each draft; every one hangs on its own try alone. */
  compose(
    tries: readonly Try[],
    pause: Pause,
    onGrowth: OnGrowth,
  ): Promise<readonly (readonly DraftNote[])[]>;
}

/** Two models that work on one answer. */
export function together(a: ModelName, b: ModelName): ModelName {
  return { name: `${a.name} + ${b.name}`, version: `${a.version} + ${b.version}` };
}
