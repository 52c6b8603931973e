import { expect, test } from "vitest";
import { heardTime } from "../../src/audio/output-clock";

const audio = (
  currentTime: number,
  stamp: AudioTimestamp,
  latency: { baseLatency?: number; outputLatency?: number } = {},
) => ({
  currentTime,
  baseLatency: 0,
  outputLatency: 0,
  ...latency,
  getOutputTimestamp: () => stamp,
});

test("what is heard goes on between two reports of the output", () => {
  const clock = audio(2.1, { contextTime: 2, performanceTime: 5000 });
  expect(heardTime(clock, 5000)).toBeCloseTo(2, 9);
  expect(heardTime(clock, 5030)).toBeCloseTo(2.03, 9);
});

test("what was heard a moment ago is found, with reports of the output and without", () => {
  const clock = audio(2.1, { contextTime: 2, performanceTime: 5000 });
  expect(heardTime(clock, 4850, 5010)).toBeCloseTo(1.85, 9);
  const nothing = { contextTime: 0, performanceTime: 0 };
  expect(heardTime(audio(2, nothing, { outputLatency: 0.04 }), 800, 1000)).toBeCloseTo(1.76, 9);
});

test("what is heard never runs ahead of the clock, so it stands still while the clock does", () => {
  const clock = audio(2.1, { contextTime: 2, performanceTime: 5000 });
  expect(heardTime(clock, 9000)).toBe(2.1);
});

test("where the output reports nothing its latency is taken off the clock", () => {
  const nothing = { contextTime: 0, performanceTime: 0 };
  expect(heardTime(audio(2, nothing, { outputLatency: 0.04, baseLatency: 0.01 }), 1)).toBe(1.96);
  expect(heardTime(audio(2, nothing, { baseLatency: 0.01 }), 1)).toBe(1.99);
  expect(heardTime(audio(2, {}), 1)).toBe(2);
});
