import { expect, test } from "vitest";
import { createHall } from "../../src/audio/convolution";
import { complex, createFourier } from "../../src/audio/fourier";
import { limit } from "../../src/audio/limit";
import { mixDown, type Sides } from "../../src/audio/mixdown";
import { roomResponse } from "../../src/audio/room-response";
import { createRandom } from "../../src/domain/random";
import { peak } from "./hearing";

const RATE = 8000;
const NOTHING: Sides = [new Float32Array(), new Float32Array()];
const noise = (length: number, seed: number, loudness = 1) => {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => loudness * (2 * random() - 1));
};
const difference = (a: Float32Array, b: Float32Array) => peak(a.map((x, i) => x - b[i]!));

test("Fourier's transform and back gives what went in, times its size", () => {
  const values = complex(64);
  values.re.set(noise(64, 1));
  values.im.set(noise(64, 2));
  const [re, im] = [values.re.slice(), values.im.slice()];
  const fourier = createFourier(64);
  fourier.forward(values);
  fourier.inverse(values);
  for (let i = 0; i < 64; i++) {
    expect(values.re[i]! / 64).toBeCloseTo(re[i]!, 12);
    expect(values.im[i]! / 64).toBeCloseTo(im[i]!, 12);
  }
});

test("a hall answers as the sum of a clap for every sample would, each ear its own, however long the sound", () => {
  const response = [noise(50, 1), noise(50, 2)] as const;
  const sound = noise(300, 3);
  sound.fill(0, 80, 230);
  const heard: Sides = [new Float32Array(400), new Float32Array(400)];
  heard[0][10] = 1;
  createHall(response)(sound, heard, 10);
  response.forEach((clap, ear) => {
    const wanted = new Float64Array(400);
    if (ear === 0) wanted[10] = 1;
    sound.forEach((sample, i) => {
      clap.forEach((answer, k) => (wanted[10 + i + k]! += sample * answer));
    });
    heard[ear]!.forEach((sample, i) => {
      expect(sample).toBeCloseTo(wanted[i]!, 5);
    });
  });
});

test("parts are added up where they begin, and what reaches over the front is left for the next step", () => {
  const part = (length: number, at: number, seed: number) => ({
    sides: [noise(length, seed, 0.2), noise(length, seed + 1, 0.2)] as const,
    room: noise(length, seed + 2, 0.1),
    at,
  });
  const [first, second] = [part(900, 0, 1), part(700, 0, 7)];
  const step = { sampleRate: RATE, limited: false };
  const whole = mixDown({
    ...step,
    rest: mixDown({ ...step, rest: NOTHING, part: first, frames: 0 }).rest,
    part: { ...second, at: 500 },
    frames: 20_000,
  }).sides;
  const one = mixDown({ ...step, rest: NOTHING, part: first, frames: 500 });
  const two = mixDown({ ...step, rest: one.rest, part: second, frames: 19_500 });
  for (const side of [0, 1] as const) {
    const pieces = Float32Array.from([...one.sides[side], ...two.sides[side]]);
    expect(pieces.length).toBe(20_000);
    expect(difference(pieces, whole[side])).toBeLessThan(1e-6);
    expect(peak(pieces.subarray(1200, 1200 + RATE))).toBeGreaterThan(0.01);
    expect(peak(pieces.subarray(1200 + roomResponse(RATE)[0].length))).toBe(0);
  }
});

test("what is wanted is there although nothing sounds, and nothing rings that was not sent into the room", () => {
  const silence = mixDown({
    sampleRate: RATE,
    rest: NOTHING,
    part: undefined,
    frames: 100,
    limited: true,
  });
  expect(silence.sides.map((side) => [side.length, peak(side)])).toEqual([
    [100, 0],
    [100, 0],
  ]);
  const dry = { sides: [noise(50, 1), noise(50, 2)] as const, room: new Float32Array(50), at: 20 };
  const { rest } = mixDown({
    sampleRate: RATE,
    rest: NOTHING,
    part: dry,
    frames: 60,
    limited: true,
  });
  expect(rest.map(({ length }) => length)).toEqual([10, 10]);
});

test("what is given away goes through the limiter, what is left over not yet", () => {
  const loud = new Float32Array(20).fill(1.5);
  const part = { sides: [loud, loud] as const, room: new Float32Array(20), at: 0 };
  const { sides, rest } = mixDown({
    sampleRate: RATE,
    rest: NOTHING,
    part,
    frames: 10,
    limited: true,
  });
  expect(sides[0][5]).toBeCloseTo(limit(1.5), 6);
  expect(rest[1][5]).toBe(1.5);
});
