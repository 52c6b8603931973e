import { CHORD_QUALITIES } from "../domain/chord";
import { NO_CHORD_CLASS, QUALITIES } from "./chord-classes";
import { ModelError } from "./model-error";

/** How a class of chord is told to a network of Magenta's: the numbers that stand for it. */
export interface ChordEncoding {
  readonly width: number;
  encode(chord: number): Float32Array;
}

/** The first number is 1 where there is no chord. */
function encoding(
  octaves: number,
  ones: (root: number, intervals: readonly number[]) => readonly number[],
): ChordEncoding {
  const width = 1 + 12 * octaves;
  return {
    width,
    encode(chord) {
      const numbers = new Float32Array(width);
      if (chord === NO_CHORD_CLASS) numbers[0] = 1;
      else {
        const { intervals } = CHORD_QUALITIES[chord % QUALITIES]!;
        for (const one of ones(Math.floor(chord / QUALITIES), intervals)) numbers[1 + one] = 1;
      }
      return numbers;
    },
  };
}

const isMinor = (intervals: readonly number[]) => intervals[1] === 3;

/** Major, minor, augmented, diminished: Magenta's order. A chord without a third counts as major. */
function triad(intervals: readonly number[]): number {
  if (intervals[2] === 8) return 2;
  if (!isMinor(intervals)) return 0;
  return intervals[2] === 6 ? 3 : 1;
}

/** Magenta's chord encoders by the names that its configs have for them. */
const ENCODINGS: Readonly<Record<string, ChordEncoding>> = {
  MajorMinorChordEncoder: encoding(2, (root, intervals) => [(isMinor(intervals) ? 12 : 0) + root]),
  TriadChordEncoder: encoding(4, (root, intervals) => [12 * triad(intervals) + root]),
  /** The root, all tones, and the bass, which is the root. */
  PitchChordEncoder: encoding(3, (root, intervals) => [
    root,
    ...intervals.map((above) => 12 + ((root + above) % 12)),
    24 + root,
  ]),
};

/** The encoding that a config names; undefined where it names none. Rejects what nobody knows. */
export function chordEncodingOf(name: unknown): ChordEncoding | undefined {
  if (name === undefined) return undefined;
  const known = typeof name === "string" ? ENCODINGS[name] : undefined;
  if (!known)
    throw new ModelError("unsupported", `this MusicRNN wants chords as ${JSON.stringify(name)}`);
  return known;
}
