import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdit, type Edit } from "../../src/domain/edit";
import {
  HISTORY_CAPACITY,
  createHistory,
  record,
  redo,
  undo,
  type History,
} from "../../src/domain/history";
import type { Note, NoteId } from "../../src/domain/score";
import { note, score, voice } from "../support/score";

const ids = ["a", "b", "c", "d"] as const;
const anyNote = fc
  .record({
    id: fc.constantFrom(...ids),
    pitch: fc.integer({ min: 0, max: 127 }),
    start: fc.nat(2000),
    duration: fc.integer({ min: 1, max: 960 }),
  })
  .map((n): Note => note(n));
const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.array(anyNote, { maxLength: 2 }).map((notes): Edit => ({ type: "addNotes", notes })),
  fc.array(anyNote, { maxLength: 2 }).map((notes): Edit => ({ type: "updateNotes", notes })),
  fc
    .constantFrom(...ids)
    .map((id): Edit => ({ type: "removeNotes", ids: new Set([id as NoteId]) })),
  fc.integer({ min: 20, max: 300 }).map((tempo): Edit => ({ type: "setTempo", tempo })),
  fc.integer({ min: 1, max: 64 }).map((bars): Edit => ({ type: "setBars", bars })),
  fc.constantFrom("x", "y").map((title): Edit => ({ type: "setTitle", title })),
);

test("undo restores every earlier score by reference, redo the later ones", () => {
  fc.assert(
    fc.property(fc.array(anyEdit, { maxLength: 30 }), (edits) => {
      let history: History = createHistory(score());
      const seen = [history.score];
      for (const edit of edits) {
        const next = applyEdit(history.score, edit);
        if (next !== history.score) seen.push(next);
        history = record(history, next, edit.type);
      }
      for (const earlier of seen.toReversed()) {
        expect(history.score).toBe(earlier);
        history = undo(history);
      }
      for (let i = 1; i < seen.length; i++) history = redo(history);
      expect(history.score).toBe(seen.at(-1));
    }),
  );
});

test("edits with one group are one step", () => {
  let history = createHistory(score());
  const start = history.score;
  for (const tempo of [100, 101, 102])
    history = record(
      history,
      applyEdit(history.score, { type: "setTempo", tempo }),
      "Tempo",
      "drag 1",
    );
  expect(history.done.map((change) => change.label)).toEqual(["Tempo"]);
  expect(undo(history).score).toBe(start);
});

test("a new edit forgets what was undone", () => {
  let history = createHistory(score());
  history = record(history, applyEdit(history.score, { type: "setTempo", tempo: 60 }), "Tempo");
  history = undo(history);
  history = record(history, applyEdit(history.score, { type: "setBars", bars: 8 }), "Length");
  expect(redo(history)).toBe(history);
});

test("the last 200 steps can be undone", () => {
  let history = createHistory(score());
  for (let i = 0; i < HISTORY_CAPACITY + 50; i++)
    history = record(
      history,
      applyEdit(history.score, { type: "setTitle", title: `${i}` }),
      "Rename",
    );
  expect(history.done).toHaveLength(HISTORY_CAPACITY);
});

test("an edit that changes nothing returns the very same score", () => {
  const one = note({ id: "a" });
  const before = score([one]);
  const nothing: Edit[] = [
    { type: "addNotes", notes: [] },
    { type: "removeNotes", ids: new Set(["zzz" as NoteId]) },
    { type: "updateNotes", notes: [one] },
    { type: "updateNotes", notes: [note({ id: "unknown" })] },
    { type: "setTempo", tempo: before.tempo },
    { type: "setMeter", meter: { ...before.meter } },
    { type: "setKey", key: { ...before.key } },
    { type: "setTitle", title: before.title },
    { type: "removeVoice", id: voice("nobody").id },
  ];
  for (const edit of nothing) expect(applyEdit(before, edit), edit.type).toBe(before);
});

test("removing a voice takes its notes and locks along, and no others", () => {
  const before = score([note({ id: "a" }), note({ id: "b", voice: "bass" })], {
    voices: [voice("soprano"), voice("bass")],
    locks: [
      { voice: voice("bass").id, start: 0, end: 480 },
      { voice: voice("soprano").id, start: 0, end: 480 },
    ],
  });
  const after = applyEdit(before, { type: "removeVoice", id: voice("bass").id });
  expect(after.voices.map((v) => v.id)).toEqual(["soprano"]);
  expect(after.notes.map((n) => n.id)).toEqual(["a"]);
  expect(after.locks.map((lock) => lock.voice)).toEqual(["soprano"]);
});
