import type { Work } from "../../src/exercises/work";
import type { ExercisePorts } from "../../src/session/exercise-run.svelte";
import type { WorkStore } from "../../src/storage/work-store";
import { sha256 } from "./hand-ins";

/** Works as long as the test lasts. */
export class MemoryWorks implements WorkStore {
  readonly works = new Map<string, Work>();

  list: WorkStore["list"] = () =>
    Promise.resolve([...this.works.values()].toSorted((a, b) => b.changedMs - a.changedMs));

  load: WorkStore["load"] = (id) => Promise.resolve(this.works.get(id));

  save: WorkStore["save"] = (work) => {
    this.works.set(work.id, work);
    return Promise.resolve();
  };

  remove: WorkStore["remove"] = (id) => {
    this.works.delete(id);
    return Promise.resolve();
  };
}

/** Writes only when flushed; the clock stands at `clock.ms`. */
export function exercisePorts(store = new MemoryWorks(), clock = { ms: 0 }): ExercisePorts {
  const waiting = new Map<string, Work>();
  return {
    store,
    autosave: {
      schedule: (work) => {
        waiting.set(work.id, work);
      },
      forget: (id) => {
        waiting.delete(id);
      },
      flush: async () => {
        for (const work of waiting.values()) await store.save(work);
        waiting.clear();
      },
    },
    digest: sha256,
    nowMs: () => clock.ms,
  };
}
