import { weightCount, type PersonalModel } from "../../src/domain/personal";
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
