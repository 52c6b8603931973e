import { describe, expect, test } from "vitest";
import { applyEdit } from "../../src/domain/edit";
import { isNoteLocked } from "../../src/domain/score";
import { EXERCISE_KINDS, LEVELS, rulesOf, type Exercise } from "../../src/exercises/exercise";
import type { Finding } from "../../src/exercises/finding";
import { makeExercise } from "../../src/exercises/kinds/make";
import { check } from "../../src/exercises/rules/check";
import { lacksOf, mark } from "../../src/exercises/rubric";

const SEEDS = [4, 4_004, 400_004];

/** The points that a program can give for a criterion. */
const pointsFor = (
  exercise: Exercise,
  score: Exercise["given"],
  of: string,
  findings: readonly Finding[] = [],
) => mark(exercise, score, findings).marks.find(({ criterion }) => criterion.of === of)!.points;

describe.each(EXERCISE_KINDS)("%s", (kind) => {
  test("has a solution that lacks nothing and earns every point that no teacher gives", () => {
    for (const level of LEVELS)
      for (const seed of SEEDS) {
        const { exercise, solution } = makeExercise(kind, level, seed);
        expect(lacksOf(exercise, solution)).toEqual([]);
        const marking = mark(exercise, solution, []);
        expect(marking.points).toBe(marking.most);
        expect(marking.complete).toBe(1);
      }
  });

  test("has a solution to which its rules have no objection", () => {
    for (const level of LEVELS)
      for (const seed of SEEDS) {
        const { exercise, solution } = makeExercise(kind, level, seed);
        const chords = exercise.target.chords.map((chord) => ({ ...chord, key: solution.key }));
        const cantus = exercise.target.species?.cantus;
        const context = { chords, ornaments: new Map(), cantus };
        expect(check(solution, rulesOf(exercise.rules), context)).toEqual([]);
      }
  });

  test("is not solved by what is given", () => {
    for (const level of LEVELS) {
      const { exercise } = makeExercise(kind, level, 11);
      expect(lacksOf(exercise, exercise.given).length).toBeGreaterThan(0);
      const { points, most } = mark(exercise, exercise.given, []);
      expect(points).toBeLessThan(most);
    }
  });

  test("has levels, a rubric, and leaves its words to the page", () => {
    for (const level of LEVELS) {
      const { exercise } = makeExercise(kind, level, 12);
      expect(exercise.kind).toBe(kind);
      expect(exercise.level).toBe(level);
      // What the page says instead is tested in tests/ui/exercises.
      expect(exercise).toMatchObject({ title: "", instructions: "" });
      expect(exercise.rubric.length).toBeGreaterThan(1);
    }
  });
});

test("each given note that was changed, removed or added is told by its id", () => {
  const { exercise, solution } = makeExercise("harmoniseMelody", 2, 3);
  const [first, second] = solution.notes.filter((note) => isNoteLocked(exercise.given, note));
  const changed = applyEdit(solution, {
    type: "updateNotes",
    notes: [{ ...first!, pitch: first!.pitch + 1 }],
  });
  const removed = applyEdit(changed, { type: "removeNotes", ids: new Set([second!.id]) });
  const lack = lacksOf(exercise, removed).find(({ kind }) => kind === "given");
  expect(lack).toMatchObject({ gone: [first!.id, second!.id], added: [first!.id] });
  expect(pointsFor(exercise, removed, "given")).toBeLessThan(1);
});

test("a note that is given may have another id: what counts is what is heard", () => {
  const { exercise, solution } = makeExercise("figuredBass", 1, 3);
  const notes = solution.notes.map((note, i) => ({ ...note, id: `other-${i}` as typeof note.id }));
  expect(lacksOf(exercise, { ...solution, notes })).toEqual([]);
});

test("findings take what the exercise's rules give them, and never more than there is", () => {
  const { exercise, solution } = makeExercise("harmoniseMelody", 1, 3);
  const finding: Finding = {
    rule: "parallelFifths",
    notes: [],
    range: { start: 0, end: 1 },
    facts: {},
  };
  const full = pointsFor(exercise, solution, "rules")!;
  expect(pointsFor(exercise, solution, "rules", [finding])).toBe(full - 2);
  expect(
    pointsFor(
      exercise,
      solution,
      "rules",
      Array.from({ length: 50 }, () => finding),
    ),
  ).toBe(0);
  const lenient = {
    ...exercise,
    rules: {
      ...exercise.rules,
      changes: [{ rule: "parallelFifths", on: true, weight: 0.5, limit: undefined }],
    },
  };
  expect(pointsFor(lenient, solution, "rules", [finding])).toBe(full - 0.5);
});

test("a rule that is switched off takes nothing, and one that nobody knows changes nothing", () => {
  const { exercise, solution } = makeExercise("harmoniseMelody", 1, 3);
  const off = {
    ...exercise,
    rules: {
      ...exercise.rules,
      changes: [
        { rule: "parallelFifths", on: false, weight: undefined, limit: undefined },
        { rule: "toString", on: true, weight: 7, limit: 1 },
      ],
    },
  };
  const finding: Finding = {
    rule: "parallelFifths",
    notes: [],
    range: { start: 0, end: 1 },
    facts: {},
  };
  expect(pointsFor(off, solution, "rules", [finding])).toBe(pointsFor(exercise, solution, "rules"));
});

test("one wrong note in a transformation is told with its place in the motive", () => {
  const { exercise, solution } = makeExercise("motive", 2, 5);
  const task = exercise.target.motives[1]!;
  const own = solution.notes
    .filter(({ start }) => start >= task.at)
    .toSorted((a, b) => a.start - b.start);
  const wrong = applyEdit(solution, {
    type: "updateNotes",
    notes: [{ ...own[1]!, pitch: own[1]!.pitch + 1 }],
  });
  expect(lacksOf(exercise, wrong)).toMatchObject([{ kind: "motive", first: 1, task }]);
});

test("a required chord that is missing is told with its label", () => {
  const { exercise, solution } = makeExercise("romanNumerals", 1, 5);
  const chord = exercise.target.chords[2]!;
  const without = {
    ...solution,
    notes: solution.notes.filter(({ start }) => start !== chord.start),
  };
  const lacks = lacksOf(exercise, without);
  expect(lacks).toContainEqual(expect.objectContaining({ kind: "chord", chord }));
  expect(lacks.filter(({ kind }) => kind === "empty")).toHaveLength(4);
});

test("an errors exercise counts the errors that are mended", () => {
  const { exercise, solution } = makeExercise("correctErrors", 2, 5);
  const { planted } = exercise.target;
  const first = planted[0]!;
  const half = {
    ...exercise.given,
    notes: exercise.given.notes.map((note, i) =>
      note.start >= first.start && note.start < first.end ? solution.notes[i]! : note,
    ),
  };
  const lacks = lacksOf(exercise, half).filter(({ kind }) => kind === "planted");
  expect(lacks).toHaveLength(planted.length - 1);
});

test("a melody that was given closes nothing by itself", () => {
  const { exercise, solution } = makeExercise("harmoniseMelody", 1, 7);
  const closing = (score: typeof solution) =>
    mark(exercise, score, []).marks.find(({ criterion }) => criterion.of === "close")!.points;
  expect(closing(exercise.given)).toBe(0);
  expect(closing(solution)).toBe(1);
});
