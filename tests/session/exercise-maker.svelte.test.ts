import { beforeEach, describe, expect, test } from "vitest";
import { isNoteLocked, type VoiceId } from "../../src/domain/score";
import { EXERCISE_KINDS } from "../../src/exercises/exercise";
import { lacksOf } from "../../src/exercises/rubric";
import { parseExercise } from "../../src/formats/exercise-file";
import { parseExerciseLink } from "../../src/formats/exercise-link";
import { ExerciseMaker } from "../../src/session/exercise-maker.svelte";
import { Sketch } from "../../src/session/sketch.svelte";
import { MemoryExercises } from "../support/classroom";
import { countingIds, melody, note, placedChord, score, voice } from "../support/score";

let sketch: Sketch;
let store: MemoryExercises;
let maker: ExerciseMaker;
let count: number;

beforeEach(() => {
  count = 0;
  sketch = new Sketch(countingIds());
  store = new MemoryExercises();
  maker = new ExerciseMaker(sketch, {
    store,
    newSeed: () => ++count,
    newId: () => `own-${++count}`,
    nowMs: () => ++count,
  });
});

const PAGE = "https://antiphon.example/";
const fromLink = () => {
  const read = parseExerciseLink(new URL(maker.link(PAGE)!).hash);
  if (!read.ok) throw new Error(read.problem.kind);
  return read.value;
};

describe("an exercise of a kind", () => {
  test("of each kind is made at once and comes back from its link as it was", () => {
    for (const kind of EXERCISE_KINDS) {
      maker.choose(kind);
      maker.setLevel(2);
      expect(maker.exercise).toMatchObject({ kind, level: 2 });
      expect(maker.problems).toEqual([]);
      expect(fromLink()).toEqual(maker.exercise);
    }
  });

  test("has other notes for the asking, and keeps what the teacher wrote", () => {
    maker.write({ title: "Cadences", instructions: "Mind the leading tone." });
    const before = maker.exercise.given;
    maker.another();
    expect(maker.exercise.given).not.toEqual(before);
    expect(maker.exercise).toMatchObject({
      title: "Cadences",
      instructions: "Mind the leading tone.",
    });
  });

  test("carries what help is allowed, when findings are told, and who made it", () => {
    maker.set({ help: "none", feedback: "writing" });
    maker.set({ author: "Ms Bach" });
    maker.choose("species");
    expect(fromLink()).toMatchObject({ help: "none", feedback: "writing", author: "Ms Bach" });
  });

  test("that was given out is another one when it is changed afterwards", () => {
    maker.write({ title: "One" });
    const { id } = maker.exercise;
    maker.write({ title: "Two" });
    expect(maker.exercise.id).toBe(id);
    maker.link(PAGE);
    expect(maker.exercise.id).toBe(id);
    maker.write({ title: "Three" });
    expect(maker.exercise.id).not.toBe(id);
  });
});

describe("the rules", () => {
  const rule = (id: string) => maker.rules.find((one) => one.rule === id)!;

  test("are switched, weighed and limited one by one, and only changes go out", () => {
    maker.choose("harmoniseMelody");
    maker.setRules("ap");
    maker.setRule("crossing", { isOn: false });
    maker.setRule("spacing", { limit: 16, weight: 2 });
    maker.setRule("contraryFifths", { isOn: true });
    expect(rule("crossing")).toMatchObject({ isOn: false, isChanged: true });
    expect(rule("spacing")).toMatchObject({ isOn: true, limit: 16, weight: 2 });
    expect(rule("overlap")).toMatchObject({ isOn: true, isChanged: false });
    expect(fromLink().rules.changes.map((change) => change.rule)).toEqual([
      "crossing",
      "spacing",
      "contraryFifths",
    ]);
    maker.setRule("crossing", { isOn: true });
    maker.setRule("contraryFifths", { isOn: false });
    maker.setRule("spacing", { limit: 12, weight: 0.5 });
    expect(maker.exercise.rules.changes).toEqual([]);
  });

  test("go back to what they were in one step", () => {
    maker.choose("variations");
    const { rules } = maker.exercise;
    maker.setRule("leap", { isOn: false });
    maker.setRules("relaxed");
    expect(maker.exercise.rules).toEqual({ set: "relaxed", changes: [] });
    maker.setRules(rules.set);
    expect(maker.exercise.rules).toEqual(rules);
  });
});

describe("the rubric", () => {
  test("has other points, criteria of the teacher's own, and none that were taken out", () => {
    const { length } = maker.exercise.rubric;
    maker.setCriterion(0, { points: 10 });
    maker.addCriterion("teacher");
    expect(maker.problems).toEqual([{ kind: "criterionEmpty", place: length }]);
    maker.setCriterion(length, { words: "Character" });
    expect(maker.problems).toEqual([]);
    maker.removeCriterion(1);
    expect(fromLink().rubric).toHaveLength(length);
    expect(fromLink().rubric.at(-1)).toEqual({ of: "teacher", points: 4, words: "Character" });
  });

  test("without a criterion is said to be empty", () => {
    while (maker.exercise.rubric.length > 0) maker.removeCriterion(0);
    expect(maker.problems).toEqual([{ kind: "rubricEmpty" }]);
  });
});

