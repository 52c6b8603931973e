import type { Midi, Steps } from "../domain/units";
import { PARTS } from "./chorale";
import { REST } from "./line";

/** What a crossing of neighbouring parts weighs beside parallels, which weigh 1. */
const CROSSING = 0.4;

/**
 * How much it offends against part-writing that `part` sounds `at` from one step up to another, with the other cells as they are: 1 for each
 * parallel fifth, octave or unison that it completes with another part from the step before or into the step after (both parts
 * moving), and `CROSSING` for each neighbour that it crosses at its start.
 * @param pitch `[steps * 4]`, `REST` where nothing is written yet
 * @param stretch first step, and end (exclusive)
 */
export function leadingCost(
  pitch: Int16Array,
  steps: Steps,
  [from, end]: readonly [from: Steps, end: Steps],
  part: number,
  at: Midi,
): number {
  let cost = 0;
  const first = from * PARTS;
  const last = (end - 1) * PARTS;
  for (let other = 0; other < PARTS; other++) {
    const beside = pitch[first + other]!;
    if (other === part) continue;
    if (beside !== REST && other === part - 1 && beside < at) cost += CROSSING;
    if (beside !== REST && other === part + 1 && beside > at) cost += CROSSING;
    if (from > 0)
      cost += parallel(pitch[first - PARTS + part]!, pitch[first - PARTS + other]!, at, beside);
    if (end < steps)
      cost += parallel(
        at,
        pitch[last + other]!,
        pitch[last + PARTS + part]!,
        pitch[last + PARTS + other]!,
      );
  }
  return cost;
}

/** 1 when two parts go from one fifth to another, or from one octave or unison to another, both moving; else 0. */
function parallel(a: number, b: number, nextA: number, nextB: number): 0 | 1 {
  if (a === REST || b === REST || nextA === REST || nextB === REST) return 0;
  if (a === nextA || b === nextB) return 0;
  const interval = Math.abs(a - b) % 12;
  return (interval === 0 || interval === 7) && interval === Math.abs(nextA - nextB) % 12 ? 1 : 0;
}
