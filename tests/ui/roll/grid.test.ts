import fc from "fast-check";
import { expect, test } from "vitest";
import { gridLines, rulerStride, SNAPS, snapDown, snapNearest } from "../../../src/ui/roll/grid";

const FOUR = { beats: 4, unit: 4 } as const;

test("the snaps run from a quarter to a thirty-second, and three triplets fill the time of two", () => {
  const ticks = Object.fromEntries(SNAPS.map((snap) => [snap.name, snap.ticks]));
  expect(ticks).toEqual({
    "1/4": 480,
    "1/8": 240,
    "1/16": 120,
    "1/32": 60,
    "1/4T": 320,
    "1/8T": 160,
    "1/16T": 80,
  });
});

test("snapping lands on the grid, at most half a step away", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000 }),
      fc.constantFrom(...SNAPS.map((snap) => snap.ticks)),
      (tick, grid) => {
        const near = snapNearest(tick, grid);
        expect(near % grid).toBe(0);
        expect(Math.abs(near - tick)).toBeLessThanOrEqual(grid / 2);
        expect(snapDown(tick, grid)).toBeLessThanOrEqual(tick);
        expect(tick - snapDown(tick, grid)).toBeLessThan(grid);
      },
    ),
  );
  expect(snapNearest(-30, 120)).toBe(0);
});

test("bars, beats and the snap grid are ruled, each line once", () => {
  const lines = gridLines({ start: 0, end: 1920 }, FOUR, 240, 0.1);
  expect(lines.filter((line) => line.weight === "bar").map((line) => line.tick)).toEqual([0, 1920]);
  expect(lines.filter((line) => line.weight === "beat").map((line) => line.tick)).toEqual([
    480, 960, 1440,
  ]);
  expect(lines.filter((line) => line.weight === "snap")).toHaveLength(4);
  expect(new Set(lines.map((line) => line.tick)).size).toBe(lines.length);
});

test("six eight is ruled in dotted beats", () => {
  const lines = gridLines({ start: 0, end: 1439 }, { beats: 6, unit: 8 }, 720, 0.1);
  expect(lines.map((line) => [line.tick, line.weight])).toEqual([
    [0, "bar"],
    [720, "beat"],
  ]);
});

test("lines that would crowd are left out", () => {
  const far = gridLines({ start: 0, end: 64 * 1920 }, FOUR, 120, 0.006);
  expect(far.every((line) => line.weight === "bar")).toBe(true);
  expect(far.length).toBe(65);
});

test("bar numbers keep their distance", () => {
  expect(rulerStride(FOUR, 0.1)).toBe(1);
  expect(rulerStride(FOUR, 0.006)).toBe(4);
});
