import { barTicks } from "../domain/meter";
import type { Score } from "../domain/score";
import type { Ticks } from "../domain/units";

/**
 * When the music at `tick` is played: the first of each pair of eighths (or sixteenths) is held longer and the second is shorter, up to 3 : 1, and
 * what lies between goes along in proportion. Pairs count from the bar line; a bar's odd unit at the end stays straight. Never before `tick`, and in the same
 * order. May lie between ticks.
 */
export function swung(tick: Ticks, { feel, meter }: Pick<Score, "feel" | "meter">): Ticks {
  if (!feel || feel.swing === 0) return tick;
  const { swing, unit } = feel;
  const bar = barTicks(meter);
  const inBar = tick % bar;
  const pair = inBar - (inBar % (2 * unit));
  if (pair + 2 * unit > bar) return tick;
  const middle = unit * (1 + swing / 3);
  const at = inBar - pair;
  const played =
    at < unit ? (at * middle) / unit : middle + ((at - unit) * (2 * unit - middle)) / unit;
  return tick + played - at;
}
