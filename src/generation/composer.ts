import type { DraftNote, ModelName } from "../domain/ask";
import type { Random } from "../domain/random";

/** Lets other messages in; rejects when the ask was cancelled. @param fraction of this draft, in [0, 1] */
export type Pause = (fraction: number) => Promise<void>;

/** Answers one ask, any number of times. */
export interface Composer {
  readonly model: ModelName;
  /**
   * The same stream of numbers gives the same notes.
   * @param attempt from 0: the more often what came was what is there already, the further away to look
   */
  compose(random: Random, attempt: number, pause: Pause): Promise<readonly DraftNote[]>;
}

/** Two models that work on one answer. */
export function together(a: ModelName, b: ModelName): ModelName {
  return { name: `${a.name} + ${b.name}`, version: `${a.version} + ${b.version}` };
}
