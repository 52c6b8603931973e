import { describe, expect, test } from "vitest";
import {
  CRITERIA,
  EXERCISE_KINDS,
  FEEDBACKS,
  HELPS,
  LEVELS,
  RULE_SETS,
} from "../../../src/exercises/exercise";
import { hintsOnLack } from "../../../src/exercises/hints";
import { findingsIn } from "../../../src/exercises/judgement";
import { makeExercise } from "../../../src/exercises/kinds/make";
import { lacksOf, mark } from "../../../src/exercises/rubric";
import {
  criterionWords,
  exerciseTitle,
  feedbackAbout,
  helpAbout,
  instructionsOf,
  kindAbout,
  levelAbout,
  ruleSetAbout,
} from "../../../src/ui/exercises/exercise-words";
import { hintWords, lackWords } from "../../../src/ui/exercises/lack-words";
import { reasonWords } from "../../../src/ui/exercises/mark-words";
import { exerciseProblemWords } from "../../../src/ui/exercises/problem-words";
import { useLines } from "../../../src/ui/exercises/use-words";

const SENTENCE = /^[A-Z0-9][^{}]*[.]$/;
const each = EXERCISE_KINDS.flatMap((kind) => LEVELS.map((level) => [kind, level] as const));

describe.each(each)("%s of level %i", (kind, level) => {
  const { exercise, solution } = makeExercise(kind, level, 5);

  test("is called and told by the program, in whole sentences", () => {
    expect(exercise).toMatchObject({ title: "", instructions: "" });
    expect(exerciseTitle(exercise)).toMatch(/^[A-Z][A-Za-z ]+$/);
    expect(instructionsOf(exercise)).toMatch(SENTENCE);
    expect(instructionsOf(exercise)).not.toMatch(/ {2}| [.,:]/);
    expect(levelAbout(level, kind)).toMatch(/^[A-Z]/);
    expect(kindAbout(kind)).toMatch(SENTENCE);
  });

  test("has words for what is missing and for three hints about each", () => {
    for (const lack of lacksOf(exercise, exercise.given)) {
      expect(lackWords(lack, exercise, exercise.given)).toMatch(/^\S[^{}]*[.]$/);
      for (const hint of hintsOnLack(lack, exercise, exercise.given))
        expect(hintWords(hint, lack, exercise.given)).toMatch(SENTENCE);
    }
  });

  test("has a reason for each point, at the beginning and at the end", () => {
    for (const score of [exercise.given, solution]) {
      const { marks, complete } = mark(exercise, score, findingsIn(exercise, score));
      for (const one of marks) {
        expect(criterionWords(one.criterion)).toMatch(/^[A-Z]/);
        expect(reasonWords(one, exercise, complete)).toMatch(/^[^{}]+[.]$/);
      }
    }
  });
});

test("what a teacher wrote goes before the words of the program", () => {
  const { exercise } = makeExercise("species", 1, 5);
  const own = { ...exercise, title: "Monday", instructions: "Sing it first." };
  expect([exerciseTitle(own), instructionsOf(own)]).toEqual(["Monday", "Sing it first."]);
  expect(criterionWords({ of: "close", points: 2, words: "A good end" })).toBe("A good end");
});

test("instructions are made from what the exercise asks", () => {
  const motive = makeExercise("motive", 4, 5).exercise;
  expect(instructionsOf(motive)).toMatch(/inversion.*from bar 2.*retrograde.*from bar 3/);
  const errors = makeExercise("correctErrors", 2, 5).exercise;
  expect(instructionsOf(errors)).toContain(`${errors.target.planted.length} errors`);
  const free = makeExercise("free", 2, 5).exercise;
  expect(instructionsOf(free)).toContain(free.target.form.map(({ letter }) => letter).join(" "));
});

test("helps, feedbacks, rule sets and criteria have words", () => {
  for (const help of HELPS) expect(helpAbout(help)).toMatch(SENTENCE);
  for (const feedback of FEEDBACKS) expect(feedbackAbout(feedback)).toMatch(SENTENCE);
  for (const set of RULE_SETS) expect(ruleSetAbout(set)).toMatch(SENTENCE);
  for (const of of CRITERIA) expect(criterionWords({ of, points: 1, words: "" })).toMatch(/^[A-Z]/);
});

test("why points were lost is told by rule, the costliest first", () => {
  const { exercise } = makeExercise("harmoniseMelody", 1, 5);
  const finding = (rule: string) => ({ rule, notes: [], range: { start: 0, end: 1 }, facts: {} });
  const findings = ["crossing", "parallelFifths", "parallelFifths"].map(finding);
  const rules = mark(exercise, exercise.given, findings).marks.find(
    ({ criterion }) => criterion.of === "rules",
  )!;
  expect(reasonWords(rules, exercise)).toBe("2 × Parallel fifths (−2 each) and Crossing (−0.5).");
});

test("what cannot be read is told with its name and what to do", () => {
  expect(exerciseProblemWords({ kind: "linkBroken" }, "")).toMatch(/Copy it again/);
  expect(exerciseProblemWords({ kind: "jsonNotThis", wanted: "exercise" }, "a.json")).toBe(
    "a.json is no exercise. It may be a sketch or a hand-in.",
  );
});

test("the account of what helped says nothing that was not", () => {
  const nobody = { count: 0, ticks: 0 };
  const notes = { given: nobody, you: nobody, file: nobody, model: nobody, changed: nobody };
  expect(useLines({ asks: [], helps: [], notes })).toEqual(["No model was asked for anything."]);
  const ask = {
    kind: "harmonise",
    model: { name: "harmony", version: "1" },
    takes: 3,
    kept: 1,
  } as const;
  expect(
    useLines({
      asks: [ask],
      helps: [{ atMs: 1, kind: "hint", step: 1 }],
      notes: { ...notes, you: { count: 7, ticks: 1 } },
    }),
  ).toEqual([
    "Harmonise was asked for once, and gave 3 takes: 1 was kept.",
    "1 hint was read.",
    "7 notes were written by hand.",
  ]);
});
