import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdit } from "../../src/domain/edit";
import { changeNote } from "../../src/domain/note";
import { quantised, quantiseNotes, quantiseVoice } from "../../src/domain/quantise";
import { endOf, rangeOf, type Quantise, type TakeId } from "../../src/domain/score";
import { copiesOf, moveNotes } from "../../src/domain/commands";
import { countingIds, note, score, voice } from "../support/score";

const straight: Quantise = { grid: 120, strength: 1, swing: 0 };
const played = fc.record({
  start: fc.nat(5000),
  duration: fc.integer({ min: 1, max: 2000 }),
});
const anyQuantise = fc.record({
  grid: fc.constantFrom(60, 80, 120, 160, 240, 320, 480),
  strength: fc.double({ min: 0, max: 1, noNaN: true }),
  swing: fc.double({ min: 0, max: 1, noNaN: true }),
});

test("quantising puts starts and ends on the grid and keeps every note audible", () => {
  fc.assert(
    fc.property(played, fc.constantFrom(60, 80, 120, 160, 480), ({ start, duration }, grid) => {
      const n = quantised(note({ start, duration }), { ...straight, grid });
      expect(n.start % grid).toBe(0);
      expect(n.duration % grid).toBe(0);
      expect(n.duration).toBeGreaterThanOrEqual(grid);
      expect(Math.abs(n.start - start)).toBeLessThanOrEqual(grid / 2);
    }),
  );
});

test("whatever it was drawn to, a note goes back to how it was played", () => {
  fc.assert(
    fc.property(played, fc.array(anyQuantise), (as, views) => {
      const original = note(as);
      const back = quantised(views.reduce(quantised, original), undefined);
      expect(rangeOf(back)).toEqual(rangeOf(original));
      expect(back.asPlayed).toBeUndefined();
    }),
  );
});

test("another grid is reached from what was played, not from the grid before", () => {
  fc.assert(
    fc.property(played, anyQuantise, anyQuantise, (as, first, second) => {
      const original = note(as);
      expect(rangeOf(quantised(quantised(original, first), second))).toEqual(
        rangeOf(quantised(original, second)),
      );
    }),
  );
});

test("half the strength is half the way", () => {
  const late = note({ start: 500, duration: 500 });
  expect(quantised(late, { ...straight, strength: 0.5 })).toMatchObject({
    start: 490,
    duration: 490,
    asPlayed: { start: 500, end: 1000 },
  });
  expect(quantised(late, { ...straight, strength: 0 })).toBe(late);
});

test("full swing makes a triplet's long and short of two eighths, and leaves beats alone", () => {
  const swung = { grid: 240, strength: 1, swing: 1 };
  const starts = [0, 240, 480, 720].map((start) =>
    quantised(note({ start, duration: 200 }), swung),
  );
  expect(starts.map(({ start }) => start)).toEqual([0, 320, 480, 800]);
});

test("a note nearer to a swung line than to the straight one goes there", () => {
  const swung = { grid: 240, strength: 1, swing: 1 };
  expect(quantised(note({ start: 210 }), swung).start).toBe(320);
  expect(quantised(note({ start: 150 }), swung).start).toBe(0);
});

test("a note that is moved keeps how it was played; one that is given a length does not", () => {
  const drawn = quantised(note({ start: 490, duration: 470 }), straight);
  expect(drawn).toMatchObject({ start: 480, duration: 480, asPlayed: { start: 490, end: 960 } });
  expect(changeNote(drawn, { start: 960 }).asPlayed).toEqual({ start: 970, end: 1440 });
  expect(changeNote(drawn, { pitch: 62 }).asPlayed).toEqual(drawn.asPlayed);
  expect(changeNote(drawn, { duration: 240 }).asPlayed).toBeUndefined();
  const [copy] = copiesOf([drawn], 1920, () => countingIds().note());
  expect(copy).toMatchObject({ start: 2400, asPlayed: { start: 2410, end: 2880 } });
  const moved = moveNotes(480, 0)(score([drawn]), new Set([drawn.id]));
  expect(moved).toMatchObject([{ notes: [{ asPlayed: { start: 970, end: 1440 } }] }]);
});

test("a model's note that is drawn to a grid stays the model's and says that it was changed", () => {
  const theirs = note({
    start: 10,
    origin: { by: "model", take: "t" as TakeId, changed: false },
  });
  const edits = quantiseNotes(straight)(score([theirs]), new Set([theirs.id])) ?? [];
  expect(edits).toMatchObject([{ notes: [{ start: 0, origin: { by: "model", changed: true } }] }]);
});

test("a voice is drawn to the grid whole, and remembers it; other voices stay", () => {
  const before = score(
    [note({ id: "a", start: 130 }), note({ id: "b", start: 130, voice: "alto" })],
    { voices: [voice("soprano"), voice("alto")] },
  );
  const [soprano] = before.voices;
  const apply = (by: Quantise | undefined, to = before) =>
    (quantiseVoice(soprano!.id, by)(to, new Set()) ?? []).reduce(applyEdit, to);
  const after = apply(straight);
  expect(after.notes.map(({ start }) => start)).toEqual([120, 130]);
  expect(after.voices.map(({ quantise }) => quantise)).toEqual([straight, undefined]);
  const back = apply(undefined, after);
  expect(back.notes.map((n) => [n.start, endOf(n)])).toEqual(
    before.notes.map((n) => [n.start, endOf(n)]),
  );
});

test("a sketch grows to hold what is drawn beyond its end", () => {
  const long = note({ start: 4 * 1920 - 30, duration: 30 });
  const edits = quantiseNotes(straight)(score([long]), new Set([long.id]));
  expect(edits).toContainEqual({ type: "setBars", bars: 5 });
});
