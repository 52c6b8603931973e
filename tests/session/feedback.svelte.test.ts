import { flushSync } from "svelte";
import { expect, test } from "vitest";
import { makeExercise } from "../../src/exercises/kinds/make";
import { keyOf } from "../../src/exercises/rules/check";
import type { Note, Score } from "../../src/domain/score";
import type { Exercise } from "../../src/exercises/exercise";
import { excerptOf } from "../../src/session/feedback.svelte";
import { openExercise } from "../ui/exercises/feedback-stage";

const { exercise, solution } = makeExercise("figuredBass", 1, 4);

/** The solution with parallel octaves: the tenor goes along with the bass, an octave higher. */
const broken: Score = {
  ...solution,
  notes: solution.notes.map((note) => {
    if (note.voice !== "tenor") return note;
    const bass = solution.notes.find(
      ({ voice, start }) => voice === "bass" && start === note.start,
    )!;
    return note.start < 1920 ? { ...note, pitch: bass.pitch + 12 } : note;
  }),
};

function open(change: Partial<Exercise> = {}, score = broken) {
  return openExercise({ ...exercise, ...change }, score);
}

test("a work is looked over when that is asked for, and it is written down", () => {
  const { feedback, helps } = open({ feedback: "asked" });
  expect(feedback.isLooked).toBe(false);
  expect(feedback.findings).toEqual([]);
  feedback.look();
  expect(feedback.findings.map(({ rule }) => rule)).toContain("parallelOctaves");
  expect(feedback.marking!.complete).toBe(1);
  expect(helps).toEqual([{ kind: "findings", step: 0 }]);
});

test("findings that were asked for say that the work has changed since", () => {
  const { feedback, sketch } = open({ feedback: "asked" });
  feedback.look();
  expect(feedback.isStale).toBe(false);
  sketch.dispatch("Delete", [{ type: "removeNotes", ids: new Set([sketch.score.notes[0]!.id]) }]);
  expect(feedback.isStale).toBe(true);
  feedback.look();
  expect(feedback.isStale).toBe(false);
});

test("while writing, findings come when the hand rests, and each stroke lets them wait again", () => {
  const { feedback, sketch, waiting, rest, helps } = open({ feedback: "writing" }, solution);
  const stop = $effect.root(() => {
    $effect(() => {
      feedback.changed();
    });
  });
  flushSync();
  rest();
  expect(feedback.isLooked).toBe(true);
  expect(feedback.findings).toEqual([]);
  const notes = broken.notes.filter((note, i) => note !== solution.notes[i]);
  sketch.dispatch("Move", [{ type: "updateNotes", notes }]);
  flushSync();
  expect(feedback.findings).toEqual([]);
  expect([...waiting.values()]).toEqual([300]);
  sketch.dispatch("Move", [{ type: "updateNotes", notes: [{ ...notes[0]!, velocity: 90 }] }]);
  flushSync();
  expect(waiting.size).toBe(1);
  rest();
  expect(feedback.findings.length).toBeGreaterThan(0);
  // Nobody asked.
  expect(helps).toEqual([]);
  stop();
});

test("findings come by weight, in groups by rule", () => {
  const { feedback } = open();
  feedback.look();
  const weights = feedback.groups.map(({ weight }) => weight);
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(feedback.groups.flatMap(({ findings }) => findings)).toHaveLength(
    feedback.findings.length,
  );
});

test("a fix is shown before anything is done, takes its finding away, brings no other, and is one step of undo", () => {
  const { feedback, sketch, helps } = open();
  feedback.look();
  const before = new Set(feedback.findings.map(keyOf));
  const fixable = feedback.findings.find((finding) => {
    feedback.showFix(finding);
    return feedback.shownFix!.notes;
  })!;
  expect(fixable).toBeDefined();
  const { score } = sketch;
  const { notes } = feedback.shownFix!;
  expect(sketch.score).toBe(broken);
  expect((notes as readonly Note[]).every(({ voice }) => voice !== "bass")).toBe(true);
  feedback.applyFix();
  const after = feedback.findings.map(keyOf);
  expect(after).not.toContain(keyOf(fixable));
  expect(after.every((key) => before.has(key))).toBe(true);
  expect(sketch.undoLabel).toBe("Mend");
  sketch.undo();
  expect(sketch.score.notes).toEqual(score.notes);
  expect(helps.at(-1)).toEqual({ kind: "fix", step: 0 });
});

test("hints go up in three steps, each written down, and there is no fourth", () => {
  const { feedback, helps } = open();
  feedback.look();
  const finding = feedback.findings[0]!;
  expect(feedback.hintsOf(finding)).toEqual([]);
  for (const steps of [[1], [1, 2], [1, 2, 3], [1, 2, 3]]) {
    feedback.hint(finding);
    expect(feedback.hintsOf(finding).map(({ step }) => step)).toEqual(steps);
  }
  expect(helps.filter(({ kind }) => kind === "hint").map(({ step }) => step)).toEqual([1, 2, 3]);
});

test("what is missing has hints too", () => {
  const { feedback } = open({}, exercise.given);
  feedback.look();
  const lack = feedback.lacks[0]!;
  feedback.hint(lack);
  expect(feedback.hintsOf(lack)).toHaveLength(1);
});

test("where no help is allowed there are findings, and neither hints nor fixes", () => {
  const { feedback, helps } = open({ help: "none" });
  feedback.look();
  const finding = feedback.findings[0]!;
  feedback.hint(finding);
  feedback.showFix(finding);
  expect(feedback.hintsOf(finding)).toEqual([]);
  expect(feedback.shownFix).toBeUndefined();
  expect(helps).toEqual([{ kind: "findings", step: 0 }]);
});

test("errors that are to be found are not told, those that were made since are", () => {
  const made = makeExercise("correctErrors", 1, 2);
  const { feedback, sketch } = openExercise(made.exercise);
  feedback.look();
  expect(feedback.findings).toEqual([]);
  expect(feedback.lacks.filter(({ kind }) => kind === "planted").length).toBeGreaterThan(0);
  const last = sketch.score.notes.filter(({ voice }) => voice === "soprano").at(-1)!;
  sketch.dispatch("Move", [{ type: "updateNotes", notes: [{ ...last, pitch: 96 }] }]);
  feedback.look();
  expect(feedback.findings.map(({ rule }) => rule)).toContain("range");
});

test("a finding is heard in its own voices alone, and the sketch sounds again after it", () => {
  const { feedback, player, rest, sketch } = open();
  feedback.look();
  const finding = feedback.findings[0]!;
  feedback.hear(finding);
  const voices = new Set(
    finding.notes.map((id) => broken.notes.find((note) => note.id === id)!.voice),
  );
  expect(new Set(player.score.notes.map(({ voice }) => voice))).toEqual(voices);
  rest();
  expect(player.score).toBe(sketch.score);
  expect(feedback.heard).toBeUndefined();
});

test("an excerpt goes from a beat before to a beat after, and no note out of it", () => {
  const { score, start, end } = excerptOf(solution, new Set([solution.voices[0]!.id]), {
    start: 960,
    end: 1440,
  });
  expect([start, end]).toEqual([480, 1920]);
  expect(score.notes.every((note) => note.start + note.duration <= end)).toBe(true);
});
