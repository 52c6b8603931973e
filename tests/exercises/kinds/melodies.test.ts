import { describe, expect, test } from "vitest";
import { isInKey, pitchClassOf, tonic } from "../../../src/domain/key";
import { barTicks } from "../../../src/domain/meter";
import { endOf, isNoteLocked, scoreTicks, type Score } from "../../../src/domain/score";
import { LEVELS, type Instance, type Level } from "../../../src/exercises/exercise";
import { consequent, continueMelody, variations } from "../../../src/exercises/kinds/melodies";

const SEEDS = Array.from({ length: 15 }, (_, i) => 31 + i * 104_729);
const KINDS = { consequent, continueMelody, variations };

function all(make: (level: Level, seed: number) => Instance): readonly Instance[] {
  return LEVELS.flatMap((level) => SEEDS.map((seed) => make(level, seed)));
}

const melodyOf = ({ notes }: Score) => notes.toSorted((a, b) => a.start - b.start);

describe.each(Object.entries(KINDS))("%s", (kind, make) => {
  test("has a solution: a melody without gaps that is sung easily and ends on the tonic", () => {
    for (const { exercise, solution } of all(make)) {
      const line = melodyOf(solution);
      const { key } = solution;
      line.forEach((note, i) => {
        expect(note.start).toBe(i === 0 ? 0 : endOf(line[i - 1]!));
      });
      expect(endOf(line.at(-1)!)).toBe(scoreTicks(solution));
      expect(pitchClassOf(line.at(-1)!.pitch)).toBe(tonic(key));
      const pitches = line.map(({ pitch }) => pitch);
      expect(Math.max(...pitches) - Math.min(...pitches)).toBeLessThanOrEqual(19);
      const leaps = pitches.slice(1).map((pitch, i) => pitch - pitches[i]!);
      expect(leaps.some((leap) => Math.abs(leap) > 12 || Math.abs(leap) === 6)).toBe(false);
      expect(leaps.filter((leap) => Math.abs(leap) <= 4).length).toBeGreaterThan(leaps.length / 2);
      if (exercise.level < 4) expect(pitches.every((pitch) => isInKey(pitch, key))).toBe(true);
    }
  });

  test("gives the beginning, locked, and asks for the rest", () => {
    for (const { exercise, solution } of all(make)) {
      const { given, target } = exercise;
      expect(given.notes.length).toBeGreaterThan(2);
      expect(given.notes.every((note) => isNoteLocked(given, note))).toBe(true);
      expect(given.notes.every((note) => endOf(note) <= target.range.start)).toBe(true);
      expect(solution.notes.slice(0, given.notes.length)).toEqual(given.notes);
      expect(target.range.end).toBe(scoreTicks(given));
    }
  });

  test(`${kind} is the same for the same seed, and another for another`, () => {
    expect(make(3, 9)).toEqual(make(3, 9));
    expect(make(3, 9).solution.notes).not.toEqual(make(3, 10).solution.notes);
  });
});

test("leaps of a fourth or more within a phrase are made good by going back", () => {
  const given = all(consequent).map(({ exercise }) => exercise.given);
  for (const score of [...given, ...all(continueMelody).map(({ solution }) => solution)]) {
    const pitches = melodyOf(score).map(({ pitch }) => pitch);
    const leaps = pitches.slice(1).map((pitch, i) => pitch - pitches[i]!);
    leaps.slice(1).forEach((leap, i) => {
      if (Math.abs(leaps[i]!) >= 5) expect(leap * leaps[i]!).toBeLessThanOrEqual(0);
    });
  }
});

test("a melody goes on for eight bars", () => {
  for (const { exercise } of all(continueMelody)) {
    const { range } = exercise.target;
    expect(range.end - range.start).toBe(8 * barTicks(exercise.given.meter));
  }
});
