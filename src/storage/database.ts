import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Project } from "../domain/project";
import type { TakeId } from "../domain/score";
import type { Take } from "../domain/take";
import { StorageError } from "./storage-error";

/** What a list of sketches shows, stored apart so that the list loads no music. */
export interface SketchEntry {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970, UTC. */
  readonly changedMs: number;
  readonly bars: number;
  /** Answers of models; originals do not count. */
  readonly takes: number;
}

/** A sketch without its takes, in version `version` of Antiphon's file. */
export interface SketchRecord {
  readonly id: string;
  readonly version: number;
  readonly sketch: Omit<Project, "takes">;
  /** The ids of its takes, in order. */
  readonly takes: readonly TakeId[];
}

/** One take: it never changes, so it is written once however often its sketch is saved. */
export interface TakeRecord {
  readonly sketch: string;
  readonly id: TakeId;
  readonly take: Take;
}

interface Schema extends DBSchema {
  entries: { key: string; value: SketchEntry };
  sketches: { key: string; value: SketchRecord };
  takes: { key: [sketch: string, id: TakeId]; value: TakeRecord };
}

export type SketchDatabase = IDBPDatabase<Schema>;

/** Raised only when the stores themselves change; what is in a record has its own version. */
const DATABASE_VERSION = 1;

/**
 * @param onLost called when the connection ends on its own, or makes way for a newer version in another tab
 * @throws StorageError `blocked` instead of waiting for another tab, and whatever IndexedDB throws
 */
export async function openDatabase(name: string, onLost: () => void): Promise<SketchDatabase> {
  return new Promise((resolve, reject) => {
    let gaveUp = false;
    const opening = openDB<Schema>(name, DATABASE_VERSION, {
      upgrade: (database) => {
        database.createObjectStore("entries", { keyPath: "id" });
        database.createObjectStore("sketches", { keyPath: "id" });
        database.createObjectStore("takes", { keyPath: ["sketch", "id"] });
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
