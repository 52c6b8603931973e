import { describe, expect, test } from "vitest";
import { EXERCISE_KINDS, LEVELS } from "../../src/exercises/exercise";
import { rulesOf } from "../../src/exercises/exercise";
import { hintsOnFinding, hintsOnLack, motionOf } from "../../src/exercises/hints";
import { makeExercise } from "../../src/exercises/kinds/make";
import { lacksOf } from "../../src/exercises/rubric";
import { check } from "../../src/exercises/rules/check";
import { NO_CONTEXT } from "../../src/exercises/rules/context";

describe("hints about what is missing", () => {
  test.each(EXERCISE_KINDS)("come in three steps that give no note away (%s)", (kind) => {
    for (const level of LEVELS) {
      const { exercise } = makeExercise(kind, level, 8);
      for (const lack of lacksOf(exercise, exercise.given)) {
        const hints = hintsOnLack(lack, exercise, exercise.given);
        expect(hints.map(({ step }) => step)).toEqual([1, 2, 3]);
        expect(hints[0].range).toEqual(lack.range);
        expect(JSON.stringify(hints)).not.toMatch(/"(pitch|root|bass)":/);
      }
    }
  });

  test("say what kind of chord is wanted in the second step", () => {
    const { exercise } = makeExercise("romanNumerals", 1, 8);
    const lack = lacksOf(exercise, exercise.given).find((one) => one.kind === "chord")!;
    const [, what] = hintsOnLack(lack, exercise, exercise.given);
    expect(what.about).toBe("chord");
    expect(["tonic", "predominant", "dominant"]).toContain(what.chord?.function);
    expect(what.chord?.quality).toBe("major");
  });
});

describe("hints about a finding", () => {
  test("say which way to go only where that mends it and breaks nothing else", () => {
    let told = 0;
    for (const seed of [1, 2, 3, 4]) {
      const { exercise } = makeExercise("correctErrors", 1, seed);
      const find = (score: typeof exercise.given) =>
        check(score, rulesOf(exercise.rules), NO_CONTEXT);
      for (const finding of find(exercise.given)) {
        const [where, what, how] = hintsOnFinding(finding, exercise, exercise.given, find);
        expect(where.range).toEqual(finding.range);
        expect(where.voices.length).toBeGreaterThan(0);
        expect(what.about).toBe(finding.rule);
        if (how.motion) told++;
      }
    }
    expect(told).toBeGreaterThan(0);
  });

  test("never ask to move what is given", () => {
    const { exercise, solution } = makeExercise("harmoniseMelody", 1, 3);
    const given = exercise.given.notes[2]!;
    const finding = { rule: "range", notes: [given.id], range: { start: 0, end: 1 }, facts: {} };
    const [, , how] = hintsOnFinding(finding, exercise, solution, () => []);
    expect(how.motion).toBeUndefined();
  });
});

test.each([
  [0, "hold", "hold"],
  [2, "up", "step"],
  [-1, "down", "step"],
  [-4, "down", "third"],
  [7, "up", "leap"],
])("%i semitones are told as %s, %s", (by, direction, size) => {
  expect(motionOf(by)).toEqual({ direction, size });
});
