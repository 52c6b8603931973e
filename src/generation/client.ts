import { boundWorker } from "../bound-worker";
import type { Ask, AskKind, Draft, DraftNote, ModelName } from "../domain/ask";
import type { Comparison } from "../domain/echo";
import type { Score } from "../domain/score";
import type { Ticks } from "../domain/units";
import {
  CHECKPOINT_KINDS,
  type CheckpointKind,
  type Checkpoints,
  type CheckpointSource,
} from "./checkpoint-kind";
import { ModelError } from "./model-error";
import type { LearntStyle } from "./personal-style";
import type { AskProgress, Call, Calls, Event, Method, Reply, Request } from "./protocol";
import workerUrl from "./worker?worker&url";

export { ModelError } from "./model-error";
export type { CheckpointKind } from "./checkpoint-kind";
export type { LearntStyle } from "./personal-style";
export type { AskProgress } from "./protocol";

export interface AskOptions {
  /** Rejects the ask at once with the signal's reason; nothing is heard of it afterwards. */
  readonly signal?: AbortSignal;
  /** Each draft as it comes. @param index from 0 */
  readonly onDraft?: (draft: Draft, index: number) => void;
  /** What is decided of a draft that is to come, up to a tick: all of it sounds as it stands. @param index from 0 */
  readonly onGrowth?: (notes: readonly DraftNote[], index: number, to: Ticks) => void;
  readonly onProgress?: (progress: AskProgress) => void;
}

/** The files of a checkpoint that a person chose on their machine. They are kept for as long as the page is open. */
export interface ChosenFiles {
  /** Of their folder or archive, to speak of them. */
  readonly name: string;
  /** Each by its path from the folder that has `weights_manifest.json`. */
  readonly files: ReadonlyMap<string, Blob>;
}

/** A checkpoint that asks are answered with. */
export interface ModelInfo {
  readonly kind: CheckpointKind;
  /** The asks that it has a part in. */
  readonly asks: readonly AskKind[];
  /** The address of its folder; of chosen files the name by which they are known. */
  readonly url: string;
  /** Whether it came from files that the person chose. */
  readonly isChosen?: boolean;
  /** Undefined until it was loaded for the first time. */
  readonly model: ModelName | undefined;
}

/** Asks the models, which run in one worker. */
export interface Generator {
  /**
   * As many drafts as the settings want, all different and none equal to what is there; fewer when there are no more. An ask for one
   * take with a draft's seed, beside nothing and all else the same, makes that draft again. Asks are answered one after the other.
   * Rejects with a `ModelError`, or with the reason of an abort.
   */
  ask(ask: Ask, options?: AskOptions): Promise<readonly Draft[]>;
  /** The checkpoints that are chosen. */
  models(): readonly ModelInfo[];
  /**
   * Loads a checkpoint in Magenta's format and answers with it from then on; the one before stays when it does not fit.
   * @param from the address, on the page's own origin, of the folder that has `weights_manifest.json`; or that folder's files
   */
  useCheckpoint(kind: CheckpointKind, from: string | ChosenFiles): Promise<void>;
  /** Stops the worker; what is pending rejects. */
  dispose(): void;
}

export interface LearnOptions {
  /** Rejects at once with the signal's reason. */
  readonly signal?: AbortSignal;
  /** @param fraction in [0, 1] */
  readonly onProgress?: (fraction: number) => void;
}

/** Learns a style, in the same worker. */
export interface Learner {
  /**
   * What the lines that are a person's own in `scores` have in common; the same scores, seed and checkpoint give the same style.
   * @param seed integer in [0, 2^31)
   * Rejects with a `ModelError`, `tooLittle` where there is not enough of them, or with the reason of an abort.
   */
  learn(scores: readonly Score[], seed: number, options?: LearnOptions): Promise<LearntStyle>;
}

/** Has ready what is not asked for yet. */
export interface Preparer {
  /**
   * Loads a checkpoint, and the pieces that answers are compared with, in time for the first ask. Rejects with a `ModelError`; an ask
   * tries again, and says so then.
   */
  prepare(kind: CheckpointKind, options: { readonly compares: boolean }): Promise<void>;
}

/** Compares music with what models were trained on, in the same worker. */
export interface Comparer {
  /** Rejects with a `ModelError`, or with the reason of an abort. */
  compare(score: Score, signal?: AbortSignal): Promise<Comparison>;
}

export interface GeneratorOptions {
  /** The folder that has a folder for each kind of checkpoint; by default `models/` beside the page. */
  readonly modelsUrl?: string;
  /** Makes the worker when the first call is made, and again after a crash. */
  readonly createWorker?: () => Worker;
}

const ASKS: Record<CheckpointKind, readonly AskKind[]> = {
  harmony: ["harmonise", "rewrite", "continue"],
  coconet: ["harmonise", "rewrite", "continue"],
  "melody-rnn": ["continue", "rewrite"],
  "melody-vae": ["vary", "blend"],
  chords: ["accompany"],
  groove: ["groove", "humanise"],
};

export function createGenerator(options: GeneratorOptions = {}): Generator &
  Learner &
  Comparer &
  Preparer & {
    /** Tensors that are alive in the worker, for tests of leaks. */
    tensors(): Promise<number>;
  } {
  return new WorkerGenerator(options);
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ModelError) => void;
  readonly onEvent: (event: Event) => void;
}

class WorkerGenerator implements Generator, Learner, Comparer, Preparer {
  readonly #createWorker: () => Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #models = new Map<string, ModelName>();
  readonly #pieces: string;
  /** How often files of a name were chosen: those of the same name are told apart by number. */
  readonly #choices = new Map<string, number>();
  #checkpoints: Checkpoints;
  #worker: Worker | undefined;
  #lastId = 0;

