import type { Ticks } from "../domain/units";

/** A tempo, meter or key from `start` on. */
export interface Change<Value> {
  readonly start: Ticks;
  readonly value: Value;
}

/** What a score keeps of values that change on the way, of which it can hold one. */
export interface Prevailing<Value> {
  /** The value in force for the longest time. */
  readonly value: Value;
  /** Where it is first in force. */
  readonly start: Ticks;
  /** Places at which another value begins, in order. */
  readonly changes: readonly Change<Value>[];
}

/**
 * @param changes in any order; the later one counts where two start together
 * @param end where the music ends: what starts there or after it does not count
 * @param name equal for equal values
 * @returns undefined when no value is given before the end
 */
export function prevailing<Value>(
  changes: readonly Change<Value>[],
  end: Ticks,
  name: (value: Value) => string,
): Prevailing<Value> | undefined {
  const runs: Change<Value>[] = [];
  for (const change of changes.toSorted((a, b) => a.start - b.start)) {
    if (change.start >= Math.max(1, end)) break;
    if (runs.at(-1)?.start === change.start) runs.pop();
    const before = runs.at(-1);
    if (!before || name(before.value) !== name(change.value)) runs.push(change);
  }
  const ticksInForce = new Map<string, number>();
  runs.forEach((run, i) => {
    const ticks = (runs[i + 1]?.start ?? end) - run.start;
    ticksInForce.set(name(run.value), (ticksInForce.get(name(run.value)) ?? 0) + ticks);
  });
  const longest = Math.max(...ticksInForce.values());
  const first = runs.find((run) => ticksInForce.get(name(run.value)) === longest);
  return first && { ...first, changes: runs.slice(1) };
}
