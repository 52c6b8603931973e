import type { StockModel, StockReply, StockRequest } from "./stock-calls";

declare global {
  interface Window {
    /** Times a stock model in a worker of its own. */
    timeStock(model: StockModel, runs: number): Promise<StockReply>;
  }
}

window.timeStock = (model, runs) =>
  new Promise((resolve) => {
    const worker = new Worker(new URL("./stock.worker.ts", import.meta.url), { type: "module" });
    const finish = (reply: StockReply) => {
      worker.terminate();
      resolve(reply);
    };
    worker.onmessage = ({ data }: MessageEvent<StockReply>) => finish(data);
    worker.onerror = ({ message }) => finish({ error: message });
    const modelsUrl = new URL("/models", location.href).href;
    worker.postMessage({ model, modelsUrl, runs } satisfies StockRequest);
  });
