import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import type { Project } from "../../src/domain/project";
import type { Take } from "../../src/domain/take";
import type { TakeId } from "../../src/domain/score";
import { melody, score } from "../support/score";

/** An original and the answer of a model to it. */
export const ANSWERED: readonly Take[] = [
  {
    id: "original" as TakeId,
    parent: undefined,
    name: "Original",
    score: score(melody([60, 62])),
    making: undefined,
    createdMs: 10,
  },
  {
    id: "answer" as TakeId,
    parent: "original" as TakeId,
    name: "Take 1: Continuation",
    score: score(melody([60, 62, 64])),
    making: {
      kind: "continue",
      model: { name: "melody-rnn", version: "1" },
      seed: 7,
      settings: DEFAULT_SETTINGS,
      voices: [],
      range: { start: 960, end: 1440 },
      ask: "ask",
    },
    createdMs: 20,
  },
];

/** A sketch "id" of two notes without takes, unless said otherwise. */
export function project(id: string, overrides: Partial<Project> = {}): Project {
  return {
    id,
    score: score(melody([60, 62]), { title: id }),
    takes: [],
    base: undefined,
    settings: DEFAULT_SETTINGS,
    credits: [],
    journal: [],
    createdMs: 1,
    changedMs: 2,
    ...overrides,
  };
}
