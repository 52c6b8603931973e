import type { Midi, PitchClass } from "./units";

export type Mode = "major" | "minor";

/** A key by its signature: `fifths` sharps (flats when negative), integer in [-7, 7]. */
export interface Key {
  readonly fifths: number;
  readonly mode: Mode;
}

export const C_MAJOR: Key = { fifths: 0, mode: "major" };

/** All keys with at most six accidentals, majors first, in the order of the circle of fifths from six flats. */
export const KEYS: readonly Key[] = (["major", "minor"] as const).flatMap((mode) =>
  Array.from({ length: 13 }, (_, i) => ({ fifths: i - 6, mode })),
);

const SCALE_STEPS: Record<Mode, readonly number[]> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
};

function modulo(value: number, base: number): number {
  return ((value % base) + base) % base;
}

export function pitchClassOf(pitch: Midi): PitchClass {
  return modulo(pitch, 12);
}

/** @example tonic({ fifths: -1, mode: "minor" }) // => 2 (D) */
export function tonic(key: Key): PitchClass {
  return modulo(key.fifths * 7 + (key.mode === "minor" ? 9 : 0), 12);
}

/** Pitch classes of the scale from the tonic up; natural minor. */
export function scale(key: Key): readonly PitchClass[] {
  return SCALE_STEPS[key.mode].map((step) => modulo(tonic(key) + step, 12));
}

/** Whether `pitch` belongs to the key; in minor the raised sixth and seventh count too. */
export function isInKey(pitch: Midi, key: Key): boolean {
  const degree = modulo(pitch - tonic(key), 12);
  return (
    SCALE_STEPS[key.mode].includes(degree) ||
    (key.mode === "minor" && (degree === 9 || degree === 11))
  );
}

/** A written pitch: letter, semitones of alteration, and octave where middle C is C4. */
export interface Spelling extends SpelledClass {
  readonly octave: number;
}

/** A written pitch in no octave. */
export interface SpelledClass {
  readonly letter: "A" | "B" | "C" | "D" | "E" | "F" | "G";
  /** -2 double flat … 2 double sharp. */
  readonly alteration: number;
}

/** Letters along the line of fifths; index 0 is F. */
const LINE_OF_FIFTHS = ["F", "C", "G", "D", "A", "E", "B"] as const;
const NATURAL: Record<Spelling["letter"], number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/**
 * How a musician would write `pitch` in `key`: twelve names in a row on the line of fifths, from three fifths below the
 * signature's major tonic to eight above it, so Eb … G# in C major and A minor alike.
 * @example spell(66, { fifths: 1, mode: "major" }) // => F#4
 * @example spell(68, { fifths: 0, mode: "minor" }) // => G#4
 */
export function spell(pitch: Midi, key: Key): Spelling {
  const { letter, alteration } = spelledAt(fifthsOf(pitch, key.fifths - 3));
  return {
    letter,
    alteration,
    octave: Math.floor((pitch - alteration - NATURAL[letter]) / 12) - 1,
  };
}

/** Where on the line of fifths a pitch has its one name in [lowest, lowest + 11]; C is 0, F is -1, G is 1. */
export function fifthsOf(pitch: Midi | PitchClass, lowest: number): number {
  // The position p with p * 7 = pitch (mod 12); 7 is its own inverse.
  return lowest + modulo(pitch * 7 - lowest, 12);
}

/** The name `position` fifths above C. @example spelledAt(6) // => F# */
export function spelledAt(position: number): SpelledClass {
  return {
    letter: LINE_OF_FIFTHS[modulo(position + 1, 7)]!,
    alteration: Math.floor((position + 1) / 7),
  };
}

const ACCIDENTALS: Record<number, string> = { [-2]: "bb", [-1]: "b", 0: "", 1: "#", 2: "##" };

/** @example pitchName(61, { fifths: -4, mode: "major" }) // => "Db4" */
export function pitchName(pitch: Midi, key: Key = C_MAJOR): string {
  const { letter, alteration, octave } = spell(pitch, key);
  return `${letter}${ACCIDENTALS[alteration] ?? ""}${octave}`;
}

/** @example keyName({ fifths: 3, mode: "minor" }) // => "F# minor" */
export function keyName(key: Key): string {
  const position = key.fifths + (key.mode === "minor" ? 3 : 0);
  const { letter, alteration } = spelledAt(position);
  return `${letter}${ACCIDENTALS[alteration] ?? ""} ${key.mode}`;
}

/** Krumhansl and Kessler (1982): how well each degree fits the key, from the tonic up. */
const PROFILES: Record<Mode, readonly number[]> = {
  major: [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
  minor: [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
};

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (xs: readonly number[]) => xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const meanA = mean(a);
  const meanB = mean(b);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  a.forEach((x, i) => {
    ab += (x - meanA) * (b[i]! - meanB);
    aa += (x - meanA) ** 2;
    bb += (b[i]! - meanB) ** 2;
  });
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

/**
 * The key whose profile best fits the sounding time of each pitch class, with the last note weighed in as a likely tonic
 * (Krumhansl–Schmuckler). Undefined when there are no notes.
 * @param notes in order of time
 */
export function detectKey(
  notes: readonly { readonly pitch: Midi; readonly duration: number }[],
): Key | undefined {
  const last = notes.at(-1);
  if (!last) return undefined;
  const weights = new Array<number>(12).fill(0);
  let total = 0;
  for (const { pitch, duration } of notes) {
    weights[pitchClassOf(pitch)]! += duration;
    total += duration;
  }
  weights[pitchClassOf(last.pitch)]! += total / 10;
  let best: Key | undefined;
  let bestScore = -Infinity;
  for (const key of KEYS) {
    const from = tonic(key);
    const score = correlation(
      weights.map((_, degree) => weights[(from + degree) % 12]!),
      PROFILES[key.mode],
    );
    if (score > bestScore) [best, bestScore] = [key, score];
  }
  return best;
}
