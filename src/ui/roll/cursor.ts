import { byStart, endOf, type Note, type VoiceId } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import type { Cursor } from "./roll.svelte";

/**
 * The cursor moved and kept on the grid: off the grid, a step goes to the next line that way.
 * @param ticks ±Infinity goes to the end or the start
 * @param length where the sketch ends: as far as the cursor goes on its own
 */
export function stepCursor(
  cursor: Cursor,
  ticks: Ticks,
  semitones: number,
  grid: Ticks,
  length: Ticks,
): Cursor {
  const wanted = Math.min(length, Math.max(0, cursor.tick + ticks));
  const onGrid = ticks > 0 ? Math.floor(wanted / grid) : Math.ceil(wanted / grid);
  const pitch = Math.min(127, Math.max(0, cursor.pitch + semitones));
  return { tick: ticks === 0 ? cursor.tick : onGrid * grid, pitch };
}

/** The note that sounds at the cursor, one of `voice` before others. */
export function cursorNote(
  notes: readonly Note[],
  cursor: Cursor,
  voice: VoiceId | undefined,
): Note | undefined {
  const there = notes.filter(
    (note) => note.pitch === cursor.pitch && note.start <= cursor.tick && endOf(note) > cursor.tick,
  );
  return there.find((note) => note.voice === voice) ?? there[0];
}

/** The note after (or before) the selected one in reading order: by start, then from low to high. From the cursor when none is selected. */
export function nextNote(
  notes: readonly Note[],
  selected: readonly Note[],
  cursor: Cursor,
  direction: 1 | -1,
): Note | undefined {
  const ordered = notes.toSorted(byStart);
  const from = direction === 1 ? selected.toSorted(byStart).at(-1) : selected.toSorted(byStart)[0];
  if (from) return ordered[ordered.indexOf(from) + direction];
  return direction === 1
    ? ordered.find((note) => note.start >= cursor.tick)
    : ordered.findLast((note) => note.start < cursor.tick);
}
