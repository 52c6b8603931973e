import { describe, expect, test } from "vitest";
import { Responses } from "../../src/session/responses.svelte";
import { Sketch } from "../../src/session/sketch.svelte";
import { FakeGenerator } from "../support/generator";
import type { Note } from "../../src/domain/score";
import { countingIds, melody, note, score } from "../support/score";

function desk() {
  const ids = countingIds();
  const generator = new FakeGenerator();
  const sketch = new Sketch(ids);
  sketch.open(score(melody([60, 62, 64, 65])));
  let clockMs = 0;
  const frames: (() => void)[] = [];
  const responses = new Responses(sketch, {
    generator: generator,
    ids,
    nowMs: () => clockMs,
    newSeed: () => 7,
    nextFrame: (run) => frames.push(run),
  });
  const pass = (ms: number) => {
    clockMs += ms;
  };
  /** Draws the page; false when nothing waited for it. */
  const frame = () => {
    const run = frames.shift();
    run?.();
    return run !== undefined;
  };
  return { sketch, responses, generator, pass, frame };
}

async function answered(pitches: readonly number[]) {
  const d = desk();
  const asked = d.responses.ask("harmonise");
  for (const pitch of pitches) d.generator.asks.at(-1)!.draft(pitch);
  d.pass(800);
  d.generator.asks.at(-1)!.finish();
  await asked;
  return d;
}

test("takes appear as they arrive and the status tells how long they took", async () => {
  const { responses, generator, pass } = desk();
  const asked = responses.ask("harmonise");
  const open = generator.asks[0]!;
  expect(responses.busy).toBe(true);
  open.progress({ stage: "composing", done: 0, total: 3, fraction: 0.5 });
  expect(responses.state).toMatchObject({ phase: "asking", progress: { fraction: 0.5 } });
  open.draft(55);
  expect(responses.shown.map((take) => take.name)).toEqual(["Take 1: Harmony"]);
  open.draft(57);
  pass(800);
  open.finish();
  await asked;
  expect(responses.shown.map((take) => take.name)).toEqual(["Take 1: Harmony", "Take 2: Harmony"]);
  expect(responses.state).toEqual({ phase: "ready", takes: 2, seconds: 0.8 });
  expect(responses.original?.name).toBe("Original");
});

test("keeping a take is one undoable step that leaves the melody as it was", async () => {
  const { sketch, responses } = await answered([55]);
  const before = sketch.score;
  responses.keep(responses.shown[0]!.id);
  expect(sketch.undoLabel).toBe("Keep Take 1: Harmony");
  expect(sketch.score.voices).toHaveLength(4);
  expect(sketch.score.notes.slice(0, 4)).toEqual(before.notes);
  sketch.undo();
  expect(sketch.score).toBe(before);
});

test("remixing makes the take the base of the next ask, whose takes answer it", async () => {
  const { responses, generator } = await answered([55, 57]);
  const second = responses.shown[1]!;
  responses.remix(second.id);
  expect(responses.base).toBe(second);
  const asked = responses.ask("vary");
  const open = generator.asks.at(-1)!;
  expect(open.ask.score.notes).toEqual(second.score.notes);
  open.draft(70);
  open.finish();
  await asked;
  expect(responses.shown[0]).toMatchObject({ name: "Take 1: Variation", parent: second.id });
  expect(responses.original).toBe(second);
});

test("any earlier ask can be gone back to, and its original kept again", async () => {
  const { sketch, responses, generator } = await answered([55]);
  const first = responses.shown[0]!;
  const untouched = sketch.score;
  sketch.dispatch("Tempo", [{ type: "setTempo", tempo: 60 }]);
  const asked = responses.ask("vary");
  generator.asks.at(-1)!.draft(70);
  generator.asks.at(-1)!.finish();
  await asked;
  expect(responses.shown.map((take) => take.name)).toEqual(["Take 1: Variation"]);
  responses.goTo(first.id);
  expect(responses.shown).toEqual([first]);
  expect(responses.sounding).toBe(first.score);
  responses.keep(responses.original!.id);
  expect(sketch.score).toBe(untouched);
});

