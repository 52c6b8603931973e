import { flushSync } from "svelte";
import { describe, expect, onTestFinished, test } from "vitest";
import { followTake } from "../../src/domain/follow";
import type { Note, NoteId, Score } from "../../src/domain/score";
import { Follow } from "../../src/session/follow.svelte";
import { Responses, type ResponsesPorts } from "../../src/session/responses.svelte";
import { Sketch } from "../../src/session/sketch.svelte";
import { FakeGenerator } from "../support/generator";
import { countingIds, melody, note, score } from "../support/score";

const TUNE = score(melody([72, 74, 76, 77]), { bars: 8 });

function desk(of: Score = TUNE, isOn = true, generator = new FakeGenerator()) {
  const ids = countingIds();
  const sketch = new Sketch(ids);
  sketch.open(of);
  const ports: ResponsesPorts = { generator, ids, nowMs: () => 0, newSeed: () => 7 };
  const responses = new Responses(sketch, ports);
  responses.settings = { ...responses.settings, follow: isOn };
  const follow = new Follow(sketch, responses, ports);
  onTestFinished(
    $effect.root(() => {
      $effect(() => {
        follow.changed();
      });
    }),
  );
  flushSync();
  const asks = generator.asks;
  return {
    sketch,
    responses,
    follow,
    asks,
    /** The soprano's `index`-th note at another pitch. */
    sing(index: number, pitch: number, group?: string) {
      const sung = sketch.score.notes.find((n) => n.id === (`soprano-${index}` as NoteId))!;
      sketch.dispatch("Move", [{ type: "updateNotes", notes: [{ ...sung, pitch }] }], group);
      flushSync();
    },
    /** The last ask is answered. */
    async answer(pitch: number) {
      const ask = asks.at(-1)!;
      ask.draft(pitch);
      ask.finish();
      await settled();
    },
    harmony: (): readonly Note[] => sketch.score.notes.filter((n) => n.origin.by === "model"),
  };
}

/** Lets what was resolved be acted upon. */
async function settled(): Promise<void> {
  for (let i = 0; i < 8; i++) await Promise.resolve();
  flushSync();
}

test("when a note of the melody changes, the harmony answers in one pass", async () => {
  const d = desk();
  expect(d.asks).toHaveLength(0);
  d.sing(0, 71);
  expect(d.asks).toHaveLength(1);
  expect(d.asks[0]!.ask.settings).toMatchObject({ harmonist: "harmony", takes: 1 });
  expect(d.follow.state).toEqual({ phase: "answering" });
  await d.answer(60);
  expect(d.sketch.score.voices).toHaveLength(4);
  expect(d.harmony().map((n) => n.pitch)).toEqual([60, 60, 60]);
  expect(d.follow.state).toEqual({ phase: "listening", voices: true });
});

test("the first answer is to the whole sketch, the next to what the change reaches", async () => {
  const d = desk();
  d.sing(0, 71);
  expect(d.asks[0]!.ask.range).toEqual({ start: 0, end: 8 * 1920 });
  await d.answer(60);
  d.sing(1, 73);
  expect(d.asks[1]!.ask.range).toEqual({ start: 0, end: 3 * 1920 });
});

test("its notes are of one take in the tree, which is replaced as it goes on", async () => {
  const d = desk();
  d.sing(0, 71);
  await d.answer(60);
  const first = followTake(d.responses.tree)!;
  expect(first).toMatchObject({ name: "Follow", making: { model: { name: "fake" } } });
  expect(d.responses.tree.find(({ id }) => id === first.parent)?.name).toBe("Original");
  d.sing(0, 70);
  await d.answer(58);
  const second = followTake(d.responses.tree)!;
  expect(second.id).toBe(first.id);
  expect(second.score).toBe(d.sketch.score);
  expect(d.responses.tree).toHaveLength(2);
  for (const { origin } of d.harmony())
    expect(origin).toEqual({ by: "model", take: first.id, changed: false });
});

test("one undo takes back the change and its harmony, and is not answered; nor is redo", async () => {
  const d = desk();
  d.sing(0, 71);
  await d.answer(60);
  const answered = d.sketch.score;
  expect(d.sketch.undoLabel).toBe("Move");
  d.sketch.undo();
  flushSync();
  expect(d.sketch.score).toBe(TUNE);
  expect(d.sketch.undoLabel).toBeUndefined();
  d.sketch.redo();
  flushSync();
  expect(d.sketch.score).toBe(answered);
  expect(d.asks).toHaveLength(1);
});

test("during a drag each step is answered, and all of it is one step to undo", async () => {
  const d = desk();
  d.sing(0, 71, "drag");
  await d.answer(60);
  d.sing(0, 69, "drag");
  await d.answer(57);
  expect(d.harmony().map((n) => n.pitch)).toEqual([57, 57, 57]);
  d.sketch.undo();
  expect(d.sketch.score).toBe(TUNE);
});

test("the newest change wins: the answer to the one before is stopped and dropped", async () => {
  const d = desk();
  d.sing(0, 71, "drag");
  d.sing(0, 69, "drag");
  expect(d.asks).toHaveLength(2);
  expect(d.asks[0]!.signal?.aborted).toBe(true);
  d.asks[0]!.draft(50);
  d.asks[0]!.finish();
  await settled();
  expect(d.harmony()).toEqual([]);
  await d.answer(60);
  expect(d.harmony().map((n) => n.pitch)).toEqual([60, 60, 60]);
});

