import fc from "fast-check";
import { expect, test } from "vitest";
import {
  changeVelocity,
  copiesOf,
  growToHold,
  lengthenNotes,
  moveInScale,
  moveNotes,
  removeNotes,
  selectionRange,
  toggleFermata,
  toggleLocks,
  type Command,
} from "../../src/domain/commands";
import { quantiseNotes } from "../../src/domain/quantise";
import { applyEdit } from "../../src/domain/edit";
import { isLocked, type Note, type Score, type TakeId } from "../../src/domain/score";
import { countingIds, melody, note, score, voice } from "../support/score";

function after(before: Score, command: Command, notes: readonly Note[] = before.notes): Score {
  const edits = command(before, new Set(notes.map((n) => n.id)));
  if (!edits) throw new Error("the command does not apply");
  return edits.reduce(applyEdit, before);
}
const soprano = voice("soprano").id;

test("no command applies to an empty selection", () => {
  const before = score(melody([60, 62]));
  for (const command of [
    removeNotes,
    moveNotes(480, 1),
    moveInScale(1),
    lengthenNotes(120, 120),
    quantiseNotes({ grid: 120, strength: 1, swing: 0 }),
    changeVelocity(5),
    toggleFermata,
  ])
    expect(command(before, new Set())).toBeUndefined();
});

test("moving keeps every length and distance", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4000 }),
      fc.integer({ min: -20, max: 20 }),
      (ticks, semitones) => {
        const before = score(melody([60, 64, 67]));
        const moved = after(before, moveNotes(ticks, semitones));
        expect(
          moved.notes.map((n, i) => [
            n.start - before.notes[i]!.start,
            n.pitch - before.notes[i]!.pitch,
            n.duration,
          ]),
        ).toEqual(before.notes.map((n) => [ticks, semitones, n.duration]));
      },
    ),
  );
});

test("a move that would leave the score or the keyboard is refused whole", () => {
  const before = score(melody([60, 127]));
  const all = new Set(before.notes.map((n) => n.id));
  expect(moveNotes(0, 1)(before, all)).toBeUndefined();
  expect(moveNotes(-1, 0)(before, all)).toBeUndefined();
});

test("moving in the scale goes to the neighbours in the key", () => {
  const before = score(melody([60, 64, 65, 71]));
  expect(after(before, moveInScale(1)).notes.map((n) => n.pitch)).toEqual([62, 65, 67, 72]);
  expect(after(before, moveInScale(-2)).notes.map((n) => n.pitch)).toEqual([57, 60, 62, 67]);
});

test("a fermata goes on every selected note, and off when all have one", () => {
  const held = (of: Score) => of.notes.map((n) => n.fermata === true);
  const before = score(melody([60, 62, 64]));
  const one = after(before, toggleFermata, before.notes.slice(1, 2));
  expect(held(one)).toEqual([false, true, false]);
  const all = after(one, toggleFermata);
  expect(held(all)).toEqual([true, true, true]);
  expect(all.notes[1]).toBe(one.notes[1]);
  expect(held(after(all, toggleFermata))).toEqual([false, false, false]);
});

test("a fermata stays on its note, whatever is done to it, and on its copies", () => {
  const before = score([note({ fermata: true })]);
  for (const command of [
    moveNotes(480, -12),
    moveInScale(2),
    lengthenNotes(240, 120),
    quantiseNotes({ grid: 960, strength: 1, swing: 0 }),
    changeVelocity(9),
  ])
    expect(after(before, command).notes).toMatchObject([{ fermata: true }]);
  const copies = copiesOf(before.notes, 480, () => countingIds().note());
  expect(copies).toMatchObject([{ start: 480, fermata: true }]);
});

test("a model's note with a person's fermata says that it was changed", () => {
  const take = "take 1" as TakeId;
  const before = score([note({ origin: { by: "model", take, changed: false } })]);
  expect(after(before, toggleFermata).notes[0]!.origin).toEqual({
    by: "model",
    take,
    changed: true,
  });
});

test("a model's note that a person changes stays the model's and says that it was changed", () => {
  const take = "take 1" as TakeId;
  const before = score([
    note({ id: "a", origin: { by: "model", take, changed: false } }),
    note({ id: "b", start: 480 }),
  ]);
  const [model, yours] = after(before, moveNotes(0, 2)).notes;
  expect(model!.origin).toEqual({ by: "model", take, changed: true });
  expect(yours!.origin).toEqual({ by: "you" });
  const copies = copiesOf(before.notes, 960, () => countingIds().note());
  expect(copies.map((n) => n.origin)).toEqual(before.notes.map((n) => n.origin));
});

test("velocity stays between 1 and 127", () => {
  const before = score([
    note({ id: "a", velocity: 5 }),
    note({ id: "b", velocity: 120, start: 480 }),
  ]);
  expect(after(before, changeVelocity(-20)).notes.map((n) => n.velocity)).toEqual([1, 100]);
  expect(after(before, changeVelocity(20)).notes.map((n) => n.velocity)).toEqual([25, 127]);
});

test("a score grows by whole bars to hold what is moved behind its end", () => {
  const before = score(melody([60]));
  expect(after(before, moveNotes(4 * 1920, 0)).bars).toBe(5);
  expect(growToHold(before, [note({ start: 1920 * 4 - 480 })])).toEqual([]);
});

test("a selection's range goes from its first start to its last end", () => {
  const before = score(melody([60, 62, 64]));
  expect(selectionRange(before, new Set([before.notes[1]!.id, before.notes[2]!.id]))).toEqual({
    start: 480,
    end: 1440,
  });
  expect(selectionRange(before, new Set())).toBeUndefined();
});

test("locking twice opens again, and locks that touch become one", () => {
  let s = score(melody([60, 62]));
  const lock = (start: number, end: number) => {
    s = toggleLocks(s, [soprano], { start, end }).reduce(applyEdit, s);
  };
  lock(0, 480);
  lock(480, 960);
  expect(s.locks).toEqual([{ voice: soprano, start: 0, end: 960 }]);
  lock(240, 720);
  expect(s.locks.map((l) => [l.start, l.end])).toEqual([
    [0, 240],
    [720, 960],
  ]);
  expect(isLocked(s, soprano, { start: 240, end: 720 })).toBe(false);
  expect(isLocked(s, soprano, { start: 100, end: 300 })).toBe(true);
  lock(0, 960);
  lock(0, 960);
  expect(s.locks).toEqual([]);
});
