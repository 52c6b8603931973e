import type { ModelName } from "../domain/ask";
import type { Steps } from "../domain/units";
import type { Line } from "./line";

/** One melody to be given chords. */
export interface ChordQuestion {
  /** The melody on the grid of sixteenths. */
  readonly line: Line;
  /** Steps a bar. */
  readonly barSteps: Steps;
  /** Where a chord may change, in order. */
  readonly slots: readonly { readonly from: Steps; readonly to: Steps }[];
  /** `[slots]`: class of a chord that stands, -1 where none is known. */
  readonly known: Int16Array;
}

/** A network that says which chord could stand where, from what is before and behind. */
export interface ChordNet {
  readonly model: ModelName;
  /**
   * For each question `[slots, 145]` float32: log-probability of each class in each slot, given the melody and all the known slots
   * (before and behind).
   */
  predict(questions: readonly ChordQuestion[]): readonly Float32Array[];
}
