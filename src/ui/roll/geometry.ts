import { barTicks, type Meter } from "../../domain/meter";
import { endOf, type Note, type Range } from "../../domain/score";
import type { Midi, Ticks } from "../../domain/units";

/** CSS pixels. */
type Px = number;

/** What part of the music the grid shows; y grows downwards from the row of MIDI 127. */
export interface Viewport {
  readonly scrollX: Px;
  readonly scrollY: Px;
  readonly pxPerTick: number;
  readonly rowHeight: Px;
  readonly width: Px;
  readonly height: Px;
}

export interface Rect {
  readonly x: Px;
  readonly y: Px;
  readonly width: Px;
  readonly height: Px;
}

export interface Size {
  readonly width: Px;
  readonly height: Px;
}

export const TOP_PITCH: Midi = 127;
export const ROWS = 128;
const MIN_PX_PER_TICK = 0.006;
const MAX_PX_PER_TICK = 1;
const MIN_ROW: Px = 5;
const MAX_ROW: Px = 40;
/** The middle of a sketch without notes: a fifth above middle C. */
const MIDDLE_PITCH: Midi = 67;

export function tickToX(view: Viewport, tick: Ticks): Px {
  return tick * view.pxPerTick - view.scrollX;
}

/** The inverse of `tickToX`, not rounded; negative left of the start. */
export function xToTick(view: Viewport, x: Px): Ticks {
  return (x + view.scrollX) / view.pxPerTick;
}

/** Upper edge of the row of `pitch`. */
export function pitchToY(view: Viewport, pitch: Midi): Px {
  return (TOP_PITCH - pitch) * view.rowHeight - view.scrollY;
}

/** The pitch whose row holds `y`, kept in [0, 127]. */
export function yToPitch(view: Viewport, y: Px): Midi {
  const row = Math.floor((y + view.scrollY) / view.rowHeight);
  return Math.min(TOP_PITCH, Math.max(0, TOP_PITCH - row));
}

export function noteRect(view: Viewport, note: Pick<Note, "pitch" | "start" | "duration">): Rect {
  return {
    x: tickToX(view, note.start),
    y: pitchToY(view, note.pitch),
    width: note.duration * view.pxPerTick,
    height: view.rowHeight,
  };
}

/** The stretch of time on view, starting at 0 at the earliest. */
export function visibleTicks(view: Viewport): Range {
  return {
    start: Math.max(0, xToTick(view, 0)),
    end: Math.max(0, xToTick(view, view.width)),
  };
}

/** Lowest and highest pitch of which at least a part is on view. */
export function visiblePitches(view: Viewport): { readonly low: Midi; readonly high: Midi } {
  return { low: yToPitch(view, Math.max(0, view.height - 1)), high: yToPitch(view, 0) };
}

/** Width and height of all that can be scrolled to, at least the size of the view. */
export function contentSize(view: Viewport, length: Ticks): Size {
  return {
    width: Math.max(view.width, Math.ceil(length * view.pxPerTick)),
    height: Math.max(view.height, Math.ceil(ROWS * view.rowHeight)),
  };
}

/** The view scrolled back to where there is something to see. */
export function clampView(view: Viewport, length: Ticks): Viewport {
  const content = contentSize(view, length);
  const scrollX = clamp(view.scrollX, 0, content.width - view.width);
  const scrollY = clamp(view.scrollY, 0, content.height - view.height);
  return scrollX === view.scrollX && scrollY === view.scrollY
    ? view
    : { ...view, scrollX, scrollY };
}

/** Zooms along time so that what is under `anchorX` stays there. */
export function zoomTime(view: Viewport, factor: number, anchorX: Px, length: Ticks): Viewport {
  const pxPerTick = clamp(view.pxPerTick * factor, MIN_PX_PER_TICK, MAX_PX_PER_TICK);
  const scrollX = xToTick(view, anchorX) * pxPerTick - anchorX;
  return clampView({ ...view, pxPerTick, scrollX }, length);
}

/** Zooms along pitch so that what is under `anchorY` stays there. */
export function zoomPitch(view: Viewport, factor: number, anchorY: Px, length: Ticks): Viewport {
  const rowHeight = clamp(view.rowHeight * factor, MIN_ROW, MAX_ROW);
  const scrollY = ((anchorY + view.scrollY) / view.rowHeight) * rowHeight - anchorY;
  return clampView({ ...view, rowHeight, scrollY }, length);
}

/** Bars that fit a page of this width with room to place a sixteenth. */
export function comfortableBars(width: Px): number {
  if (width < 480) return 2;
  return width < 700 ? 4 : 8;
}

/** The view of `size` that opens a sketch: its start, as many bars as are comfortable, the rows around its notes. */
export function fitView(
  size: Size,
  notes: readonly Note[],
  meter: Meter,
  bars: number,
  length: Ticks,
): Viewport {
  const shown = Math.max(
    Math.min(4, comfortableBars(size.width)),
    Math.min(bars, comfortableBars(size.width)),
  );
  const pxPerTick = clamp(
    size.width / ((shown + 0.25) * barTicks(meter)),
    MIN_PX_PER_TICK,
    MAX_PX_PER_TICK,
  );
  const view = { ...size, scrollX: 0, scrollY: 0, pxPerTick, rowHeight: 18 };
  return fitPitches(view, notes, length, 11, size.width < 480 ? 22 : 19);
}

/** The view with rows as high as show every pitch of `notes`, between `smallest` and `largest`, centred on them. */
export function fitPitches(
  view: Viewport,
  notes: readonly Note[],
  length: Ticks,
  smallest: Px = MIN_ROW,
  largest: Px = view.rowHeight,
): Viewport {
  const pitches = notes.map((note) => note.pitch);
  const low = pitches.length > 0 ? Math.min(...pitches) : MIDDLE_PITCH - 8;
  const high = pitches.length > 0 ? Math.max(...pitches) : MIDDLE_PITCH + 8;
  const rowHeight = clamp(Math.floor(view.height / (high - low + 7)), smallest, largest);
  const middle = (TOP_PITCH - (low + high) / 2 + 0.5) * rowHeight;
  return clampView({ ...view, rowHeight, scrollY: Math.round(middle - view.height / 2) }, length);
}

/** Whether all pitches of `notes` have their rows wholly on view. */
export function showsPitches(view: Viewport, notes: readonly Note[]): boolean {
  return notes.every((note) => {
    const y = pitchToY(view, note.pitch);
    return y >= 0 && y + view.rowHeight <= view.height;
  });
}

/** The view scrolled as little as brings a place into sight, with some air around it. */
export function reveal(view: Viewport, range: Range, pitch: Midi, length: Ticks): Viewport {
  const airX = Math.min(40, view.width / 8);
  const airY = Math.min(view.rowHeight * 2, view.height / 6);
  const left = tickToX(view, range.start);
  const right = Math.min(tickToX(view, range.end), left + view.width / 2);
  const top = pitchToY(view, pitch);
  const dx = left < airX ? left - airX : Math.max(0, right - (view.width - airX));
  const bottom = top + view.rowHeight;
  const dy = top < airY ? top - airY : Math.max(0, bottom - (view.height - airY));
  if (dx === 0 && dy === 0) return view;
  return clampView({ ...view, scrollX: view.scrollX + dx, scrollY: view.scrollY + dy }, length);
}

/** Notes of which a part lies in the time on view. */
export function visibleNotes(view: Viewport, notes: readonly Note[]): readonly Note[] {
  const { start, end } = visibleTicks(view);
  return notes.filter((note) => note.start < end && endOf(note) > start);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(low, high), Math.max(low, value));
}
