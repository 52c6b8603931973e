import { TICKS_PER_QUARTER, type Ticks } from "../domain/units";

/** Values of undotted notes by the names that MusicXML gives them, from the longest. */
export const NOTE_TYPES = [
  "breve",
  "whole",
  "half",
  "quarter",
  "eighth",
  "16th",
  "32nd",
  "64th",
  "128th",
] as const;
export type NoteType = (typeof NOTE_TYPES)[number];

/** How one note or rest is written. */
export interface NoteValue {
  readonly type: NoteType;
  /** 0 or 1: what needs two dots reads better tied. */
  readonly dots: number;
}

/** @example ticksOf("eighth") // => 240 */
export function ticksOf(type: NoteType): Ticks {
  return (TICKS_PER_QUARTER * 8) / 2 ** NOTE_TYPES.indexOf(type);
}

/** Flags or beams of a note. @example flagsOf("16th") // => 2 */
export function flagsOf(type: NoteType): number {
  return Math.max(0, NOTE_TYPES.indexOf(type) - NOTE_TYPES.indexOf("quarter"));
}

const VALUES = new Map<Ticks, NoteValue>(
  NOTE_TYPES.flatMap((type) => [
    [ticksOf(type), { type, dots: 0 }],
    [ticksOf(type) * 1.5, { type, dots: 1 }],
  ]),
);

/** The one value that lasts exactly `ticks`; undefined when it takes several, tied. */
export function findValue(ticks: Ticks): NoteValue | undefined {
  return VALUES.get(ticks);
}

/** The undotted value that is nearest in proportion. @param ticks above 0 */
export function nearestValue(ticks: Ticks): NoteValue {
  const distance = (type: NoteType) => Math.abs(Math.log(ticksOf(type) / ticks));
  const type = NOTE_TYPES.reduce((best, other) =>
    distance(other) < distance(best) ? other : best,
  );
  return { type, dots: 0 };
}
