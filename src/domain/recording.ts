import { quantised } from "./quantise";
import { notesPlayed, type Played } from "./performance";
import type { Edit } from "./edit";
import {
  findVoice,
  isLocked,
  isNoteLocked,
  overlaps,
  rangeOf,
  type Note,
  type NoteId,
  type Range,
  type Score,
  type VoiceId,
} from "./score";
import type { Ticks } from "./units";

/** A note as it was played, with the id that it is written under. */
export interface Stroke extends Played {
  readonly id: NoteId;
}

/** One pass over a stretch of the sketch in which somebody records, as far as it has come. */
export interface Round {
  readonly voice: VoiceId;
  /** Whether what stands where it goes along gives way, or only what is struck again. */
  readonly replaces: boolean;
  /** From where it began to where it has to end, which may be nowhere. */
  readonly range: Range;
  /** Where it is. */
  readonly until: Ticks;
  /** Ticks before its beginning in which a stroke is meant for the beginning. */
  readonly early: Ticks;
  /** All that has ended. */
  readonly strokes: readonly Stroke[];
  /** Those that stand in the score. */
  readonly written: ReadonlySet<NoteId>;
}

export interface RoundWriting {
  readonly edits: readonly Edit[];
  /** What was written, as it stands. */
  readonly notes: readonly Note[];
  /** Whether something lies where the voice is locked, and was not written. */
  readonly blocked: boolean;
}

/**
 * What the strokes of one pitch make of the score: they are written, shown as the voice is quantised, and what gives way to them goes. A
 * round in which nothing was played takes nothing away.
 */
export function writeRound(score: Score, round: Round, pitch: number): RoundWriting {
  const strokes = round.strokes.filter((stroke) => stroke.pitch === pitch);
  const { quantise } = findVoice(score, round.voice) ?? {};
  const notes = notesPlayed(strokes, round.range, round.early).map(
    ({ id, velocity, start, end }) => {
      const note: Note = {
        id,
        voice: round.voice,
        pitch,
        start,
        duration: end - start,
        velocity,
        origin: { by: "you" },
      };
      return quantised(note, quantise);
    },
  );
  const open = notes.filter((note) => !isLocked(score, round.voice, rangeOf(note)));
  const blocked = open.length < notes.length;
  if (open.length === 0) return { edits: [], notes: open, blocked };
  const there = new Map(score.notes.map((note) => [note.id, note]));
  const standing = new Set(
    open.filter((note) => isAsWritten(note, there.get(note.id))).map(({ id }) => id),
  );
  const fresh = open.filter(({ id }) => !standing.has(id));
  const own = new Set(strokes.map(({ id }) => id));
  const gone = score.notes.filter((note) => {
    if (own.has(note.id)) return !standing.has(note.id);
    if (note.voice !== round.voice || round.written.has(note.id) || isNoteLocked(score, note))
      return false;
    return round.replaces
      ? note.start >= round.range.start && note.start < round.until
      : open.some((one) => one.pitch === note.pitch && overlaps(rangeOf(one), rangeOf(note)));
  });
  const edits: Edit[] = [
    { type: "removeNotes", ids: new Set(gone.map(({ id }) => id)) },
    { type: "addNotes", notes: fresh },
  ];
  return { edits, notes: open, blocked };
}

function isAsWritten(note: Note, there: Note | undefined): boolean {
  return (
    there !== undefined &&
    there.voice === note.voice &&
    there.pitch === note.pitch &&
    there.start === note.start &&
    there.duration === note.duration &&
    there.velocity === note.velocity &&
    there.asPlayed?.start === note.asPlayed?.start &&
    there.asPlayed?.end === note.asPlayed?.end
  );
}
