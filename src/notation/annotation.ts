import type { NoteId, Range, Score } from "../domain/score";
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

/** What somebody says about some notes, or about what begins in a stretch where none are named. */
export interface Comment {
  readonly notes: readonly NoteId[];
  readonly range: Range;
  readonly text: string;
}

/** Of each note that comments begin at, their numbers, from 1; a comment whose notes are all gone has no place, but keeps its number. */
export function commentsByNote(
  comments: readonly Comment[],
  { notes }: Score,
): ReadonlyMap<NoteId, readonly number[]> {
  const places = new Map<NoteId, readonly number[]>();
  // From the left, and in a chord from the top.
  const inOrder = notes.toSorted((a, b) => a.start - b.start || b.pitch - a.pitch);
  comments.forEach(({ notes: named, range }, i) => {
    const first = inOrder.find(({ id, start }) =>
      named.length > 0 ? named.includes(id) : start >= range.start && start < range.end,
    );
    if (first) places.set(first.id, [...(places.get(first.id) ?? []), i + 1]);
  });
  return places;
}
