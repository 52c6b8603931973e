import { beatTicks } from "../../domain/meter";
import {
  endOf,
  isDrums,
  notesOfVoice,
  type Note,
  type NoteId,
  type Score,
} from "../../domain/score";

/** The notes of its voice that a note comes from and goes to, where no rest of more than a beat is between. */
export interface Neighbours {
  readonly before: Note | undefined;
  readonly after: Note | undefined;
}

/** Beats that a note may have begun before the one that follows it. */
const LONGEST = 64;

/** The neighbours of each note that is a tone, no drum. Where a voice has several notes at once, the nearest in pitch counts. */
export function neighboursOf(score: Score): ReadonlyMap<NoteId, Neighbours> {
  const rest = beatTicks(score.meter);
  const found = new Map<NoteId, Neighbours>();
  for (const { id } of score.voices) {
    if (isDrums(score, id)) continue;
    const notes = notesOfVoice(score, id);
    const before: (Note | undefined)[] = [];
    const after: (Note | undefined)[] = [];
    // Notes that overlap like fingers on keys follow each other still: what counts is the middle of the earlier one.
    const follows = (first: Note, next: Note) =>
      next.start >= first.start + first.duration / 2 && next.start <= endOf(first) + rest;
    notes.forEach((note, i) => {
      for (let n = i + 1; n < notes.length && notes[n]!.start <= endOf(note) + rest; n++) {
        const next = notes[n]!;
        if (!follows(note, next)) continue;
        const chosen = after[i];
        if (chosen && chosen.start < next.start) break;
        if (!chosen || isNearer(note, next, chosen)) after[i] = next;
      }
    });
    notes.forEach((note, i) => {
      for (let n = i - 1; n >= 0; n--) {
        const last = notes[n]!;
        const chosen = before[i];
        if (chosen ? chosen.start > last.start : note.start - last.start > LONGEST * rest) break;
        if (!follows(last, note)) continue;
        if (!chosen || isNearer(note, last, chosen)) before[i] = last;
      }
    });
    notes.forEach((note, i) => found.set(note.id, { before: before[i], after: after[i] }));
  }
  return found;
}

function isNearer(from: Note, a: Note, b: Note): boolean {
  return Math.abs(a.pitch - from.pitch) < Math.abs(b.pitch - from.pitch);
}

/** Whether two pitches are a second apart. */
export function isStep(a: Note | undefined, b: Note | undefined): boolean {
  if (!a || !b) return false;
  const apart = Math.abs(a.pitch - b.pitch);
  return apart === 1 || apart === 2;
}
