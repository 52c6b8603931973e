import { describe, expect, it } from "vitest";
import { detectKey, isInKey, keyName, tonic } from "../../src/domain/key";
import { barTicks } from "../../src/domain/meter";
import { byStart, endOf, scoreTicks } from "../../src/domain/score";
import { STARTERS, starterScore } from "../../src/domain/starters";
import { countingIds } from "../support/score";

describe.each(STARTERS)("the starter $title", (starter) => {
  const score = starterScore(starter, countingIds());

  it("has full bars throughout, but for the last one", () => {
    const bars = starter.tune.split("|").map((bar) => {
      const lengths = bar.match(/\/\d+\.?/g) ?? [];
      return lengths.reduce(
        (sum, length) =>
          sum + (1920 / Number.parseInt(length.slice(1), 10)) * (length.endsWith(".") ? 1.5 : 1),
        0,
      );
    });
    for (const bar of bars.slice(0, -1)) expect(bar).toBe(barTicks(starter.meter));
    expect(bars.at(-1)).toBeLessThanOrEqual(barTicks(starter.meter));
    expect(score.bars).toBe(bars.length);
  });

  it("is one voice from C4 to G5, a note at a time", () => {
    expect(score.voices.map((voice) => voice.name)).toEqual(["Soprano"]);
    const notes = score.notes.toSorted(byStart);
    notes.forEach((note, i) => {
      expect(note.pitch).toBeGreaterThanOrEqual(60);
      expect(note.pitch).toBeLessThanOrEqual(79);
      const next = notes[i + 1];
      if (next) expect(endOf(note)).toBeLessThanOrEqual(next.start);
    });
    expect(Math.max(...notes.map(endOf))).toBeLessThanOrEqual(scoreTicks(score));
  });

  it("is in its key, and ends on the tonic triad", () => {
    const outside = score.notes.filter((note) => !isInKey(note.pitch, starter.key));
    expect(outside).toEqual([]);
    const degree = (score.notes.at(-1)!.pitch - tonic(starter.key) + 24) % 12;
    expect([0, 7]).toContain(degree);
  });

  it("is the same every time it is made with the same ids", () => {
    expect(starterScore(starter, countingIds())).toEqual(score);
  });
});

it("opens with four to eight bars in 4/4 whose key can be heard", () => {
  const first = starterScore(STARTERS[0]!, countingIds());
  expect(first.meter).toEqual({ beats: 4, unit: 4 });
  expect(first.bars).toBe(8);
  expect(keyName(detectKey(first.notes)!)).toBe("Eb major");
});

it("offers six starters or more, in 3/4, 4/4 and 6/8, major and minor, each of another title", () => {
  const meters = new Set(STARTERS.map(({ meter }) => `${meter.beats}/${meter.unit}`));
  expect(meters).toEqual(new Set(["4/4", "3/4", "6/8"]));
  expect(new Set(STARTERS.map(({ key }) => key.mode)).size).toBe(2);
  expect(new Set(STARTERS.map(({ title }) => title)).size).toBe(STARTERS.length);
  expect(STARTERS.length).toBeGreaterThanOrEqual(6);
});
