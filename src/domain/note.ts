import type { Note, Origin, VoiceId } from "./score";
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
  return same ? note : { ...next, origin: touched(note.origin) };
}

/** The maker of what a person changed. */
export function touched(origin: Origin): Origin {
  return origin.by === "model" ? { ...origin, changed: true } : origin;
}
