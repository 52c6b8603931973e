import { boundWorker } from "../bound-worker";
import {
  calculated,
  type Calculation,
  type Given,
  type Reply,
  type Request,
  type Result,
} from "./calculations";
import workerUrl from "./worker?worker&url";

/** Works things out beside the page. What is given is copied, so that the page still has it where there is no worker. */
export type Calculate = <C extends Calculation>(name: C, ...given: Given<C>) => Promise<Result<C>>;

interface Pending {
  readonly request: Request;
  readonly resolve: (result: Result<Calculation>) => void;
  readonly reject: (error: Error) => void;
}

/** A worker that nobody asks any more is let go. */
const IDLE_MS = 10_000;

/** @param start makes the worker when it is first needed, and again when it was let go or has died */
export function createCalculator(
  start: () => Worker = startWorker,
  idleMs: number = IDLE_MS,
): Calculate {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let lastId = 0;

  function letGo(): void {
    worker?.terminate();
    worker = undefined;
  }

  /** What it owes is worked out here. */
  function died(): void {
    letGo();
    const owed = [...pending.values()];
    pending.clear();
    for (const { request, resolve, reject } of owed) {
      try {
        resolve(calculated(request.name, request.given));
      } catch (error) {
        reject(error as Error);
      }
    }
  }

  function receive(reply: Reply): void {
    const settled = pending.get(reply.id);
    pending.delete(reply.id);
    if ("result" in reply) settled?.resolve(reply.result);
    else settled?.reject(new Error(reply.message));
    if (pending.size === 0) rest = setTimeout(letGo, idleMs);
  }

  function started(): Worker {
    clearTimeout(rest);
    if (worker) return worker;
    const next = start();
    next.onmessage = ({ data }: MessageEvent<Reply>) => {
      receive(data);
    };
    next.onerror = (event) => {
      event.preventDefault();
      // One that was let go already may still be heard of.
      if (next === worker) died();
    };
    worker = next;
    return next;
  }

  return <C extends Calculation>(name: C, ...given: Given<C>) =>
    new Promise<Result<C>>((resolve, reject) => {
      const request = { id: ++lastId, name, given } as unknown as Request;
      pending.set(request.id, { request, resolve: resolve as Pending["resolve"], reject });
      try {
        started().postMessage(request);
      } catch {
        died();
      }
    });
}

function startWorker(): Worker {
  return boundWorker(workerUrl, "sound");
}

/** The page's own. */
export const calculate: Calculate = createCalculator();
