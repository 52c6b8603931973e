import { expect, test } from "vitest";
import { createRandom } from "../../src/domain/random";
import { wavFrames, wavHead } from "../../src/formats/wav-write";

const steps16 = (samples: readonly number[], seed = 1) => {
  const bytes = wavFrames(
    Float32Array.from(samples),
    Float32Array.from(samples),
    16,
    createRandom(seed),
  );
  return [...new Int16Array(bytes.buffer)].filter((_, i) => i % 2 === 0);
};
const steps24 = (samples: readonly number[]) => {
  const sides = [Float32Array.from(samples), new Float32Array(samples.length)] as const;
  const view = new DataView(wavFrames(...sides, 24, () => 0).buffer);
  return samples.map((_, i) => (view.getInt16(6 * i + 1, true) << 8) | view.getUint8(6 * i));
};

test("the head tells length, rate and width to the byte", () => {
  const head = wavHead({ sampleRate: 44100, bits: 24, frames: 1000 });
  const view = new DataView(head.buffer);
  expect(head.length).toBe(44);
  expect(String.fromCharCode(...head.subarray(0, 4))).toBe("RIFF");
  expect(view.getUint32(4, true)).toBe(36 + 6000);
  expect([20, 22, 32, 34].map((at) => view.getUint16(at, true))).toEqual([1, 2, 6, 24]);
  expect([24, 28, 40].map((at) => view.getUint32(at, true))).toEqual([44100, 264_600, 6000]);
});

test("24 bits keep samples to the step, and cut off what is beyond full scale", () => {
  const full = 2 ** 23 - 1;
  expect(steps24([0, 1, -1, 0.5, -1 / full, 1.5, -1.5])).toEqual([
    0,
    full,
    -full,
    Math.round(full / 2),
    -1,
    full,
    -full - 1,
  ]);
});

test("16 bits never pass full scale either", () => {
  expect(Math.max(...steps16(Array.from({ length: 100 }, () => 2)))).toBe(32767);
  expect(Math.min(...steps16(Array.from({ length: 100 }, () => -2)))).toBe(-32768);
});

test("what is less than a step of 16 bits is kept on average, with noise that does not depend on it", () => {
  const spread = (level: number) => {
    const steps = steps16(Array.from({ length: 40_000 }, () => level / 32767));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    const variance = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / steps.length;
    return { mean, variance };
  };
  for (const level of [0.1, 0.25, 0.5, 0.9]) {
    const { mean, variance } = spread(level);
    expect(mean).toBeCloseTo(level, 1.5);
    // A quarter of a step squared, whatever the level: rounding's twelfth and the dither's sixth.
    expect(variance).toBeCloseTo(0.25, 1.5);
  }
});

test("silence stays silence", () => {
  expect(steps16([0, 0, 0])).toEqual([0, 0, 0]);
});
