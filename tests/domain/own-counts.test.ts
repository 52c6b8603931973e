import { expect, test } from "vitest";
import { ownCountsOf } from "../../src/domain/own-counts";
import type { TakeId } from "../../src/domain/score";
import { melody, note, score, voice } from "../support/score";

const scale = melody([60, 62, 64, 65, 67, 69, 71, 72]);

test("keys, metres and intervals are counted over all sketches", () => {
  const counts = ownCountsOf([
    score(scale, { key: { fifths: 0, mode: "major" } }),
    score(scale, { key: { fifths: 0, mode: "minor" }, meter: { beats: 3, unit: 4 } }),
    score(scale, { key: { fifths: -3, mode: "minor" }, meter: { beats: 3, unit: 4 } }),
  ]);
  expect(counts).toMatchObject({ sketches: 3, notes: 24 });
  expect(counts.keys.flatMap((count, place) => (count > 0 ? [[place, count]] : []))).toEqual([
    [0, 1], // C major
    [12, 1], // C minor
    [21, 1], // A minor
  ]);
  expect(counts.metres).toEqual([
    ["3/4", 2],
    ["4/4", 1],
  ]);
  expect(counts.intervals[12 + 2]).toBe(15);
  expect(counts.intervals[12 + 1]).toBe(6);
  expect(counts.intervals.reduce((sum, count) => sum + count)).toBe(21);
});

test("what a model or a file wrote is not the person's, not even where they changed it", () => {
  const origin = { by: "model", take: "t" as TakeId, changed: true } as const;
  const model = scale.map((each) => ({ ...each, origin }));
  expect(ownCountsOf([score(model)])).toMatchObject({ sketches: 0, notes: 0 });
});

test("a few notes say nothing, and neither does a leap over a long rest", () => {
  expect(ownCountsOf([score(scale.slice(0, 7))]).sketches).toBe(0);
  const apart = score([...scale, note({ pitch: 40, start: 8 * 480 + 4 * 480 })], { bars: 8 });
  expect(ownCountsOf([apart]).intervals[25]).toBe(0);
  const near = score([...scale, note({ pitch: 40, start: 8 * 480 + 480 })], { bars: 8 });
  // Of what is wider than an octave nobody asks how wide.
  expect(ownCountsOf([near]).intervals[25]).toBe(1);
});

test("of a chord the highest note is in the melody, and drums are in none", () => {
  const chordal = scale.flatMap((each) => [each, { ...each, pitch: each.pitch - 12 }]);
  expect(ownCountsOf([score(chordal)]).intervals[12 + 2]).toBe(5);
  const drums = { voices: [voice("soprano", { instrument: "drums" })] };
  expect(ownCountsOf([score(scale, drums)]).intervals.every((count) => count === 0)).toBe(true);
});
