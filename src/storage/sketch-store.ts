import type { Project } from "../domain/project";
import { basesOf, type Take } from "../domain/take";
import { PROJECT_VERSION, readProject } from "../formats/project";
import { storedTake } from "../formats/stored-takes";
import { connect, type DatabaseOptions, type SketchDatabase, type SketchEntry } from "./database";
import { StorageError } from "./storage-error";

export type { SketchEntry } from "./database";

/** The sketches kept in this browser. Every method rejects with a `StorageError`. */
export interface SketchStore {
  /** Latest changed first. */
  list(): Promise<readonly SketchEntry[]>;
  /** Undefined when there is none; rejects as `damaged` when it cannot be read, and leaves it alone. */
  load(id: string): Promise<Project | undefined>;
  /** Writes the sketch, its takes and its list entry together or not at all. */
  save(project: Project): Promise<void>;
  /** Nothing happens when there is none. */
  remove(id: string): Promise<void>;
}

export function createSketchStore(options: DatabaseOptions = {}): SketchStore {
  const withDatabase = connect(options);
  const written: WrittenTakes = new WeakMap();
  return {
    list: () =>
      withDatabase(async (db) =>
        (await db.getAll("entries")).toSorted((a, b) => b.changedMs - a.changedMs),
      ),
    load: (id) => withDatabase((db) => loadProject(db, id, written)),
    save: (project) => withDatabase((db) => saveProject(db, project, written)),
    remove: (id) =>
      withDatabase(async (db) => {
        const tx = db.transaction(["entries", "sketches", "takes"], "readwrite");
        await Promise.all([
          tx.objectStore("entries").delete(id),
          tx.objectStore("sketches").delete(id),
          tx.objectStore("takes").delete(takesOf(id)),
          tx.done,
        ]);
      }),
  };
}

/** Takes that are in the database as they are, with what they were stored beside. */
type WrittenTakes = WeakMap<Take, Take | undefined>;

async function loadProject(
  db: SketchDatabase,
  id: string,
  written: WrittenTakes,
): Promise<Project | undefined> {
  const tx = db.transaction(["sketches", "takes"]);
  const [record, stored] = await Promise.all([
    tx.objectStore("sketches").get(id),
    tx.objectStore("takes").getAll(takesOf(id)),
    tx.done,
  ]);
  if (!record) return undefined;
  const byId = new Map(stored.map(({ id: takeId, take }) => [takeId, take]));
  const takes = record.takes.map((takeId) => byId.get(takeId));
  const project = readProject(record.version, { ...record.sketch, takes });
  if (!project.ok)
    throw new StorageError(
      project.problem.kind === "sketchTooNew" ? "outdated" : "damaged",
      project.problem,
    );
  if (record.version === PROJECT_VERSION)
    for (const [take, base] of basesOf(project.value.takes)) written.set(take, base);
  return project.value;
}

async function saveProject(
  db: SketchDatabase,
  project: Project,
  written: WrittenTakes,
): Promise<void> {
  const { takes, ...sketch } = project;
  const { id, score, changedMs } = sketch;
  const tx = db.transaction(["entries", "sketches", "takes"], "readwrite");
  try {
    const takeStore = tx.objectStore("takes");
    const sketchStore = tx.objectStore("sketches");
    const [before, keys] = await Promise.all([
      sketchStore.get(id),
      takeStore.getAllKeys(takesOf(id)),
    ]);
    const isCurrent = before?.version === PROJECT_VERSION;
    const there = new Set(isCurrent ? keys.map(([, takeId]) => takeId) : []);
    const bases = basesOf(takes);
    const fresh = takes.filter(
      (take) => !there.has(take.id) || !written.has(take) || written.get(take) !== bases.get(take),
    );
    const wanted = new Set(takes.map((take) => take.id));
    await Promise.all([
      ...fresh.map((take) =>
        takeStore.put({ sketch: id, id: take.id, take: storedTake(take, bases.get(take)) }),
      ),
      ...keys.filter(([, takeId]) => !wanted.has(takeId)).map((key) => takeStore.delete(key)),
      sketchStore.put({ id, version: PROJECT_VERSION, sketch, takes: [...wanted] }),
      tx.objectStore("entries").put({
        id,
        title: score.title,
        changedMs,
        bars: score.bars,
        takes: takes.filter((take) => take.making !== undefined).length,
        ...(sketch.unaided ? { unaidedMs: sketch.createdMs } : {}),
      }),
      tx.done,
    ]);
    for (const take of fresh) written.set(take, bases.get(take));
  } catch (error) {
    // What failed before the transaction did must not leave half of it behind.
    tx.done.catch(() => undefined);
    try {
      tx.abort();
    } catch {
      // It has aborted already.
    }
    // The requests only say that the transaction was aborted; it knows why.
    throw tx.error ?? error;
  }
}

/** The keys of all takes of a sketch: in IndexedDB's order, an array sorts behind every string. */
function takesOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id], [id, []]);
}
