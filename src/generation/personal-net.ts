import { weightCount, type PersonalNet } from "../domain/personal";
import type { Random } from "../domain/random";
import { drawNormal } from "./sampling";

type Numbers = Float32Array | Float64Array;

export type NetSizes = Pick<PersonalNet, "latent" | "hidden" | "code">;

/** What a net is made of, as views of its weights. A matrix has a row for each input. */
export interface Parts {
  /** `[latent]`: mean and scale of z over what was learnt, not learnt themselves. */
  readonly centre: Numbers;
  readonly scale: Numbers;
  readonly inward: Numbers;
  readonly inwardBias: Numbers;
  readonly mean: Numbers;
  readonly meanBias: Numbers;
  readonly logVariance: Numbers;
  readonly logVarianceBias: Numbers;
  readonly outward: Numbers;
  readonly outwardBias: Numbers;
  readonly back: Numbers;
  readonly backBias: Numbers;
}

function lengthsOf({ latent, hidden, code }: NetSizes): Record<keyof Parts, number> {
  return {
    centre: latent,
    scale: latent,
    inward: latent * hidden,
    inwardBias: hidden,
    mean: hidden * code,
    meanBias: code,
    logVariance: hidden * code,
    logVarianceBias: code,
    outward: code * hidden,
    outwardBias: hidden,
    back: hidden * latent,
    backBias: latent,
  };
}

/** @param weights `[weightCount]`, shared with what is returned */
export function partsOf(sizes: NetSizes, weights: Numbers): Parts {
  let at = 0;
  return Object.fromEntries(
    Object.entries(lengthsOf(sizes)).map(([name, length]) => [
      name,
      weights.subarray(at, (at += length)),
    ]),
  ) as unknown as Parts;
}

/** Numbers to work with, so that nothing is allocated in a step. */
interface Scratch {
  readonly hidden: Float64Array;
  readonly mean: Float64Array;
  readonly logVariance: Float64Array;
  readonly drawn: Float64Array;
  readonly outer: Float64Array;
  readonly result: Float64Array;
}

function scratch({ latent, hidden, code }: NetSizes): Scratch {
  return {
    hidden: new Float64Array(hidden),
    mean: new Float64Array(code),
    logVariance: new Float64Array(code),
    drawn: new Float64Array(code),
    outer: new Float64Array(hidden),
    result: new Float64Array(latent),
  };
}

/** result = bias + inputs · matrix */
function dense(inputs: Numbers, matrix: Numbers, bias: Numbers, result: Float64Array): void {
  const width = result.length;
  result.set(bias);
  for (let i = 0, at = 0; i < inputs.length; i++, at += width) {
    const input = inputs[i]!;
    for (let j = 0; j < width; j++) result[j]! += input * matrix[at + j]!;
  }
}

function tanh(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.tanh(values[i]!);
}

/** @param x `[latent]`, standardised */
function encodeInto(parts: Parts, x: Numbers, into: Scratch): void {
  dense(x, parts.inward, parts.inwardBias, into.hidden);
  tanh(into.hidden);
  dense(into.hidden, parts.mean, parts.meanBias, into.mean);
  dense(into.hidden, parts.logVariance, parts.logVarianceBias, into.logVariance);
}

function decodeInto(parts: Parts, into: Scratch): void {
  dense(into.drawn, parts.outward, parts.outwardBias, into.outer);
  tanh(into.outer);
  dense(into.outer, parts.back, parts.backBias, into.result);
}

/** @param z `[latent]` @returns `[code]`: the mean of what the net makes of it */
export function toCode(net: PersonalNet, z: Float32Array): Float64Array {
  const parts = partsOf(net, net.weights);
  const into = scratch(net);
  encodeInto(parts, standardised(parts, z), into);
  return into.mean;
}

/** @param code `[code]` @returns `[latent]` */
export function fromCode(net: PersonalNet, code: Float64Array): Float32Array {
  const parts = partsOf(net, net.weights);
  const into = scratch(net);
  into.drawn.set(code);
  decodeInto(parts, into);
  return Float32Array.from(into.result, (value, i) => parts.centre[i]! + parts.scale[i]! * value);
}

function standardised({ centre, scale }: Parts, z: Numbers): Float64Array {
  return Float64Array.from(z, (value, i) => (value - centre[i]!) / scale[i]!);
}

/** What is learnt from in one step. */
export interface Batch {
  /** `[latent]` each, standardised: what the net is given, and what it is to give back. */
  readonly heard: readonly Numbers[];
  readonly wanted: readonly Numbers[];
  /** `[code]` each: standard normal draws. */
  readonly draws: readonly Numbers[];
}

