import fc from "fast-check";
import { expect, test } from "vitest";
import {
  audioTimeToTick,
  cutPasses,
  passAt,
  passEnd,
  tickToAudioTime,
  type Pass,
} from "../../src/audio/transport-clock";

const pass = (overrides: Partial<Pass> = {}): Pass => ({
  tick: 480,
  end: 1440,
  seconds: 2,
  bpm: 60,
  again: false,
  ...overrides,
});

test("a pass at 60 takes a second for each quarter note", () => {
  expect(tickToAudioTime(pass(), 960)).toBe(3);
  expect(passEnd(pass())).toBe(4);
  expect(audioTimeToTick(pass(), 2.5)).toBe(720);
});

test("before a pass has begun its start is heard, after it has ended its end", () => {
  expect(audioTimeToTick(pass(), 1)).toBe(480);
  expect(audioTimeToTick(pass(), 9)).toBe(1440);
});

test("ticks come back from their times at any tempo", () => {
  fc.assert(
    fc.property(
      fc.record({
        tick: fc.nat(100_000),
        seconds: fc.double({ min: 0, max: 1e5, noNaN: true }),
        bpm: fc.integer({ min: 20, max: 300 }),
      }),
      fc.nat(10_000),
      (begin, ahead) => {
        const p = pass({ ...begin, end: begin.tick + 10_000 });
        const tick = begin.tick + ahead;
        expect(audioTimeToTick(p, tickToAudioTime(p, tick))).toBeCloseTo(tick, 4);
      },
    ),
  );
});

test("the pass heard is the last that has begun", () => {
  const passes = [pass(), pass({ seconds: 4, again: true })];
  expect(passAt(passes, 1)).toBe(passes[0]);
  expect(passAt(passes, 3.999)).toBe(passes[0]);
  expect(passAt(passes, 4)).toBe(passes[1]);
  expect(passAt([], 4)).toBeUndefined();
});

test("cutting passes ends the one that runs and forgets those that have not begun", () => {
  expect(cutPasses([pass(), pass({ seconds: 4 })], 3)).toEqual([pass({ end: 960 })]);
});
