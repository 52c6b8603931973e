import { flushSync } from "svelte";
import { expect, onTestFinished, test } from "vitest";
import type { FileProblem } from "../../src/domain/file-problem";
import { ledgerOf } from "../../src/domain/ledger";
import { failed, ok, type Result } from "../../src/domain/result";
import { exportFile } from "../../src/formats/export";
import type { Opened } from "../../src/formats/opened";
import { Library } from "../../src/session/library.svelte";
import { Responses } from "../../src/session/responses.svelte";
import { Sketch } from "../../src/session/sketch.svelte";
import { FakeGenerator } from "../support/generator";
import { countingIds, melody, score } from "../support/score";
import { MemoryStore, manualAutosave } from "../support/store";

function library(store = new MemoryStore(), visit = "a") {
  const ids = countingIds();
  let clockMs = 1000;
  let projects = 0;
  const sketch = new Sketch(ids);
  const generator = new FakeGenerator();
  const responses = new Responses(sketch, {
    generator,
    ids,
    nowMs: () => clockMs,
    newSeed: () => 1,
  });
  const autosave = manualAutosave(store);
  const files = new Map<string, Result<Opened, FileProblem>>();
  const lib = new Library(sketch, responses, {
    store,
    autosave,
    openFile: (name) => Promise.resolve(files.get(name) ?? failed({ kind: "empty" })),
    exportAs: exportFile,
    firstScore: () => score(melody([60]), { title: "Starter" }),
    newProjectId: () => `${visit}-project${++projects}`,
    nowMs: () => (clockMs += 1),
  });
  const stop = $effect.root(() => {
    $effect(() => {
      lib.changed();
    });
  });
  onTestFinished(stop);
  return { lib, sketch, responses, generator, autosave, store, files };
}

async function edit({ sketch, autosave }: ReturnType<typeof library>, tempo: number) {
  sketch.dispatch("Tempo", [{ type: "setTempo", tempo }]);
  flushSync();
  await autosave.flush();
}

test("a starter that nobody touched leaves no trace", async () => {
  const a = library();
  await a.lib.start();
  flushSync();
  await a.autosave.flush();
  expect(a.store.projects.size).toBe(0);
});

test("the next visit goes on where the last one ended", async () => {
  const first = library();
  await first.lib.start();
  await edit(first, 61);
  const next = library(first.store, "b");
  expect(next.sketch.score.tempo).not.toBe(61);
  await next.lib.start();
  expect(next.sketch.score).toBe(first.sketch.score);
  flushSync();
  expect(next.autosave.scheduled).toEqual([]);
});

test("what is opened or edited while the last visit's sketch is looked for stays, and is stored", async () => {
  const first = library();
  await first.lib.start();
  await edit(first, 61);

  const opening = library(first.store, "b");
  const opened = score(melody([72, 74]), { title: "From a file" });
  opening.files.set(
    "tune.mid",
    ok({ score: opened, project: undefined, credits: [], warnings: [] }),
  );
  const started = opening.lib.start();
  await opening.lib.openFile("tune.mid", new Uint8Array(1));
  await started;
  expect(opening.sketch.score).toBe(opened);
  flushSync();
  await opening.autosave.flush();

  const editing = library(first.store, "c");
  const again = editing.lib.start();
  await edit(editing, 97);
  await again;
  expect(editing.sketch.score.tempo).toBe(97);
  flushSync();
  await editing.autosave.flush();

  const stored = [...first.store.projects.values()];
  expect(stored.map(({ score: { title, tempo } }) => [title, tempo])).toEqual([
    ["Starter", 61],
    ["From a file", opened.tempo],
    ["Starter", 97],
  ]);
});

test("nothing is written before the last visit's sketch was looked for", async () => {
  const a = library();
  await edit(a, 61);
  expect(a.store.projects.size).toBe(0);
  await a.lib.start();
  flushSync();
  await a.autosave.flush();
  expect(a.store.projects.size).toBe(1);
});

