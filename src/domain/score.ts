import type { Chord } from "./chord";
import { C_MAJOR, type Key } from "./key";
import { barTicks, type Meter } from "./meter";
import type { Bpm, Midi, Ticks, Velocity } from "./units";

export type NoteId = string & { readonly __brand: "NoteId" };
export type VoiceId = string & { readonly __brand: "VoiceId" };
export type TakeId = string & { readonly __brand: "TakeId" };

/** Who made a note. A model's note that the person changed stays the model's, and says so. */
export type Origin =
  | { readonly by: "you" }
  | { readonly by: "file"; readonly file: string }
  | { readonly by: "model"; readonly take: TakeId; readonly changed: boolean };

export interface Note {
  readonly id: NoteId;
  readonly voice: VoiceId;
  readonly pitch: Midi;
  readonly start: Ticks;
  /** At least 1. */
  readonly duration: Ticks;
  readonly velocity: Velocity;
  readonly origin: Origin;
  /** The take that gave it its place in time and its loudness, where that is not the one that wrote it. */
  readonly timing?: TakeId | undefined;
  /** Where it was played, of a note that is drawn to a grid. */
  readonly asPlayed?: Range | undefined;
  /** A phrase ends on it, and it is held. */
  readonly fermata?: true | undefined;
}

/** Instruments that the player has sounds for. Drums play the pieces of `drums.ts`, whatever the key. */
export const INSTRUMENTS = [
  "piano",
  "strings",
  "organ",
  "clarinet",
  "flute",
  "cello",
  "drums",
] as const;
export type Instrument = (typeof INSTRUMENTS)[number];

/** Pigments of the voices, in the order in which new voices take them. */
export const PIGMENTS = [
  "vermilion",
  "ultramarine",
  "verdigris",
  "gold",
  "madder",
  "woad",
  "malachite",
  "umber",
] as const;
export type Pigment = (typeof PIGMENTS)[number];

/** How notes are drawn to a grid. What was played stays with them, so that another grid, or none, can be chosen at any time. */
export interface Quantise {
  readonly grid: Ticks;
  /** How far notes go towards their line, in [0, 1]; 0 leaves them as they were played. */
  readonly strength: number;
  /** How late each second line of the grid lies, in [0, 1]; at 1 a pair of lines is in the ratio 2 : 1, as in a triplet. */
  readonly swing: number;
}

export interface Voice {
  readonly id: VoiceId;
  readonly name: string;
  readonly pigment: Pigment;
  readonly instrument: Instrument;
  /** Linear gain in [0, 1]. */
  readonly volume: number;
  /** From -1, left, to 1, right; undefined in the middle. */
  readonly pan?: number | undefined;
  /** How much of it goes into the room that all voices share: linear gain in [0, 1]; undefined for none. */
  readonly reverb?: number | undefined;
  readonly muted: boolean;
  readonly solo: boolean;
  /** No model may touch any of its notes. */
  readonly locked: boolean;
  /** How what is recorded into it is drawn to a grid; undefined leaves it as played. */
  readonly quantise?: Quantise | undefined;
}

/** A stretch of one voice that no model may touch; `end` is exclusive. */
export interface Lock {
  readonly voice: VoiceId;
  readonly start: Ticks;
  readonly end: Ticks;
}

/** A stretch of score time; `end` is exclusive. */
export interface Range {
  readonly start: Ticks;
  readonly end: Ticks;
}

/** How an accompaniment plays chords. */
export const PATTERNS = [
  "block",
  "arpeggio",
  "alberti",
  "waltz",
  "stride",
  "strummed",
  "walking",
] as const;
export type Pattern = (typeof PATTERNS)[number];

/** That a chord is played, and all that its notes hang on besides the chord itself. */
export interface Playing {
  readonly pattern: Pattern;
  /** Of the choices that a pattern leaves open. Integer in [0, 2^31). */
  readonly seed: number;
  /** The take that the notes are of. */
  readonly take: TakeId;
}

/** A chord symbol over the score: it lasts to the next one, or to the end. */
export interface PlacedChord {
  readonly start: Ticks;
  readonly chord: Chord;
  readonly origin: Origin;
  /** No model may put another in its place. */
  readonly locked: boolean;
  /** Undefined for a symbol that no accompaniment follows. */
  readonly playing: Playing | undefined;
}

/** The voices that play the chords. A person may have removed either. */
export interface Accompaniment {
  readonly upper: VoiceId;
  readonly bass: VoiceId;
}

/** How a score is played, beyond what stands in it. */
export interface Feel {
  /** How late each second unit of a pair comes, in [0, `MAX_SWING`]; at 1 a pair is in the ratio 2 : 1, as in a triplet. */
  readonly swing: number;
  /** The notes that swing: eighths or sixteenths. */
  readonly unit: (typeof SWING_UNITS)[number];
  /** How far notes stray from their time and loudness, in [0, 1]; undefined for not at all. */
  readonly looseness?: number | undefined;
}

/** Pairs in the ratio 3 : 1. */
export const MAX_SWING = 1.5;

/** An eighth and a sixteenth. */
export const SWING_UNITS = [240, 120] as const satisfies readonly Ticks[];

