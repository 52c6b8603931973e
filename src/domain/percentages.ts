/**
 * Whole per cents that add up to 100 (the largest remainders are rounded up, the first of those that are equal); all 0 where there is nothing
 * to share. What is there at all may come to 0 %: it is less than half a per cent.
 * @param parts none below 0
 * @example percentages([1, 1, 1]) // => [34, 33, 33]
 */
export function percentages(parts: readonly number[]): readonly number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  if (whole === 0) return parts.map(() => 0);
  const exact = parts.map((part) => (100 * part) / whole);
  const floors = exact.map(Math.floor);
  const missing = 100 - floors.reduce((sum, floor) => sum + floor, 0);
  const up = new Set(
    exact
      .map((value, i) => ({ i, rest: value - floors[i]! }))
      .toSorted((a, b) => b.rest - a.rest)
      .slice(0, missing)
      .map(({ i }) => i),
  );
  return floors.map((floor, i) => floor + (up.has(i) ? 1 : 0));
}
