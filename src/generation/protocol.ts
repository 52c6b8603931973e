import type { Ask, Draft, DraftNote, ModelName } from "../domain/ask";
import type { Comparison } from "../domain/echo";
import type { Score } from "../domain/score";
import type { Ticks } from "../domain/units";
import type { CheckpointKind, Checkpoints, CheckpointSource } from "./checkpoint-kind";
import type { Failure } from "./model-error";
import type { LearntStyle } from "./personal-style";

/** How far an ask is. */
export type AskProgress =
  | {
      readonly stage: "loading";
      readonly model: string;
      readonly loadedBytes: number;
      readonly totalBytes: number;
    }
  | {
      readonly stage: "composing";
      /** Takes that are there. */
      readonly done: number;
      readonly total: number;
      /** Of the whole ask, in [0, 1]. */
      readonly fraction: number;
    };

/** What the worker can be called for. */
export interface Calls {
  ask: {
    /** @param pieces address of the folder with what models were trained on */
    params: { readonly ask: Ask; readonly checkpoints: Checkpoints; readonly pieces: string };
    result: readonly Draft[];
  };
  originality: {
    params: { readonly score: Score; readonly pieces: string };
    result: Comparison;
  };
  load: {
    params: { readonly kind: CheckpointKind; readonly source: CheckpointSource };
    result: ModelName;
  };
  /** Loads what will be asked for. */
  prepare: {
    /** @param pieces undefined when nothing will be compared with them */
    params: {
      readonly kind: CheckpointKind;
      readonly source: CheckpointSource;
      readonly pieces: string | undefined;
    };
    result: ModelName;
  };
  learn: {
    params: {
      readonly scores: readonly Score[];
      readonly seed: number;
      readonly checkpoint: CheckpointSource;
    };
    result: LearntStyle;
  };
  /** Tensors that are alive, for tests of leaks. */
  tensors: { params: null; result: number };
}
export type Method = keyof Calls;

/** What a call tells before its one answer. */
export type Event =
  | {
      readonly type: "growth";
      /** Drafts from `first` on, as far as they are decided. */
      readonly notes: readonly (readonly DraftNote[])[];
      readonly to: Ticks;
      readonly first: number;
    }
  /** Drafts from `first` on, all that were ready at once. */
  | { readonly type: "drafts"; readonly drafts: readonly Draft[]; readonly first: number }
  | { readonly type: "progress"; readonly progress: AskProgress }
  /** How far learning is, in [0, 1]. */
  | { readonly type: "learning"; readonly fraction: number }
  | {
      readonly type: "loaded";
      readonly kind: CheckpointKind;
      readonly url: string;
      readonly model: ModelName;
    };

export type Call = {
  [M in Method]: {
    readonly kind: "call";
    readonly id: number;
    readonly method: M;
    readonly params: Calls[M]["params"];
  };
}[Method];

export type Request = Call | { readonly kind: "cancel"; readonly id: number };

export type Reply =
  | { readonly kind: "event"; readonly id: number; readonly event: Event }
  | { readonly kind: "result"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly failure: Failure };
