import { isInKey, pitchClassOf, tonic } from "../../domain/key";
import { scoreTicks, type Score } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import { crisp } from "./canvas";
import type { Colours } from "./colours";
import {
  pitchToY,
  tickToX,
  visiblePitches,
  visibleTicks,
  type Rect,
  type Viewport,
} from "./geometry";
import { gridLines } from "./grid";
import type { Cursor } from "./roll.svelte";

/** Rules the page: rows of the key light, the others shaded, a line below each tonic; bars, beats and the snap grid. */
export function paintGrid(
  context: CanvasRenderingContext2D,
  view: Viewport,
  score: Score,
  snap: Ticks,
  colours: Colours,
): void {
  const { width, height, rowHeight } = view;
  context.fillStyle = colours.surface;
  context.fillRect(0, 0, width, height);
  const { low, high } = visiblePitches(view);
  context.fillStyle = colours.shade;
  for (let pitch = low; pitch <= high; pitch++)
    if (!isInKey(pitch, score.key)) context.fillRect(0, pitchToY(view, pitch), width, rowHeight);

  context.lineWidth = 1;
  for (let pitch = low; pitch <= high; pitch++) {
    const isTonic = pitchClassOf(pitch) === tonic(score.key);
    if (!isTonic && rowHeight < 9) continue;
    context.strokeStyle = isTonic ? colours.rule : colours.softRule;
    const y = crisp(pitchToY(view, pitch) + rowHeight - 1);
    line(context, 0, y, width, y);
  }

  for (const { tick, weight } of gridLines(visibleTicks(view), score.meter, snap, view.pxPerTick)) {
    context.strokeStyle =
      weight === "bar" ? colours.barRule : weight === "beat" ? colours.rule : colours.softRule;
    const x = crisp(tickToX(view, tick));
    line(context, x, 0, x, height);
  }

  const end = tickToX(view, scoreTicks(score));
  if (end < width) {
    context.fillStyle = colours.beyond;
    context.fillRect(end, 0, width - end, height);
    context.strokeStyle = colours.faded;
    line(context, crisp(end), 0, crisp(end), height);
  }
}

export function line(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** The cell where keys write. */
export function paintCursor(
  context: CanvasRenderingContext2D,
  view: Viewport,
  cursor: Cursor,
  snap: Ticks,
  colours: Colours,
): void {
  context.strokeStyle = colours.focus;
  context.lineWidth = 2;
  context.strokeRect(
    tickToX(view, cursor.tick) + 1,
    pitchToY(view, cursor.pitch) + 1,
    Math.max(4, snap * view.pxPerTick - 2),
    view.rowHeight - 2,
  );
}

export function paintBox(context: CanvasRenderingContext2D, box: Rect, colours: Colours): void {
  context.fillStyle = colours.selection;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.strokeStyle = colours.focus;
  context.lineWidth = 1;
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width, box.height);
}
