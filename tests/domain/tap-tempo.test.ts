import { expect, test } from "vitest";
import { tapsAMinute, withTap } from "../../src/domain/tap-tempo";

const tapped = (...at: readonly number[]) => at.reduce<readonly number[]>(withTap, []);

test("taps half a second apart are 120 a minute, from the second one on", () => {
  expect(tapsAMinute(tapped(0))).toBeUndefined();
  expect(tapsAMinute(tapped(0, 500))).toBe(120);
  expect(tapsAMinute(tapped(0, 500, 1000, 1500))).toBe(120);
});

test("a slip of the finger does not move the tempo", () => {
  expect(tapsAMinute(tapped(0, 500, 1000, 1620, 2120, 2620))).toBe(120);
});

test("after more than two seconds tapping begins anew", () => {
  expect(tapped(0, 500, 2501)).toEqual([2501]);
  expect(tapsAMinute(tapped(0, 500, 2501, 2901))).toBe(150);
  expect(tapsAMinute(tapped(0, 2000))).toBe(30);
});

test("who taps on and on is followed: the last eight gaps count", () => {
  const slow = Array.from({ length: 20 }, (_, i) => i * 1000);
  const quick = Array.from({ length: 9 }, (_, i) => 19_000 + i * 400);
  expect(tapsAMinute(tapped(...slow, ...quick.slice(1)))).toBe(150);
});

test("two taps at one moment are no tempo", () => {
  expect(tapsAMinute(tapped(5, 5))).toBeUndefined();
});
