import type { RomanNumeral } from "./roman-numeral";

/**
 * `[from][to]`: how often a degree follows another within a key, in the ten analyses that constants were fitted to; both from I to VII, behind them
 * applied chords.
 */
const COUNTS: readonly (readonly number[])[] = [
  [33, 20, 0, 28, 63, 14, 9, 8],
  [7, 3, 0, 0, 27, 0, 4, 1],
  [1, 2, 1, 3, 1, 1, 0, 0],
  [11, 4, 0, 3, 25, 1, 9, 6],
  [110, 1, 1, 4, 59, 16, 4, 5],
  [3, 11, 3, 5, 9, 2, 2, 4],
  [26, 0, 0, 0, 4, 0, 5, 1],
  [0, 0, 3, 13, 8, 2, 0, 6],
];

const APPLIED = 7;
/** Added to each count, so that nothing is impossible. */
const UNSEEN = 0.5;

const COSTS = COUNTS.map((row) => {
  const total = row.reduce((sum, count) => sum + count + UNSEEN, 0);
  return row.map((count) => -Math.log((count + UNSEEN) / total));
});
/** The same of a chord that has no reading in the key that follows. */
const AFTER_ANY = COUNTS[0]!.map((_, to) => {
  const of = (row: readonly number[]) => row[to]! + UNSEEN;
  const total = COUNTS.flat().reduce((sum, count) => sum + count + UNSEEN, 0);
  return -Math.log(COUNTS.reduce((sum, row) => sum + of(row), 0) / total);
});

function rowOf({ degree, of }: RomanNumeral): number {
  return of ? APPLIED : degree - 1;
}

/** Negative logarithm of how often `to` follows `from`, by their degrees. @param from undefined for any */
export function successionCost(from: RomanNumeral | undefined, to: RomanNumeral): number {
  return from ? COSTS[rowOf(from)]![rowOf(to)]! : AFTER_ANY[rowOf(to)]!;
}
