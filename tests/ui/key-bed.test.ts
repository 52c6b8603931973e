import { describe, expect, test } from "vitest";
import { isInKey, type Key } from "../../src/domain/key";
import { keyAt, pianoKeys, scalePads } from "../../src/ui/key-bed";

const E_FLAT_MAJOR: Key = { fifths: -3, mode: "major" };

describe("the piano", () => {
  test("has whole keys from its C on, black ones over white ones", () => {
    const keys = pianoKeys(60, 14 * 36);
    expect(keys.filter(({ isBlack }) => !isBlack).map(({ pitch }) => pitch)).toEqual([
      60, 62, 64, 65, 67, 69, 71, 72, 74, 76, 77, 79, 81, 83,
    ]);
    expect(keyAt(keys, 36, 0.5)?.pitch).toBe(61);
    expect(keyAt(keys, 36, 0.9)?.pitch).toBe(62);
    expect(keyAt(keys, 36, 1.1)).toBeUndefined();
  });

  test("ends with MIDI", () => {
    expect(Math.max(...pianoKeys(108, 2000).map(({ pitch }) => pitch))).toBe(127);
  });
});

describe("pads", () => {
  test("are the notes of the key from its tonic on, in two rows an octave apart", () => {
    const pads = scalePads(60, E_FLAT_MAJOR, 8 * 44);
    expect(pads.map(({ pitch }) => pitch)).toEqual([
      63, 65, 67, 68, 70, 72, 74, 75, 75, 77, 79, 80, 82, 84, 86, 87,
    ]);
    expect(pads.every(({ pitch }) => isInKey(pitch, E_FLAT_MAJOR))).toBe(true);
    expect(pads.slice(0, 8).map(({ degree }) => degree)).toEqual([1, 2, 3, 4, 5, 6, 7, 1]);
    expect(keyAt(pads, 10, 0.9)?.pitch).toBe(63);
    expect(keyAt(pads, 10, 0.1)?.pitch).toBe(75);
  });

  test("are wide enough for a finger, and no more than two octaves a row", () => {
    for (const width of [100, 366, 850, 3000])
      expect(scalePads(60, E_FLAT_MAJOR, width).every((pad) => pad.width >= 44)).toBe(true);
    expect(scalePads(36, E_FLAT_MAJOR, 3000)).toHaveLength(30);
  });
});
