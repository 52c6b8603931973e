import type { Steps } from "../domain/units";

/** A stretch that a network sees at once. */
export interface Window {
  /** First step seen. */
  readonly from: Steps;
  /** End of what is seen, exclusive. */
  readonly to: Steps;
  /** Steps in [writeFrom, writeTo) are decided by this window; what it sees before is decided already. */
  readonly writeFrom: Steps;
  readonly writeTo: Steps;
}

export interface WindowPlan {
  /** Most steps that are seen at once. */
  readonly size: Steps;
  /** Steps before the first one to be written that are seen too, where there are any. */
  readonly behind: Steps;
  /** Steps behind the last one that a window decides, seen but decided by the next. */
  readonly ahead: Steps;
}

/**
 * Overlapping windows that decide every step of [from, to) once, in order.
 * @param total steps that there are to see, from 0
 */
export function planWindows(
  from: Steps,
  to: Steps,
  total: Steps,
  { size, behind, ahead }: WindowPlan,
): readonly Window[] {
  const windows: Window[] = [];
  let writeFrom = from;
  while (writeFrom < to) {
    const seenFrom = Math.max(0, writeFrom - behind);
    const seenTo = Math.min(total, seenFrom + size);
    const writeTo = seenTo >= to ? to : seenTo - ahead;
    windows.push({ from: seenFrom, to: seenTo, writeFrom, writeTo });
    writeFrom = writeTo;
  }
  return windows;
}

/**
 * Where a melody is cut for a network that sees `size` steps: as many whole bars as fit, or `size` steps where a bar does not fit.
 * @param from step that belongs to the first stretch; stretches begin on the bar lines
 * @returns start steps
 * @example planBars(0, 48, 12, 32) // => [0, 24], two bars of 3/4 at a time
 */
export function planBars(from: Steps, to: Steps, bar: Steps, size: Steps): readonly Steps[] {
  const stride = bar <= size ? Math.floor(size / bar) * bar : size;
  const starts: Steps[] = [];
  const first = bar <= size ? Math.floor(from / bar) * bar : Math.floor(from / size) * size;
  for (let start = first; start < to; start += stride) starts.push(start);
  return starts;
}
