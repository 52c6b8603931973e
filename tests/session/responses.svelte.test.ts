import { describe, expect, test } from "vitest";
import { Responses } from "../../src/session/responses.svelte";
import { Sketch } from "../../src/session/sketch.svelte";
import { FakeGenerator } from "../support/generator";
import { countingIds, melody, note, score } from "../support/score";

function desk() {
  const ids = countingIds();
  const generator = new FakeGenerator();
  const sketch = new Sketch(ids);
  sketch.open(score(melody([60, 62, 64, 65])));
  let clockMs = 0;
  const responses = new Responses(sketch, {
    generator: generator,
    ids,
    nowMs: () => clockMs,
    newSeed: () => 7,
  });
  const pass = (ms: number) => {
    clockMs += ms;
  };
  return { sketch, responses, generator, pass };
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
