import type { ModelName } from "../../src/domain/ask";
import { weightCount, type PersonalModel } from "../../src/domain/personal";
import type { Score } from "../../src/domain/score";
import type { Learner, LearntStyle, ModelInfo } from "../../src/generation/client";
import type { Library } from "../../src/session/library.svelte";
import type { PersonalStore } from "../../src/storage/personal-store";

const SIZES = { latent: 6, hidden: 4, code: 2 };

/** A style of a few numbers, which no checkpoint goes with. */
export function style(overrides: Partial<PersonalModel> = {}): PersonalModel {
  return {
    name: "My style",
    learntMs: Date.UTC(2026, 10, 25, 12),
    windows: 143,
    sketches: ["Jig", "Reel"],
    checkpoint: { name: "Melody MusicVAE, two bars", version: "1", digest: "0123456789abcdef" },
    net: {
      ...SIZES,
      weights: Float32Array.from({ length: weightCount(SIZES) }, (_, i) => Math.sin(i) / 3),
    },
    ...overrides,
  };
}

/** A store that lives as long as the test; `refusal`, when set, is what every call rejects with. */
export class MemoryPersonalStore implements PersonalStore {
  model: PersonalModel | undefined;
  refusal: Error | undefined;

  load: PersonalStore["load"] = () => this.#answer(() => this.model);
  save: PersonalStore["save"] = (model) =>
    this.#answer(() => {
      this.model = model;
    });
  remove: PersonalStore["remove"] = () =>
    this.#answer(() => {
      this.model = undefined;
    });

  #answer<Value>(work: () => Value): Promise<Value> {
    return this.refusal ? Promise.reject(this.refusal) : Promise.resolve(work());
  }
}

/** A learning that a test ends by hand. */
export interface OpenLearning {
  readonly scores: readonly Score[];
  progress(fraction: number): void;
  finish(learnt?: Partial<LearntStyle>): void;
  fail(error: Error): void;
}

/** Learns nothing: each call waits in `learnings` until the test answers it. */
export class FakeLearner implements Learner {
  readonly learnings: OpenLearning[] = [];
  /** The checkpoint that is in use, once it is known. */
  checkpoint: ModelName | undefined;

  learn: Learner["learn"] = (scores, _seed, { signal, onProgress } = {}) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
      const { windows, checkpoint, net } = style();
      this.learnings.push({
        scores,
        progress: (fraction) => onProgress?.(fraction),
        finish: (learnt) => {
          resolve({ windows, checkpoint, net, ...learnt });
        },
        fail: reject,
      });
    });

  models = (): readonly ModelInfo[] => [
    { kind: "melody-vae", asks: ["vary"], url: "", model: this.checkpoint },
  ];
}

/** The library's part in learning: the sketch on the desk, and others by their scores. */
export function shelf(open: () => Score, others: Readonly<Record<string, Score>> = {}): Library {
  const library: Pick<Library, "openId" | "entries" | "refresh" | "scoreOf" | "join"> & {
    readonly project: Pick<Library["project"], "score">;
  } = {
    openId: "stage",
    get project() {
      return { score: open() };
    },
    entries: Object.entries(others).map(([id, { title, bars }]) => ({
      id,
      title,
      bars,
      changedMs: 0,
      takes: 0,
    })),
    join: () => undefined,
    refresh: () => Promise.resolve(),
    scoreOf: (id) => Promise.resolve(others[id]),
  };
  return library as Library;
}
