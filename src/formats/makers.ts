import { takesNamed, type Credit } from "../domain/credit";
import {
  endOf,
  isDrums,
  notesOfVoice,
  type Note,
  type Origin,
  type PlacedChord,
  type Score,
  type TakeId,
} from "../domain/score";
import { inStretches, type Stretches } from "./makers-stretches";

/** Whose a note is, and who played it. */
export interface Maker {
  readonly origin: Origin;
  readonly timing?: TakeId | undefined;
}

/** What a note is known by where files have no numbers for notes. */
export type Written = Pick<Note, "pitch" | "start" | "duration">;

/** A voice as it was written: whose each note is, and what the notes are known by. */
export interface RecordedVoice {
  readonly name: string;
  /** For each note, in the order of `notes` or `stretches`, the index of its maker. */
  readonly makers: readonly number[];
  /** Each note by itself, in order of start, pitch, end and velocity; undefined for a voice that is told by `stretches`. */
  readonly notes?: readonly Written[] | undefined;
  /** A check of some notes at once, for a voice that would need much room note by note. */
  readonly stretches?: Stretches | undefined;
}

/** A chord symbol, and the index of who wrote it. */
export interface RecordedChord extends Pick<PlacedChord, "start" | "chord"> {
  readonly maker: number;
}

/**
 * Who made which notes, to go with a file in a format that has no place for it. It knows the notes by what they are, so that what another
 * program changes is not taken for what it was.
 */
export interface MakersRecord {
  readonly makers: readonly Maker[];
  readonly credits: readonly Credit[];
  readonly voices: readonly RecordedVoice[];
  readonly chords: readonly RecordedChord[];
}

/** Of a voice that is told note by note. */
const FEW_NOTES = 24;

/** @param credits of which those are taken that the music names */
export function recordOf(score: Score, credits: Iterable<Credit>): MakersRecord {
  const indices = new Map<string, number>();
  const makers: Maker[] = [];
  const indexOf = ({ origin: by, timing }: Maker): number => {
    const maker = { origin: by, ...(timing && { timing }) };
    const key = JSON.stringify(maker);
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, makers.length);
    return makers.push(maker) - 1;
  };
  const voices = score.voices.map(({ id, name }): RecordedVoice => {
    const notes = notesOfVoice(score, id).toSorted(inOrder);
    if (notes.length <= FEW_NOTES) {
      const written = notes.map(({ pitch, start, duration }) => ({ pitch, start, duration }));
      return { name, makers: notes.map(indexOf), notes: written };
    }
    const { order, stretches } = inStretches(notes, isDrums(score, id));
    return { name, makers: order.map(indexOf), stretches };
  });
  const chords = score.chords.map(({ start, chord, origin: by }) => ({
    start,
    chord,
    maker: indexOf({ origin: by }),
  }));
  const named = takesNamed(score);
  const own = [...credits].filter(({ take }) => named.has(take));
  return { makers, credits: own, voices, chords };
}

/** Notes that are the same to the ear come in one order, before they are written and after they are read. */
export function inOrder(a: Note, b: Note): number {
  return a.start - b.start || a.pitch - b.pitch || endOf(a) - endOf(b) || a.velocity - b.velocity;
}
