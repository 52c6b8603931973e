import fc from "fast-check";
import { expect, test } from "vitest";
import {
  METERS,
  barAndBeat,
  barTicks,
  beatTicks,
  meterName,
  parseMeter,
} from "../../src/domain/meter";
import { createRandom, deriveSeed, drawIndex } from "../../src/domain/random";
import { secondsToTicks, stepsToTicks, ticksToSeconds, ticksToSteps } from "../../src/domain/units";

test("ticks come back from seconds and from steps", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.double({ min: 20, max: 300, noNaN: true }), (ticks, bpm) => {
      expect(secondsToTicks(ticksToSeconds(ticks, bpm), bpm)).toBeCloseTo(ticks, 5);
    }),
  );
  fc.assert(
    fc.property(fc.nat(100_000), (steps) => {
      expect(ticksToSteps(stepsToTicks(steps))).toBe(steps);
    }),
  );
  expect(ticksToSeconds(960, 120)).toBe(1);
});

test("every meter's name reads back, and nonsense does not", () => {
  for (const meter of METERS) expect(parseMeter(meterName(meter))).toEqual(meter);
  for (const bad of ["", "4", "0/4", "4/3", "33/4", "4/4 "])
    expect(parseMeter(bad)).toBeUndefined();
});

test("six eight has two dotted beats, three four three plain ones", () => {
  expect(beatTicks({ beats: 6, unit: 8 })).toBe(720);
  expect(beatTicks({ beats: 3, unit: 4 })).toBe(480);
  expect(beatTicks({ beats: 3, unit: 8 })).toBe(240);
  expect(barTicks({ beats: 6, unit: 8 })).toBe(1440);
  expect(barAndBeat(1440 + 720 + 10, { beats: 6, unit: 8 })).toEqual({ bar: 2, beat: 2, rest: 10 });
});

test("a seed gives the same stream each time, and its derived seeds differ", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  const derived = Array.from({ length: 100 }, (_, i) => deriveSeed(7, i));
  expect(new Set(derived).size).toBe(100);
});

test("an index is drawn as often as its weight says, never where it is nought", () => {
  const random = createRandom(3);
  const counts = [0, 0, 0];
  for (let i = 0; i < 4000; i++) counts[drawIndex([3, 0, 1], random)]! += 1;
  expect(counts[1]).toBe(0);
  expect(counts[0]! / 4000).toBeCloseTo(0.75, 1);
  expect(() => drawIndex([0, 0], random)).toThrow(RangeError);
});
