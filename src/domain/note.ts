import type { Note, Origin, Range, VoiceId } from "./score";
import type { Midi, Ticks, Velocity } from "./units";

/** What a person can change of a note. */
export interface NoteChange {
  readonly voice?: VoiceId;
  readonly pitch?: Midi;
  readonly start?: Ticks;
  readonly duration?: Ticks;
  readonly velocity?: Velocity;
  readonly fermata?: true | undefined;
}

/** `note` as a person changed it; a model's note stays the model's and says that it was changed. Same reference when nothing differs. */
export function changeNote(note: Note, change: NoteChange): Note {
  const next = { ...note, ...change };
  const same =
    next.voice === note.voice &&
    next.pitch === note.pitch &&
    next.start === note.start &&
    next.duration === note.duration &&
    next.velocity === note.velocity &&
    next.fermata === note.fermata;
  if (same) return note;
  return { ...next, origin: touched(note.origin), asPlayed: playedAfter(note, next) };
}

/** `note` as much later, with how it was played. */
export function shifted(note: Note, ticks: Ticks): Note {
  const { asPlayed } = note;
  const start = note.start + ticks;
  if (!asPlayed) return { ...note, start };
  return {
    ...note,
    start,
    asPlayed: { start: asPlayed.start + ticks, end: asPlayed.end + ticks },
  };
}

/** A note keeps how it was played where it goes elsewhere in time; a length that somebody gives it is the length that it has. */
function playedAfter(note: Note, next: Note): Range | undefined {
  if (next.duration !== note.duration || !note.asPlayed) return undefined;
  const { asPlayed } = shifted(note, next.start - note.start);
  return asPlayed && asPlayed.start >= 0 ? asPlayed : undefined;
}

/** The maker of what a person changed. */
export function touched(origin: Origin): Origin {
  return origin.by === "model" ? { ...origin, changed: true } : origin;
}