describe("stopping", () => {
  test("a cancelled ask keeps the takes that came and stops the models", async () => {
    const { responses, generator } = desk();
    const asked = responses.ask("harmonise");
    generator.asks[0]!.draft(55);
    responses.cancel();
    await asked;
    expect(generator.asks[0]!.signal?.aborted).toBe(true);
    expect(responses.state).toEqual({ phase: "cancelled", takes: 1 });
    generator.asks[0]!.draft(57);
    expect(responses.shown).toHaveLength(1);
  });

  test("a new ask stops the one before, whose end does not disturb it", async () => {
    const { responses, generator } = desk();
    const first = responses.ask("harmonise");
    const second = responses.ask("vary");
    await first;
    expect(generator.asks[0]!.signal?.aborted).toBe(true);
    expect(responses.state).toMatchObject({ phase: "asking", kind: "vary" });
    generator.asks[1]!.finish();
    await second;
    expect(responses.state).toMatchObject({ phase: "ready" });
  });

  test("opening another sketch forgets an ask that is under way", async () => {
    const { responses, generator } = desk();
    const asked = responses.ask("harmonise");
    responses.open([]);
    await asked;
    generator.asks[0]!.draft(55);
    expect(responses.tree).toEqual([]);
    expect(responses.state).toEqual({ phase: "idle" });
  });
});

describe("a take that is still being written", () => {
  function growing() {
    const d = desk();
    const asked = d.responses.ask("harmonise");
    const open = d.generator.asks[0]!;
    return { ...d, asked, open };
  }
  const written = (take: { readonly score: { readonly notes: readonly Note[] } }) =>
    take.score.notes.filter((n) => n.origin.by === "model" && n.voice.includes("voice"));

  test("is shown as far as it is, grows, and is the same take when it is finished", async () => {
    const { responses, open, frame, asked } = growing();
    open.grow(0, [55]);
    frame();
    const [first] = responses.shown;
    expect(first).toMatchObject({ name: "Take 1: Harmony" });
    expect(written(first!)).toHaveLength(3);
    expect(responses.grownTo(first!)).toBe(480);
    open.grow(0, [55, 57]);
    frame();
    expect(written(responses.shown[0]!)).toHaveLength(6);
    open.draft(55, 57, 59);
    open.finish();
    await asked;
    expect(responses.shown.map(({ id }) => id)).toEqual([first!.id]);
    expect(written(responses.shown[0]!)).toHaveLength(9);
    expect(responses.grownTo(responses.shown[0]!)).toBeUndefined();
  });

  test("can be listened to, but neither kept nor remixed, and is not stored", () => {
    const { sketch, responses, open, frame } = growing();
    open.grow(0, [55]);
    frame();
    const [take] = responses.shown;
    responses.audition(take!.id);
    expect(responses.sounding).toBe(take!.score);
    open.grow(0, [55, 57]);
    frame();
    expect(written({ score: responses.sounding })).toHaveLength(6);
    const before = sketch.score;
    responses.keep(take!.id);
    responses.remix(take!.id);
    expect(sketch.score).toBe(before);
    expect(responses.base).toBeUndefined();
    expect(responses.tree.map(({ name }) => name)).toEqual(["Original"]);
  });

  test("leaves what it has not come to as it is", () => {
    const { responses, open, frame } = growing();
    open.grow(0, [55]);
    frame();
    expect(responses.shown[0]!.score.notes.slice(0, 4)).toEqual(melody([60, 62, 64, 65]));
  });

  test("is brought up to date once a frame and one take at a time, however often word comes", () => {
    const { responses, open, frame } = growing();
    for (const pitches of [[55], [55, 57], [55, 57, 59]])
      for (const index of [0, 1]) open.grow(index, pitches);
    expect(responses.shown).toEqual([]);
    expect(frame()).toBe(true);
    expect(responses.shown.map(({ name }) => name)).toEqual(["Take 1: Harmony"]);
    expect(responses.grownTo(responses.shown[0]!)).toBe(1440);
    expect(frame()).toBe(true);
    expect(responses.shown.map(({ name }) => name)).toEqual(["Take 1: Harmony", "Take 2: Harmony"]);
    expect(frame()).toBe(false);
  });

  test("goes when the ask is cancelled, and the answers of the ask before are shown again", async () => {
    const d = await answered([55]);
    const [kept] = d.responses.shown;
    while (d.frame());
    const asked = d.responses.ask("harmonise");
    d.generator.asks.at(-1)!.grow(0, [57]);
    d.frame();
    d.responses.audition(d.responses.shown[0]!.id);
    expect(d.responses.shown).not.toContain(kept);
    d.responses.cancel();
    await asked;
    expect(d.responses.shown).toEqual([kept]);
    expect(d.responses.sounding).toBe(d.sketch.score);
  });

  test("goes when the model fails", async () => {
    const { responses, open, frame, asked } = growing();
    open.grow(0, [55]);
    frame();
    open.fail(new Error("the worker died"));
    await asked;
    expect(responses.shown).toEqual([]);
    expect(responses.state).toMatchObject({ phase: "failed" });
  });

  test("goes when it turns out to be what another take is; the others keep their places", async () => {
    const { responses, open, frame, asked } = growing();
    for (const [index, pitch] of [55, 55, 59].entries()) open.grow(index, [pitch]);
    while (frame());
    const [first, , third] = responses.shown;
    // The second came out as the first, so that no draft of it is sent.
    open.draft(55, 57);
    open.draft(59, 60);
    open.finish();
    await asked;
    expect(responses.shown.map(({ id }) => id)).toEqual([first!.id, third!.id]);
    expect(responses.shown.map(({ name }) => name)).toEqual(["Take 1: Harmony", "Take 2: Harmony"]);
  });

  test("of another round takes the place of what is left of the one before", () => {
    const { responses, open, frame } = growing();
    for (const index of [0, 1]) open.grow(index, [55, 57]);
    while (frame());
    const [, second] = responses.shown;
    open.draft(55, 57, 59);
    open.grow(1, [60]);
    while (frame());
    expect(responses.shown).toHaveLength(2);
    expect(responses.shown[1]!.id).not.toBe(second!.id);
    expect(responses.grownTo(responses.shown[1]!)).toBe(480);
  });
});

