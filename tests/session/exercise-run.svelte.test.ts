import { flushSync } from "svelte";
import { expect, onTestFinished, test } from "vitest";
import { changeNote } from "../../src/domain/note";
import { failed } from "../../src/domain/result";
import type { Note, Score } from "../../src/domain/score";
import type { Exercise } from "../../src/exercises/exercise";
import { scoreAt } from "../../src/exercises/hand-in";
import { makeExercise } from "../../src/exercises/kinds/make";
import { exportFile } from "../../src/formats/export";
import { exerciseLink } from "../../src/formats/exercise-link";
import { exportReturned, parseHandIn } from "../../src/formats/hand-in-file";
import { ExerciseRun } from "../../src/session/exercise-run.svelte";
import { Library } from "../../src/session/library.svelte";
import { Responses } from "../../src/session/responses.svelte";
import { Sketch } from "../../src/session/sketch.svelte";
import { FakeGenerator } from "../support/generator";
import { sha256 } from "../support/hand-ins";
import { countingIds, melody, score } from "../support/score";
import { manualAutosave, MemoryStore } from "../support/store";
import { exercisePorts, MemoryWorks } from "../support/works";

const { exercise: SPECIES } = makeExercise("species", 1, 3);

/** A visit to the page, with what earlier ones stored. */
function visit(store = new MemoryStore(), works = new MemoryWorks(), name = "a") {
  const ids = countingIds(name);
  const clock = { ms: 1000 };
  let projects = 0;
  const sketch = new Sketch(ids);
  const generator = new FakeGenerator();
  const responses: Responses = new Responses(sketch, {
    generator,
    ids,
    nowMs: () => clock.ms,
    newSeed: () => 1,
    allows: (helper) => run.allows(helper),
  });
  const autosave = manualAutosave(store);
  const library = new Library(sketch, responses, {
    store,
    autosave,
    openFile: () => Promise.resolve(failed({ kind: "empty" })),
    exportAs: exportFile,
    firstScore: () => score(melody([60]), { title: "Starter" }),
    newProjectId: () => `${name}-project${++projects}`,
    nowMs: () => clock.ms,
  });
  const ports = exercisePorts(works, clock);
  const run: ExerciseRun = new ExerciseRun(sketch, library, ports);
  const stop = $effect.root(() => {
    $effect(() => library.changed());
    $effect(() => run.changed());
  });
  onTestFinished(stop);
  const stored = async () => {
    flushSync();
    await autosave.flush();
    await ports.autosave.flush();
  };
  /** Writes a note where the student has to. */
  const write = (start: number, pitch = 72, group?: string) => {
    const voice = run.exercise!.target.voices[0]!;
    sketch.draw({ voice, pitch, start, duration: 480, velocity: 80 }, group);
    flushSync();
  };
  return { sketch, responses, generator, library, run, clock, stored, write, store, works };
}

async function begun(exercise: Exercise = SPECIES) {
  const page = visit();
  await page.library.start();
  page.run.start(exercise, "Counterpoint");
  flushSync();
  return page;
}

const notesOf = ({ notes }: Score) => notes.map(({ voice, pitch, start }) => [voice, pitch, start]);

test("an exercise begins in a sketch of its own, with what was given and the voice to write in", async () => {
  const { sketch, run, library } = await begun();
  expect(notesOf(sketch.score)).toEqual(notesOf(SPECIES.given));
  expect(sketch.score.title).toBe("Counterpoint");
  expect(run.work?.id).toBe(library.openId);
  expect(sketch.activeVoice?.id).toBe(SPECIES.target.voices[0]);
});

