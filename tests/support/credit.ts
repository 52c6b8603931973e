import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import type { Credit } from "../../src/domain/credit";
import type { TakeId } from "../../src/domain/score";

/** Of a harmony by model "harmony", version 1, unless said otherwise. */
export function creditFor(take: string, overrides: Partial<Credit> = {}): Credit {
  return {
    take: take as TakeId,
    kind: "harmonise",
    model: { name: "harmony", version: "1" },
    seed: 7,
    settings: DEFAULT_SETTINGS,
    createdMs: 20,
    ...overrides,
  };
}
