import fc from "fast-check";
import { openDB } from "idb";
import { expect, onTestFinished, test } from "vitest";
import type { TakeId } from "../../src/domain/score";
import type { Take } from "../../src/domain/take";
import { openDatabase, type SketchDatabase } from "../../src/storage/database";
import { createSketchStore } from "../../src/storage/sketch-store";
import { StorageError } from "../../src/storage/storage-error";
import { arbitraryScore } from "../support/arbitrary-score";
import { melody, score } from "../support/score";
import { ANSWERED, project } from "./sample-project";

let databases = 0;

/** A store of its own, and its database as one finds it beside the store. */
function freshStore() {
  const name = `test-${++databases}-${crypto.randomUUID()}`;
  const open: SketchDatabase[] = [];
  onTestFinished(() => {
    for (const database of open) database.close();
    indexedDB.deleteDatabase(name);
  });
  const store = createSketchStore({
    name,
    open: async (...args) => {
      const database = await openDatabase(...args);
      open.push(database);
      return database;
    },
  });
  return { name, store, connections: open };
}

test("what is saved is loaded again, the tree of takes with it", async () => {
  const { store } = freshStore();
  const saved = project("a", { takes: ANSWERED, base: "answer" as TakeId });
  await store.save(saved);
  expect(await store.load("a")).toEqual(saved);
});

test("any score comes back as it was", async () => {
  const { store } = freshStore();
  await fc.assert(
    fc.asyncProperty(arbitraryScore(), async (score) => {
      await store.save(project("a", { score }));
      expect((await store.load("a"))?.score).toEqual(score);
    }),
    { numRuns: 40 },
  );
});

test("the list has every sketch, the latest changed first", async () => {
  const { store } = freshStore();
  await store.save(project("old", { changedMs: 10 }));
  await store.save(project("new", { changedMs: 30, takes: ANSWERED }));
  await store.save(project("middle", { changedMs: 20 }));
  const list = await store.list();
  expect(list.map(({ id }) => id)).toEqual(["new", "middle", "old"]);
  expect(list[0]).toMatchObject({ title: "new", takes: 1, bars: 4 });
});

test("a take that was dropped is gone after the next save", async () => {
  const { store } = freshStore();
  await store.save(project("a", { takes: ANSWERED }));
  await store.save(project("a", { takes: ANSWERED.slice(0, 1) }));
  expect((await store.load("a"))?.takes).toEqual(ANSWERED.slice(0, 1));
});

test("a take that was written anew is stored anew, and so is what was stored beside it", async () => {
  const { store } = freshStore();
  const remixed: Take = {
    ...ANSWERED[1]!,
    id: "remixed" as TakeId,
    parent: ANSWERED[1]!.id,
    score: { ...ANSWERED[1]!.score, tempo: 120 },
  };
  await store.save(project("a", { takes: [...ANSWERED, remixed] }));
  const { takes } = (await store.load("a"))!;
  const anew = { ...takes[1]!, score: score(melody([72, 74])) };
  const now = [takes[0]!, anew, takes[2]!];
  await store.save(project("a", { takes: now }));
  expect((await store.load("a"))?.takes).toEqual(now);
});

test("a deleted sketch takes its takes along, and leaves those of others", async () => {
  const { name, store } = freshStore();
  await store.save(project("a", { takes: ANSWERED }));
  await store.save(project("ab", { takes: ANSWERED }));
  await store.remove("a");
  expect(await store.load("a")).toBeUndefined();
  expect(await store.load("ab")).toEqual(project("ab", { takes: ANSWERED }));
  const database = await openDB(name);
  expect(await database.count("takes")).toBe(ANSWERED.length);
  database.close();
});

test("a sketch that was never there is not an error", async () => {
  const { store } = freshStore();
  await store.remove("nobody");
  expect(await store.load("nobody")).toBeUndefined();
});

test("a damaged sketch is refused and left as it was; the others can be opened", async () => {
  const { name, store } = freshStore();
  await store.save(project("a"));
  await store.save(project("b"));
  const database = await openDB(name);
  const record = (await database.get("sketches", "a")) as { sketch: object };
  await database.put("sketches", { ...record, sketch: { ...record.sketch, score: "gone" } });
  database.close();
  await expect(store.load("a")).rejects.toMatchObject({ code: "damaged" });
  expect(await store.load("b")).toEqual(project("b"));
  expect(await store.list()).toHaveLength(2);
});

test("a sketch of a newer Antiphon is not read as if it were of this one", async () => {
  const { name, store } = freshStore();
  await store.save(project("a"));
  const database = await openDB(name);
  const record = (await database.get("sketches", "a")) as object;
  await database.put("sketches", { ...record, version: 999 });
  database.close();
  await expect(store.load("a")).rejects.toMatchObject({ code: "outdated" });
});

test("a connection that was closed under the store is opened again", async () => {
  const { store, connections } = freshStore();
  await store.save(project("a"));
  connections[0]!.close();
  await store.load("a").catch(() => undefined);
  expect(await store.load("a")).toEqual(project("a"));
});

test.each([
  ["SecurityError", "refused"],
  ["InvalidStateError", "refused"],
  ["QuotaExceededError", "full"],
  ["VersionError", "outdated"],
  ["UnknownError", "unexpected"],
] as const)("%s of the browser is said as %s", async (name, code) => {
  const store = createSketchStore({
    open: () => Promise.reject(new DOMException("no", name)),
  });
  const failure = await store.save(project("a")).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StorageError);
  expect(failure).toMatchObject({ code });
});

test("what cannot be written in full is not written at all", async () => {
  const { store } = freshStore();
  await store.save(project("a", { takes: ANSWERED }));
  const unclonable = project("a", {
    takes: [ANSWERED[0]!, { ...ANSWERED[1]!, id: "new" as TakeId, name: (() => 1) as never }],
  });
  await expect(store.save(unclonable)).rejects.toBeInstanceOf(StorageError);
  expect(await store.load("a")).toEqual(project("a", { takes: ANSWERED }));
});
