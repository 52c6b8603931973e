import { createRandom } from "../../src/domain/random";
import type { BaselineRow } from "../../src/originality/baseline";
import { rowOf, type ScoreRow } from "./originality-baseline";

/** How often what was planted of chords or drums was found. */
export interface OtherFigures {
  readonly planted: number;
  /** Share of it that was found and marked, at its piece and place. */
  readonly recall: number;
  /** Share of the marks there that are of its piece or its family. */
  readonly precision: number;
}

export interface OtherMeasured {
  /** Of the index. */
  readonly bytes: number;
  /** By what was done to it, and by how many chords or bars it has. */
  readonly quotations: Readonly<Record<string, Readonly<Record<number, OtherFigures>>>>;
  /** What is marked in pieces that the model was not trained on, by how many chords or bars are compared. */
  readonly falseAlarms: Readonly<
    Record<number, { readonly pieces: number; readonly marked: number }>
  >;
}

export function otherBaseline(scores: readonly ScoreRow[]): readonly BaselineRow[] {
  const random = createRandom(8);
  return scores.map((row) => rowOf(row, random));
}
