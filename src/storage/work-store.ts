import type { Exercise } from "../exercises/exercise";
import type { Work } from "../exercises/work";
import { HAND_IN_VERSION } from "../formats/hand-in-file";
import { checked } from "../formats/own-json";
import { work as workShape } from "../formats/work-shape";
import { connect, type DatabaseOptions } from "./database";
import { StorageError } from "./storage-error";

/** What a list of begun exercises shows. */
export interface BegunExercise {
  /** Of the sketch. */
  readonly id: string;
  readonly exercise: Exercise;
  /** Milliseconds since 1970, UTC. */
  readonly changedMs: number;
  /** Share of what is to be written that is there, in [0, 1]. */
  readonly complete: number;
  readonly handedIn: readonly string[];
}

/** Exercises that were begun in this browser, each beside the sketch in which it is done. Every method rejects with a `StorageError`. */
export interface WorkStore {
  /** Latest changed first; what cannot be read is left where it is, and out of the list. */
  list(): Promise<readonly BegunExercise[]>;
  /** Undefined for a sketch that is no exercise; rejects as `damaged` when it cannot be read, and leaves it alone. */
  load(id: string): Promise<Work | undefined>;
  /** Takes the place of the one before. */
  save(work: Work): Promise<void>;
  /** Nothing happens when there is none. */
  remove(id: string): Promise<void>;
}

export function createWorkStore(options: DatabaseOptions = {}): WorkStore {
  const withDatabase = connect(options);
  const read = (version: number, value: unknown) =>
    checked(version, HAND_IN_VERSION, value, "work", workShape);
  return {
    list: () =>
      withDatabase(async (db) => {
        const records = await db.getAll("works");
        return records
          .flatMap(({ version, work }) => {
            const known = read(version, work);
            return known.ok ? [known.value] : [];
          })
          .toSorted((a, b) => b.changedMs - a.changedMs)
          .map(({ id, exercise, changedMs, complete, handedIn }) => ({
            id,
            exercise,
            changedMs,
            complete,
            handedIn,
          }));
      }),
    load: (id) =>
      withDatabase(async (db) => {
        const record = await db.get("works", id);
        if (!record) return undefined;
        const work = read(record.version, record.work);
        if (!work.ok)
          throw new StorageError(
            work.problem.kind === "sketchTooNew" ? "outdated" : "damaged",
            work.problem,
          );
        return work.value;
      }),
    save: (work) =>
      withDatabase(async (db) => {
        await db.put("works", { id: work.id, version: HAND_IN_VERSION, work });
      }),
    remove: (id) => withDatabase((db) => db.delete("works", id)),
  };
}
