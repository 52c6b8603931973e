import { describe, expect, test } from "vitest";
import { pitchClassesOf } from "../../../src/domain/chord";
import { pitchClassOf, type Key } from "../../../src/domain/key";
import { judgeSonority } from "../../../src/domain/part-writing";
import { createRandom } from "../../../src/domain/random";
import { LEVELS } from "../../../src/exercises/exercise";
import { figuresOf, numeral } from "../../../src/exercises/kinds/numeral";
import { isAugmented, SINGABLE, writeParts } from "../../../src/exercises/kinds/part-writer";
import { progression } from "../../../src/exercises/kinds/progression";

const C: Key = { fifths: 0, mode: "major" };
const A_MINOR: Key = { fifths: 0, mode: "minor" };
const C_MINOR: Key = { fifths: -3, mode: "minor" };

describe("Roman numerals", () => {
  test.each([
    ["V65", C, 7, "dominant", 11],
    ["ii6", C, 2, "minor", 5],
    ["I64", C, 0, "major", 7],
    ["viio6", C, 11, "diminished", 2],
    ["V65/V", C, 2, "dominant", 6],
    ["V", A_MINOR, 4, "major", undefined],
    ["iiø65", A_MINOR, 11, "half-diminished", 2],
    ["viio6", A_MINOR, 8, "diminished", 11],
    ["VI", A_MINOR, 5, "major", undefined],
    ["V65/iv", A_MINOR, 9, "dominant", 1],
  ])("%s is the chord that it names", (text, key, root, quality, bass) => {
    expect(numeral(text, key).chord).toEqual({ root, quality, bass });
  });

  test.each([
    ["V", A_MINOR, "♯"],
    ["V65", A_MINOR, "6/5"],
    ["V43", A_MINOR, "♯6/4/3"],
    ["I", C, ""],
    ["I6", C, "6"],
    ["I64", C, "6/4"],
    ["V7", C, "7"],
    ["V7/V", C, "7/♯"],
    ["V", C_MINOR, "♮"],
  ])("%s is figured as a bass has it", (text, key, figures) => {
    expect(figuresOf(numeral(text, key).chord, key)).toBe(figures);
  });

  test("what is no numeral is refused", () => {
    expect(() => numeral("VIII", C)).toThrow(RangeError);
  });
});

const KEYS: readonly Key[] = [
  C,
  A_MINOR,
  { fifths: 2, mode: "major" },
  { fifths: -3, mode: "minor" },
];

describe("the part-writer", () => {
  test.each(LEVELS)("writes level %i chords in four parts without any offence", (level) => {
    let written = 0;
    for (let seed = 0; seed < 12; seed++) {
      const random = createRandom(seed);
      const key = KEYS[seed % KEYS.length]!;
      const chords = progression(8, seed % 3 === 0 ? "half" : "authentic", key, level, random);
      expect(chords).toHaveLength(8);
      const parts = writeParts(
        chords.map((one) => ({ numeral: one })),
        key,
        random,
      );
      if (!parts) continue;
      written++;
      parts.forEach((voicing, i) => {
        const before = parts[i - 1] ?? [-1, -1, -1, -1];
        judgeSonority(before, voicing, (rule) => expect.unreachable(rule));
        voicing.forEach((pitch, part) => {
          expect(pitchClassesOf(chords[i]!.chord)).toContain(pitchClassOf(pitch));
          expect(pitch).toBeGreaterThanOrEqual(SINGABLE[part]![0]);
          expect(pitch).toBeLessThanOrEqual(SINGABLE[part]![1]);
          if (i > 0) expect(isAugmented(before[part]!, pitch, key)).toBe(false);
        });
        expect(pitchClassOf(voicing[3])).toBe(pitchClassesOf(chords[i]!.chord)[0]);
      });
    }
    expect(written).toBeGreaterThanOrEqual(10);
  });

  test("an augmented second is one as the key spells it", () => {
    expect(isAugmented(65, 68, A_MINOR)).toBe(true);
    expect(isAugmented(68, 65, A_MINOR)).toBe(true);
    expect(isAugmented(65, 68, { fifths: -3, mode: "minor" })).toBe(false);
    expect(isAugmented(65, 66, C)).toBe(false);
    expect(isAugmented(60, 72, C)).toBe(false);
  });
});
