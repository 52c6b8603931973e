import fc from "fast-check";
import { CHORD_QUALITIES, harmony, NO_CHORD } from "../../src/domain/chord";
import { chordName } from "../../src/domain/chord-symbol";
import {
  barsOfNotes,
  INSTRUMENTS,
  MAX_SWING,
  PIGMENTS,
  scoreTicks,
  SWING_UNITS,
  type Note,
  type NoteId,
  type PlacedChord,
  type Score,
  type Voice,
  type VoiceId,
} from "../../src/domain/score";
import { METERS } from "../../src/domain/meter";

/** What a test may ask of the scores it is given. */
export interface ScoreShape {
  /** Every start and duration is a multiple of it. */
  readonly grid?: number;
  /** Notes of one pitch and voice do not overlap; they may in all other ways. */
  readonly distinct?: boolean;
}

const name = fc
  .string({ minLength: 1, maxLength: 12, unit: "grapheme" })
  .map((text) => text.replace(/[\p{C}\s]+/gu, " ").trim())
  .filter((text) => text !== "");

const pitchClass = fc.integer({ min: 0, max: 11 });
/** Any chord that a person could type. */
export const arbitraryChord = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        pitchClass,
        fc.constantFrom(...CHORD_QUALITIES.map(({ name }) => name)),
        fc.option(pitchClass, { nil: undefined }),
      )
      .map((parts) => harmony(...parts)),
  },
  { weight: 1, arbitrary: fc.constant(NO_CHORD) },
);

/** Scores of one to five voices, each with a note at least, up to about 30 quarters long, and of up to eight chords. */
export function arbitraryScore({
  grid = 1,
  distinct = false,
}: ScoreShape = {}): fc.Arbitrary<Score> {
  const note = fc.record({
    pitch: fc.integer({ min: 0, max: 127 }),
    start: fc.integer({ min: 0, max: 12_000 / grid }).map((units) => units * grid),
    duration: fc.integer({ min: 1, max: Math.max(1, 2_400 / grid) }).map((units) => units * grid),
    velocity: fc.integer({ min: 1, max: 127 }),
    fermata: fc.constantFrom(true as const, undefined, undefined),
  });
  const part = fc.record({
    name,
    instrument: fc.constantFrom(...INSTRUMENTS),
    volume: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    // 0 is written as if it were not there, in files as in the score.
    pan: fc.integer({ min: -20, max: 20 }).map((steps) => steps / 20 || undefined),
    reverb: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100 || undefined),
    notes: fc.array(note, { minLength: 1, maxLength: 20 }),
  });
  return fc
    .record({
      title: name,
      key: fc.record({
        fifths: fc.integer({ min: -7, max: 7 }),
        mode: fc.constantFrom("major", "minor"),
      }),
      meter: fc.constantFrom(...METERS),
      tempo: fc.integer({ min: 20, max: 300 }),
      feel: fc.option(
        fc.record({
          swing: fc.integer({ min: 1, max: 100 * MAX_SWING }).map((percent) => percent / 100),
          unit: fc.constantFrom(...SWING_UNITS),
        }),
        { nil: undefined },
      ),
      parts: fc.array(part, { minLength: 1, maxLength: 5 }),
      symbols: fc.array(fc.tuple(fc.integer({ min: 0, max: 12_000 / grid }), arbitraryChord), {
        maxLength: 8,
      }),
    })
    .map(({ parts, symbols, ...head }): Score => {
      const voices = parts.map((voice, i): Voice => ({
        id: `voice-${i}` as VoiceId,
        name: voice.name,
        pigment: PIGMENTS[i]!,
        instrument: voice.instrument,
        volume: voice.volume,
        pan: voice.pan,
        reverb: voice.reverb,
        muted: false,
        solo: false,
        locked: false,
      }));
      const notes = parts.flatMap(({ notes: written }, i) =>
        (distinct ? withoutOverlaps(written) : written).map((one, n): Note => ({
          ...one,
          id: `note-${i}-${n}` as NoteId,
          voice: voices[i]!.id,
          origin: { by: "you" },
        })),
      );
      const score = {
        ...head,
        voices,
        notes,
        bars: barsOfNotes(notes, head.meter),
        locks: [],
        accompaniment: undefined,
      };
      return { ...score, chords: placed(symbols, grid, scoreTicks(score)) };
    });
}

/** Chords at their places, each place once and within the score. */
function placed(
  symbols: readonly (readonly [number, PlacedChord["chord"]])[],
  grid: number,
  end: number,
): readonly PlacedChord[] {
  const byStart = new Map(symbols.map(([units, chord]) => [(units * grid) % end, chord]));
  return [...byStart]
    .map(([start, chord]): PlacedChord => ({
      start,
      chord,
      origin: { by: "you" },
      locked: false,
      playing: undefined,
    }))
    .toSorted((a, b) => a.start - b.start);
}

function withoutOverlaps<N extends { pitch: number; start: number; duration: number }>(
  notes: readonly N[],
): N[] {
  const kept: N[] = [];
  for (const note of notes)
    if (
      !kept.some(
        (other) =>
          other.pitch === note.pitch &&
          other.start < note.start + note.duration &&
          note.start < other.start + other.duration,
      )
    )
      kept.push(note);
  return kept;
}

/** Every note of a score as text, by voice name, in an order of its own: equal for scores with the same music. */
export function musicOf(score: Score): readonly string[] {
  const index = new Map(score.voices.map((voice, i) => [voice.id, `${i} ${voice.name}`]));
  return score.notes
    .map((n) => `${index.get(n.voice)} ${n.pitch} ${n.start}+${n.duration} v${n.velocity}`)
    .toSorted();
}

/** The notes of a score that have a fermata, as text: equal for scores whose phrases end alike. */
export function fermatasOf(score: Score): readonly string[] {
  return musicOf({ ...score, notes: score.notes.filter((note) => note.fermata) });
}

/** Every chord of a score as text: equal for scores with the same lead sheet. */
export function chordsOf({ chords, key }: Score): readonly string[] {
  return chords.map(({ start, chord }) => `${start} ${chordName(chord, key)}`);
}