/** A sketch's music. Notes are in no particular order; two notes of one voice may overlap. */
export interface Score {
  readonly title: string;
  readonly key: Key;
  readonly meter: Meter;
  readonly tempo: Bpm;
  /** Whole bars, at least 1: where the sketch ends, whether or not notes reach it. */
  readonly bars: number;
  /** From the highest to the lowest. */
  readonly voices: readonly Voice[];
  readonly notes: readonly Note[];
  readonly locks: readonly Lock[];
  /** In order of start; no two start together. */
  readonly chords: readonly PlacedChord[];
  /** Undefined until chords were played for the first time. */
  readonly accompaniment: Accompaniment | undefined;
  /** Undefined for straight and exact. */
  readonly feel?: Feel | undefined;
  /** Of all voices together, on top of their own: linear gain in [0, 1); undefined for 1. */
  readonly volume?: number | undefined;
}

export const MIN_TEMPO: Bpm = 20;
export const MAX_TEMPO: Bpm = 300;
export const MAX_BARS = 512;

export const emptyScore: Score = {
  title: "Untitled",
  key: C_MAJOR,
  meter: { beats: 4, unit: 4 },
  tempo: 96,
  bars: 4,
  voices: [],
  notes: [],
  locks: [],
  chords: [],
  accompaniment: undefined,
};

export function endOf(note: Pick<Note, "start" | "duration">): Ticks {
  return note.start + note.duration;
}

/** Where the last bar ends. */
export function scoreTicks(score: Pick<Score, "bars" | "meter">): Ticks {
  return score.bars * barTicks(score.meter);
}

/** Bars needed to hold every note, at least 1. */
export function barsOfNotes(notes: readonly Note[], meter: Meter): number {
  const end = notes.reduce((latest, note) => Math.max(latest, endOf(note)), 0);
  return Math.max(1, Math.ceil(end / barTicks(meter)));
}

export function findVoice(score: Score, id: VoiceId): Voice | undefined {
  return score.voices.find((voice) => voice.id === id);
}

/** Whether the voice is one that plays the chords. */
export function isAccompaniment({ accompaniment }: Score, voice: VoiceId): boolean {
  return accompaniment?.upper === voice || accompaniment?.bass === voice;
}

/** Whether the voice is a drum kit, whose pitches are pieces of it and no tones. */
export function isDrums(score: Pick<Score, "voices">, voice: VoiceId): boolean {
  return score.voices.some(({ id, instrument }) => id === voice && instrument === "drums");
}

/** Whether the voice is a part of the harmony: no drum kit, and none of those that play the chords. */
export function isPart(score: Score, voice: VoiceId): boolean {
  return !isDrums(score, voice) && !isAccompaniment(score, voice);
}

/** `score` without its drum kits, for all that hears pitches as tones; `score` itself where it has none. */
export function withoutDrums(score: Score): Score {
  const kits = new Set(
    score.voices.flatMap(({ id, instrument }) => (instrument === "drums" ? [id] : [])),
  );
  if (kits.size === 0) return score;
  return {
    ...score,
    voices: score.voices.filter(({ id }) => !kits.has(id)),
    notes: score.notes.filter(({ voice }) => !kits.has(voice)),
  };
}

/** Notes of one voice in order of start, then pitch. */
export function notesOfVoice(score: Score, voice: VoiceId): readonly Note[] {
  return score.notes.filter((note) => note.voice === voice).toSorted(byStart);
}

export function byStart(a: Note, b: Note): number {
  return a.start - b.start || a.pitch - b.pitch;
}

export function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

export function rangeOf(note: Pick<Note, "start" | "duration">): Range {
  return { start: note.start, end: endOf(note) };
}

/** Whether a model may not write into `range` of `voice`, because of its lock or a locked stretch it touches. */
export function isLocked(score: Score, voice: VoiceId, range: Range): boolean {
  return (
    findVoice(score, voice)?.locked === true ||
    score.locks.some((lock) => lock.voice === voice && overlaps(lock, range))
  );
}

export function isNoteLocked(score: Score, note: Note): boolean {
  return isLocked(score, note.voice, rangeOf(note));
}

/** Voices that sound: not muted, and soloed where any voice is. */
export function audibleVoices(score: Score): ReadonlySet<VoiceId> {
  const anySolo = score.voices.some((voice) => voice.solo);
  return new Set(
    score.voices
      .filter((voice) => !voice.muted && (!anySolo || voice.solo))
      .map((voice) => voice.id),
  );
}

/**
 * The voice with the highest mean pitch, drums and those that play the chords left out; the first of those where no notes are. Undefined
 * without any.
 */
export function melodyVoice(score: Score): Voice | undefined {
  const voices = score.voices.filter(({ id }) => isPart(score, id));
  let best = voices[0];
  let bestMean = -Infinity;
  for (const voice of voices) {
    const notes = score.notes.filter((note) => note.voice === voice.id);
    if (notes.length === 0) continue;
    const mean = notes.reduce((sum, note) => sum + note.pitch, 0) / notes.length;
    if (mean > bestMean) [best, bestMean] = [voice, mean];
  }
  return best;
}
