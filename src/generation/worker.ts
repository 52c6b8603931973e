import "./prelude";
import * as tf from "@tensorflow/tfjs-core";
import type { Ask, AskKind } from "../domain/ask";
import { nextTurn } from "../turns";
import { answerWith } from "./composers";
import { comparisonOfSketch, CopyCheck } from "./copies";
import { Library } from "./library";
import { ModelError, type Failure } from "./model-error";
import { learnStyle } from "./personal-style";
import { PieceShelf, tryOut } from "./pieces";
import type { Call, Calls, Event, Method, Reply, Request } from "./protocol";

interface Context {
  readonly emit: (event: Event) => void;
  /** Lets other messages in; rejects once the call was cancelled. */
  readonly pause: () => Promise<void>;
}

type Handlers = {
  [M in Method]: (params: Calls[M]["params"], context: Context) => Promise<Calls[M]["result"]>;
};

/** How far an ask is and how it grows is told so often at most: to draw it takes the page longer than some bars take to write. */
const BETWEEN_MS = 50;

/** Asks are answered one after the other, in the order in which they came. */
let queue = Promise.resolve();

const library = new Library((model) => {
  queue = queue.then(() => model.dispose());
});

const shelf = new PieceShelf();

/** The asks whose answers are compared: *Humanise* writes nothing new. */
const COMPARED: ReadonlySet<AskKind> = new Set([
  ...(["harmonise", "vary", "continue", "rewrite", "blend", "accompany", "groove"] as const),
]);

/** Undefined where nothing is said of copies. */
function checkOf(ask: Ask, pieces: string): CopyCheck | undefined {
  const { copies = "off", inTime = false } = ask;
  if (copies === "off" || !COMPARED.has(ask.kind)) return undefined;
  if (inTime) return new CopyCheck(ask, "mark", shelf.opened(pieces));
  // The pieces are fetched while the model is; where they cannot be had, takes are offered all the same.
  const opened = shelf.open(pieces).catch(() => undefined);
  return new CopyCheck(ask, copies, opened);
}

const handlers: Handlers = {
  async ask({ ask, checkpoints, pieces }, { emit, pause }) {
    const networks = library.networks(
      checkpoints,
      (model, loadedBytes, totalBytes) =>
        emit({
          type: "progress",
          progress: { stage: "loading", model, loadedBytes, totalBytes },
        }),
      (kind, model) => emit({ type: "loaded", kind, url: checkpoints[kind].address, model }),
    );
    const tellsGrowth = atMostEvery(BETWEEN_MS);
    const tellsProgress = atMostEvery(BETWEEN_MS);
    const check = checkOf(ask, pieces);
    return answerWith(ask, networks, {
      pause,
      onDrafts: (drafts, first) => emit({ type: "drafts", drafts, first }),
      ...(check
        ? { isAcceptable: (draft) => check.accepts(draft), mark: (draft) => check.marked(draft) }
        : {}),
      onGrowth: (notes, to, first) => {
        if (tellsGrowth()) emit({ type: "growth", notes, to, first });
      },
      onProgress: (progress) => {
        if (tellsProgress()) emit({ type: "progress", progress });
      },
    });
  },
  async originality({ score, pieces }) {
    return comparisonOfSketch(await shelf.open(pieces), score);
  },
  async load({ kind, source }, { emit }) {
    const { model } = await library.load(kind, source, (loadedBytes, totalBytes) =>
      emit({
        type: "progress",
        progress: { stage: "loading", model: kind, loadedBytes, totalBytes },
      }),
    );
    emit({ type: "loaded", kind, url: source.address, model });
    return model;
  },
  async prepare({ kind, source, pieces }, { emit }) {
    const { model } = await library.load(kind, source, () => undefined);
    emit({ type: "loaded", kind, url: source.address, model });
    if (pieces !== undefined) await tryOut(await shelf.open(pieces));
    return model;
  },
  async learn({ scores, seed, checkpoint }, { emit, pause }) {
    const coder = await library.load("melody-vae", checkpoint, () => undefined);
    emit({ type: "loaded", kind: "melody-vae", url: checkpoint.address, model: coder.model });
    const tells = atMostEvery(BETWEEN_MS);
    return learnStyle(scores, coder, seed, (fraction) => {
      if (tells()) emit({ type: "learning", fraction });
      return pause();
    });
  },
  tensors: () => Promise.resolve(tf.memory().numTensors),
};

/** Calls that are waiting or being served; false once they were cancelled. */
const wanted = new Map<number, boolean>();

/** Says of each call whether the last that it said yes to is `ms` past. */
function atMostEvery(ms: number): () => boolean {
  let last = -Infinity;
  return () => {
    if (performance.now() < last + ms) return false;
    last = performance.now();
    return true;
  };
}

function reply(message: Reply): void {
  self.postMessage(message);
}

async function serve(call: Call): Promise<void> {
  const { id } = call;
  const context: Context = {
    emit: (event) => reply({ kind: "event", id, event }),
    pause: async () => {
      await nextTurn();
      if (wanted.get(id) === false) throw new DOMException("the call was cancelled", "AbortError");
    },
  };
  try {
    await context.pause();
    const handle = handlers[call.method] as (params: unknown, context: Context) => Promise<unknown>;
    reply({ kind: "result", id, value: await handle(call.params, context) });
  } catch (error) {
    reply({ kind: "failure", id, failure: failureOf(error) });
  } finally {
    wanted.delete(id);
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof ModelError) return { code: error.code, message: error.message };
  return { code: "unexpected", message: String(error) };
}

self.onmessage = ({ data }: MessageEvent<Request>) => {
  if (data.kind === "call") {
    wanted.set(data.id, true);
    // What is fetched may be long in coming, and asks go on meanwhile.
    if (data.method === "load" || data.method === "prepare") void serve(data);
    else queue = queue.then(() => serve(data));
  } else if (wanted.has(data.id)) wanted.set(data.id, false);
};
