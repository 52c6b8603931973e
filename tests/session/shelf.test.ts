import fc from "fast-check";
import { expect, test } from "vitest";
import type { NoteId, Score, TakeId } from "../../src/domain/score";
import type { Take, TakeTree } from "../../src/domain/take";
import { Shelved, withTake } from "../../src/session/shelf";
import { arbitraryScore } from "../support/arbitrary-score";
import { note, score } from "../support/score";

const takeOf = (id: string, of: Score, parent?: string): Take => ({
  id: id as TakeId,
  parent: parent as TakeId | undefined,
  name: id,
  score: of,
  making: undefined,
  createdMs: 1,
});

/** Runs what a browser does when memory is short: nothing that is only held weakly is left. */
function withForgottenScores<Value>(run: () => Value): Value {
  const { WeakRef: kept } = globalThis;
  globalThis.WeakRef = class {
    deref() {
      return undefined;
    }
  } as never;
  try {
    return run();
  } finally {
    globalThis.WeakRef = kept;
  }
}

test("a take that was put away comes back as it was, whatever it is beside", () => {
  fc.assert(
    fc.property(arbitraryScore(), fc.array(fc.nat(5), { minLength: 1 }), (first, cuts) => {
      const scores = cuts.map((cut, i) => ({
        ...first,
        notes: [
          ...first.notes.slice(cut),
          note({ id: `new ${i}` as NoteId, voice: first.voices[0]!.id }),
        ],
      }));
      const takes = [
        takeOf("original", first),
        ...scores.map((s, i) => takeOf(`${i}`, s, "original")),
      ];
      withForgottenScores(() => {
        const tree = takes.reduce<TakeTree>(withTake, []);
        expect(tree).toEqual(takes);
      });
    }),
  );
});

test("a long line of originals comes back", () => {
  const notes = Array.from({ length: 300 }, (_, i) => note({ start: 120 * i }));
  const takes = notes.map((_, i) => takeOf(`${i}`, score(notes.slice(0, i + 1), { bars: 100 })));
  withForgottenScores(() => {
    const tree = takes.reduce<TakeTree>(withTake, []);
    expect(tree.map((take) => take.score.notes.length)).toEqual(notes.map((_, i) => i + 1));
    expect(tree.at(-1)!.score).toEqual(takes.at(-1)!.score);
  });
});

test("a score that somebody has is the same each time it is looked at", () => {
  const original = score([note(), note({ start: 480 }), note({ start: 960 })]);
  const answer = { ...original, notes: [...original.notes, note({ start: 1440 })] };
  const tree = [takeOf("a", original), takeOf("b", answer, "a")].reduce<TakeTree>(withTake, []);
  expect(tree[1]!.score).toBe(answer);
  expect(tree[1]!.score).toBe(tree[1]!.score);
});

test("a score that is put away after it was the base of another comes back, and the other with it", () => {
  const notes = Array.from({ length: 12 }, (_, i) => note({ start: 480 * i }));
  const steps = notes.map((_, i) => score(notes.slice(0, i + 1)));
  withForgottenScores(() => {
    const shelf = steps.map((step) => new Shelved(step));
    shelf.forEach((step, i) => shelf[i - 1]?.putAway(step));
    expect(shelf.map((step) => step.score)).toEqual(steps);
  });
});