/**
 * The loss ½ |x − x̂|² + β KL(q(u|x) ‖ N(0, 1)), the mean over a batch (Kingma and Welling, Auto-Encoding Variational Bayes, 2014), and its
 * gradient.
 * @param gradient `[weightCount]`, overwritten; zero where nothing is learnt
 */
export function lossAndGradient(
  sizes: NetSizes,
  weights: Numbers,
  { heard, wanted, draws }: Batch,
  beta: number,
  gradient: Numbers,
): number {
  const parts = partsOf(sizes, weights);
  const slopes = partsOf(sizes, gradient);
  gradient.fill(0);
  const run = scratch(sizes);
  const slope = scratch(sizes);
  const share = 1 / heard.length;
  let loss = 0;
  for (const [n, x] of heard.entries()) {
    encodeInto(parts, x, run);
    const draw = draws[n]!;
    for (let k = 0; k < sizes.code; k++)
      run.drawn[k] = run.mean[k]! + Math.exp(run.logVariance[k]! / 2) * draw[k]!;
    decodeInto(parts, run);
    for (let i = 0; i < sizes.latent; i++) {
      const off = run.result[i]! - wanted[n]![i]!;
      loss += (share * off * off) / 2;
      slope.result[i] = share * off;
    }
    backDense(run.outer, parts.back, slope.result, slopes.back, slopes.backBias, slope.outer);
    throughTanh(run.outer, slope.outer);
    backDense(
      run.drawn,
      parts.outward,
      slope.outer,
      slopes.outward,
      slopes.outwardBias,
      slope.drawn,
    );
    for (let k = 0; k < sizes.code; k++) {
      const mean = run.mean[k]!;
      const logVariance = run.logVariance[k]!;
      const variance = Math.exp(logVariance);
      loss += (share * beta * (mean * mean + variance - 1 - logVariance)) / 2;
      slope.mean[k] = slope.drawn[k]! + share * beta * mean;
      slope.logVariance[k] =
        (slope.drawn[k]! * Math.sqrt(variance) * draw[k]! + share * beta * (variance - 1)) / 2;
    }
    backDense(run.hidden, parts.mean, slope.mean, slopes.mean, slopes.meanBias, slope.hidden);
    const { hidden } = slope;
    const first = hidden.slice();
    backDense(
      run.hidden,
      parts.logVariance,
      slope.logVariance,
      slopes.logVariance,
      slopes.logVarianceBias,
      hidden,
    );
    for (let j = 0; j < hidden.length; j++) hidden[j]! += first[j]!;
    throughTanh(run.hidden, hidden);
    backDense(x, parts.inward, hidden, slopes.inward, slopes.inwardBias, undefined);
  }
  return loss;
}

/** Adds to the gradients of a dense layer, and puts the gradient of its inputs into `inner`. */
function backDense(
  inputs: Numbers,
  matrix: Numbers,
  outer: Float64Array,
  matrixSlopes: Numbers,
  biasSlopes: Numbers,
  inner: Float64Array | undefined,
): void {
  const width = outer.length;
  for (let j = 0; j < width; j++) biasSlopes[j]! += outer[j]!;
  for (let i = 0, at = 0; i < inputs.length; i++, at += width) {
    const input = inputs[i]!;
    let sum = 0;
    for (let j = 0; j < width; j++) {
      matrixSlopes[at + j]! += input * outer[j]!;
      sum += matrix[at + j]! * outer[j]!;
    }
    if (inner) inner[i] = sum;
  }
}

function throughTanh(values: Float64Array, slopes: Float64Array): void {
  for (let i = 0; i < values.length; i++) slopes[i]! *= 1 - values[i]! ** 2;
}

export interface Learning extends Omit<NetSizes, "latent"> {
  readonly steps: number;
  /** Examples in a step, at most. */
  readonly batch: number;
  readonly rate: number;
  readonly beta: number;
  /** The most that is added to, or taken from, each standardised number that is heard, so that few examples are not learnt by heart. */
  readonly noise: number;
}

export const LEARNING: Learning = {
  hidden: 64,
  code: 24,
  steps: 600,
  batch: 32,
  rate: 3e-3,
  beta: 0.1,
  noise: 0.5,
};

/** Steps between two looks at the messages: some 20 ms. */
const BETWEEN_PAUSES = 5;
/** The least scale of a number of z, of the root mean square of them all: what hardly varies is no matter of style. */
const LEAST_SCALE = 0.3;

/**
 * A net that has learnt what `points` have in common, by Adam (Kingma and Ba, 2015) with a rate that falls to 0 along a cosine.
 * @param points `[latent]` each, at least one; the same with the same stream of numbers give the same net
 * @param pause told how far it is, in [0, 1]; may reject
 */
