import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  rarityOf,
  SHARES,
  UNUSUAL,
  UNUSUAL_PRINTS,
  type Baseline,
} from "../../src/originality/baseline";

const rows = [10, 40].map((notes) => ({
  notes,
  stretches: 1000,
  scores: SHARES.map((_, i) => notes + 5 * (i + 1)),
  limits: SHARES.map((_, i) => notes + 5 * (i + 1) + 1),
  limit: notes + 26,
}));
const baseline: Baseline = { melody: rows, part: rows, setting: rows, prints: rows };

describe("how unusual a likeness is", () => {
  it("is what was measured, where it was measured", () => {
    SHARES.forEach((share, i) => {
      const { oneIn } = rarityOf(baseline, "melody", 10, 10, 10 + 5 * (i + 1));
      expect(oneIn).toBeCloseTo(1 / share, 6);
    });
  });

  it("grows with what is in common, and is never less than one in one", () => {
    const rarities = Array.from(
      { length: 80 },
      (_, score) => rarityOf(baseline, "part", 20, 20, score).oneIn,
    );
    expect(rarities.toSorted((a, b) => a - b)).toEqual(rarities);
    expect(rarities[0]).toBe(1);
    expect(rarities.at(-1)).toBe(1000);
  });

  it("is no rarer than one of the stretches that were looked at", () => {
    const few = rows.map((row) => ({ ...row, stretches: 222 }));
    const rarest = rarityOf({ part: few }, "part", 10, 10, 500);
    expect(rarest).toEqual({ oneIn: 200, isRarest: true, beyond: true });
    expect(rarityOf({ part: few }, "part", 10, 40, 500).oneIn).toBe(50);
    expect(rarityOf({ part: few }, "part", 10, 10, 20).isRarest).toBe(false);
    expect(rarityOf(baseline, "part", 10, 10, 500).oneIn).toBe(1000);
  });

  it("is less in a longer place, and in longer music, which has more chances", () => {
    const inPlace = [10, 20, 40].map((place) => rarityOf(baseline, "melody", place, 40, 50).oneIn);
    const inAll = [10, 20, 160].map((all) => rarityOf(baseline, "melody", 10, all, 40).oneIn);
    expect(inPlace.toSorted((a, b) => b - a)).toEqual(inPlace);
    expect(inAll).toEqual([inAll[0], inAll[0]! / 2, inAll[0]! / 16]);
  });

  it("is beyond the baseline above the upper limit of what one in fifty reaches, and only there", () => {
    const fiftieth = 10 + 5 * (SHARES.indexOf(0.02) + 1);
    const isBeyond = (score: number, all = 10) =>
      rarityOf(baseline, "setting", 10, all, score).beyond;
    expect([fiftieth, fiftieth + 0.9, fiftieth + 1.1].map((score) => isBeyond(score))).toEqual([
      false,
      false,
      true,
    ]);
    expect(isBeyond(fiftieth + 1.1, 20)).toBe(false);
    expect(isBeyond(fiftieth + 6.1, 20)).toBe(true);
  });

  it("has to be rarer where there are only fingerprints", () => {
    const reached = (share: number) =>
      10 + 5 * (SHARES.findIndex((one) => one === share) + 1) + 1.1;
    expect(rarityOf(baseline, "prints", 10, 10, reached(0.01)).beyond).toBe(false);
    expect(rarityOf(baseline, "prints", 10, 10, reached(UNUSUAL_PRINTS)).beyond).toBe(true);
  });
});

it("the card of the index goes by the same shares and levels", () => {
  const card = readFileSync("models/training/originality_card.py", "utf8");
  const numbers = (name: string) =>
    new RegExp(`^${name} = (.+)$`, "m")
      .exec(card)![1]!
      .match(/[\d.]+/g)!
      .map(Number);
  expect(numbers("SHARES")).toEqual([...SHARES]);
  expect(numbers("UNUSUAL")).toEqual([UNUSUAL]);
  expect(numbers("UNUSUAL_PRINTS")).toEqual([UNUSUAL_PRINTS]);
});
