import type { Bpm } from "./units";

/** Who waits longer than this begins anew: 30 beats a minute. In milliseconds. */
const LONGEST_GAP = 2000;
/** What was tapped before says how fast it was, not how fast it is. */
const COUNTED = 9;

/** The taps that count with the one at `now`, in milliseconds of any clock: the last few, none from before a long gap. */
export function withTap(taps: readonly number[], now: number): readonly number[] {
  const last = taps.at(-1);
  if (last === undefined || now - last > LONGEST_GAP || now < last) return [now];
  return [...taps, now].slice(-COUNTED);
}

/** Taps a minute by the median of what lies between them, which one slip of the finger does not move; undefined for a single tap. */
export function tapsAMinute(taps: readonly number[]): Bpm | undefined {
  const gaps = taps.slice(1).map((tap, i) => tap - taps[i]!);
  const sorted = gaps.filter((gap) => gap > 0).toSorted((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = (sorted.length - 1) / 2;
  return 60_000 / ((sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2);
}
