import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { legible } from "../../src/notation/legible";
import { layOutSystems } from "../../src/notation/systems";
import { writeScore } from "../../src/notation/writing";
import { arbitraryScore } from "../support/arbitrary-score";
import { melody, note, score, voice } from "../support/score";

const none = { chords: [], figures: [], numerals: [] };
const twoVoices = [voice("Soprano"), voice("Alto"), voice("Bass")];

describe("played notes", () => {
  test("those that are written exactly stay what they are", () => {
    const exact = [note({ start: 0, duration: 240 }), note({ start: 160, duration: 160 })];
    expect(legible(exact)).toBe(exact);
  });

  test("loose eighths are read as eighths, breaths and smears between them gone", () => {
    const loose = [3, 233, 487, 716].map((start, i) =>
      note({ id: `n${i}`, start, duration: i % 2 ? 255 : 201 }),
    );
    expect(legible(loose).map(({ start, duration }) => [start, duration])).toEqual([
      [0, 240],
      [240, 240],
      [480, 240],
      [720, 240],
    ]);
  });

  test("loose triplets are read as triplets", () => {
    const loose = [2, 157, 323].map((start, i) => note({ id: `n${i}`, start, duration: 154 }));
    expect(legible(loose).map(({ start }) => start)).toEqual([0, 160, 320]);
  });

  test("no note is lost or made, and each lasts", () => {
    fc.assert(
      fc.property(arbitraryScore(), ({ notes }) => {
        const shown = legible(notes);
        expect(shown.map(({ id }) => id).toSorted()).toEqual(notes.map(({ id }) => id).toSorted());
        expect(shown.every(({ duration }) => duration > 0)).toBe(true);
      }),
    );
  });
});

describe("bars", () => {
  test("a note over the bar line is two tied pieces of one note", () => {
    const written = writeScore(score([note({ start: 1440, duration: 960 })]));
    const sounding = written.bars.flatMap(([staff]) =>
      staff!.layers.flatMap(({ pieces }) => pieces.filter(({ chord }) => chord)),
    );
    expect(sounding.map(({ tiedFrom, tiedTo }) => [tiedFrom, tiedTo])).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(new Set(sounding.map(({ chord }) => chord!.notes[0]!.id)).size).toBe(1);
  });

  test("a voice that is silent beside another is left out; an empty staff has one rest", () => {
    const written = writeScore(score(melody([72], "Soprano"), { voices: twoVoices }));
    const [first, second] = written.bars;
    expect(first![0]!.layers.map((layer) => layer.voice)).toEqual(["Soprano"]);
    expect(second![0]!.layers).toHaveLength(1);
    expect(second![0]!.layers[0]!.pieces).toMatchObject([
      { start: 0, end: 1920, chord: undefined },
    ]);
  });

  test("a voice that holds one note under others has its stems apart", () => {
    const [bar] = writeScore(
      score([note({ pitch: 48, duration: 1440 }), note({ pitch: 60, start: 480, duration: 480 })]),
    ).bars;
    expect(bar![0]!.layers.map(({ stems }) => stems)).toEqual(["down", "up"]);
  });

  test("every note of a score is written", () => {
    fc.assert(
      fc.property(arbitraryScore(), (any) => {
        const ids = writeScore(any).bars.flatMap((staves) =>
          staves.flatMap(({ layers }) =>
            layers.flatMap(({ pieces }) =>
              pieces.flatMap(({ chord }) => chord?.notes.map(({ id }) => id) ?? []),
            ),
          ),
        );
        expect(new Set(ids)).toEqual(new Set(any.notes.map(({ id }) => id)));
      }),
    );
  });
});

describe("writing again after an edit", () => {
  const bars = 16;
  const parts = ["Soprano", "Alto", "Bass"].flatMap((name, i) =>
    melody(
      Array.from({ length: 4 * bars }, (_, at) => 72 - 8 * i + (at % 5)),
      name,
    ),
  );
  const piece = score(parts, { voices: twoVoices, bars });
  const moved = {
    ...piece,
    notes: piece.notes.map((one) =>
      one.id === "Alto-21" ? { ...one, pitch: one.pitch + 2 } : one,
    ),
  };

  test("only the bar whose note moved is written anew, on its own staff", () => {
    const before = writeScore(piece);
    const after = writeScore(moved, before);
    expect(after.bars.map((bar, i) => bar === before.bars[i])).toEqual(
      Array.from({ length: bars }, (_, i) => i !== 5),
    );
    expect(after.bars[5]![1]).toBe(before.bars[5]![1]);
    expect(after.staves[1]).toBe(before.staves[1]);
  });

  test("it is what would be written without the one before, whatever that was", () => {
    fc.assert(
      fc.property(arbitraryScore(), arbitraryScore(), (earlier, later) => {
        const mixed = { ...later, notes: [...later.notes, ...earlier.notes.slice(0, 3)] };
        expect(writeScore(later, writeScore(mixed))).toEqual(writeScore(later));
        expect(writeScore(later, writeScore(earlier))).toEqual(writeScore(later));
      }),
      { numRuns: 40 },
    );
  });

  test("a note that is read in the bar behind the last has a bar there", () => {
    const late = score([note({ start: 1915, duration: 3 })], { bars: 1 });
    const { bars } = writeScore(late);
    expect(bars).toHaveLength(2);
    expect(bars[1]![0]!.layers[0]!.pieces[0]!.chord?.notes[0]?.id).toBe(late.notes[0]!.id);
  });
});

describe("systems", () => {
  const long = score(melody(Array.from({ length: 64 }, (_, i) => 60 + (i % 12))), { bars: 16 });

  test("they hold all bars once, in order, whatever the width", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 200 }), (width) => {
        const systems = layOutSystems(writeScore(long), long, none, width);
        const bars = systems.flatMap(({ firstBar, widths }) => widths.map((_, i) => firstBar + i));
        expect(bars).toEqual(Array.from({ length: 16 }, (_, i) => i));
      }),
    );
  });

  test("a narrow page has more of them, and none is wider than it unless it is one bar", () => {
    const writing = writeScore(long);
    const wide = layOutSystems(writing, long, none, 140);
    const narrow = layOutSystems(writing, long, none, 50);
    expect(narrow.length).toBeGreaterThan(wide.length);
    for (const { widths } of narrow)
      expect(widths.length === 1 || widths.reduce((sum, w) => sum + w, 0) <= 50).toBe(true);
  });

  test("numerals and figures take room under the staves", () => {
    const writing = writeScore(long);
    const [bare] = layOutSystems(writing, long, none, 140);
    const texts = {
      ...none,
      figures: [{ start: 0, text: "6\n4" }],
      numerals: [{ start: 0, text: "I" }],
    };
    const [full] = layOutSystems(writing, long, texts, 140);
    expect(full!.height).toBeGreaterThan(bare!.height);
    expect(full!.rows.numerals).toBeGreaterThan(full!.rows.figures);
    expect(full!.tops).toEqual(bare!.tops);
  });

  test("a bar is as wide as the numerals under it need, though it has but one rest", () => {
    const empty = score([], { voices: twoVoices, bars: 1 });
    const numerals = ["viio65/V", "V", "V42/IV", "IV6"].map((text, i) => ({
      start: i * 480,
      text,
    }));
    const [bare] = layOutSystems(writeScore(empty), empty, none, 140);
    const [full] = layOutSystems(writeScore(empty), empty, { ...none, numerals }, 140);
    expect(full!.widths[0]).toBeGreaterThan(1.5 * bare!.widths[0]!);
  });
});
