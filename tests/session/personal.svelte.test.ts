import { flushSync } from "svelte";
import { beforeEach, expect, test } from "vitest";
import { weightCount } from "../../src/domain/personal";
import { exportStyle, parseStyle } from "../../src/formats/personal-file";
import { Personal } from "../../src/session/personal.svelte";
import { Responses } from "../../src/session/responses.svelte";
import { Sketch } from "../../src/session/sketch.svelte";
import { StorageError } from "../../src/storage/storage-error";
import { FakeGenerator } from "../support/generator";
import { FakeLearner, MemoryPersonalStore, shelf, style } from "../support/personal";
import { countingIds, melody, note, score } from "../support/score";

const OPEN = score(melody([60, 62, 64, 65, 67, 69, 71, 72]), { title: "On the desk" });
const OTHER = score(melody([72, 71, 69, 67]), { title: "Stored" });
const THEIRS = score([note({ origin: { by: "model", take: "t" as never, changed: false } })], {
  title: "Not mine",
});

let store: MemoryPersonalStore;
let learner: FakeLearner;
let generator: FakeGenerator;
let responses: Responses;
let personal: Personal;
let now: number;

beforeEach(() => {
  now = 1000;
  store = new MemoryPersonalStore();
  learner = new FakeLearner();
  generator = new FakeGenerator();
  const ids = countingIds();
  const sketch = new Sketch(ids);
  sketch.open(OPEN);
  responses = new Responses(sketch, {
    generator,
    ids,
    nowMs: () => now,
    newSeed: () => 1,
    style: () => personal.usable,
  });
  personal = new Personal(
    shelf(() => OPEN, { other: OTHER, theirs: THEIRS }),
    responses,
    {
      store,
      generator: learner,
      exportStyle,
      parseStyle,
      nowMs: () => now,
    },
  );
});

/** Learns from everything, and lets the learner end. */
async function learn(name = "Mine"): Promise<void> {
  await personal.look();
  const learning = personal.learn(["stage", "other"], name);
  now = 5000;
  learner.learnings.at(-1)!.finish();
  await learning;
}

test("every sketch says how many bars of the person's own it has, the open one first", async () => {
  await personal.look();
  expect(personal.sources).toEqual([
    { id: "stage", title: "On the desk", bars: 2, isTune: false },
    { id: "other", title: "Stored", bars: 1, isTune: false },
    { id: "theirs", title: "Not mine", bars: 0, isTune: true },
  ]);
});

test("what is learnt from the ticked sketches is stored, and Vary goes half way towards it", async () => {
  await learn();
  expect(learner.learnings[0]!.scores).toEqual([OPEN, OTHER]);
  expect(personal.state).toEqual({ phase: "learnt", seconds: 4 });
  expect(store.model).toMatchObject({
    name: "Mine",
    learntMs: 5000,
    windows: 143,
    sketches: ["On the desk", "Stored"],
  });
  expect(personal.usable).toEqual(store.model);
  expect(responses.settings.personal).toBe(0.5);
});

test("how far learning is is told, and it can be broken off without a trace", async () => {
  await personal.look();
  const learning = personal.learn(["stage"], "Mine");
  learner.learnings[0]!.progress(0.4);
  expect(personal.state).toEqual({ phase: "learning", fraction: 0.4 });
  personal.cancel();
  await learning;
  learner.learnings[0]!.progress(0.6);
  expect(personal.state).toEqual({ phase: "cancelled" });
  expect(store.model).toBeUndefined();
});

test("too little to learn from is said in a sentence, and what was known stays", async () => {
  await learn();
  const learning = personal.learn(["other"], "Less");
  learner.learnings[1]!.fail(new Error("there is only one stretch of two bars of your own"));
  await learning;
  expect(personal.state).toEqual({
    phase: "failed",
    message: "There is only one stretch of two bars of your own. Nothing was learnt.",
  });
  expect(personal.model?.name).toBe("Mine");
});

test("Vary is asked with the style, and its takes say which; no other ask is", async () => {
  await learn();
  void responses.ask("vary");
  const asked = generator.asks[0]!;
  expect(asked.ask.personal).toBe(personal.usable);
  asked.draft(60, 62);
  expect(responses.shown[0]?.making).toMatchObject({
    personal: { name: "Mine", learntMs: 5000, windows: 143 },
    settings: { personal: 0.5 },
  });
  void responses.ask("continue");
  expect(generator.asks[1]!.ask.personal).toBeUndefined();
  responses.settings = { ...responses.settings, personal: 0 };
  void responses.ask("vary");
  expect(generator.asks[2]!.ask.personal).toBeUndefined();
  responses.cancel();
});

test("a style is there again at the next visit; one that cannot be read says so", async () => {
  store.model = style();
  await personal.start();
  expect(personal.model).toEqual(style());
  store.refusal = new StorageError("refused");
  await personal.start();
  expect(personal.state).toEqual({ phase: "idle" }); // The library says that, once for all.
  store.refusal = new StorageError("damaged");
  await personal.start();
  expect(personal.state).toMatchObject({
    phase: "failed",
    message: expect.stringContaining("cannot be read") as string,
  });
});

test("a deleted style is gone from the store and from Vary, until it is brought back", async () => {
  await learn();
  await personal.remove();
  expect([store.model, personal.usable]).toEqual([undefined, undefined]);
  expect(personal.removed?.name).toBe("Mine");
  await personal.restore();
  expect(store.model?.name).toBe("Mine");
  await personal.remove();
  await personal.look();
  expect(personal.removed).toBeUndefined();
});

test("a style goes out and comes in again; a file that is none leaves things as they are", async () => {
  store.model = style();
  await personal.start();
  const file = personal.exportFile()!;
  await personal.remove();
  await personal.importFile(file.name, file.bytes);
  expect(store.model).toEqual(style());
  await personal.importFile("song.json", new TextEncoder().encode("{}"));
  expect(personal.state).toEqual({
    phase: "refused",
    file: "song.json",
    problem: { kind: "jsonNotStyle" },
  });
  expect(personal.model).toEqual(style());
});

test("with another variation model in use the style waits", async () => {
  await learn();
  learner.checkpoint = { name: "Other", version: "2" };
  personal.refresh();
  flushSync();
  expect([personal.fits, personal.usable]).toEqual([false, undefined]);
  void responses.ask("vary");
  expect(generator.asks[0]!.ask.personal).toBeUndefined();
  learner.checkpoint = style().checkpoint;
  personal.refresh();
  expect(personal.usable).toBeDefined();
});

test("a style that could not be stored works until the page is closed", async () => {
  store.refusal = new Error("full");
  await learn();
  expect(personal.usable?.name).toBe("Mine");
  expect(personal.state.phase).toBe("notStored");
  expect(weightCount(personal.model!.net)).toBe(personal.model!.net.weights.length);
});
