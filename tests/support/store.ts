import type { Project } from "../../src/domain/project";
import type { Autosave } from "../../src/storage/autosave";
import type { SketchStore } from "../../src/storage/sketch-store";

/** A store that lives as long as the test; `refusal`, when set, is what every call rejects with. */
export class MemoryStore implements SketchStore {
  readonly projects = new Map<string, Project>();
  refusal: Error | undefined;

  list: SketchStore["list"] = () =>
    this.#answer(() =>
      [...this.projects.values()]
        .map(({ id, score, takes, createdMs, changedMs, unaided }) => ({
          id,
          title: score.title,
          bars: score.bars,
          takes: takes.length,
          changedMs,
          ...(unaided ? { unaidedMs: createdMs } : {}),
        }))
        .toSorted((a, b) => b.changedMs - a.changedMs),
    );

  load: SketchStore["load"] = (id) => this.#answer(() => this.projects.get(id));

  save: SketchStore["save"] = (project) =>
    this.#answer(() => {
      this.projects.set(project.id, project);
    });

  remove: SketchStore["remove"] = (id) =>
    this.#answer(() => {
      this.projects.delete(id);
    });

  #answer<Value>(work: () => Value): Promise<Value> {
    return this.refusal ? Promise.reject(this.refusal) : Promise.resolve(work());
  }
}

/** Writes only when flushed, so that a test sees when. */
export function manualAutosave(store: MemoryStore): Autosave & { readonly scheduled: Project[] } {
  const scheduled: Project[] = [];
  return {
    scheduled,
    schedule: (project) => {
      scheduled.push(project);
    },
    forget: (id) => {
      scheduled.splice(0, Infinity, ...scheduled.filter((project) => project.id !== id));
    },
    flush: async () => {
      for (const project of scheduled.splice(0)) await store.save(project);
    },
  };
}
