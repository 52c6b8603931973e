import type { Attachment } from "svelte/attachments";

/** A swipe goes at least this far, in pixels, and mostly sideways. */
const FAR = 60;
/** These have their own use for a finger that moves sideways. */
const TAKEN = "input, [role=application], [role=slider], [data-swipe=none]";

/** Tells of one finger's swipe across `host`: 1 to the left, towards the next page, -1 to the right. */
export function swipe(turn: (direction: 1 | -1) => void): Attachment<HTMLElement> {
  return (host) => {
    const listening = new AbortController();
    const { signal } = listening;
    let from: { readonly x: number; readonly y: number } | undefined;
    host.addEventListener(
      "touchstart",
      ({ target, touches }) => {
        const [touch] = touches;
        const isFree = target instanceof Element && !target.closest(TAKEN);
        from =
          touch && touches.length === 1 && isFree
            ? { x: touch.clientX, y: touch.clientY }
            : undefined;
      },
      { signal, passive: true },
    );
    host.addEventListener(
      "touchend",
      ({ changedTouches }) => {
        const [touch] = changedTouches;
        if (!from || !touch) return;
        const [x, y] = [touch.clientX - from.x, touch.clientY - from.y];
        from = undefined;
        if (Math.abs(x) >= FAR && Math.abs(x) > 2 * Math.abs(y)) turn(x < 0 ? 1 : -1);
      },
      { signal, passive: true },
    );
    return () => {
      listening.abort();
    };
  };
}
