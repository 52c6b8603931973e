import { flushSync, mount, unmount } from "svelte";
import PrintedStatement from "./PrintedStatement.svelte";
import type { StatementText } from "./statement-words";

/** Whenever the browser prints, it gets the statement instead of the page on screen. Returns how to stop. */
export function printsStatement(text: () => StatementText | undefined): () => void {
  let printed: ReturnType<typeof mount> | undefined;
  const away = () => {
    if (printed) void unmount(printed);
    printed = undefined;
  };
  const show = () => {
    away();
    const words = text();
    if (!words) return;
    printed = mount(PrintedStatement, { target: document.body, props: { text: words } });
    flushSync();
  };
  const listeners = new AbortController();
  const { signal } = listeners;
  window.addEventListener("beforeprint", show, { signal });
  window.addEventListener("afterprint", away, { signal });
  return () => {
    listeners.abort();
    away();
  };
}
