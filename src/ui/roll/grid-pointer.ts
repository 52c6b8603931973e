import { FINGER, MOUSE } from "./hit";
import type { Roll } from "./roll.svelte";

/** How long a finger rests before it selects instead of scrolling. */
const LONG_PRESS_MS = 380;
/** A finger that strays further has begun to scroll. */
const STRAY_PX = 8;

interface Touch {
  readonly x: number;
  readonly y: number;
}

/**
 * Turns the pointers, wheel and pinches on the grid into what the roll does. A mouse or pen presses at once. A finger presses at once
 * with the pen tool or on a selected note; else it scrolls, taps to select, and rests to move a note or draw a box.
 * Returns how to stop.
 */
export function createGridPointer(element: HTMLElement, roll: Roll): () => void {
  const touches = new Map<number, Touch>();
  let resting: { timer: number; id: number; x: number; y: number } | undefined;
  let holder: number | undefined;

  const place = (event: { clientX: number; clientY: number }) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onGrid = ({ x, y }: Touch) => x < roll.view.width && y < roll.view.height;
  const stopResting = () => {
    if (resting) clearTimeout(resting.timer);
    resting = undefined;
  };

  const down = (event: PointerEvent) => {
    const at = place(event);
    if (!onGrid(at)) return;
    if (event.pointerType === "touch") {
      touchDown(event, at);
      return;
    }
    const point = roll.point(at.x, at.y);
    if (event.button === 2) {
      const hit = roll.hit(at.x, at.y);
      if (hit) roll.erase(hit.note);
      return;
    }
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    holder = event.pointerId;
    roll.press(point, { reach: MOUSE, shift: event.shiftKey });
  };

  const touchDown = (event: PointerEvent, at: Touch) => {
    touches.set(event.pointerId, at);
    if (touches.size > 1) {
      stopResting();
      roll.cancel();
      holder = undefined;
      return;
    }
    const hit = roll.hit(at.x, at.y, FINGER);
    const isSelected = hit && roll.session.sketch.selection.has(hit.note.id);
    if (roll.tool === "pen" || isSelected) {
      holder = event.pointerId;
      roll.press(roll.point(at.x, at.y), { reach: FINGER });
      return;
    }
    const rest = () => {
      resting = undefined;
      holder = event.pointerId;
      const point = roll.point(at.x, at.y);
      if (hit) roll.press(point, { reach: FINGER });
      else roll.pressBox(point);
    };
    resting = { timer: window.setTimeout(rest, LONG_PRESS_MS), id: event.pointerId, ...at };
  };

  const move = (event: PointerEvent) => {
    const at = place(event);
    if (event.pointerType === "touch" && touches.size === 2 && touches.has(event.pointerId)) {
      pinch(event.pointerId, at);
      return;
    }
    if (touches.has(event.pointerId)) touches.set(event.pointerId, at);
    if (resting && Math.hypot(at.x - resting.x, at.y - resting.y) > STRAY_PX) stopResting();
    if (holder === event.pointerId) {
      roll.drag(roll.point(at.x, at.y), event.altKey || event.metaKey || event.ctrlKey);
      scrollAtEdge(at);
    } else if (event.pointerType !== "touch" && event.buttons === 0) {
      roll.hover = onGrid(at) ? roll.hit(at.x, at.y) : undefined;
    }
  };

  /** A drag that leaves the grid takes the view along. */
  const scrollAtEdge = ({ x, y }: Touch) => {
    const { width, height } = roll.view;
    const dx = Math.min(0, x) + Math.max(0, x - width);
    const dy = Math.min(0, y) + Math.max(0, y - height);
    if (dx !== 0 || dy !== 0) roll.scrollBy(dx / 4, dy / 4);
  };

  const pinch = (id: number, at: Touch) => {
    const before = touches.get(id)!;
    const other = [...touches].find(([otherId]) => otherId !== id)![1];
    touches.set(id, at);
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    const spread = (a: Touch) => ({
      x: Math.max(24, Math.abs(a.x - other.x)),
      y: Math.max(24, Math.abs(a.y - other.y)),
    });
    roll.zoomTime(spread(at).x / spread(before).x, middle.x);
    roll.zoomPitch(spread(at).y / spread(before).y, middle.y);
    roll.scrollBy((before.x - at.x) / 2, (before.y - at.y) / 2);
  };

  const up = (event: PointerEvent) => {
    touches.delete(event.pointerId);
    if (resting?.id === event.pointerId) {
      const { x, y } = resting;
      stopResting();
      roll.press(roll.point(x, y), { reach: FINGER });
      roll.release();
    }
    if (holder === event.pointerId) {
      holder = undefined;
      roll.release();
    }
  };

  const lost = (event: PointerEvent) => {
    touches.delete(event.pointerId);
    if (resting?.id === event.pointerId) stopResting();
    if (holder === event.pointerId) {
      holder = undefined;
      roll.cancel();
    }
  };

  const leave = () => (roll.hover = undefined);

  // While a drag or a pinch is in hand the page must not scroll under it.
  const hold = (event: TouchEvent) => {
    if ((roll.dragging || event.touches.length > 1) && event.cancelable) event.preventDefault();
  };

  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) return;
    event.preventDefault();
    const { x, y } = place(event);
    const delta = Math.max(-40, Math.min(40, event.deltaY || event.deltaX));
    const factor = Math.exp(-delta / 110);
    if (event.altKey) roll.zoomPitch(factor, y);
    else roll.zoomTime(factor, x);
  };

  const menu = (event: Event) => event.preventDefault();

  const listeners = new AbortController();
  const { signal } = listeners;
  element.addEventListener("pointerdown", down, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", up, { signal });
  element.addEventListener("pointercancel", lost, { signal });
  element.addEventListener("pointerleave", leave, { signal });
  element.addEventListener("touchstart", hold, { signal, passive: false });
  element.addEventListener("touchmove", hold, { signal, passive: false });
  element.addEventListener("wheel", wheel, { signal, passive: false });
  element.addEventListener("contextmenu", menu, { signal });
  return () => {
    listeners.abort();
    stopResting();
  };
}
