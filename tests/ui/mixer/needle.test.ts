import { expect, test } from "vitest";
import { AT_REST, isAtRest, isTooLoud, moved, placeOf } from "../../../src/ui/mixer/needle";

test("each 6 dB are an eighth of the scale, down to its floor", () => {
  expect([0, -6, -24, -48, -90, 3].map(placeOf)).toEqual([1, 0.875, 0.5, 0, 0, 1]);
});

test("the needle jumps up at once and falls by 26 dB a second", () => {
  const loud = moved(AT_REST, 1, 1000, 16);
  expect(loud.level).toBe(1);
  const later = moved(loud, 0, 1500, 500);
  expect(later.level).toBeCloseTo(placeOf(-13), 6);
  expect(moved(later, 0.5, 1516, 16).level).toBeCloseTo(placeOf(-6.02), 3);
});

test("the loudest stays marked for a second and a half, then falls to the needle and rests", () => {
  let needle = moved(AT_REST, 0.5, 0, 16);
  const marked = needle.peak;
  for (let ms = 100; ms < 1500; ms += 100) needle = moved(needle, 0, ms, 100);
  expect(needle.peak).toBe(marked);
  for (let ms = 1500; ms < 6000; ms += 100) needle = moved(needle, 0, ms, 100);
  expect(isAtRest(needle)).toBe(true);
});

test("it is too loud where it would have passed full scale without the limiter", () => {
  const behindLimiter = (sample: number) => 0.8 + 0.2 * Math.tanh((sample - 0.8) / 0.2);
  expect(isTooLoud(behindLimiter(0.99))).toBe(false);
  expect(isTooLoud(behindLimiter(1.01))).toBe(true);
});
