import type { SheetHand } from "./picking.svelte";

/** How long a finger rests before it selects instead of scrolling. */
const LONG_PRESS_MS = 380;
/** A finger that strays further has begun to scroll. */
const STRAY_PX = 8;

/**
 * Turns the pointers on a sheet into what the hand does there. A mouse or pen presses at once. A finger takes hold where the hand says so; else
 * it scrolls, a tap presses, and a finger that rests draws a box or takes a note. Returns how to stop.
 */
export function createSheetPointer(element: HTMLElement, hand: SheetHand): () => void {
  let holder: number | undefined;
  let tap: { readonly id: number; readonly x: number; readonly y: number } | undefined;
  let resting: number | undefined;
  const untap = () => {
    tap = undefined;
    clearTimeout(resting);
  };

  const place = (event: PointerEvent) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top + element.scrollTop };
  };
  const isOnScrollbar = (event: PointerEvent) =>
    event.clientX - element.getBoundingClientRect().left >= element.clientWidth;

  const down = (event: PointerEvent) => {
    if (isOnScrollbar(event)) return;
    const { x, y } = place(event);
    if (event.pointerType === "touch") {
      if (!hand.holds(x, y)) {
        untap();
        if (!event.isPrimary) return;
        tap = { id: event.pointerId, x, y };
        resting = window.setTimeout(() => {
          untap();
          holder = event.pointerId;
          hand.rest(x, y);
        }, LONG_PRESS_MS);
        return;
      }
    }
    if (event.button === 2) {
      hand.second?.(x, y);
      return;
    }
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    holder = event.pointerId;
    hand.press(x, y, {
      shift: event.shiftKey,
      by: event.pointerType === "touch" ? "finger" : "mouse",
    });
  };

  const move = (event: PointerEvent) => {
    const { x, y } = place(event);
    if (tap?.id === event.pointerId && Math.hypot(x - tap.x, y - tap.y) > STRAY_PX) untap();
    if (holder === event.pointerId) hand.drag(x, y);
  };

  const up = (event: PointerEvent) => {
    if (tap?.id === event.pointerId) {
      hand.press(tap.x, tap.y, { by: "finger" });
      hand.release();
      untap();
    }
    if (holder !== event.pointerId) return;
    holder = undefined;
    hand.release();
  };

  const lost = (event: PointerEvent) => {
    if (tap?.id === event.pointerId) untap();
    if (holder !== event.pointerId) return;
    holder = undefined;
    hand.cancel();
  };

  // While a note is held the page must not scroll under it.
  const hold = (event: TouchEvent) => {
    if (hand.dragging && event.cancelable) event.preventDefault();
  };
  const menu = (event: Event) => event.preventDefault();

  const listeners = new AbortController();
  const { signal } = listeners;
  element.addEventListener("pointerdown", down, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", up, { signal });
  element.addEventListener("pointercancel", lost, { signal });
  element.addEventListener("touchstart", hold, { signal, passive: false });
  element.addEventListener("touchmove", hold, { signal, passive: false });
  element.addEventListener("contextmenu", menu, { signal });
  return () => {
    listeners.abort();
    untap();
  };
}
