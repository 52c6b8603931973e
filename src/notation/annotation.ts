import type { Ticks } from "../domain/units";

/** Something printed at a place in time: a figure, a Roman numeral, a chord symbol. Lines are parted by "\n", as figures are. */
export interface TimedText {
  readonly start: Ticks;
  readonly text: string;
}

/** What is said about one note, on the note itself. */
export interface NoteMark {
  /** Told apart by shape as well as by colour: a ring, a broken ring, a stroke under the note. */
  readonly kind: "wrong" | "doubtful" | "good";
  /** For whoever points at it or hears it read. */
  readonly words: string;
}