test("what a change that came to nothing would have reached is decided with the next one", async () => {
  const late = note({ id: "late", pitch: 72, start: 7 * 1920 });
  const d = desk({ ...TUNE, notes: [...TUNE.notes, late], bars: 8 });
  d.sing(0, 71);
  await d.answer(60);
  d.sing(0, 72);
  d.sketch.dispatch("Move", [{ type: "updateNotes", notes: [{ ...late, pitch: 74 }] }]);
  flushSync();
  expect(d.asks.at(-1)!.ask.range).toEqual({ start: 0, end: 8 * 1920 });
});

test("its own notes, loudness, sound and tempo are not answered", async () => {
  const d = desk();
  d.sing(0, 71);
  await d.answer(60);
  const [sung] = d.sketch.score.notes;
  d.sketch.dispatch("Tempo", [{ type: "setTempo", tempo: 60 }]);
  flushSync();
  d.sketch.dispatch("Louder", [{ type: "updateNotes", notes: [{ ...sung!, velocity: 120 }] }]);
  flushSync();
  expect(d.asks).toHaveLength(1);
});

test("a change of sound while an answer is under way leaves it under way", async () => {
  const d = desk();
  d.sing(0, 71);
  d.sketch.dispatch("Tempo", [{ type: "setTempo", tempo: 60 }]);
  flushSync();
  await d.answer(60);
  expect(d.asks).toHaveLength(1);
  expect(d.sketch.score.tempo).toBe(60);
  expect(d.harmony()).toHaveLength(3);
});

describe("nothing is written", () => {
  test("while Follow is off, and turning it off leaves the notes", async () => {
    const d = desk(TUNE, false);
    d.sing(0, 71);
    expect(d.asks).toEqual([]);
    d.responses.settings = { ...d.responses.settings, follow: true };
    flushSync();
    expect(d.asks).toEqual([]);
    d.sing(0, 69);
    await d.answer(60);
    d.responses.settings = { ...d.responses.settings, follow: false };
    flushSync();
    expect(d.harmony()).toHaveLength(3);
    expect(d.follow.voices.size).toBe(0);
    d.sing(0, 71);
    expect(d.asks).toHaveLength(1);
  });

  test("by an answer that comes after undo, or after another sketch was opened", async () => {
    const d = desk();
    d.sing(0, 71);
    d.sketch.undo();
    flushSync();
    expect(d.asks[0]!.signal?.aborted).toBe(true);
    await d.answer(60);
    expect(d.sketch.score).toBe(TUNE);
    d.sing(0, 71);
    const other = score(melody([60, 62]));
    d.sketch.open(other);
    d.responses.open([]);
    flushSync();
    await d.answer(60);
    expect(d.sketch.score).toBe(other);
    expect(d.asks).toHaveLength(2);
  });

  test("when a drag comes back to where it began", async () => {
    const d = desk();
    d.sing(0, 71, "drag");
    await d.answer(60);
    d.sketch.discard("drag");
    flushSync();
    expect(d.sketch.score).toBe(TUNE);
    expect(d.asks).toHaveLength(1);
  });
});

test("an answer that is the same again is no failure, and where nothing sounds nothing follows", async () => {
  const d = desk();
  d.sing(0, 71);
  await d.answer(60);
  d.sing(1, 75);
  d.asks.at(-1)!.fail(Object.assign(new Error("silence"), { code: "nothingNew" }));
  await settled();
  expect(d.follow.state).toEqual({ phase: "listening", voices: true });
  expect(d.harmony()).toEqual([]);
  d.sing(0, 70);
  await d.answer(60);
  expect(d.harmony()).toHaveLength(3);
  const sung = d.sketch.score.notes.filter((n) => n.origin.by === "you").map((n) => n.id);
  d.sketch.dispatch("Delete", [{ type: "removeNotes", ids: new Set(sung) }]);
  flushSync();
  await settled();
  expect(d.sketch.score.notes).toEqual([]);
  d.sketch.undo();
  expect(d.sketch.score.notes).toHaveLength(7);
});

test("a failure is told, leaves the melody alone, and the next note tries again", async () => {
  const d = desk();
  d.sing(0, 71);
  d.asks[0]!.fail(new Error("the weights did not arrive"));
  await settled();
  expect(d.follow.state).toEqual({ phase: "failed", message: "the weights did not arrive" });
  d.sing(0, 69);
  await d.answer(60);
  expect(d.follow.state).toEqual({ phase: "listening", voices: true });
});

test("the model is fetched when Follow is turned on, before the first note wants it", () => {
  const generator = new FakeGenerator();
  const fetched: string[] = [];
  generator.models = () => [{ kind: "harmony", asks: [], url: "models/harmony", model: undefined }];
  generator.useCheckpoint = (kind, from) => {
    fetched.push(`${kind} ${typeof from === "string" ? from : from.name}`);
    return Promise.resolve();
  };
  const d = desk(TUNE, false, generator);
  expect(fetched).toEqual([]);
  d.responses.settings = { ...d.responses.settings, follow: true };
  flushSync();
  expect(fetched).toEqual(["harmony models/harmony"]);
  d.sing(0, 71);
  expect(fetched).toHaveLength(1);
});
