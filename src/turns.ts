/** Lets others have their turn. Not a timer: those are made to wait, once a second in a hidden page. */
export function nextTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** After everything that the page begins with, the sketch and the first sound among it. */
export function whenIdle(run: () => void): void {
  // WebKit has no such call.
  if ("requestIdleCallback" in window) requestIdleCallback(run, { timeout: 20_000 });
  else setTimeout(run, 5000);
}