export async function learnNet(
  points: readonly Float32Array[],
  random: Random,
  pause: (fraction: number) => Promise<void>,
  learning: Learning = LEARNING,
): Promise<PersonalNet> {
  const { hidden, code, steps, rate, beta, noise } = learning;
  const latent = points[0]?.length ?? 0;
  if (latent === 0) throw new RangeError("there are no points to learn from");
  const sizes = { latent, hidden, code };
  const weights = new Float32Array(weightCount(sizes));
  const parts = partsOf(sizes, weights);
  begin(parts, points, random);
  const learnt = points.map((point) => standardised(parts, point));
  const gradient = new Float32Array(weights.length);
  const first = new Float32Array(weights.length);
  const second = new Float32Array(weights.length);
  const size = Math.min(learning.batch, points.length);
  const order = learnt.map((_, i) => i);
  for (let step = 0, at = order.length; step < steps; step++) {
    if (step % BETWEEN_PAUSES === 0) await pause(step / steps);
    const wanted: Float64Array[] = [];
    while (wanted.length < size) {
      if (at === order.length) {
        shuffle(order, random);
        at = 0;
      }
      wanted.push(learnt[order[at++]!]!);
    }
    const heard = wanted.map((x) => x.map((value) => value + noise * (2 * random() - 1)));
    const draws = wanted.map(() => Float64Array.from({ length: code }, () => drawNormal(random)));
    lossAndGradient(sizes, weights, { heard, wanted, draws }, beta, gradient);
    const now = (rate * (1 + Math.cos((Math.PI * step) / steps))) / 2;
    adam(weights, gradient, first, second, step + 1, now);
  }
  const net = { ...sizes, weights };
  widen(net, points, learnt);
  return net;
}

/**
 * What squared errors draw towards the middle is put as far out again as what was learnt from: without that the net's stretches are all
 * alike. The last layer takes the factor.
 */
function widen(
  net: PersonalNet,
  points: readonly Float32Array[],
  learnt: readonly Float64Array[],
): void {
  const parts = partsOf(net, net.weights);
  const squares = (values: Numbers) => {
    let sum = 0;
    for (const value of values) sum += value * value;
    return sum;
  };
  let wanted = 0;
  let given = 0;
  for (const [i, point] of points.entries()) {
    wanted += squares(learnt[i]!);
    given += squares(standardised(parts, fromCode(net, toCode(net, point))));
  }
  // Points that are all the same come back as they are.
  if (given === 0) return;
  const factor = Math.sqrt(wanted / given);
  for (const part of [parts.back, parts.backBias])
    for (let i = 0; i < part.length; i++) part[i]! *= factor;
}

/** Mean and scale of the points, and weights drawn as widely as a layer has inputs (Glorot and Bengio, 2010). */
function begin(parts: Parts, points: readonly Float32Array[], random: Random): void {
  const latent = parts.centre.length;
  for (const point of points)
    for (let i = 0; i < latent; i++) parts.centre[i]! += point[i]! / points.length;
  for (const point of points)
    for (let i = 0; i < latent; i++)
      parts.scale[i]! += (point[i]! - parts.centre[i]!) ** 2 / points.length;
  let total = 0;
  for (const variance of parts.scale) total += variance;
  const typical = Math.sqrt(total / latent);
  // Points that are all the same have no scale at all.
  const least = Math.max(LEAST_SCALE * typical, 1e-3);
  for (let i = 0; i < latent; i++) parts.scale[i] = Math.max(Math.sqrt(parts.scale[i]!), least);
  const hidden = parts.inwardBias.length;
  const code = parts.meanBias.length;
  const spread = (matrix: Numbers, inputs: number, outputs: number) => {
    const deviation = Math.sqrt(2 / (inputs + outputs));
    for (let i = 0; i < matrix.length; i++) matrix[i] = deviation * drawNormal(random);
  };
  spread(parts.inward, latent, hidden);
  spread(parts.mean, hidden, code);
  spread(parts.logVariance, hidden, code);
  spread(parts.outward, code, hidden);
  spread(parts.back, hidden, latent);
}

function shuffle(order: number[], random: Random): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}

function adam(
  weights: Float32Array,
  gradient: Float32Array,
  first: Float32Array,
  second: Float32Array,
  step: number,
  rate: number,
): void {
  const unbiased = (rate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
  for (let i = 0; i < weights.length; i++) {
    const slope = gradient[i]!;
    first[i] = 0.9 * first[i]! + 0.1 * slope;
    second[i] = 0.999 * second[i]! + 0.001 * slope * slope;
    weights[i]! -= (unbiased * first[i]!) / (Math.sqrt(second[i]!) + 1e-8);
  }
}
