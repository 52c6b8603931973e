import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PARTS } from "../../src/domain/echo";
import { packed, unpacked, unzigzag, zigzag } from "../../src/originality/columns";
import { barOf, corpusOf, type LineNote, type Piece } from "../../src/originality/corpus";
import { decodeCorpus, encodeCorpus } from "../../src/originality/corpus-file";
import { COLLECTIONS, madeUp, pieceOf, tune } from "./pieces";

const lineNotes = fc
  .array(
    fc.record({
      rest: fc.integer({ min: 0, max: 3000 }),
      duration: fc.integer({ min: 1, max: 5000 }),
      pitch: fc.integer({ min: 0, max: 127 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((all) => {
    let start = 0;
    return all.map(({ rest, duration, pitch }): LineNote => {
      start += rest;
      const note = [start, duration, pitch] as const;
      start += duration;
      return note;
    });
  });

const pieces: fc.Arbitrary<readonly Piece[]> = fc.array(
  fc.record({
    title: fc.string(),
    composer: fc.constantFrom("", "Anon", "Bach"),
    collection: fc.constant(0),
    year: fc.option(fc.integer({ min: 1, max: 2000 }), { nil: undefined }),
    family: fc.integer({ min: 0, max: 9000 }),
    meter: fc.record({
      beats: fc.integer({ min: 1, max: 12 }),
      unit: fc.constantFrom(2 as const, 4 as const, 8 as const),
    }),
    lines: fc.array(
      fc.record({
        part: fc.constantFrom(...PARTS),
        notes: lineNotes,
        bars: fc
          .array(fc.integer({ min: 0, max: 9000 }), { minLength: 1 })
          .map((bars) => bars.toSorted((a, b) => a - b)),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

describe("the file of pieces", () => {
  it("gives back every note, bar and name that went into it", () => {
    fc.assert(
      fc.property(pieces, (all) => {
        const corpus = corpusOf(all, COLLECTIONS);
        const back = decodeCorpus(encodeCorpus(corpus));
        expect({ ...back, pieces: back.pieces.map((name) => ({ ...name })) }).toEqual(corpus);
      }),
      { numRuns: 30 },
    );
  });

  it("refuses what breaks off", () => {
    const file = encodeCorpus(madeUp(3));
    expect(() => decodeCorpus(file.subarray(0, file.length - 20))).toThrow();
  });

  it("packs any number from 0 up, and signed ones by folding them", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 29), max: 2 ** 29 })), (values) => {
        const back = [...unpacked(packed(values.map(zigzag)))].map(unzigzag);
        expect(back.map((value) => value + 0)).toEqual(values.map((value) => value + 0));
      }),
    );
    expect(() => packed([-1])).toThrow(RangeError);
  });
});

describe("bars of a piece", () => {
  it("are counted from 1, and an upbeat is 0", () => {
    const notes = tune(1, 16);
    const whole = corpusOf([pieceOf("Tune 1", notes)], COLLECTIONS);
    expect([0, 1919, 1920].map((tick) => barOf(whole, 0, tick))).toEqual([1, 1, 2]);
    const bars = [0, 480, 2400, 4320];
    const lines = [{ part: "melody" as const, notes, bars }];
    const corpus = corpusOf([{ ...pieceOf("Tune 1", notes), lines }], COLLECTIONS);
    expect([0, 480, 2400].map((tick) => barOf(corpus, 0, tick))).toEqual([0, 1, 2]);
  });
});