test("undoing all edits is stored like any other edit", async () => {
  const a = library();
  await a.lib.start();
  const tempo = a.sketch.score.tempo;
  await edit(a, 61);
  a.sketch.undo();
  flushSync();
  await a.autosave.flush();
  expect([...a.store.projects.values()][0]?.score.tempo).toBe(tempo);
});

test("opening a file makes a sketch of it and leaves the one before in the list", async () => {
  const a = library();
  await a.lib.start();
  await edit(a, 61);
  const opened = score(melody([72, 74]), { title: "From a file" });
  a.files.set(
    "tune.mid",
    ok({ score: opened, project: undefined, credits: [], warnings: [{ kind: "keyGuessed" }] }),
  );
  expect(await a.lib.openFile("tune.mid", new Uint8Array(1))).toBe(true);
  expect(a.sketch.score).toBe(opened);
  expect(a.lib.notice).toMatchObject({ about: "warnings", file: "tune.mid" });
  flushSync();
  await a.autosave.flush();
  await a.lib.refresh();
  expect(a.lib.entries.map((entry) => entry.title)).toEqual(["From a file", "Starter"]);
});

test("a file that cannot be read is told, and what was open stays open", async () => {
  const a = library();
  await a.lib.start();
  const before = a.sketch.score;
  expect(await a.lib.openFile("broken.mid", new Uint8Array(0))).toBe(false);
  expect(a.lib.notice).toEqual({ about: "file", file: "broken.mid", problem: { kind: "empty" } });
  expect(a.sketch.score).toBe(before);
  a.lib.dismiss();
  expect(a.lib.notice).toBeUndefined();
});

test("a sketch that was deleted can be brought back", async () => {
  const a = library();
  await a.lib.start();
  await edit(a, 61);
  const id = a.lib.openId;
  const removed = await a.lib.remove(id);
  expect(a.lib.entries).toEqual([]);
  expect(a.lib.openId).not.toBe(id);
  await a.lib.restore(removed!);
  await a.lib.open(id);
  expect(a.sketch.score.tempo).toBe(61);
});

test("a store that refuses is told, and the sketch on the desk is not touched", async () => {
  const a = library();
  a.store.refusal = new Error("no room left");
  await a.lib.start();
  expect(a.lib.notice).toEqual({ about: "storage", message: "no room left" });
  expect(a.sketch.score.title).toBe("Starter");
  a.lib.storageFailed(undefined);
  expect(a.lib.notice).toBeUndefined();
});

test("the journal goes with its sketch, and tells undo from an edit", async () => {
  const a = library();
  await a.lib.start();
  await edit(a, 61);
  a.sketch.undo();
  flushSync();
  expect(a.lib.project.journal.map(({ label }) => label)).toEqual(["Tempo", "Undo"]);
  await a.autosave.flush();
  const next = library(a.store, "b");
  await next.lib.start();
  expect(next.lib.project.journal.map(({ label }) => label)).toEqual(["Tempo", "Undo"]);
});

test("a model's note that is pasted into another sketch brings who made it", async () => {
  const a = library();
  await a.lib.start();
  const asked = a.responses.ask("continue");
  a.generator.asks[0]!.draft(64, 65);
  a.generator.asks[0]!.finish();
  await asked;
  const take = a.responses.shown[0]!;
  a.responses.keep(take.id);
  flushSync();
  const own = a.sketch.score.notes.filter(({ origin }) => origin.by === "model");
  expect(own.length).toBeGreaterThan(0);
  a.sketch.select(own.map(({ id }) => id));
  a.sketch.copy();
  a.lib.newSketch(score(melody([60]), { title: "Another" }));
  expect(a.lib.project.credits).toEqual([]);
  a.sketch.paste(960);
  flushSync();
  expect(a.lib.project.credits).toMatchObject([
    { take: take.id, kind: "continue", model: { name: "fake", version: "1" } },
  ]);
  expect(ledgerOf(a.lib.project).models[0]?.model).toEqual(a.lib.project.credits[0]!.model);
});
