import type { Selection } from "../../domain/commands";
import { applyEdit, type Edit } from "../../domain/edit";
import type { Note, Score } from "../../domain/score";
import type { Midi, Ticks } from "../../domain/units";
import type { Rect } from "./geometry";

/** Where the pointer is: on the page of the grid, and in the music. */
export interface GridPoint {
  readonly x: number;
  readonly y: number;
  /** Not rounded. */
  readonly tick: Ticks;
  readonly pitch: Midi;
}

/** What a drag has come to; always told from where it began, so that going back undoes it. */
export interface Step {
  readonly score: Score;
  readonly selection?: Selection;
  readonly box?: Rect;
  /** The note to sound, where the drag has one in hand. */
  readonly heard?: Note | undefined;
}

/** One drag of the pointer from press to release. */
export interface Gesture {
  /** The menu's text, as in "Undo Move". */
  readonly label: string;
  /** @param free without snapping to the grid */
  readonly to: (point: GridPoint, free: boolean) => Step;
}

/** Pixels that a hand trembles in a click. */
export const TREMBLE_PX = 4;

/** The shortest note that a free drag makes: a 64th. */
export const SHORTEST: Ticks = 30;

export function applied(score: Score, edits: readonly Edit[] | undefined): Score {
  return edits ? edits.reduce(applyEdit, score) : score;
}

/**
 * What leads from one step of a drag to the next. What was written into the sketch meanwhile (by voices that follow) stays.
 * @param from made of the same score as `to`, which has the same notes, some of them changed
 */
export function editsBetween(from: Score, to: Score): readonly Edit[] {
  const before = new Set(from.notes);
  const notes = to.notes.filter((note) => !before.has(note));
  return [
    ...(notes.length > 0 ? [{ type: "updateNotes" as const, notes }] : []),
    ...(from.bars === to.bars ? [] : [{ type: "setBars" as const, bars: to.bars }]),
  ];
}