test("each step of the score is one of the history, a drag is one, and undo is one too", async () => {
  const { run, sketch, write, clock } = await begun();
  clock.ms = 2000;
  write(0);
  expect(run.work?.growth.steps).toHaveLength(1);
  const held = sketch.score.notes.at(-1)!;
  for (const pitch of [73, 74, 75]) {
    clock.ms += 100;
    sketch.dispatch(
      "Move",
      [{ type: "updateNotes", notes: [changeNote(held, { pitch })] }],
      "drag 1",
    );
    flushSync();
  }
  expect(run.work?.growth.steps.map(({ atMs }) => atMs)).toEqual([1000, 1300]);
  expect(scoreAt(run.work!, 2).notes.at(-1)?.pitch).toBe(75);
  sketch.undo();
  flushSync();
  expect(run.work?.growth.steps).toHaveLength(3);
  expect(notesOf(scoreAt(run.work!, 3))).toEqual(notesOf(sketch.score));
});

test("the history never goes back in time, whatever the clock does", async () => {
  const { run, write, clock } = await begun();
  clock.ms = 9000;
  write(0);
  clock.ms = 500;
  write(960);
  expect(run.work?.growth.steps.map(({ atMs }) => atMs)).toEqual([8000, 8000]);
});

const cantus = (page: Awaited<ReturnType<typeof begun>>): Note =>
  page.sketch.score.notes.find(({ voice }) => voice === SPECIES.target.species!.cantus)!;

test.each<[string, (page: Awaited<ReturnType<typeof begun>>) => void]>([
  [
    "removing a note",
    ({ sketch }) => {
      sketch.selectAll();
      sketch.cut();
    },
  ],
  [
    "moving a note",
    (page) =>
      page.sketch.dispatch("Move", [
        { type: "updateNotes", notes: [changeNote(cantus(page), { pitch: 30 })] },
      ]),
  ],
  [
    "writing into a locked voice",
    (page) =>
      page.sketch.draw({
        voice: cantus(page).voice,
        pitch: 50,
        start: 0,
        duration: 9,
        velocity: 9,
      }),
  ],
  [
    "removing a voice",
    (page) => page.sketch.dispatch("Remove", [{ type: "removeVoice", id: cantus(page).voice }]),
  ],
  [
    "unlocking a voice",
    ({ sketch }) =>
      sketch.dispatch(
        "Unlock",
        sketch.score.voices.map((voice) => ({
          type: "updateVoice",
          voice: { ...voice, locked: false },
        })),
      ),
  ],
  ["opening locks", ({ sketch }) => sketch.dispatch("Lock", [{ type: "setLocks", locks: [] }])],
  [
    "another key",
    ({ sketch }) => sketch.dispatch("Key", [{ type: "setKey", key: { fifths: 5, mode: "minor" } }]),
  ],
  [
    "another meter",
    ({ sketch }) => sketch.dispatch("Meter", [{ type: "setMeter", meter: { beats: 7, unit: 8 } }]),
  ],
  ["fewer bars", ({ sketch }) => sketch.dispatch("Bars", [{ type: "setBars", bars: 1 }])],
  [
    "another score",
    ({ sketch }) => sketch.dispatch("Keep", [{ type: "replace", score: score(melody([1])) }]),
  ],
])("what was given stays whatever is done: %s", async (_, edit) => {
  const page = await begun();
  const { sketch } = page;
  const wanted = notesOf(sketch.score).filter(([voice]) => voice === cantus(page).voice);
  edit(page);
  const { notes, voices, locks, key, meter, bars } = sketch.score;
  expect(
    notesOf(sketch.score).filter(([voice]) => voice === SPECIES.target.species!.cantus),
  ).toEqual(wanted);
  expect(notes.length).toBeGreaterThan(0);
  expect(voices.map(({ id, locked }) => [id, locked])).toEqual(
    expect.arrayContaining(SPECIES.given.voices.map(({ id, locked }) => [id, locked])),
  );
  expect(locks).toEqual(SPECIES.given.locks);
  expect([key, meter]).toEqual([SPECIES.given.key, SPECIES.given.meter]);
  expect(bars).toBeGreaterThanOrEqual(SPECIES.given.bars);
});

test("an edit of what was given is refused whole, is no step to undo, and is said", async () => {
  const page = await begun();
  const before = page.sketch.score;
  page.sketch.dispatch("Delete", [{ type: "removeNotes", ids: new Set([cantus(page).id]) }]);
  expect(page.sketch.score).toBe(before);
  expect(page.sketch.undoLabel).toBeUndefined();
  expect(page.run.isHeld).toBe(true);
  page.write(0);
  expect(page.run.isHeld).toBe(false);
});

