import { flushSync, unmount, type mount } from "svelte";

/** What is printed, mounted in the body: a component whose element has the class "printed" (base.css). */
type Printed = ReturnType<typeof mount>;

/** Whoever has something to print in place of the page; the last one that came and has something is printed, alone. */
const printers: (() => Printed | undefined)[] = [];
let printed: Printed | undefined;

function away(): void {
  if (printed) void unmount(printed);
  printed = undefined;
}

function show(): void {
  away();
  for (const put of printers.toReversed()) if ((printed = put())) break;
  flushSync();
}

/** Whenever the browser prints, it gets what `put` mounts instead of the page on screen. Returns how to stop. @param put undefined where there is nothing yet */
export function prints(put: () => Printed | undefined): () => void {
  if (printers.length === 0) {
    window.addEventListener("beforeprint", show);
    window.addEventListener("afterprint", away);
  }
  printers.push(put);
  return () => {
    printers.splice(printers.indexOf(put), 1);
    away();
    if (printers.length > 0) return;
    window.removeEventListener("beforeprint", show);
    window.removeEventListener("afterprint", away);
  };
}
