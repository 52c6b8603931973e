import "./prelude";
import * as tf from "@tensorflow/tfjs-core";
import { answerWith } from "./composers";
import { Library } from "./library";
import { ModelError, type Failure } from "./model-error";
import type { Call, Calls, Event, Method, Reply, Request } from "./protocol";

interface Context {
  readonly emit: (event: Event) => void;
  /** Lets other messages in; rejects once the call was cancelled. */
  readonly pause: () => Promise<void>;
}

type Handlers = {
  [M in Method]: (params: Calls[M]["params"], context: Context) => Promise<Calls[M]["result"]>;
};

/** How an ask grows is told so often at most: to draw it takes the page longer than some bars take to write. */
const BETWEEN_GROWTHS_MS = 50;

/** Asks are answered one after the other, in the order in which they came. */
let queue = Promise.resolve();

const library = new Library((model) => {
  queue = queue.then(() => model.dispose());
});

const handlers: Handlers = {
  async ask({ ask, checkpoints }, { emit, pause }) {
    const networks = library.networks(
      checkpoints,
      (model, loadedBytes, totalBytes) =>
        emit({
          type: "progress",
          progress: { stage: "loading", model, loadedBytes, totalBytes },
        }),
      (kind, model) => emit({ type: "loaded", kind, url: checkpoints[kind], model }),
    );
    let grownAt = -Infinity;
    return answerWith(ask, networks, {
      pause,
      onDraft: (draft, index) => emit({ type: "draft", draft, index }),
      onGrowth: (notes, to, first) => {
        if (performance.now() < grownAt + BETWEEN_GROWTHS_MS) return;
        grownAt = performance.now();
        emit({ type: "growth", notes, to, first });
      },
      onProgress: (progress) => emit({ type: "progress", progress }),
    });
  },
  async load({ kind, url }, { emit }) {
    const { model } = await library.load(kind, url, (loadedBytes, totalBytes) =>
      emit({
        type: "progress",
        progress: { stage: "loading", model: kind, loadedBytes, totalBytes },
      }),
    );
    emit({ type: "loaded", kind, url, model });
    return model;
  },
  tensors: () => Promise.resolve(tf.memory().numTensors),
};

/** Calls that are waiting or being served; false once they were cancelled. */
const wanted = new Map<number, boolean>();

/** A turn of the event loop without the delays that timers have. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

function reply(message: Reply): void {
  self.postMessage(message);
}

async function serve(call: Call): Promise<void> {
  const { id } = call;
  const context: Context = {
    emit: (event) => reply({ kind: "event", id, event }),
    pause: async () => {
      await turn();
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
    // A checkpoint may be long in coming, and asks go on meanwhile.
    if (data.method === "load") void serve(data);
    else queue = queue.then(() => serve(data));
  } else if (wanted.has(data.id)) wanted.set(data.id, false);
};
