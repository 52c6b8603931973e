/** Between a panel and its button, and between it and the edge of the window, in pixels. */
const GAP = 6;
const EDGE = 8;

/**
 * Puts an open popover beside its button, on the side where it fits or has more room, and never out of the window.
 * @param first the side that it stands on where it fits on both
 */
export function standBeside(
  panel: HTMLElement,
  button: HTMLElement,
  first: "below" | "above" = "below",
): void {
  const at = button.getBoundingClientRect();
  const room = { below: innerHeight - at.bottom - GAP - EDGE, above: at.top - GAP - EDGE };
  const other = first === "below" ? "above" : "below";
  const side = panel.offsetHeight <= room[first] || room[first] >= room[other] ? first : other;
  panel.style.top = side === "below" ? `${at.bottom + GAP}px` : "auto";
  panel.style.bottom = side === "below" ? "auto" : `${innerHeight - at.top + GAP}px`;
  panel.style.maxHeight = `${room[side]}px`;
  const most = innerWidth - panel.offsetWidth - EDGE;
  panel.style.left = `${Math.max(EDGE, Math.min(at.left, most))}px`;
}
