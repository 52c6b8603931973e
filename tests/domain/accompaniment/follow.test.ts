import { describe, expect, test } from "vitest";
import {
  chordEdits,
  playedAfter,
  removeAccompaniment,
} from "../../../src/domain/accompaniment/follow";
import { withChord, withMovedChord, withoutChord } from "../../../src/domain/chord-track";
import { applyEdit, type Edit } from "../../../src/domain/edit";
import { changeNote } from "../../../src/domain/note";
import type { Note, Pattern, PlacedChord, Score, TakeId } from "../../../src/domain/score";
import { withAccompanimentVoices } from "../../../src/domain/voicing";
import { chordsOf } from "../../support/arbitrary-score";
import { chord, countingIds, melody, score } from "../../support/score";

const bar = 1920;
const take = "take" as TakeId;
const ids = countingIds();
const apply = (s: Score, edits: readonly Edit[]) => edits.reduce(applyEdit, s);
const withChords = (s: Score, chords: readonly PlacedChord[]) =>
  apply(
    s,
    chordEdits(s, chords, () => ids.note()),
  );

/** Four bars of C, Am, F and G7 that are played. */
function played(pattern: Pattern): Score {
  const empty = withAccompanimentVoices(score(melody([72, 74, 76])), () => ids.voice());
  const chords = ["C", "Am", "F", "G7"].map((symbol, i): PlacedChord => ({
    start: i * bar,
    chord: chord(symbol),
    origin: { by: "model", take, changed: false },
    locked: false,
    playing: { pattern, seed: 1, take },
  }));
  return withChords(empty, chords);
}
const inBar = (s: Score, number: number) =>
  s.notes.filter(
    ({ start, voice }) => voice !== "soprano" && Math.floor(start / bar) === number - 1,
  );

test("when the sketch grows, its last chord is played up to the new end, and nothing else changes", () => {
  const before = played("block");
  const longer = { ...before, bars: before.bars + 2 };
  const after = apply(
    longer,
    playedAfter(before, longer, () => ids.note()),
  );
  const last = before.bars;
  for (let number = 1; number < last; number++)
    expect(inBar(after, number)).toEqual(inBar(before, number));
  const shape = (number: number) =>
    inBar(after, number).map(({ pitch, start }) => [pitch, start % bar]);
  expect(shape(last).length).toBeGreaterThan(2);
  expect(shape(last + 1)).toEqual(shape(last));
  expect(shape(last + 2)).toEqual(shape(last));
});

describe("when one chord changes", () => {
  test("only its own notes are other ones, and the rest are the very same", () => {
    for (const pattern of ["block", "arpeggio", "alberti", "stride", "strummed"] as const) {
      const before = played(pattern);
      const after = withChords(before, withChord(before, bar, chord("Em")));
      for (const number of [1, 3, 4]) expect(inBar(after, number)).toEqual(inBar(before, number));
      expect(after.notes.filter(({ voice }) => voice === "soprano")).toEqual(
        before.notes.filter(({ voice }) => voice === "soprano"),
      );
      const classes = new Set(inBar(after, 2).map(({ pitch }) => pitch % 12));
      expect([...classes].toSorted((a, b) => a - b)).toEqual([4, 7, 11]);
    }
  });

  test("a walking bass before it leads to its new bass, and to nothing else", () => {
    const before = played("walking");
    const after = withChords(before, withChord(before, bar, chord("Em")));
    expect(inBar(after, 3)).toEqual(inBar(before, 3));
    const gone = inBar(before, 1).filter((note) => !after.notes.includes(note));
    expect(gone.every(({ start }) => start >= 480)).toBe(true);
    const [last] = inBar(after, 1).filter(({ start }) => start === 3 * 480);
    const [first] = inBar(after, 2).filter(({ voice }) => voice === after.accompaniment?.bass);
    const step = Math.abs(last!.pitch - first!.pitch) % 12;
    expect([1, 2, 10, 11]).toContain(step);
  });

  test("notes that a person changed stay, and nothing is written in their place", () => {
    const before = played("block");
    const own = inBar(before, 2).find(({ voice }) => voice === before.accompaniment?.upper)!;
    const edited = applyEdit(before, {
      type: "updateNotes",
      notes: [changeNote(own, { pitch: own.pitch + 1 })],
    });
    const after = withChords(edited, withChord(edited, bar, chord("Em")));
    expect(inBar(after, 2)).toHaveLength(inBar(before, 2).length);
    expect(after.notes).toContainEqual({
      ...own,
      pitch: own.pitch + 1,
      origin: { by: "model", take, changed: true },
    });
  });

  test("what is locked stays", () => {
    const before = played("block");
    const locks = [{ voice: before.accompaniment!.bass, start: 0, end: 4 * bar }];
    const after = withChords({ ...before, locks }, withChord(before, bar, chord("Em")));
    const basses = (s: Score) => s.notes.filter(({ voice }) => voice === s.accompaniment?.bass);
    expect(basses(after)).toEqual(basses(before));
  });

  test("a chord that comes between, goes, or moves takes its notes along", () => {
    const before = played("block");
    const between = withChords(before, withChord(before, 960, chord("G/B")));
    expect(inBar(between, 1).filter(({ start }) => start === 960)).toHaveLength(4);
    expect(chordsOf(between)).toHaveLength(5);
    const back = withChords(between, withoutChord(between, 960));
    const sounds = (notes: readonly Note[]) =>
      notes.map(({ pitch, start, duration }) => [pitch, start, duration]).toSorted();
    expect(sounds(inBar(back, 1))).toEqual(sounds(inBar(before, 1)));
    const moved = withChords(before, withMovedChord(before, bar, bar + 480));
    expect(inBar(moved, 2).map(({ start }) => start)).toContain(bar + 480);
    expect(inBar(moved, 3)).toEqual(inBar(before, 3));
  });

  test("silence takes its notes away", () => {
    const before = played("waltz");
    const after = withChords(before, withChord(before, bar, chord("N.C.")));
    expect(inBar(after, 2)).toEqual([]);
  });
});

test("no accompaniment, nothing but the symbols changes", () => {
  const s = score(melody([60]));
  expect(chordEdits(s, withChord(s, 0, chord("C")), () => ids.note())).toHaveLength(1);
  expect(chordEdits(s, s.chords, () => ids.note())).toEqual([]);
});

test("the accompaniment goes in one step, and the symbols stay", () => {
  const before = played("stride");
  const after = apply(before, removeAccompaniment(before)!);
  expect(after.voices.map(({ name }) => name)).toEqual(["soprano"]);
  expect(after.notes).toHaveLength(3);
  expect(chordsOf(after)).toEqual(chordsOf(before));
  expect(removeAccompaniment(after)).toBeUndefined();
});
