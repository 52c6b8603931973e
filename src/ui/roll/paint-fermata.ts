import type { Rect } from "./geometry";

/** Rows that are lower have no room for the sign: it would hide the note above. */
const LOWEST_ROW = 9;

/**
 * A fermata over a note: an arc, strongest at its top, with a dot under it.
 * @param note as it is painted
 * @param page the colour that keeps the sign apart from what lies behind it
 */
export function paintFermata(
  context: CanvasRenderingContext2D,
  note: Rect,
  rowHeight: number,
  ink: string,
  page: string,
): void {
  if (rowHeight < LOWEST_ROW) return;
  const radius = Math.min(8, Math.max(5, Math.round(rowHeight * 0.48)));
  // On the half pixel the dot and both feet of the arc have the same edges left and right.
  const x = Math.round(note.x + note.width / 2) + 0.5;
  // Clear of the ring around a selected note.
  const y = Math.round(note.y) - Math.max(4, Math.round(rowHeight / 4));
  const dot = radius * 0.22 + 0.3;
  context.beginPath();
  context.arc(x, y, radius + 1.5, Math.PI, 0);
  context.closePath();
  context.fillStyle = page;
  context.fill();
  context.beginPath();
  context.arc(x, y, radius, Math.PI, 0);
  context.ellipse(x, y, radius - 1.2, radius * 0.7, 0, 0, Math.PI, true);
  context.closePath();
  context.moveTo(x + dot, y - dot);
  context.arc(x, y - dot, dot, 0, 2 * Math.PI);
  context.fillStyle = ink;
  context.fill();
}
