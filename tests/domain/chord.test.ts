import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CHORD_QUALITIES,
  harmony,
  isSameChord,
  NO_CHORD,
  pitchClassesOf,
  type Chord,
} from "../../src/domain/chord";
import { chordName, parseChord } from "../../src/domain/chord-symbol";
import { C_MAJOR, KEYS } from "../../src/domain/key";

function parsed(symbol: string): Chord {
  const result = parseChord(symbol);
  if (!result.ok) throw new Error(`${symbol}: ${JSON.stringify(result.problem)}`);
  return result.value;
}
const inC = (symbol: string) => chordName(parsed(symbol), C_MAJOR);

test("the first twelve qualities are those that chord models count", () => {
  expect(CHORD_QUALITIES.slice(0, 12).map(({ suffix }) => suffix)).toEqual([
    "",
    "m",
    "7",
    "maj7",
    "m7",
    "dim",
    "m7b5",
    "dim7",
    "aug",
    "sus4",
    "6",
    "m6",
  ]);
  const sets = CHORD_QUALITIES.map(({ intervals }) =>
    [...new Set(intervals.map((above) => above % 12))].toSorted().join(),
  );
  expect(new Set(sets).size).toBe(sets.length);
});

describe("what musicians type", () => {
  test.each([
    ["Am7 A-7 Amin7 Ami7 AMin7 am7 A−7 Aminor7", "Am7"],
    ["Cmaj7 CM7 C△7 C△ CΔ CMaj7 Cma7 C^7 C^ Cmajor7", "Cmaj7"],
    ["C CM Cmaj Cmajor c", "C"],
    ["F#m7b5 F#ø F♯m7(b5) F#-7b5 F#ø7 F#m7-5 F#min7b5", "F#m7b5"],
    ["Bdim7 B°7 Bo7", "Bdim7"],
    ["Bdim B° Bo Bmb5", "Bdim"],
    ["Gsus4 Gsus", "Gsus4"],
    ["Caug C+ C(#5)", "Caug"],
    ["C7#5 C+7 C7+ Caug7 C7(#5) C7+5", "C7#5"],
    ["C6 CM6 Cmaj6 Cadd6", "C6"],
    ["Am6 A-6 Amin6", "Am6"],
    ["C7b9 C7(b9) C7-9", "C7b9"],
    ["C7#9 C7+9", "C7#9"],
    ["C6/9 C69 C6add9", "C6/9"],
    ["Cadd9 Cadd2 C2", "Cadd9"],
    ["AmMaj7 Am(maj7) AmM7 A-△7 Aminmaj7", "AmMaj7"],
    ["Cmaj9 CM9 C△9", "Cmaj9"],
    ["G7sus4 G7sus Gsus7", "G7sus4"],
    ["D7/F# D7/f♯", "D7/F#"],
    ["Bb B♭ bb", "Bb"],
    ["C/C", "C"],
    ["N.C. NC n.c. N.C", "N.C."],
  ])("%s", (symbols, name) => {
    for (const symbol of symbols.split(" ")) expect(inC(symbol), symbol).toBe(name);
  });

  test("what is no chord says what is wrong", () => {
    const problem = (symbol: string) => {
      const result = parseChord(symbol);
      return result.ok ? undefined : result.problem;
    };
    expect(problem("  ")).toEqual({ kind: "empty" });
    expect(problem("Hm")).toEqual({ kind: "noRoot", text: "Hm" });
    expect(problem("bbxyz")).toEqual({ kind: "unknownQuality", root: "Bb", text: "xyz" });
    expect(problem("C/H")).toEqual({ kind: "unknownBass", text: "H" });
    expect(problem("C/")).toEqual({ kind: "unknownBass", text: "" });
  });
});

test("the bass comes first among the pitch classes, and no chord has none", () => {
  expect(pitchClassesOf(parsed("D7/F#"))).toEqual([6, 2, 9, 0]);
  expect(pitchClassesOf(parsed("C/Bb"))).toEqual([10, 0, 4, 7]);
  expect(pitchClassesOf(NO_CHORD)).toEqual([]);
});

test("a chord is spelled as its key has it, and its bass as one of its tones", () => {
  expect(inC("C#")).toBe("Db");
  expect(inC("Dbdim7")).toBe("C#dim7");
  expect(inC("B/Eb")).toBe("B/D#");
  expect(inC("Cm/D#")).toBe("Cm/Eb");
  expect(chordName(parsed("Db7"), { fifths: 6, mode: "major" })).toBe("C#7");
  expect(chordName(parsed("F#m"), { fifths: -5, mode: "major" })).toBe("Gbm");
});

test("what is printed reads as the same chord, in every key", () => {
  const pitchClass = fc.integer({ min: 0, max: 11 });
  fc.assert(
    fc.property(
      pitchClass,
      fc.constantFrom(...CHORD_QUALITIES),
      fc.option(pitchClass, { nil: undefined }),
      fc.constantFrom(...KEYS),
      (root, { name }, bass, key) => {
        const chord = harmony(root, name, bass);
        expect(isSameChord(parsed(chordName(chord, key)), chord)).toBe(true);
      },
    ),
  );
});
