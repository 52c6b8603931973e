import { barTicks, beatTicks, type Meter } from "../../domain/meter";
import type { Range } from "../../domain/score";
import { TICKS_PER_QUARTER, type Ticks } from "../../domain/units";
import type { english } from "../messages/en";

/** A grid that drawing and moving can snap to. */
export interface Snap {
  readonly name: string;
  /** Its length, as the messages name it. */
  readonly spoken: keyof (typeof english)["sketch"]["snaps"];
  readonly ticks: Ticks;
}

const triplet = (ticks: Ticks) => (ticks * 2) / 3;

/** 1/4 to 1/32, then the triplets: three in the time of two. */
export const SNAPS: readonly Snap[] = [
  { name: "1/4", spoken: "quarter", ticks: TICKS_PER_QUARTER },
  { name: "1/8", spoken: "eighth", ticks: TICKS_PER_QUARTER / 2 },
  { name: "1/16", spoken: "sixteenth", ticks: TICKS_PER_QUARTER / 4 },
  { name: "1/32", spoken: "thirtySecond", ticks: TICKS_PER_QUARTER / 8 },
  { name: "1/4T", spoken: "quarterTriplet", ticks: triplet(TICKS_PER_QUARTER) },
  { name: "1/8T", spoken: "eighthTriplet", ticks: triplet(TICKS_PER_QUARTER / 2) },
  { name: "1/16T", spoken: "sixteenthTriplet", ticks: triplet(TICKS_PER_QUARTER / 4) },
];

/** The grid line at or before `tick`. */
export function snapDown(tick: Ticks, grid: Ticks): Ticks {
  return Math.max(0, Math.floor(tick / grid) * grid);
}

/** The nearest grid line; halves go to the later one. */
export function snapNearest(tick: Ticks, grid: Ticks): Ticks {
  return Math.max(0, Math.round(tick / grid) * grid);
}

export type LineWeight = "bar" | "beat" | "snap";

export interface GridLine {
  readonly tick: Ticks;
  readonly weight: LineWeight;
}

/** Closer lines than this are noise. */
const CLOSEST_PX = 9;

/** The lines to rule in `range`, each once with its strongest weight; weights too dense for the zoom are left out. */
export function gridLines(
  range: Range,
  meter: Meter,
  snap: Ticks,
  pxPerTick: number,
): readonly GridLine[] {
  const bar = barTicks(meter);
  const beat = beatTicks(meter);
  const step = [snap, beat, bar].find((ticks) => ticks * pxPerTick >= CLOSEST_PX) ?? bar * 4;
  const lines = new Map<Ticks, LineWeight>();
  const add = (every: Ticks, weight: LineWeight) => {
    for (let at = Math.ceil(range.start / every) * every; at <= range.end; at += every)
      lines.set(at, weight);
  };
  if (step < beat) add(snap, "snap");
  if (step <= beat) add(beat, "beat");
  add(Math.max(step, bar), "bar");
  return [...lines].map(([tick, weight]) => ({ tick, weight }));
}

/** How many bars lie between two numbers on the ruler so that they do not crowd: a power of two. */
export function rulerStride(meter: Meter, pxPerTick: number, roomPx = 44): number {
  let stride = 1;
  while (stride * barTicks(meter) * pxPerTick < roomPx) stride *= 2;
  return stride;
}
