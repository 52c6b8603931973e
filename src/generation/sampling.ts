import { drawIndex, type Random } from "../domain/random";

/**
 * The temperature that *conventional–surprising* stands for: 2^(1.4 · surprise − 0.7), so about 0.62 at 0, 1 in the middle and about 1.62
 * at 1.
 * @param surprise in [0, 1]
 */
export function temperatureOf(surprise: number): number {
  return 2 ** (1.4 * surprise - 0.7);
}

/**
 * Draws an index with probability proportional to exp(logits / temperature + bias).
 * @param bias nats added after the temperature, so that a rule stays as strong whatever the temperature
 * @param lean changes in place what is exponentiated
 */
export function drawLogits(
  logits: ArrayLike<number>,
  temperature: number,
  bias: (index: number) => number,
  random: Random,
  lean?: (weights: Float64Array) => void,
): number {
  const weights = new Float64Array(logits.length);
  for (let i = 0; i < weights.length; i++) weights[i] = logits[i]! / temperature + bias(i);
  lean?.(weights);
  let top = -Infinity;
  for (let i = 0; i < weights.length; i++) top = Math.max(top, weights[i]!);
  for (let i = 0; i < weights.length; i++) weights[i] = Math.exp(weights[i]! - top);
  return drawIndex(weights, random);
}

/** ln of the probability that softmax(logits) gives `index`. */
export function logProbability(logits: ArrayLike<number>, index: number): number {
  let top = -Infinity;
  for (let i = 0; i < logits.length; i++) top = Math.max(top, logits[i]!);
  let total = 0;
  for (let i = 0; i < logits.length; i++) total += Math.exp(logits[i]! - top);
  return logits[index]! - top - Math.log(total);
}

/** A draw from the standard normal distribution (Box and Muller, 1958). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
