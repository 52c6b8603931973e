import { describe, expect, test } from "vitest";
import { analyse } from "../../src/exercises/analysis/analysis";
import { EXERCISE_KINDS, LEVELS, rulesOf } from "../../src/exercises/exercise";
import { contextFor, findingsIn } from "../../src/exercises/judgement";
import { makeExercise } from "../../src/exercises/kinds/make";
import { ruleOf } from "../../src/exercises/rules/catalogue";
import { check } from "../../src/exercises/rules/check";

describe("findings in a work", () => {
  test("nothing is said about a chord before all its parts are written", () => {
    let guessed = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const { exercise, solution } = makeExercise("harmoniseMelody", 2, seed);
      const [alto, tenor] = exercise.target.voices;
      const score = {
        ...solution,
        notes: solution.notes.filter(({ voice }) => voice !== alto && voice !== tenor),
      };
      const isOfChords = ({ rule }: { rule: Parameters<typeof ruleOf>[0] }) =>
        ["chord", "tendency"].includes(ruleOf(rule).group);
      const context = contextFor(exercise, score, analyse(score));
      guessed += check(score, rulesOf(exercise.rules), context).filter(isOfChords).length;
      expect(findingsIn(exercise, score).filter(isOfChords)).toEqual([]);
    }
    // The rules by themselves would have guessed.
    expect(guessed).toBeGreaterThan(0);
  });

  // Of these seeds the third level had solutions in which a doubled seventh was heard that nobody wrote.
  test.each(EXERCISE_KINDS)("there are none in the solution that %s has", (kind) => {
    for (const level of LEVELS)
      for (const seed of [1, 2]) {
        const { exercise, solution } = makeExercise(kind, level, seed);
        expect(findingsIn(exercise, solution)).toEqual([]);
      }
  });
});
