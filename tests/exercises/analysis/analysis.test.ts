import fc from "fast-check";
import { expect, test } from "vitest";
import { keyName, type Key } from "../../../src/domain/key";
import { analyse } from "../../../src/exercises/analysis/analysis";
import { numeralName } from "../../../src/exercises/analysis/roman-numeral";
import { arbitraryScore } from "../../support/arbitrary-score";
import { numerals, written } from "./written";

const a: Key = { fifths: 0, mode: "minor" };
const keys = (of: Parameters<typeof analyse>[0]) => analyse(of).keys.map(({ key }) => keyName(key));

const CADENCE = ["C5 A4 B4 C5", "G4 F4 G4 G4", "E4 C4 D4 E4", "C3 F3 G3 C3"];

test("chords are named by their degrees, with their inversions", () => {
  expect(numerals(written(CADENCE))).toBe("I IV V I");
  expect(
    numerals(
      written([
        "E5 D5 E5 F5 E5 D5 C5:2",
        "C5 B4 C5 C5 C5 B4 G4:2",
        "G4 G4 G4 A4 G4 G4 E4:2",
        "C3 B2 C3 A2 G2 F2 E2:2",
      ]),
    ),
  ).toBe("I V6 I IV6 I64 V42 I6");
});

test("minor has its raised degrees", () => {
  const of = written(
    [
      "A4 B4 C5 B4 A4 G#4 A4:2",
      "E4 E4 E4 E4 F4 E4 E4:2",
      "C4 G#3 A3 D4 D4 D4 C4:2",
      "A3 E3 A3 G#3 D3 E3 A2:2",
    ],
    { key: a },
  );
  expect(keys(of)).toEqual(["A minor"]);
  expect(numerals(of)).toBe("i V i V65 iv V7 i");
});

test.each([
  ["V/V", ["C5 A4 B4 G4:1", "G4 F#4 G4 E4", "E4 D4 D4 C4", "C3 D3 G3 C3"], "I V/V V I"],
  [
    "V7/ii",
    ["C5 C#5 D5 B4 C5", "G4 G4 F4 F4 E4", "E4 E4 D4 D4 C4", "C4 A3 D3 G3 C3"],
    "I V7/ii ii V7 I",
  ],
  ["vii°7/V", ["C5 C5 B4 C5", "G4 A4 G4 E4", "E4 Eb4 D4 C4", "C3 F#3 G3 C3"], "I vii°7/V V I"],
  ["a Neapolitan", ["C5 Db5 B4 C5", "G4 F4 G4 Eb4", "Eb4 Db4 D4 C4", "C3 F3 G3 C3"], "i bII6 V i"],
  [
    "a German sixth",
    ["C5 C5 B4 C5", "G4 F#4 G4 G4", "Eb4 Eb4 D4 Eb4", "C4 Ab3 G3 C3"],
    "i Ger65 V i",
  ],
  [
    "a French sixth",
    ["C5 C5 B4 C5", "G4 F#4 G4 G4", "Eb4 D4 D4 Eb4", "C4 Ab3 G3 C3"],
    "i Fr43 V i",
  ],
])("%s is heard as such", (_, parts, wanted) => {
  const isMinor = wanted.startsWith("i ");
  const key: Key = isMinor ? { fifths: -3, mode: "minor" } : { fifths: 0, mode: "major" };
  // What is known before and after makes it plain which key it is.
  const around = isMinor
    ? ["C5 B4 C5 r", "G4 G4 G4 r", "Eb4 D4 Eb4 r", "C3 G3 C3 r"]
    : ["C5 B4 C5 r", "G4 G4 G4 r", "E4 D4 E4 r", "C3 G3 C3 r"];
  const of = written(
    parts.map((part, i) => `${around[i]!} ${part}`),
    { key },
  );
  expect(numerals(of)).toBe(`${isMinor ? "i V i" : "I V I"} ${wanted}`);
});

test("a Picardy third is a major tonic of the minor key", () => {
  const of = written(
    ["C5 C5 B4 A4 G#4 A4:3", "E4 F4 F4 E4 E4 E4:3", "A3 A3 D4 C4 B3 C#4:3", "A3 F3 D3 E3 E3 A2:3"],
    { key: a },
  );
  expect(keys(of)).toEqual(["A minor"]);
  expect(numerals(of).endsWith("V I")).toBe(true);
});

