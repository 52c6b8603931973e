import type { Midi } from "../domain/units";

/** As MusicXML names it: a sign on a line, counted from the lowest. */
export interface Clef {
  readonly sign: "G" | "F" | "percussion";
  /** Undefined where no line is named. */
  readonly line: number | undefined;
  /** Octaves by which notes sound higher than the clef alone says. */
  readonly octaves: number;
}

/** Of drums, which have no pitches. */
export const PERCUSSION: Clef = { sign: "percussion", line: undefined, octaves: 0 };

/** With the pitches of the lowest and highest line, and what it takes to prefer it, in semitones a note. */
const CLEFS: readonly {
  readonly clef: Clef;
  readonly low: Midi;
  readonly high: Midi;
  readonly cost: number;
}[] = [
  { clef: { sign: "G", line: 2, octaves: 0 }, low: 64, high: 77, cost: 0 },
  { clef: { sign: "F", line: 4, octaves: 0 }, low: 43, high: 57, cost: 0 },
  { clef: { sign: "G", line: 2, octaves: -1 }, low: 52, high: 65, cost: 3 },
  { clef: { sign: "G", line: 2, octaves: 1 }, low: 76, high: 89, cost: 4 },
  { clef: { sign: "F", line: 4, octaves: -1 }, low: 31, high: 45, cost: 4 },
];

/** The clef that needs the fewest ledger lines; treble without notes. Tenors read the treble clef an octave lower. */
export function clefFor(pitches: readonly Midi[], voiceName: string): Clef {
  const isTenor = /\btenor/i.test(voiceName);
  const costOf = ({ clef, low, high, cost }: (typeof CLEFS)[number]) => {
    const outside = pitches.reduce((sum, pitch) => sum + Math.max(0, low - pitch, pitch - high), 0);
    const wanted = isTenor && clef.sign === "G" && clef.octaves === -1;
    return outside + (wanted ? -cost : cost) * pitches.length;
  };
  return CLEFS.reduce((best, other) => (costOf(other) < costOf(best) ? other : best)).clef;
}
