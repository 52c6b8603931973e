import { openDB } from "idb";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase, type SketchDatabase } from "../../src/storage/database";
import { createPersonalStore } from "../../src/storage/personal-store";
import { createSketchStore } from "../../src/storage/sketch-store";
import { style } from "../support/personal";
import { project } from "./sample-project";

/** A database of its own, and both stores that use it. */
function fresh() {
  const name = `style-${crypto.randomUUID()}`;
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
  return {
    name,
    store: createPersonalStore({ name, open }),
    sketches: createSketchStore({ name, open }),
  };
}

test("a style that is stored is loaded again, and another takes its place", async () => {
  const { store } = fresh();
  expect(await store.load()).toBeUndefined();
  await store.save(style());
  expect(await store.load()).toEqual(style());
  await store.save(style({ name: "Another" }));
  expect(await store.load()).toEqual(style({ name: "Another" }));
});

test("a deleted style is gone, and the sketches beside it stay", async () => {
  const { store, sketches } = fresh();
  await sketches.save(project("a"));
  await store.save(style());
  await store.remove();
  await store.remove();
  expect(await store.load()).toBeUndefined();
  expect(await sketches.load("a")).toEqual(project("a"));
});

test("sketches of before there were styles stay when room is made for one", async () => {
  const { name, store, sketches } = fresh();
  // The database as version 1 of it was made.
  const before = await openDB(name, 1, {
    upgrade: (database) => {
      database.createObjectStore("entries", { keyPath: "id" });
      database.createObjectStore("sketches", { keyPath: "id" });
      database.createObjectStore("takes", { keyPath: ["sketch", "id"] });
    },
  });
  const sketch = { ...project("old"), takes: undefined };
  await before.put("entries", { id: "old", title: "old", changedMs: 2, bars: 4, takes: 0 });
  await before.put("sketches", { id: "old", version: 2, sketch, takes: [] });
  before.close();
  expect(await sketches.list()).toHaveLength(1);
  expect(await sketches.load("old")).toEqual(project("old"));
  expect(await store.load()).toBeUndefined();
  await store.save(style());
  expect(await store.load()).toEqual(style());
});

test("a damaged style is refused and left as it was; so is one of a newer Antiphon", async () => {
  const { name, store } = fresh();
  await store.save(style());
  const database = await openDB(name);
  await database.put("personal", { id: "mine", version: 1, model: { ...style(), net: "gone" } });
  await expect(store.load()).rejects.toMatchObject({ code: "damaged" });
  await database.put("personal", { id: "mine", version: 99, model: style() });
  await expect(store.load()).rejects.toMatchObject({ code: "outdated" });
  expect(await database.count("personal")).toBe(1);
  database.close();
});
