import { DRUMS } from "../domain/drums";
import type { Midi } from "../domain/units";

/** Where a piece of a drum kit stands on a staff of five lines with a percussion clef, as if that were a treble clef. */
export interface DrumPlace {
  readonly step: "A" | "B" | "C" | "D" | "E" | "F" | "G";
  readonly octave: number;
  readonly head: "normal" | "x" | "circle-x";
}

/** By the place of the piece in `DRUMS`. After N. Weinberg, "Guide to Standardized Drumset Notation", 1998. */
export const DRUM_PLACES: readonly DrumPlace[] = [
  { step: "F", octave: 4, head: "normal" },
  { step: "C", octave: 5, head: "normal" },
  { step: "G", octave: 5, head: "x" },
  { step: "G", octave: 5, head: "circle-x" },
  { step: "A", octave: 4, head: "normal" },
  { step: "D", octave: 5, head: "normal" },
  { step: "E", octave: 5, head: "normal" },
  { step: "A", octave: 5, head: "x" },
  { step: "F", octave: 5, head: "x" },
];

/** The key of the piece that stands there, for files that say no more; undefined for none. */
export function drumAt(step: string | undefined, octave: string | undefined): Midi | undefined {
  const index = DRUM_PLACES.findIndex(
    (place) => place.step === step && String(place.octave) === octave,
  );
  return DRUMS[index]?.pitch;
}
