import { flushSync, mount, unmount } from "svelte";
import PrintedScore from "./PrintedScore.svelte";
import type { Stand } from "./stand.svelte";

/** Whenever the browser prints, it gets the staves in pages instead of the page on screen. Returns how to stop. */
export function printsOn(stand: Stand): () => void {
  let sheet: ReturnType<typeof mount> | undefined;
  const away = () => {
    if (sheet) void unmount(sheet);
    sheet = undefined;
  };
  const show = () => {
    away();
    if (!stand.vex) return;
    sheet = mount(PrintedScore, {
      target: document.body,
      props: { vex: stand.vex, score: stand.score, texts: stand.texts },
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