describe("an exercise of the open sketch", () => {
  beforeEach(() => {
    sketch.open(
      score([...melody([72, 74, 76, 77, 79, 77, 76, 74]), note({ id: "b", voice: "bass" })], {
        title: "Evening",
        bars: 2,
        voices: [voice("soprano"), voice("alto"), voice("bass")],
        locks: [{ voice: "alto" as VoiceId, start: 0, end: 480 }],
        chords: [placedChord(0, "C"), placedChord(1920, "G7")],
      }),
    );
    maker.choose("sketch");
    maker.write({ instructions: "Write the alto." });
  });

  test("has the empty voices to write, and everything else locked", () => {
    const { target, given } = maker.exercise;
    expect(maker.exercise).toMatchObject({ title: "Evening", kind: "free" });
    expect(target.voices).toEqual(["alto"]);
    expect(given.notes).toHaveLength(9);
    expect(given.notes.every((one) => isNoteLocked(given, one))).toBe(true);
    // What was locked in the sketch stays so.
    expect(given.locks).toContainEqual({ voice: "alto", start: 0, end: 480 });
    expect(fromLink()).toEqual(maker.exercise);
  });

  test("takes out what stands where the student writes, or leaves it to be changed", () => {
    maker.setTask({ voices: ["soprano" as VoiceId], fromBar: 1, toBar: 2 });
    expect(maker.exercise.given.notes.map(({ start }) => start)).toEqual([0, 480, 960, 1440, 0]);
    maker.setTask({ keepsNotes: true });
    const { given } = maker.exercise;
    expect(given.notes).toHaveLength(9);
    expect(given.notes.filter((one) => !isNoteLocked(given, one))).toHaveLength(4);
  });

  test("asks for the chords of its track, a form, a range and a close, and each is marked", () => {
    maker.setTask({ pitches: [55, 74], form: "A B" });
    const { target, rubric } = maker.exercise;
    expect(target.chords.map(({ start, end }) => [start, end])).toEqual([
      [0, 1920],
      [1920, 3840],
    ]);
    expect(target.form.map(({ letter }) => letter)).toEqual(["A", "B"]);
    expect(rubric.map(({ of }) => of)).toEqual([
      ...["complete", "given", "chords", "form", "range", "close", "rules"],
    ]);
    const lacks = lacksOf(maker.exercise, maker.exercise.given).map(({ kind }) => kind);
    expect(lacks).toContain("empty");
    maker.setTask({ wantsChords: false, form: "", pitches: undefined, closes: false });
    expect(maker.exercise.target).toMatchObject({ chords: [], form: [], closes: false });
    expect(maker.exercise.given.chords).toEqual([]);
  });

  test("says what it lacks where it cannot be given out", () => {
    const kinds = () => maker.problems.map(({ kind }) => kind);
    expect(kinds()).toEqual([]);
    maker.write({ instructions: " " });
    expect(kinds()).toEqual(["noInstructions"]);
    maker.setTask({ voices: [] });
    expect(kinds()).toEqual(["noVoice", "noInstructions"]);
    maker.setTask({ voices: ["alto" as VoiceId], toBar: 1, form: "A B A" });
    expect(maker.problems[0]).toEqual({ kind: "formDoesNotFit", bars: 1, sections: 3 });
    sketch.dispatch("Lock", [
      { type: "setLocks", locks: [{ voice: "alto" as VoiceId, start: 0, end: 3840 }] },
    ]);
    expect(kinds()).toContain("allLocked");
  });

  test("that is too long for a link is given as a file", () => {
    const notes = Array.from({ length: 3000 }, (_, i) =>
      note({ id: crypto.randomUUID(), pitch: 48 + ((i * 7) % 30), start: i * 120, duration: 120 }),
    );
    sketch.open(score(notes, { bars: 188, voices: [voice("soprano"), voice("alto")] }));
    expect(maker.fitsLink).toBe(false);
    expect(maker.link(PAGE)).toBeUndefined();
    const file = maker.file("Long");
    const read = parseExercise(file.bytes);
    expect(read.ok && read.value).toEqual(maker.exercise);
  });
});

describe("exercises that were made before", () => {
  test("are listed, opened, changed in their place, deleted and brought back", async () => {
    maker.write({ title: "Cadences" });
    expect(maker.isKept).toBe(false);
    await maker.keep();
    expect(maker.isKept).toBe(true);
    maker.choose("species");
    maker.open(store.kept.values().next().value!.exercise);
    expect(maker.exercise.title).toBe("Cadences");
    maker.write({ title: "Half cadences" });
    expect(maker.isKept).toBe(false);
    await maker.keep();
    expect(maker.kept.map(({ exercise }) => exercise.title)).toEqual(["Half cadences"]);
    expect(store.kept.size).toBe(1);
    await maker.remove(maker.kept[0]!.exercise.id);
    expect(store.kept.size).toBe(0);
    await maker.restore();
    expect(maker.kept).toHaveLength(1);
    await maker.look();
    expect(maker.kept.map(({ exercise }) => exercise.title)).toEqual(["Half cadences"]);
  });

  test("come from a file too, and what is none is refused with its reason", () => {
    maker.write({ title: "From a colleague" });
    const { bytes } = maker.file("");
    maker.choose("species");
    maker.openFile("a.json", bytes);
    expect(maker.exercise.title).toBe("From a colleague");
    maker.openFile("b.json", new TextEncoder().encode("{}"));
    expect(maker.fileProblem).toMatchObject({ file: "b.json", problem: { kind: "jsonNotThis" } });
    expect(maker.exercise.title).toBe("From a colleague");
  });
});
