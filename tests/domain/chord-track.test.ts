import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  chordAt,
  chordPrior,
  chordRange,
  merged,
  standingRanges,
  withChord,
  withChordLock,
  withMovedChord,
  withoutChord,
} from "../../src/domain/chord-track";
import { applyEdit } from "../../src/domain/edit";
import type { PlacedChord, Score, TakeId } from "../../src/domain/score";
import { arbitraryChord, arbitraryScore, chordsOf } from "../support/arbitrary-score";
import { chord, placedChord as placed, score } from "../support/score";

const bar = 1920;
const take = "take" as TakeId;
const made: Partial<PlacedChord> = { origin: { by: "model", take, changed: false } };
const sheet = (...chords: PlacedChord[]): Score => score([], { chords });

describe("a chord lasts to the next, or to the end", () => {
  const s = sheet(placed(0, "C"), placed(bar, "F"));
  test("the one in force is the last that began", () => {
    expect(chordAt(s, bar - 1)).toBe(s.chords[0]);
    expect(chordAt(s, bar)).toBe(s.chords[1]);
    expect(chordAt(sheet(placed(480, "C")), 479)).toBeUndefined();
  });
  test("its stretch ends where the next begins", () => {
    expect(s.chords.map((one) => chordRange(s, one))).toEqual([
      { start: 0, end: bar },
      { start: bar, end: 4 * bar },
    ]);
  });
});

describe("writing chords", () => {
  test("a chord goes where it was written, and takes the place of what was there", () => {
    const s = sheet(placed(bar, "F"));
    const one = applyEdit(s, { type: "setChords", chords: withChord(s, 0, chord("C")) });
    const two = applyEdit(one, { type: "setChords", chords: withChord(one, bar, chord("G7")) });
    expect(chordsOf(two)).toEqual(["0 C", "1920 G7"]);
  });
  test("a model's chord that a person changes or moves stays the model's and says so", () => {
    const s = sheet(placed(0, "C", made));
    const changed = { by: "model", take, changed: true };
    expect(withChord(s, 0, chord("Am"))[0]?.origin).toEqual(changed);
    expect(withMovedChord(s, 0, 480)[0]?.origin).toEqual(changed);
  });
  test("a chord written where an accompaniment plays is played too", () => {
    const playing = { pattern: "waltz", seed: 3, take } as const;
    expect(withChord(sheet(placed(0, "C", { playing })), bar, chord("G"))[1]?.playing).toBe(
      playing,
    );
  });
  test("moving onto another chord replaces it, and beyond the score is refused", () => {
    const s = sheet(placed(0, "C"), placed(bar, "F"));
    expect(withMovedChord(s, 0, bar).map((one) => one.start)).toEqual([bar]);
    expect(withMovedChord(s, 0, 4 * bar)).toBe(s.chords);
    expect(withMovedChord(s, 0, -480)).toBe(s.chords);
  });
  test("locking is told by the chord and goes off again", () => {
    const s = sheet(placed(0, "C"));
    const locked = withChordLock(s, 0);
    expect(locked[0]?.locked).toBe(true);
    expect(withChordLock({ ...s, chords: locked }, 0)[0]?.locked).toBe(false);
  });
  test("whatever is written, chords are in order and one at a place; what changes nothing is the same list", () => {
    fc.assert(
      fc.property(arbitraryScore(), fc.nat(15_000), arbitraryChord, (s, start, written) => {
        const next = applyEdit(s, { type: "setChords", chords: withChord(s, start, written) });
        const starts = next.chords.map((one) => one.start);
        expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b));
        expect(withChord(next, start, written)).toBe(next.chords);
        expect(withoutChord(next, start).map((one) => one.start)).not.toContain(start);
        expect(withoutChord(s, 99_999)).toBe(s.chords);
      }),
    );
  });
});

test("what a person wrote stands to the next such chord or the end of its bar; the machine's does not", () => {
  const s = sheet(
    placed(0, "C"),
    placed(960, "F"),
    placed(bar, "G", made),
    placed(2 * bar, "Am", { ...made, locked: true }),
  );
  const ranges = standingRanges(s, { start: 0, end: 4 * bar });
  expect(ranges.map(({ start, end }) => [start, end])).toEqual([
    [0, 960],
    [960, bar],
    [2 * bar, 3 * bar],
  ]);
});

test("the same chord one after the other is said once", () => {
  const s = [placed(0, "C"), placed(480, "C"), placed(960, "F"), placed(bar, "C")];
  expect(merged(s).map((one) => one.start)).toEqual([0, 960, bar]);
});

test("chord tones are leant to, and nothing is where there is no chord", () => {
  const prior = chordPrior(chord("G7/F"));
  expect([2, 5, 7, 11].every((tone) => prior[tone]! > 0)).toBe(true);
  expect(prior.filter((nats) => nats < 0)).toHaveLength(8);
  expect(chordPrior(chord("N.C.")).every((nats) => nats === 0)).toBe(true);
  expect(chordPrior(undefined).every((nats) => nats === 0)).toBe(true);
});
