import { expect, test } from "vitest";
import { NO_CHORD_CLASS } from "../../src/generation/chord-classes";
import { chordEncodingOf } from "../../src/generation/chord-encoding";

const G7 = 7 * 12 + 2;
const D_MINOR = 2 * 12 + 1;
const B_HALF_DIMINISHED = 11 * 12 + 6;
const C_AUGMENTED = 8;
const C_SUSPENDED = 9;

function ones(name: string, chord: number): readonly number[] {
  const numbers = chordEncodingOf(name)!.encode(chord);
  return [...numbers.keys()].filter((i) => numbers[i] === 1);
}

test("a chord is told as its root, its tones and its bass", () => {
  expect(chordEncodingOf("PitchChordEncoder")!.width).toBe(37);
  expect(ones("PitchChordEncoder", G7)).toEqual([8, 15, 18, 20, 24, 32]);
  expect(ones("PitchChordEncoder", NO_CHORD_CLASS)).toEqual([0]);
});

test("a chord is told as one of 48 triads", () => {
  expect(chordEncodingOf("TriadChordEncoder")!.width).toBe(49);
  expect(ones("TriadChordEncoder", G7)).toEqual([8]);
  expect(ones("TriadChordEncoder", D_MINOR)).toEqual([15]);
  expect(ones("TriadChordEncoder", C_AUGMENTED)).toEqual([25]);
  expect(ones("TriadChordEncoder", B_HALF_DIMINISHED)).toEqual([48]);
  expect(ones("TriadChordEncoder", C_SUSPENDED)).toEqual([1]);
});

test("a chord is told as major or minor", () => {
  expect(chordEncodingOf("MajorMinorChordEncoder")!.width).toBe(25);
  expect(ones("MajorMinorChordEncoder", G7)).toEqual([8]);
  expect(ones("MajorMinorChordEncoder", D_MINOR)).toEqual([15]);
  expect(ones("MajorMinorChordEncoder", NO_CHORD_CLASS)).toEqual([0]);
});

test("a model that names no encoder takes no chords, and one that names another is refused", () => {
  expect(chordEncodingOf(undefined)).toBeUndefined();
  expect(() => chordEncodingOf("JazzEncoder")).toThrow(/wants chords as "JazzEncoder"/);
});
