import { expect, test } from "vitest";
import type { TakeId, VoiceId } from "../../../src/domain/score";
import { lengthTo, meterTo } from "../../../src/ui/roll/bars";
import { cursorNote, nextNote, stepCursor } from "../../../src/ui/roll/cursor";
import { applied } from "../../../src/ui/roll/gesture";
import {
  lengthWords,
  noteWords,
  placeWords,
  selectionWords,
} from "../../../src/ui/roll/note-words";
import { countingIds, melody, note, score, voice } from "../../support/score";

const FOUR = { beats: 4, unit: 4 } as const;

test("a note is said by pitch, place, length and maker", () => {
  const e = note({ pitch: 64, start: 1920 + 960 });
  expect(noteWords(e, score([e]))).toBe("E4, bar 2 beat 3, quarter, yours");
});

test("a fermata is said, of each note or of all that are selected", () => {
  const held = melody([60, 62]).map((n) => ({ ...n, fermata: true as const }));
  expect(noteWords(held[0]!, score(held))).toBe("C4, bar 1 beat 1, quarter, fermata, yours");
  expect(selectionWords(held, score(held))).toBe("2 notes from bar 1 beat 1, each with a fermata");
  const one = [held[0]!, note({ start: 480 })];
  expect(selectionWords(one, score(one))).toBe("2 notes from bar 1 beat 1");
});

test("pitches are spelled in the key with real accidentals", () => {
  const flat = note({ pitch: 70 });
  const inF = score([flat], { key: { fifths: -1, mode: "major" } });
  expect(noteWords(flat, inF)).toMatch(/^B♭4,/);
});

test("the machine's notes say so, and when you changed them; voices are named where there are several", () => {
  const made = note({ origin: { by: "model", take: "t" as TakeId, changed: true } });
  const two = score([made], { voices: [voice("soprano"), voice("alto", { locked: true })] });
  expect(noteWords(made, two)).toBe(
    "C4, bar 1 beat 1, quarter, soprano, the machine’s, changed by you",
  );
  const alto = note({ voice: "alto", origin: { by: "file", file: "bach.mid" } });
  expect(noteWords(alto, two)).toBe("C4, bar 1 beat 1, quarter, alto, from bach.mid, locked");
});

test("lengths and places have a musician's names", () => {
  expect([480, 720, 160, 1920, 500].map(lengthWords)).toEqual([
    "quarter",
    "dotted quarter",
    "eighth triplet",
    "whole",
    "1.04 quarters",
  ]);
  expect(placeWords(2040, FOUR)).toBe("bar 2 beat 1 and a sixteenth");
});

test("a selection of several is counted", () => {
  const tune = melody([60, 62, 64]);
  expect(selectionWords(tune, score(tune))).toBe("3 notes from bar 1 beat 1");
});

const ids = countingIds();
const newId = () => ids.note();

test("a shorter sketch loses what lies behind its end and cuts what reaches over it", () => {
  const notes = [
    note({ id: "over", start: 1440, duration: 960 }),
    note({ id: "behind", start: 3840 }),
  ];
  const before = score(notes, {
    locks: [{ voice: "soprano" as VoiceId, start: 960, end: 3840 }],
  });
  const after = applied(before, lengthTo(before, 1, newId));
  expect(after.bars).toBe(1);
  expect(after.notes.map((n) => [n.id, n.duration])).toEqual([["over", 480]]);
  expect(after.locks).toEqual([{ voice: "soprano", start: 960, end: 1920 }]);
});

test("64 bars and more can be had, and never less than one", () => {
  const before = score([]);
  expect(applied(before, lengthTo(before, 64, newId)).bars).toBe(64);
  expect(applied(before, lengthTo(before, 0, newId)).bars).toBe(1);
});

test("another meter has as many bars as hold what was there", () => {
  const before = score([]);
  expect(applied(before, meterTo(before, { beats: 3, unit: 4 })).bars).toBe(6);
});

test("the cursor steps along the grid and stays in the sketch", () => {
  const at = (tick: number, ticks: number) =>
    stepCursor({ tick, pitch: 60 }, ticks, 0, 120, 7680).tick;
  expect(at(0, 120)).toBe(120);
  expect(at(0, -120)).toBe(0);
  expect(at(130, 120)).toBe(240);
  expect(at(130, -120)).toBe(120);
  expect(at(480, Infinity)).toBe(7680);
  expect(at(480, -Infinity)).toBe(0);
  expect(stepCursor({ tick: 0, pitch: 120 }, 0, 12, 120, 7680).pitch).toBe(127);
});

test("the note at the cursor is the active voice's before another's", () => {
  const notes = [note({ id: "a" }), note({ id: "b", voice: "alto" })];
  const cursor = { tick: 240, pitch: 60 };
  expect(cursorNote(notes, cursor, "alto" as VoiceId)?.id).toBe("b");
  expect(cursorNote(notes, { ...cursor, tick: 480 }, undefined)).toBeUndefined();
});

test("the next note is the next to sound, and the last has none after it", () => {
  const tune = melody([60, 62, 64]);
  const cursor = { tick: 480, pitch: 60 };
  expect(nextNote(tune, [], cursor, 1)).toBe(tune[1]);
  expect(nextNote(tune, [], cursor, -1)).toBe(tune[0]);
  expect(nextNote(tune, [tune[1]!], cursor, 1)).toBe(tune[2]);
  expect(nextNote(tune, [tune[2]!], cursor, 1)).toBeUndefined();
});
