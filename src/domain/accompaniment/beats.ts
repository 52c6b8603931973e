import { barTicks, beatTicks, type Meter } from "../meter";
import type { Range } from "../score";
import type { Ticks } from "../units";

/** The pulse that patterns are made of. */
export interface Pulse {
  readonly bar: Ticks;
  readonly beat: Ticks;
  /** Half a beat, or a third of a dotted one. */
  readonly part: Ticks;
  /** Whether a beat has three parts, as in 6/8. */
  readonly compound: boolean;
}

/** @example pulseOf({ beats: 6, unit: 8 }) // => { bar: 1440, beat: 720, part: 240, compound: true } */
export function pulseOf(meter: Meter): Pulse {
  const beat = beatTicks(meter);
  const compound = beat * meter.unit !== 1920;
  return { bar: barTicks(meter), beat, part: compound ? beat / 3 : beat / 2, compound };
}

/** A moment of a pattern, and until when it lasts. */
export interface Moment extends Range {
  /** Moments since the group or the stretch began, from 0. */
  readonly index: number;
  /** The place in the bar. */
  readonly inBar: Ticks;
}

/**
 * The moments of `stretch` on a grid of `step`, counted anew in every group of the bar. A stretch that begins between two of them
 * has its first moment at its start.
 * @param group ticks from the bar line, in which the pattern comes once
 */
export function momentsOf(
  stretch: Range,
  { bar }: Pulse,
  step: Ticks,
  group: Ticks,
): readonly Moment[] {
  const moments: Moment[] = [];
  let index = 0;
  for (let start = stretch.start; start < stretch.end;) {
    const inBar = start % bar;
    const barStart = start - inBar;
    if (inBar % group === 0) index = 0;
    // Bars need not be whole groups, nor groups whole steps: each begins anew.
    const groupStart = barStart + Math.floor(inBar / group) * group;
    const next = groupStart + (Math.floor((start - groupStart) / step) + 1) * step;
    const end = Math.min(next, groupStart + group, barStart + bar, stretch.end);
    moments.push({ start, end, index, inBar });
    index += 1;
    start = end;
  }
  return moments;
}