test("a model that fails is reported, with what was asked, and nothing is lost", async () => {
  const { sketch, responses, generator } = desk();
  const before = sketch.score;
  const asked = responses.ask("continue");
  generator.asks[0]!.fail(new Error("the weights did not arrive"));
  await asked;
  expect(responses.state).toEqual({
    phase: "failed",
    kind: "continue",
    message: "the weights did not arrive",
  });
  expect(sketch.score).toBe(before);
});

test("an ask that cannot be put is refused with its reason before any model is asked", async () => {
  const { sketch, responses, generator } = desk();
  sketch.open(score());
  await responses.ask("harmonise");
  expect(responses.state).toEqual({ phase: "refused", kind: "harmonise", problem: "noNotes" });
  expect(generator.asks).toEqual([]);
});

test("a kept note that is changed by hand marks its take as edited", async () => {
  const { sketch, responses } = await answered([55]);
  const take = responses.shown[0]!;
  responses.keep(take.id);
  expect(responses.isEdited(take)).toBe(false);
  sketch.select(sketch.score.notes.filter((n) => n.origin.by === "model").map((n) => n.id));
  sketch.run("Transpose", (s, selection) => [
    {
      type: "updateNotes",
      notes: s.notes
        .filter((n) => selection.has(n.id))
        .map((n) =>
          note({ ...n, pitch: 50, origin: { by: "model", take: take.id, changed: true } }),
        ),
    },
  ]);
  expect(responses.isEdited(take)).toBe(true);
});
