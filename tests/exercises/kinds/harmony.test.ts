import { describe, expect, test } from "vitest";
import { isInKey, pitchClassOf, tonic } from "../../../src/domain/key";
import { judgeSonority } from "../../../src/domain/part-writing";
import { isNoteLocked, notesOfVoice, type Score } from "../../../src/domain/score";
import { LEVELS, rulesOf, type Instance, type Level } from "../../../src/exercises/exercise";
import {
  figuredBass,
  harmoniseBass,
  harmoniseMelody,
  romanNumerals,
} from "../../../src/exercises/kinds/harmony";
import { correctErrors, stands } from "../../../src/exercises/kinds/planted-errors";
import { momentsOf } from "../../../src/exercises/moments";
import { check } from "../../../src/exercises/rules/check";

const SEEDS = Array.from({ length: 8 }, (_, i) => i * 7919);
const KINDS = { harmoniseMelody, figuredBass, romanNumerals, harmoniseBass };

/** Offences of a whole score, by rule. */
function offences(of: Score): readonly string[] {
  const told: string[] = [];
  const moments = momentsOf(of);
  moments.forEach((moment, i) => {
    const sonority = (at: number) =>
      moments[at]?.notes.map((note) => note?.pitch ?? -1) ?? [-1, -1, -1, -1];
    judgeSonority(sonority(i - 1), sonority(i), (rule) => told.push(`${moment.start} ${rule}`));
  });
  return told;
}

function all(make: (level: Level, seed: number) => Instance): readonly Instance[] {
  return LEVELS.flatMap((level) => SEEDS.map((seed) => make(level, seed)));
}

describe.each(Object.entries(KINDS))("%s", (_kind, make) => {
  test("has a solution that breaks no rule, with what is given in it", () => {
    for (const { exercise, solution } of all(make)) {
      expect(offences(solution)).toEqual([]);
      expect(solution.notes).toEqual(expect.arrayContaining([...exercise.given.notes]));
      expect(exercise.given.notes.every((note) => isNoteLocked(exercise.given, note))).toBe(true);
      expect(exercise.given.notes.length).toBeGreaterThan(0);
      expect(exercise.given.notes.length).toBeLessThan(solution.notes.length);
    }
  });

  test("is the same for the same seed, and another for another", () => {
    expect(make(2, 5)).toEqual(make(2, 5));
    expect(make(2, 5).solution.notes).not.toEqual(make(2, 6).solution.notes);
  });
});

test("what numerals and figures ask for can be written without any finding of the AP rules", () => {
  for (const { exercise, solution } of [...all(romanNumerals), ...all(figuredBass)]) {
    const { key } = solution;
    const chords = exercise.target.chords.map((chord) => ({ ...chord, key }));
    const found = check(solution, rulesOf(exercise.rules), { chords, ornaments: new Map() });
    expect(found).toEqual([]);
  }
});

test("melodies to harmonise are in key, singable, and end on the tonic", () => {
  for (const { exercise } of all(harmoniseMelody)) {
    const { key } = exercise.given;
    const pitches = notesOfVoice(exercise.given, exercise.target.voices[0]!).length;
    expect(pitches).toBe(0);
    const melody = exercise.given.notes.map(({ pitch }) => pitch);
    // From level 4 on dominants of other chords have their leading tones.
    if (exercise.level < 4) expect(melody.every((pitch) => isInKey(pitch, key))).toBe(true);
    expect(pitchClassOf(melody.at(-1)!)).toBe(tonic(key));
    expect(Math.max(...melody) - Math.min(...melody)).toBeLessThanOrEqual(19);
    const steps = melody.slice(1).map((pitch, i) => Math.abs(pitch - melody[i]!));
    expect(Math.max(...steps)).toBeLessThanOrEqual(7);
    expect(steps.filter((step) => step <= 4).length).toBeGreaterThanOrEqual(steps.length * 0.6);
  }
});

test("the melodies of higher levels have passing notes", () => {
  const short = SEEDS.flatMap((seed) =>
    harmoniseMelody(4, seed).exercise.given.notes.filter(({ duration }) => duration === 240),
  );
  expect(short.length).toBeGreaterThan(SEEDS.length);
});

describe("errors that were planted", () => {
  test.each(LEVELS)(
    "at level %i are all that is wrong, each told by its rule and place",
    (level) => {
      const counts = SEEDS.map((seed) => {
        const { exercise, solution } = correctErrors(level, seed);
        const { planted } = exercise.target;
        expect(offences(solution)).toEqual([]);
        expect(
          offences(exercise.given)
            .map((told) => told.split(" ")[1])
            .toSorted(),
        ).toEqual(planted.map(({ rule }) => rule).toSorted());
        expect(planted.every((one) => stands(exercise.given, one))).toBe(true);
        expect(planted.some((one) => stands(solution, one))).toBe(false);
        return planted.length;
      });
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    },
  );

  test("are of every kind that the levels name, over some seeds", () => {
    const rules = new Set(
      all(correctErrors).flatMap(({ exercise }) => exercise.target.planted.map(({ rule }) => rule)),
    );
    expect([...rules].toSorted()).toEqual([
      "crossing",
      "hiddenFifth",
      "hiddenOctave",
      "leadingTone",
      "overlap",
      "parallelFifth",
      "parallelOctave",
      "range",
      "seventh",
      "spacing",
    ]);
  });
});