test("another sketch has nothing of it; back in its own the exercise goes on", async () => {
  const { run, library, stored, write, sketch } = await begun();
  const id = library.openId;
  write(0);
  await stored();
  library.newSketch(score(melody([60])));
  flushSync();
  expect(run.exercise).toBeUndefined();
  sketch.selectAll();
  sketch.cut();
  expect(sketch.score.notes).toEqual([]);
  await stored();
  await library.open(id);
  flushSync();
  expect(run.exercise).toEqual(SPECIES);
  expect(run.work?.growth.steps).toHaveLength(1);
});

test("the next visit goes on with an exercise on which nothing was written yet", async () => {
  const first = await begun();
  await first.stored();
  const next = visit(first.store, first.works, "b");
  await next.library.start();
  flushSync();
  expect(next.run.exercise).toEqual(SPECIES);
  expect(next.run.work?.growth.steps).toEqual([]);
});

test("an exercise goes with its sketch when that is deleted, and comes back with it", async () => {
  const { run, library, stored, works } = await begun();
  const id = library.openId;
  await stored();
  const project = await library.remove(id);
  expect(works.works.size).toBe(0);
  expect(run.exercise).toBeUndefined();
  await library.restore(project!);
  await library.open(id);
  expect(run.exercise).toEqual(SPECIES);
});

test("the same exercise is known again by its link, another is not", async () => {
  const { run, stored } = await begun();
  await stored();
  const read = run.readLink(exerciseLink(SPECIES)!);
  expect(read?.ok && (await run.begunOf(read.value)).map(({ id }) => id)).toEqual([run.work?.id]);
  expect(await run.begunOf(makeExercise("species", 1, 4).exercise)).toEqual([]);
  expect(run.readLink("#class")).toBeUndefined();
});

test.each([
  ["none", []],
  ["hints", []],
  ["suggestion", ["harmonise", "continue", "rewrite"]],
] as const)("with the help %s, models are asked for no more than %j", async (help, allowed) => {
  const { run, responses, generator } = await begun({ ...SPECIES, help });
  const helpers = [
    "harmonise",
    "vary",
    "continue",
    "rewrite",
    "blend",
    "accompany",
    "groove",
    "humanise",
    "follow",
    "answer",
    "trade",
    "shadow",
    "style",
  ] as const;
  expect(helpers.filter((helper) => run.allows(helper))).toEqual(allowed);
  await responses.ask("vary");
  expect(responses.state.phase).toBe("idle");
  expect(generator.asks).toEqual([]);
});

test("what is handed in is read back with the work, its history and its help, and comments find it", async () => {
  const page = await begun();
  const { run, write, stored, library } = page;
  write(0);
  run.helped("hint", 2);
  run.describe({ name: "Ada", group: "5b", reflection: "<img onerror=alert(1)>" });
  const file = await run.handIn();
  const read = await parseHandIn(file!.bytes, sha256);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  const { handIn, digest, intact } = read.value;
  expect(intact).toBe(true);
  expect(handIn).toMatchObject({
    name: "Ada",
    group: "5b",
    reflection: "<img onerror=alert(1)>",
    helps: [{ kind: "hint", step: 2 }],
  });
  expect(notesOf(scoreAt(handIn, Infinity))).toEqual(notesOf(handIn.work.score));
  await stored();
  library.newSketch(score());
  const returned = {
    of: digest,
    name: "Ada",
    exercise: "Counterpoint",
    comments: [],
    points: [1],
    words: "Well led.",
  };
  const opened = await run.openComments(exportReturned(returned).bytes);
  expect(opened.ok && opened.value.isHere).toBe(true);
  expect(run.work?.returned).toEqual(returned);
  const stray = await run.openComments(exportReturned({ ...returned, of: "other" }).bytes);
  expect(stray.ok && stray.value.isHere).toBe(false);
});
