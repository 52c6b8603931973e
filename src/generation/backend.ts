import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import * as tf from "@tensorflow/tfjs-core";
// Magenta calls operations as methods of tensors: `a.add(b)`.
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";

let started: Promise<void> | undefined;

/** Starts WebAssembly, or plain JavaScript where there is none. */
export function startBackend(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  // The threaded build makes its own worker from a function's text, which a minifier breaks, and gains next to nothing here.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  // The worker starts from a blob, against whose address nothing can be resolved.
  const [plainUrl, simdUrl] = [plain, simd].map((url) => new URL(url, import.meta.url).href);
  setWasmPaths({
    "tfjs-backend-wasm.wasm": plainUrl!,
    "tfjs-backend-wasm-simd.wasm": simdUrl!,
    "tfjs-backend-wasm-threaded-simd.wasm": simdUrl!,
  });
  if (!(await tf.setBackend("wasm"))) await tf.setBackend("cpu");
  await tf.ready();
}
