import { TICKS_PER_QUARTER, type Ticks } from "../../domain/units";

/** A column of a bar in units of the drawing: what its signs take, and what the words under it take up to the next words. */
export interface Size {
  readonly left: number;
  readonly right: number;
  readonly words: number;
}

/** Where the columns of a bar stand: each as far apart as its time asks, and never closer than its signs and words allow. */
export function spread(
  ticks: readonly Ticks[],
  sizes: readonly Size[],
  bar: Ticks,
  width: number,
): readonly number[] {
  const first = (sizes[0]?.left ?? 0) + 12;
  const room = width - first;
  const wanted = ticks.map(
    (tick, i) => (((ticks[i + 1] ?? bar) - tick) / TICKS_PER_QUARTER) ** 0.5,
  );
  const signs = sizes.map(({ right }, i) => right + (sizes[i + 1]?.left ?? 4) + 4);
  const even = stretched(wanted, signs, room);
  const words = widened(
    stretchedBy(wanted, signs, even),
    sizes.map(({ words }) => words),
  );
  const least = signs.map((sign, i) => Math.max(sign, words[i]!));
  const gaps = stretchedBy(wanted, least, stretched(wanted, least, room));
  const squeeze = Math.min(1, room / Math.max(1, sum(gaps)));
  let x = first;
  return gaps.map((gap) => {
    const here = x;
    x += gap * squeeze;
    return here;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function stretchedBy(wanted: readonly number[], least: readonly number[], stretch: number) {
  return wanted.map((want, i) => Math.max(least[i]!, want * stretch));
}

/** How far what is wanted is stretched to fill `room`. */
function stretched(wanted: readonly number[], least: readonly number[], room: number): number {
  let low = 0;
  let high = 4 * Math.max(1, room);
  for (let i = 0; i < 24; i++) {
    const middle = (low + high) / 2;
    if (sum(stretchedBy(wanted, least, middle)) > room) high = middle;
    else low = middle;
  }
  return low;
}

/** What each gap must have at least for the words that begin there to end before the next words: 0 where they do anyway. */
function widened(gaps: readonly number[], words: readonly number[]): readonly number[] {
  const least = gaps.map(() => 0);
  words.forEach((wide, from) => {
    if (wide === 0) return;
    const next = words.findIndex((other, i) => i > from && other > 0);
    const to = next < 0 ? gaps.length : next;
    const has = sum(gaps.slice(from, to));
    if (has >= wide) return;
    for (let i = from; i < to; i++) least[i] = (gaps[i]! * wide) / has;
  });
  return least;
}