test("a piece that modulates changes its key, and comes home", () => {
  const home = ["E5 F5 D5 C5!", "C5 C5 B4 G4", "G4 A4 G4 E4", "C3 F3 G3 C3"];
  const toG = [
    "D5 C5 A4 B4 G4 E4 F#4 G4!",
    "B4 G4 F#4 G4 D4 C4 C4 B3",
    "G4 E4 D4 D4 B3 G3 A3 G3",
    "G3 C3 D3 G3 G3 C3 D3 G2",
  ];
  const of = written(
    home.map((part, i) => `${part} ${part} ${toG[i]!} ${toG[i]!} ${part} ${part}`),
  );
  expect(keys(of)).toEqual(["C major", "G major", "C major"]);
});

test("a pickup and rests take part: the bar lines count, and silence has no chord", () => {
  const of = written(CADENCE.map((part) => `r r r ${part} r:4 ${part}`));
  const { chords } = analyse(of);
  expect(chords[0]!.range.start).toBe(1440);
  expect(chords.some(({ range }) => range.start >= 3360 && range.end <= 5280)).toBe(false);
});

test("a chord that is struck again is the same chord", () => {
  const of = written([
    "C5 C5 C5 C5 B4 B4 C5:2",
    "G4 G4 G4 G4 G4 G4 G4:2",
    "E4 E4 E4 E4 D4 D4 E4:2",
    "C3 C3 C3 C3 G3 G3 C3:2",
  ]);
  expect(numerals(of)).toBe("I V I");
});

test("broken chords of a single line are chords", () => {
  const of = written([
    "C4:0.5 E4:0.5 G4:0.5 E4:0.5 C4:0.5 E4:0.5 G4:0.5 E4:0.5 F4:0.5 A4:0.5 C5:0.5 A4:0.5 F4:0.5 A4:0.5 C5:0.5 A4:0.5 " +
      "G4:0.5 B4:0.5 D5:0.5 B4:0.5 G4:0.5 B4:0.5 F5:0.5 D5:0.5 C5:0.5 G4:0.5 E4:0.5 G4:0.5 C4:2",
  ]);
  expect(numerals(of)).toMatch(/^I IV V7? (V7 )?I$/);
});

test("two parts are enough", () => {
  const of = written(["E5:2 F5 D5 E5:2 D5:2 C5:4", "C4:2 A3 B3 C4:2 G3:2 C3:4"]);
  expect(numerals(of)).toMatch(/^I .*V I$/);
  expect(keys(of)).toEqual(["C major"]);
});

test("in another key the numerals are the same", () => {
  const piece = (by: number, fifths: number) => {
    const of = written([
      "E5 D5 C5 A4 G4 F#4 G4:2 G4 A4 B4 C5:4",
      "C5 B4 G4 F#4 E4 D4 D4:2 E4 F4 F4 E4:4",
      "G4 G4 E4 C4 B3 A3 B3:2 C4 C4 D4 G3:4",
      "C3 G3 C3 D3 E3 D3 G2:2 C3 F3 G3 C3:4",
    ]);
    return {
      ...of,
      key: { fifths, mode: "major" as const },
      notes: of.notes.map((note) => ({ ...note, pitch: note.pitch + by })),
    };
  };
  const home = numerals(piece(0, 0));
  fc.assert(
    fc.property(fc.integer({ min: -11, max: 11 }), (by) => {
      const fifths = ((((by * 7 + 5) % 12) + 12) % 12) - 5;
      expect(numerals(piece(by, fifths))).toBe(home);
    }),
    { numRuns: 23 },
  );
});

test("whatever the score, chords lie in order within it, each note that is no tone of its chord has a name, and nothing fails", () => {
  fc.assert(
    fc.property(arbitraryScore(), (of) => {
      const { chords, keys: areas } = analyse(of);
      chords.forEach(({ range, numeral }, i) => {
        expect(range.end).toBeGreaterThan(range.start);
        if (i > 0) expect(range.start).toBeGreaterThanOrEqual(chords[i - 1]!.range.end);
        expect(numeralName(numeral)).not.toBe("");
      });
      expect(areas.length === 0).toBe(chords.length === 0);
    }),
    { numRuns: 60 },
  );
});

test("a score of nothing, or of drums alone, has no chords", () => {
  expect(analyse(written([])).chords).toEqual([]);
});
