import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clampView,
  fitPitches,
  fitView,
  noteRect,
  pitchToY,
  reveal,
  showsPitches,
  tickToX,
  visibleNotes,
  visiblePitches,
  visibleTicks,
  xToTick,
  yToPitch,
  zoomPitch,
  zoomTime,
  type Viewport,
} from "../../../src/ui/roll/geometry";
import { melody, note } from "../../support/score";

const LENGTH = 64 * 1920;
const view: Viewport = {
  scrollX: 0,
  scrollY: 800,
  pxPerTick: 0.05,
  rowHeight: 16,
  width: 800,
  height: 480,
};
const anyView = fc.record({
  scrollX: fc.double({ min: 0, max: 3000, noNaN: true }),
  scrollY: fc.double({ min: 0, max: 1200, noNaN: true }),
  pxPerTick: fc.double({ min: 0.01, max: 0.8, noNaN: true }),
  rowHeight: fc.integer({ min: 6, max: 36 }),
  width: fc.integer({ min: 300, max: 1400 }),
  height: fc.integer({ min: 200, max: 900 }),
});

test("a place on the page and its tick are each other's inverse", () => {
  fc.assert(
    fc.property(anyView, fc.integer({ min: 0, max: LENGTH }), (v, tick) => {
      expect(xToTick(v, tickToX(v, tick))).toBeCloseTo(tick, 4);
    }),
  );
});

test("every point of a row belongs to the row's pitch", () => {
  fc.assert(
    fc.property(
      anyView,
      fc.integer({ min: 0, max: 127 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (v, pitch, share) => {
        expect(yToPitch(v, pitchToY(v, pitch) + v.rowHeight * share)).toBe(pitch);
      },
    ),
  );
});

test("a note is as wide as it is long and one row high", () => {
  const rect = noteRect(view, note({ pitch: 60, start: 960, duration: 480 }));
  expect(rect).toEqual({ x: 48, y: (127 - 60) * 16 - 800, width: 24, height: 16 });
});

test("points above and below the keyboard belong to its last keys", () => {
  expect(yToPitch({ ...view, scrollY: 0 }, -50)).toBe(127);
  expect(yToPitch(view, 100_000)).toBe(0);
});

test("what lies under the pointer stays there while zooming", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.integer({ min: 100, max: 700 }),
      (factor, x) => {
        const from = { ...view, scrollX: 2000 };
        const to = zoomTime(from, factor, x, LENGTH);
        expect(xToTick(to, x)).toBeCloseTo(xToTick(from, x), 3);
      },
    ),
  );
  const taller = zoomPitch(view, 1.5, 240, LENGTH);
  expect(taller.rowHeight).toBe(24);
  expect(yToPitch(taller, 240)).toBe(yToPitch(view, 240));
});

test("zooming stops where notes would vanish or fill the page", () => {
  expect(zoomTime(view, 1e-6, 0, LENGTH).pxPerTick).toBeGreaterThan(0.001);
  expect(zoomTime(view, 1e6, 0, LENGTH).pxPerTick).toBeLessThanOrEqual(1);
  expect(zoomPitch(view, 1e-6, 0, LENGTH).rowHeight).toBeGreaterThanOrEqual(4);
  expect(zoomPitch(view, 1e6, 0, LENGTH).rowHeight).toBeLessThanOrEqual(48);
});

test("the view never leaves the music", () => {
  fc.assert(
    fc.property(anyView, (v) => {
      const { scrollX, scrollY, width, height, rowHeight, pxPerTick } = clampView(v, LENGTH);
      expect(scrollX).toBeGreaterThanOrEqual(0);
      expect(scrollY).toBeGreaterThanOrEqual(0);
      expect(scrollX + width).toBeLessThanOrEqual(Math.max(width, LENGTH * pxPerTick + 1));
      expect(scrollY + height).toBeLessThanOrEqual(Math.max(height, 128 * rowHeight));
    }),
  );
});

describe("opening a sketch", () => {
  const meter = { beats: 4, unit: 4 } as const;
  const tune = melody([60, 62, 64, 65, 67, 69, 71, 72]);

  test("shows every pitch of its notes", () => {
    const v = fitView({ width: 850, height: 450 }, tune, meter, 8, 9 * 1920);
    expect(showsPitches(v, tune)).toBe(true);
    const { low, high } = visiblePitches(v);
    expect(high - low).toBeLessThan(60);
  });

  test("shows eight bars on a desk and two on a phone", () => {
    const bars = (width: number) =>
      visibleTicks(fitView({ width, height: 450 }, tune, meter, 16, 17 * 1920)).end / 1920;
    expect(Math.floor(bars(850))).toBe(8);
    expect(Math.floor(bars(340))).toBe(2);
  });

  test("a sketch of one bar is not blown up to fill the page", () => {
    const v = fitView({ width: 850, height: 450 }, tune, meter, 1, 2 * 1920);
    expect(1920 * v.pxPerTick).toBeLessThan(850 / 3);
  });

  test("an empty sketch shows the middle of the keyboard", () => {
    const { low, high } = visiblePitches(fitView({ width: 850, height: 450 }, [], meter, 4, 9600));
    expect(low).toBeLessThan(60);
    expect(high).toBeGreaterThan(72);
  });

  test("four octaves fit by lower rows", () => {
    const wide = [note({ pitch: 36 }), note({ pitch: 84, start: 480 })];
    expect(showsPitches(fitPitches(view, wide, LENGTH, 6), wide)).toBe(true);
  });
});

test("revealing scrolls only as far as it must", () => {
  const seen = { start: 1920, end: 2400 };
  expect(reveal(view, seen, yToPitch(view, 240), LENGTH)).toBe(view);
  const later = reveal(view, { start: 19_200, end: 19_680 }, yToPitch(view, 240), LENGTH);
  expect(tickToX(later, 19_680)).toBeLessThanOrEqual(800);
  expect(tickToX(later, 19_680)).toBeGreaterThan(700);
});

test("notes on view are those that sound there, also when they began before", () => {
  const notes = [
    note({ id: "before", start: 0, duration: 480 }),
    note({ id: "into", start: 0, duration: 20_000 }),
    note({ id: "in", start: 15_000, duration: 480 }),
    note({ id: "after", start: 60_000, duration: 480 }),
  ];
  const v = { ...view, scrollX: 500 };
  expect(visibleNotes(v, notes).map((n) => n.id)).toEqual(["into", "in"]);
});
