import type { Source } from "./performance";
import { MICROPHONE } from "./sung-notes";
import type { Seconds } from "./units";

/** The kinds of things that are played on: the way from each to the page takes its own time. */
export const HANDS = ["keys", "page", "midi", "microphone"] as const;
export type Hand = (typeof HANDS)[number];

/** What kind of thing a source is; undefined for none at all. */
export function handOf(source: Source | undefined): Hand | undefined {
  if (source === undefined) return undefined;
  if (source === MICROPHONE) return "microphone";
  if (source.startsWith("midi ")) return "midi";
  return source.startsWith("page ") ? "page" : "keys";
}

/** How late strokes come that are meant for clicks. */
export interface Latency {
  readonly ms: number;
  /** Half of the strokes lie within so many milliseconds of it. */
  readonly spreadMs: number;
  readonly strokes: number;
}

/** Fewer strokes say nothing. */
export const FEWEST_STROKES = 8;
/** So wide apart they were not played to the clicks. */
export const WIDEST_SPREAD_MS = 40;

/**
 * The median of what lies between strokes and their nearest clicks, so that a stroke gone wrong does not count; clicks come at all whole
 * multiples of `interval`.
 * @param strokes seconds since the first click; latencies of half an interval and more cannot be told
 * @returns undefined for strokes that are too few, or too far apart to be meant for the clicks
 */
export function latencyOf(strokes: readonly Seconds[], interval: Seconds): Latency | undefined {
  if (strokes.length < FEWEST_STROKES) return undefined;
  const late = strokes.map((at) => 1000 * (at - Math.round(at / interval) * interval));
  const ms = median(late);
  const spreadMs = median(late.map((one) => Math.abs(one - ms)));
  return spreadMs > WIDEST_SPREAD_MS ? undefined : { ms, spreadMs, strokes: strokes.length };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
