import { expect, test } from "vitest";
import { handOf, latencyOf } from "../../src/domain/latency";

const interval = 0.7;
/** Strokes at clicks from the fourth on, each so many seconds late. */
const played = (late: readonly number[]) => late.map((seconds, i) => (i + 4) * interval + seconds);

test("latency is how late strokes come at the clicks they are meant for", () => {
  const latency = latencyOf(played([0.03, 0.032, 0.028, 0.04, 0.02, 0.03, 0.03, 0.03]), interval);
  expect(latency?.ms).toBeCloseTo(30, 6);
  expect(latency?.spreadMs).toBeCloseTo(1, 6);
});

test("a stroke gone wrong does not count, and one ahead of its click is early", () => {
  const late = [-0.02, -0.02, -0.02, 0.3, -0.02, -0.02, -0.02, -0.02, -0.02];
  expect(latencyOf(played(late), interval)?.ms).toBeCloseTo(-20, 6);
});

test("too few strokes say nothing, nor do strokes all over the place", () => {
  expect(latencyOf(played(Array<number>(7).fill(0.03)), interval)).toBeUndefined();
  const wild = [0, 0.3, -0.3, 0.1, -0.2, 0.25, -0.1, 0.2, -0.25, 0.15];
  expect(latencyOf(played(wild), interval)).toBeUndefined();
});

test("sources are told by what they are", () => {
  expect(["midi 7", "page 3", "computer keys", "microphone", undefined].map(handOf)).toEqual([
    "midi",
    "page",
    "keys",
    "microphone",
    undefined,
  ]);
});
