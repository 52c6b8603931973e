import { openDB } from "idb";
import { expect, onTestFinished, test } from "vitest";
import { makeExercise } from "../../src/exercises/kinds/make";
import { beginWork, type Work } from "../../src/exercises/work";
import { openDatabase, type SketchDatabase } from "../../src/storage/database";
import { createWorkStore } from "../../src/storage/work-store";

function fresh() {
  const name = `works-${crypto.randomUUID()}`;
  const opened: SketchDatabase[] = [];
  onTestFinished(() => {
    for (const database of opened) database.close();
    indexedDB.deleteDatabase(name);
  });
  const open: typeof openDatabase = async (...args) => {
    const database = await openDatabase(...args);
    opened.push(database);
    return database;
  };
  return { name, store: createWorkStore({ name, open }) };
}

const { exercise } = makeExercise("species", 1, 3);
const work = (id: string, changed: Partial<Work> = {}): Work => ({
  ...beginWork(id, exercise, exercise.given, 1000),
  ...changed,
});

test("a work is there again after a reload, until it is removed", async () => {
  const { store } = fresh();
  const kept = work("a", { name: "Ada", complete: 0.5, handedIn: ["0f"] });
  await store.save(kept);
  expect(await store.load("a")).toEqual(kept);
  expect(await store.load("b")).toBeUndefined();
  await store.remove("a");
  await store.remove("a");
  expect(await store.load("a")).toBeUndefined();
});

test("begun exercises are listed, the latest first, with how far they are", async () => {
  const { store } = fresh();
  await store.save(work("a", { changedMs: 1, complete: 0.25 }));
  await store.save(work("b", { changedMs: 2 }));
  expect((await store.list()).map(({ id, complete }) => [id, complete])).toEqual([
    ["b", 0],
    ["a", 0.25],
  ]);
});

test("a work that was damaged is told and left alone, and takes no others with it", async () => {
  const { name, store } = fresh();
  await store.save(work("a"));
  const database = await openDB(name);
  onTestFinished(() => {
    database.close();
  });
  await database.put("works", { id: "bad", version: 1, work: { id: "bad" } });
  await expect(store.load("bad")).rejects.toMatchObject({ code: "damaged" });
  expect((await store.list()).map(({ id }) => id)).toEqual(["a"]);
  expect(await database.get("works", "bad")).toBeDefined();
});
