import { flushSync, mount, unmount } from "svelte";
import PrintedScore from "./PrintedScore.svelte";
import type { Sheet } from "./sheet.svelte";

/** Whenever the browser prints, it gets the staves in pages instead of the page on screen. Returns how to stop. */
export function printsOn(sheet: Sheet): () => void {
  let printed: ReturnType<typeof mount> | undefined;
  const away = () => {
    if (printed) void unmount(printed);
    printed = undefined;
  };
  const show = () => {
    away();
    if (!sheet.vex) return;
    printed = mount(PrintedScore, {
      target: document.body,
      props: { vex: sheet.vex, score: sheet.score, texts: sheet.texts, credit: sheet.credit },
    });
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
