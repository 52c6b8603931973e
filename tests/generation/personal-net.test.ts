import { describe, expect, test } from "vitest";
import { weightCount } from "../../src/domain/personal";
import { createRandom } from "../../src/domain/random";
import {
  fromCode,
  learnNet,
  LEARNING,
  lossAndGradient,
  toCode,
} from "../../src/generation/personal-net";
import { drawNormal } from "../../src/generation/sampling";

const pause = () => Promise.resolve();
const normals = (count: number, random: () => number) =>
  Float64Array.from({ length: count }, () => drawNormal(random));

test("the gradient is the slope of the loss in every weight", () => {
  const sizes = { latent: 5, hidden: 4, code: 2 };
  const random = createRandom(1);
  const weights = normals(weightCount(sizes), random).map((value) => 0.5 * value);
  const batch = {
    heard: [normals(5, random), normals(5, random), normals(5, random)],
    wanted: [normals(5, random), normals(5, random), normals(5, random)],
    draws: [normals(2, random), normals(2, random), normals(2, random)],
  };
  const spare = new Float64Array(weights.length);
  const lossAt = (i: number, by: number) => {
    const moved = weights.slice();
    moved[i]! += by;
    return lossAndGradient(sizes, moved, batch, 0.7, spare);
  };
  const gradient = new Float64Array(weights.length);
  lossAndGradient(sizes, weights, batch, 0.7, gradient);
  const step = 1e-5;
  for (let i = 0; i < weights.length; i++)
    expect(gradient[i]).toBeCloseTo((lossAt(i, step) - lossAt(i, -step)) / (2 * step), 6);
  expect(gradient.filter((slope) => slope !== 0)).toHaveLength(
    weights.length - 2 * sizes.latent, // Mean and scale are measured, not learnt.
  );
});

/** Points about a few centres that lie in a plane of the space, as a person's habits would. */
function cluster(count: number, seed: number): readonly Float32Array[] {
  const plane = createRandom(99);
  const axes = [normals(24, plane), normals(24, plane)];
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const [a, b] = [drawNormal(random), Math.sign(drawNormal(random))];
    return Float32Array.from(
      { length: 24 },
      (_, i) => 0.3 + a * axes[0]![i]! + b * axes[1]![i]! + 0.1 * drawNormal(random),
    );
  });
}

const LITTLE = { ...LEARNING, hidden: 16, code: 3, steps: 300 };

describe("a net that has learnt from a hundred points", () => {
  const learning = () => learnNet(cluster(100, 1), createRandom(5), pause, LITTLE);

  test("gives unknown ones of the same kind back better than their mean would", async () => {
    const net = await learning();
    const held = cluster(50, 2);
    const mean = held[0]!.map((_, i) => held.reduce((sum, z) => sum + z[i]!, 0) / held.length);
    const error = (guess: (z: Float32Array) => Float32Array) =>
      held.reduce((sum, z) => sum + guess(z).reduce((s, v, i) => s + (v - z[i]!) ** 2, 0), 0);
    expect(error((z) => fromCode(net, toCode(net, z)))).toBeLessThan(0.2 * error(() => mean));
  });

  test("is the same for the same seed, and another for another", async () => {
    const net = await learning();
    expect(await learning()).toEqual(net);
    const other = await learnNet(cluster(100, 1), createRandom(6), pause, LITTLE);
    expect(other.weights).not.toEqual(net.weights);
  });
});

test("points that are all the same give that point, and numbers throughout", async () => {
  const point = Float32Array.of(1, -2, 0.5);
  const net = await learnNet([point, point], createRandom(1), pause, { ...LITTLE, steps: 50 });
  const back = fromCode(net, toCode(net, point));
  for (const [i, value] of back.entries()) expect(value).toBeCloseTo(point[i]!, 1);
});

test("learning tells how far it is, and stops when it is told to", async () => {
  const seen: number[] = [];
  const stopped = new Error("stopped");
  const learning = learnNet(
    cluster(10, 1),
    createRandom(1),
    (fraction) => {
      seen.push(fraction);
      return fraction > 0.5 ? Promise.reject(stopped) : Promise.resolve();
    },
    LITTLE,
  );
  await expect(learning).rejects.toBe(stopped);
  expect(seen[0]).toBe(0);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBeLessThan(0.6);
});
