/** Draws uniformly from [0, 1). */
export type Random = () => number;

/**
 * A stream of numbers in [0, 1) that is the same for the same seed: mulberry32 (Tommy Ettinger, 2017), period 2^32.
 * @param seed any integer; only its low 32 bits count
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The seed of the `index`-th independent stream of `seed`, so that take 3 of an ask can be made again on its own.
 * @returns integer in [0, 2^31)
 */
export function deriveSeed(seed: number, index: number): number {
  const random = createRandom((seed ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0);
  random();
  return Math.floor(random() * 2 ** 31);
}

/**
 * An index drawn with the given weights.
 * @param weights not negative, at least one above 0
 */
export function drawIndex(weights: ArrayLike<number>, random: Random): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  if (!(total > 0)) throw new RangeError(`weights must sum to more than 0, got ${total}`);
  let rest = random() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight <= 0) continue;
    last = i;
    rest -= weight;
    if (rest < 0) return i;
  }
  return last;
}
