import type { PersonalModel } from "../domain/personal";
import { readStyle, STYLE_VERSION } from "../formats/personal-file";
import { connect, type DatabaseOptions } from "./database";
import { StorageError } from "./storage-error";

/** The one style of a person's own that is kept in this browser, beside the sketches. Every method rejects with a `StorageError`. */
export interface PersonalStore {
  /** Undefined when there is none; rejects as `damaged` when it cannot be read, and leaves it alone. */
  load(): Promise<PersonalModel | undefined>;
  /** Takes the place of the one before. */
  save(model: PersonalModel): Promise<void>;
  /** Nothing happens when there is none. */
  remove(): Promise<void>;
}

const ID = "mine";

export function createPersonalStore(options: DatabaseOptions = {}): PersonalStore {
  const withDatabase = connect(options);
  return {
    load: () =>
      withDatabase(async (db) => {
        const record = await db.get("personal", ID);
        if (!record) return undefined;
        const style = readStyle(record.version, record.model);
        if (!style.ok)
          throw new StorageError(
            style.problem.kind === "sketchTooNew" ? "outdated" : "damaged",
            style.problem,
          );
        return style.value;
      }),
    save: (model) =>
      withDatabase(async (db) => {
        await db.put("personal", { id: ID, version: STYLE_VERSION, model });
      }),
    remove: () => withDatabase((db) => db.delete("personal", ID)),
  };
}
