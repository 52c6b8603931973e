import { barTicks, beatTicks, type Meter } from "../domain/meter";
import { TICKS_PER_QUARTER, type Ticks } from "../domain/units";
import { flagsOf } from "./note-values";
import type { Piece } from "./notation";

export type Beam = "begin" | "continue" | "end" | "forward hook" | "backward hook";

/**
 * The beams of each piece of a bar, from the eighths' beam inwards; none for rests, quarters and longer, and notes that stand alone.
 * Beams join the notes of one beat, a rest parts them.
 */
export function beamsOf(pieces: readonly Piece[], meter: Meter): readonly (readonly Beam[])[] {
  const beat = beamedTicks(meter);
  const flags = pieces.map(({ chord, value }) => (chord && value ? flagsOf(value.type) : 0));
  const joins = (a: number, b: number) =>
    flags[a]! > 0 &&
    flags[b]! > 0 &&
    Math.floor(pieces[a]!.start / beat) === Math.floor(pieces[b]!.start / beat);
  return pieces.map((_, i) => {
    const before = i > 0 && joins(i - 1, i) ? flags[i - 1]! : 0;
    const after = i + 1 < pieces.length && joins(i, i + 1) ? flags[i + 1]! : 0;
    if (before === 0 && after === 0) return [];
    return Array.from({ length: flags[i]! }, (_, level): Beam => {
      const left = before > level;
      const right = after > level;
      if (left) return right ? "continue" : "end";
      if (right) return "begin";
      return before > 0 ? "backward hook" : "forward hook";
    });
  });
}

/** How much one beam may join: a beat, a quarter where beats are eighths, and all of a bar of three eighths. */
function beamedTicks(meter: Meter): Ticks {
  if (barTicks(meter) <= 1.5 * TICKS_PER_QUARTER) return barTicks(meter);
  return Math.max(TICKS_PER_QUARTER, beatTicks(meter));
}
