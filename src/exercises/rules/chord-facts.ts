import {
  bassOf,
  pitchClassesOf,
  qualityOf,
  type Harmony,
  type QualityName,
} from "../../domain/chord";
import { pitchClassOf, scale, spell, tonic, type Key } from "../../domain/key";
import type { Midi, PitchClass } from "../../domain/units";
import type { ChordSpan } from "./context";

const LETTERS = "CDEFGAB";

/** An interval as it is written. */
export interface Interval {
  readonly semitones: number;
  /** Letters from one to the other: 1 for any second, 4 for any fifth; negative downwards. */
  readonly letters: number;
}

/** From one pitch to another as `key` spells them. */
export function intervalOf(from: Midi, to: Midi, key: Key): Interval {
  const place = (pitch: Midi) => {
    const { letter, octave } = spell(pitch, key);
    return octave * 7 + LETTERS.indexOf(letter);
  };
  return { semitones: to - from, letters: place(to) - place(from) };
}

export function isChordTone(pitch: Midi, { chord }: ChordSpan): boolean {
  return pitchClassesOf(chord).includes(pitchClassOf(pitch));
}

/** The pitch class of a member: 1 the third, 2 the fifth, 3 the seventh; undefined where the chord has none. */
export function memberOf(chord: Harmony, member: 1 | 2 | 3): PitchClass | undefined {
  const { intervals } = qualityOf(chord);
  const above = intervals[member];
  if (above === undefined) return undefined;
  const [lowest, highest] = MEMBER[member];
  return above >= lowest && above <= highest ? pitchClassOf(chord.root + above) : undefined;
}

/** Semitones over the root between which a member lies. A sixth is no seventh, but the seventh of a diminished chord is as wide. */
const MEMBER = { 1: [3, 4], 2: [6, 8], 3: [9, 11] } as const;

/** The chordal seventh; undefined for triads and sixth chords. */
export function seventhOf(chord: Harmony): PitchClass | undefined {
  return chord.quality === "major-sixth" || chord.quality === "minor-sixth"
    ? undefined
    : memberOf(chord, 3);
}

/**
 * The note of a chord that wants to rise a semitone: the third of the dominant, of any dominant seventh and of a major triad whose third is foreign to
 * the key, and the root of a diminished chord, but for that on the second degree of minor. Undefined for chords that have none.
 */
export function leadingToneOf({ chord, key }: ChordSpan): PitchClass | undefined {
  const leading = pitchClassOf(tonic(key) + 11);
  const third = pitchClassOf(chord.root + 4);
  if (DOMINANTS.has(chord.quality)) return third;
  if (chord.quality === "major")
    return third === leading || !isOfKey(third, key) ? third : undefined;
  if (chord.quality === "diminished-seventh") return chord.root;
  if (chord.quality !== "diminished" && chord.quality !== "half-diminished") return undefined;
  return chord.root === leading || !isOfKey(chord.root, key) ? chord.root : undefined;
}

const DOMINANTS: ReadonlySet<QualityName> = new Set(["dominant", "dominant-ninth", "flat-ninth"]);

function isOfKey(pitchClass: PitchClass, key: Key): boolean {
  return scale(key).includes(pitchClass);
}

/** 0 for root position, 1 where the third lies lowest, 2 the fifth, 3 the seventh; undefined for a bass foreign to the chord. */
export function inversionOf(chord: Harmony): number | undefined {
  const bass = bassOf(chord);
  if (bass === chord.root) return 0;
  return ([1, 2, 3] as const).find((member) => memberOf(chord, member) === bass);
}

/** Whether the chord is the tonic triad of its key. */
export function isTonic({ chord, key }: ChordSpan): boolean {
  return chord.root === tonic(key) && (chord.quality === "major" || chord.quality === "minor");
}
