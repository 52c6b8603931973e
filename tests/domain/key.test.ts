import fc from "fast-check";
import { expect, test } from "vitest";
import {
  KEYS,
  detectKey,
  isInKey,
  keyName,
  pitchName,
  scale,
  spell,
  tonic,
  type Key,
} from "../../src/domain/key";

const key = (fifths: number, mode: Key["mode"] = "major"): Key => ({ fifths, mode });
const anyKey = fc.constantFrom(...KEYS);

test("a key is named by its tonic", () => {
  expect(
    [key(0), key(3, "minor"), key(-3), key(-6), key(6), key(-1, "minor")].map(keyName),
  ).toEqual(["C major", "F# minor", "Eb major", "Gb major", "F# major", "D minor"]);
});

test("every note of a scale has its own letter, in order", () => {
  fc.assert(
    fc.property(anyKey, (k) => {
      const letters = scale(k).map((pitchClass) => spell(60 + pitchClass, k).letter);
      const from = "CDEFGAB".indexOf(letters[0] ?? "");
      expect(letters).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => "CDEFGAB"[(from + i) % 7]));
    }),
  );
});

test("a spelling sounds the pitch it was made from", () => {
  const natural = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
  fc.assert(
    fc.property(anyKey, fc.integer({ min: 0, max: 127 }), (k, pitch) => {
      const { letter, alteration, octave } = spell(pitch, k);
      expect((octave + 1) * 12 + natural[letter] + alteration).toBe(pitch);
    }),
  );
});

test("chromatic notes are spelled as the key leads one to expect", () => {
  expect(pitchName(68, key(0, "minor"))).toBe("G#4");
  expect(pitchName(61, key(-4))).toBe("Db4");
  expect(pitchName(66, key(0))).toBe("F#4");
  expect(pitchName(70, key(0))).toBe("Bb4");
  expect(pitchName(71, key(-6))).toBe("Cb5");
  expect([64, 71].map((pitch) => pitchName(pitch, key(-3)))).toEqual(["E4", "B4"]);
});

test("in minor the raised sixth and seventh are in the key", () => {
  const a = key(0, "minor");
  expect([68, 66, 67, 65].every((pitch) => isInKey(pitch, a))).toBe(true);
  expect(isInKey(61, a)).toBe(false);
  expect(tonic(a)).toBe(9);
});

test("the key of a melody is found, and none in silence", () => {
  const played = (pitches: readonly number[]) => pitches.map((pitch) => ({ pitch, duration: 1 }));
  expect(detectKey([])).toBeUndefined();
  expect(detectKey(played([67, 69, 71, 72, 74, 71, 69, 66, 67]))).toEqual(key(1));
  expect(detectKey(played([69, 71, 72, 74, 76, 68, 71, 69]))).toEqual(key(0, "minor"));
});
