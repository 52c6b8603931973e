import { endOf, type Note } from "../domain/score";
import { beatTicks, type Meter } from "../domain/meter";

/**
 * Strokes of a drum kit as they are read: each up to the next one, or to the end of the beat where it ends. How long one was held says nothing,
 * and sixteenths with rests between would only hide the rhythm. Others stay the same reference.
 */
export function asStrokes(notes: readonly Note[], meter: Meter): readonly Note[] {
  const onsets = [...new Set(notes.map(({ start }) => start))].toSorted((a, b) => a - b);
  const beat = beatTicks(meter);
  return notes.map((note) => {
    const next = onsets.find((onset) => onset > note.start) ?? Infinity;
    const end = Math.min(next, (Math.floor(note.start / beat) + 1) * beat);
    return endOf(note) === end ? note : { ...note, duration: end - note.start };
  });
}
