import type { Exercise } from "../exercises/exercise";
import { EXERCISE_VERSION, readExercise } from "../formats/exercise-file";
import { connect, type DatabaseOptions } from "./database";

/** An exercise that was kept. */
export interface KeptExercise {
  readonly exercise: Exercise;
  /** Milliseconds since 1970, UTC. */
  readonly changedMs: number;
}

/** The exercises that a teacher made in this browser. Every method rejects with a `StorageError`. */
export interface ExerciseStore {
  /** Latest changed first; what cannot be read is left where it is, and out of the list. */
  list(): Promise<readonly KeptExercise[]>;
  /** Takes the place of one with the same id. */
  save(kept: KeptExercise): Promise<void>;
  /** Nothing happens when there is none. */
  remove(id: string): Promise<void>;
}

export function createExerciseStore(options: DatabaseOptions = {}): ExerciseStore {
  const withDatabase = connect(options);
  return {
    list: () =>
      withDatabase(async (db) => {
        const records = await db.getAll("exercises");
        return records
          .toSorted((a, b) => b.changedMs - a.changedMs)
          .flatMap(({ version, changedMs, exercise }) => {
            const read = readExercise({ app: "antiphon", version, exercise });
            return read.ok ? [{ exercise: read.value, changedMs }] : [];
          });
      }),
    save: ({ exercise, changedMs }) =>
      withDatabase(async (db) => {
        const { id } = exercise;
        await db.put("exercises", { id, version: EXERCISE_VERSION, changedMs, exercise });
      }),
    remove: (id) => withDatabase((db) => db.delete("exercises", id)),
  };
}
