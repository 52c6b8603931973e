import type { Midi, Ticks } from "../domain/units";
import type { ReadNote } from "./gather";
import type { NoteHead } from "./musicxml-part";

/** A note with what it takes to tell whose it is. */
export interface LayerNote extends ReadNote {
  readonly voice: string;
  readonly staff: number;
}

interface OpenNote {
  note: LayerNote;
}

/**
 * The notes of a part in order of start, those that are tied as one: across bars, and from voice to voice where the pitch is the
 * same. A tie that leads to no note is passed over. Times are rounded to ticks, and no note is shorter than 1.
 * @param startOf ticks at which each measure begins
 */
export function joinTies(
  heads: readonly NoteHead[],
  startOf: (measure: number) => Ticks,
): readonly LayerNote[] {
  const placed = heads
    .map((head) => {
      const at = startOf(head.measure) + head.offset;
      return { ...head, start: Math.round(at), end: Math.round(at + head.duration) };
    })
    .toSorted((a, b) => a.start - b.start);
  const notes: OpenNote[] = [];
  const open = new Map<Midi, OpenNote[]>();
  for (const head of placed) {
    const { pitch, start, velocity, voice, staff } = head;
    const waiting = (open.get(pitch) ?? []).filter(({ note }) => endOf(note) >= start);
    const reaching = waiting.filter(({ note }) => endOf(note) === start);
    const before = head.tiedFrom
      ? (reaching.find(({ note }) => note.voice === voice) ?? reaching[0])
      : undefined;
    const joined: OpenNote = before ?? {
      note: { pitch, start, duration: 0, velocity, voice, staff },
    };
    joined.note = {
      ...joined.note,
      duration: Math.max(1, head.end - joined.note.start),
      fermata: joined.note.fermata ?? (head.fermata || undefined),
    };
    if (!before) notes.push(joined);
    open.set(pitch, [
      ...waiting.filter((other) => other !== before),
      ...(head.tiedTo ? [joined] : []),
    ]);
  }
  return notes.map(({ note }) => note);
}

function endOf({ start, duration }: ReadNote): Ticks {
  return start + duration;
}
