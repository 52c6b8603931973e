import { openDB } from "idb";
import { expect, onTestFinished, test } from "vitest";
import type { NoteId } from "../../src/domain/score";
import { makeExercise } from "../../src/exercises/kinds/make";
import { NO_REVIEW, type Review } from "../../src/exercises/review";
import { openDatabase, type SketchDatabase } from "../../src/storage/database";
import { createExerciseStore } from "../../src/storage/exercise-store";
import { createReviewStore } from "../../src/storage/review-store";
import { createSketchStore } from "../../src/storage/sketch-store";
import { project } from "./sample-project";

/** A database of its own, and the stores that use it. */
function fresh() {
  const name = `class-${crypto.randomUUID()}`;
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
    exercises: createExerciseStore({ name, open }),
    reviews: createReviewStore({ name, open }),
    sketches: createSketchStore({ name, open }),
  };
}

const { exercise } = makeExercise("species", 1, 3);
const REVIEW: Review = {
  comments: [{ notes: ["soprano-3" as NoteId], range: { start: 0, end: 480 }, text: "Well led." }],
  points: [undefined, 2.5],
  words: "Go on.",
};

test("exercises are listed, the latest first, until they are removed", async () => {
  const { exercises } = fresh();
  await exercises.save({ exercise: { ...exercise, id: "a", title: "First" }, changedMs: 1 });
  await exercises.save({ exercise: { ...exercise, id: "b" }, changedMs: 2 });
  await exercises.save({ exercise: { ...exercise, id: "a", title: "Again" }, changedMs: 3 });
  const list = await exercises.list();
  expect(list.map((kept) => kept.exercise.id)).toEqual(["a", "b"]);
  expect(list[0]!.exercise).toEqual({ ...exercise, id: "a", title: "Again" });
  await exercises.remove("a");
  await exercises.remove("a");
  expect(await exercises.list()).toHaveLength(1);
});

test("what was said to a hand-in is there again after a reload, and gone when nothing is left of it", async () => {
  const { reviews } = fresh();
  await reviews.save("digest", REVIEW);
  await reviews.save("other", REVIEW);
  expect((await reviews.all()).get("digest")).toEqual(REVIEW);
  await reviews.save("digest", NO_REVIEW);
  expect([...(await reviews.all()).keys()]).toEqual(["other"]);
  await reviews.remove(["other", "digest"]);
  expect(await reviews.all()).toEqual(new Map());
});

test("an exercise that was damaged where it is stored does not take the others with it", async () => {
  const { name, exercises } = fresh();
  await exercises.save({ exercise, changedMs: 1 });
  const database = await openDB(name);
  onTestFinished(() => {
    database.close();
  });
  await database.put("exercises", { id: "bad", version: 1, changedMs: 2, exercise: { id: "bad" } });
  expect((await exercises.list()).map((kept) => kept.exercise.id)).toEqual([exercise.id]);
});

test("sketches of before there was a class stay when room is made for one", async () => {
  const { name, exercises, sketches } = fresh();
  // The database as version 2 of it was made.
  const before = await openDB(name, 2, {
    upgrade: (database) => {
      database.createObjectStore("entries", { keyPath: "id" });
      database.createObjectStore("sketches", { keyPath: "id" });
      database.createObjectStore("takes", { keyPath: ["sketch", "id"] });
      database.createObjectStore("personal", { keyPath: "id" });
    },
  });
  await before.put("entries", { id: "old", title: "old", changedMs: 2, bars: 4, takes: 0 });
  before.close();
  expect(await exercises.list()).toEqual([]);
  await sketches.save(project("new"));
  expect((await sketches.list()).map(({ id }) => id).toSorted()).toEqual(["new", "old"]);
});