  constructor({ modelsUrl, createWorker }: GeneratorOptions) {
    this.#createWorker = createWorker ?? startWorker;
    const folder = addressOf(modelsUrl ?? `${import.meta.env.BASE_URL}models`);
    this.#pieces = `${folder}/originality`;
    this.#checkpoints = {
      harmony: { address: `${folder}/harmony` },
      coconet: { address: `${folder}/coconet` },
      "melody-rnn": { address: `${folder}/melody-rnn` },
      "melody-vae": { address: `${folder}/melody-vae` },
      chords: { address: `${folder}/chords` },
      groove: { address: `${folder}/groove` },
    };
  }

  ask(ask: Ask, options: AskOptions = {}): Promise<readonly Draft[]> {
    const { signal, onDraft, onGrowth, onProgress } = options;
    const params = { ask, checkpoints: this.#checkpoints, pieces: this.#pieces };
    return this.#call("ask", params, signal, (event) => {
      if (event.type === "drafts")
        event.drafts.forEach((draft, i) => onDraft?.(draft, event.first + i));
      if (event.type === "growth")
        event.notes.forEach((n, i) => onGrowth?.(n, event.first + i, event.to));
      if (event.type === "progress") onProgress?.(event.progress);
    });
  }

  learn(
    scores: readonly Score[],
    seed: number,
    { signal, onProgress }: LearnOptions = {},
  ): Promise<LearntStyle> {
    const checkpoint = this.#checkpoints["melody-vae"];
    return this.#call("learn", { scores, seed, checkpoint }, signal, (event) => {
      if (event.type === "learning") onProgress?.(event.fraction);
    });
  }

  compare(score: Score, signal?: AbortSignal): Promise<Comparison> {
    return this.#call("originality", { score, pieces: this.#pieces }, signal);
  }

  async prepare(kind: CheckpointKind, { compares }: { readonly compares: boolean }): Promise<void> {
    const source = this.#checkpoints[kind];
    await this.#call("prepare", { kind, source, pieces: compares ? this.#pieces : undefined });
  }

  models(): readonly ModelInfo[] {
    return CHECKPOINT_KINDS.map((kind) => {
      const { address: url, files } = this.#checkpoints[kind];
      return {
        kind,
        url,
        asks: ASKS[kind],
        model: this.#models.get(url),
        ...(files && { isChosen: true }),
      };
    });
  }

  async useCheckpoint(kind: CheckpointKind, from: string | ChosenFiles): Promise<void> {
    const source = this.#sourceOf(kind, from);
    await this.#call("load", { kind, source });
    this.#checkpoints = { ...this.#checkpoints, [kind]: source };
  }

  #sourceOf(kind: CheckpointKind, from: string | ChosenFiles): CheckpointSource {
    if (typeof from !== "string") {
      const count = (this.#choices.get(from.name) ?? 0) + 1;
      this.#choices.set(from.name, count);
      return { address: count === 1 ? from.name : `${from.name} (${count})`, files: from.files };
    }
    // What `models()` calls the present one, files of the person's own or not, is that one.
    if (from === this.#checkpoints[kind].address) return this.#checkpoints[kind];
    const address = addressOf(from);
    if (new URL(address).origin !== location.origin)
      throw new ModelError("elsewhere", `${address} is not on this page's own origin`);
    return { address };
  }

  tensors(): Promise<number> {
    return this.#call("tensors", null);
  }

  dispose(): void {
    this.#stop(new ModelError("crashed", "the generator was disposed of"));
  }

  #call<M extends Method>(
    method: M,
    params: Calls[M]["params"],
    signal?: AbortSignal,
    onEvent: (event: Event) => void = () => undefined,
  ): Promise<Calls[M]["result"]> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const id = ++this.#lastId;
    const worker = this.#started();
    return new Promise<Calls[M]["result"]>((resolve, reject) => {
      post(worker, { kind: "call", id, method, params } as Call);
      const abort = () => {
        this.#pending.delete(id);
        post(worker, { kind: "cancel", id });
        reject(signal!.reason as Error);
      };
      const settle = () => {
        this.#pending.delete(id);
        signal?.removeEventListener("abort", abort);
      };
      this.#pending.set(id, {
        onEvent,
        resolve: (value) => {
          settle();
          resolve(value as Calls[M]["result"]);
        },
        reject: (error: ModelError) => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const worker = this.#createWorker();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#receive(data);
    const crash = (message: string) => {
      // One that was given up already may still be heard of.
      if (worker === this.#worker) this.#stop(new ModelError("crashed", message));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      crash(event.message || "the models' worker died");
    };
    worker.onmessageerror = () => crash("the models' worker sent what cannot be read");
    this.#worker = worker;
    return worker;
  }

  #receive(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    if (reply.kind === "event" && reply.event.type === "loaded")
      this.#models.set(reply.event.url, reply.event.model);
    if (!pending) return;
    switch (reply.kind) {
      case "event":
        pending.onEvent(reply.event);
        break;
      case "result":
        pending.resolve(reply.value);
        break;
      case "failure":
        pending.reject(new ModelError(reply.failure.code, reply.failure.message));
        break;
    }
  }

  #stop(error: ModelError): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const pending of [...this.#pending.values()]) pending.reject(error);
  }
}

function startWorker(): Worker {
  return boundWorker(workerUrl, "models");
}

function post(worker: Worker, request: Request): void {
  worker.postMessage(request);
}

/** The absolute address of a folder, without a slash at its end. */
function addressOf(url: string): string {
  try {
    return new URL(url, document.baseURI).href.replace(/\/+$/, "");
  } catch (cause) {
    throw new ModelError("network", `${JSON.stringify(url)} is not an address`, { cause });
  }
}
