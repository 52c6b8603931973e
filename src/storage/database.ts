import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { PersonalModel } from "../domain/personal";
import type { Project } from "../domain/project";
import type { TakeId } from "../domain/score";
import type { Exercise } from "../exercises/exercise";
import type { Review } from "../exercises/review";
import type { Work } from "../exercises/work";
import type { StoredTake } from "../formats/stored-takes";
import { asStorageError, StorageError } from "./storage-error";

/** What a list of sketches shows, stored apart so that the list loads no music. */
export interface SketchEntry {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970, UTC. */
  readonly changedMs: number;
  readonly bars: number;
  /** Answers of models; originals do not count. */
  readonly takes: number;
  /** When it was begun, of a sketch in which no model may be asked. Milliseconds since 1970, UTC. */
  readonly unaidedMs?: number | undefined;
}

/** A sketch without its takes, in version `version` of Antiphon's file. */
export interface SketchRecord {
  readonly id: string;
  readonly version: number;
  readonly sketch: Omit<Project, "takes">;
  /** The ids of its takes, in order. */
  readonly takes: readonly TakeId[];
}

/** One take, written once however often its sketch is saved, and again where it or what it is beside has changed. */
export interface TakeRecord {
  readonly sketch: string;
  readonly id: TakeId;
  readonly take: StoredTake;
}

/** The style that was learnt here, of which there is one; in version `version` of its file. */
export interface PersonalRecord {
  readonly id: "mine";
  readonly version: number;
  readonly model: PersonalModel;
}

/** An exercise that a teacher made, in version `version` of its file. */
export interface ExerciseRecord {
  readonly id: string;
  readonly version: number;
  /** Milliseconds since 1970, UTC. */
  readonly changedMs: number;
  readonly exercise: Exercise;
}

/** What a teacher has to say to a hand-in: nothing of the hand-in itself. */
export interface ReviewRecord {
  /** The digest of the hand-in. */
  readonly id: string;
  readonly version: number;
  readonly review: Review;
}

/** What belongs to a sketch in which an exercise is done, in version `version` of hand-ins. */
export interface WorkRecord {
  /** Of the sketch. */
  readonly id: string;
  readonly version: number;
  readonly work: Work;
}

interface Schema extends DBSchema {
  entries: { key: string; value: SketchEntry };
  sketches: { key: string; value: SketchRecord };
  takes: { key: [sketch: string, id: TakeId]; value: TakeRecord };
  personal: { key: string; value: PersonalRecord };
  exercises: { key: string; value: ExerciseRecord };
  reviews: { key: string; value: ReviewRecord };
  works: { key: string; value: WorkRecord };
}

export type SketchDatabase = IDBPDatabase<Schema>;

/** Raised only when the stores themselves change; what is in a record has its own version. */
const DATABASE_VERSION = 4;

/**
 * @param onLost called when the connection ends on its own, or makes way for a newer version in another tab
 * @throws StorageError `blocked` instead of waiting for another tab, and whatever IndexedDB throws
 */
export async function openDatabase(name: string, onLost: () => void): Promise<SketchDatabase> {
  return new Promise((resolve, reject) => {
    let gaveUp = false;
    const opening = openDB<Schema>(name, DATABASE_VERSION, {
      upgrade: (database, from) => {
        if (from < 1) {
          database.createObjectStore("entries", { keyPath: "id" });
          database.createObjectStore("sketches", { keyPath: "id" });
          database.createObjectStore("takes", { keyPath: ["sketch", "id"] });
        }
        if (from < 2) database.createObjectStore("personal", { keyPath: "id" });
        if (from < 3) {
          database.createObjectStore("exercises", { keyPath: "id" });
          database.createObjectStore("reviews", { keyPath: "id" });
        }
        if (from < 4) database.createObjectStore("works", { keyPath: "id" });
      },
      blocked: () => {
        gaveUp = true;
        reject(new StorageError("blocked"));
      },
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        onLost();
      },
      terminated: onLost,
    });
    opening.then((database) => {
      // The other tab made way after all; the next call opens it again.
      if (gaveUp) database.close();
      else resolve(database);
    }, reject);
  });
}

export interface DatabaseOptions {
  /** Name of the database. */
  readonly name?: string;
  /** Opens it; for tests. */
  readonly open?: typeof openDatabase;
}

/** Runs what uses the database, opened when it is first wanted; rejects with a `StorageError`. */
export type WithDatabase = <Value>(
  use: (database: SketchDatabase) => Promise<Value>,
) => Promise<Value>;

export function connect({ name = "antiphon", open = openDatabase }: DatabaseOptions): WithDatabase {
  let database: Promise<SketchDatabase> | undefined;
  const forget = () => {
    database = undefined;
  };
  return async (use) => {
    try {
      database ??= open(name, forget);
      return await use(await database);
    } catch (error) {
      const problem = asStorageError(error);
      // A connection that failed or was closed under us is opened anew next time.
      if (problem.code !== "full" && problem.code !== "damaged") forget();
      throw problem;
    }
  };
}
