import { expect, test } from "vitest";
import type { Score } from "../../src/domain/score";
import { momentsOf } from "../../src/exercises/moments";
import { note, score, voice } from "../support/score";

const [upper, lower] = ["upper", "lower"] as const;
const two = (notes: Score["notes"]) => score(notes, { voices: [voice(upper), voice(lower)] });
const told = (of: Score) =>
  momentsOf(of).map(({ start, end, notes, struck }) => [
    start,
    end,
    notes.map((one) => one?.pitch).join(),
    struck.map(Number).join(""),
  ]);

test("a moment lasts until any part changes; what is held on is not struck", () => {
  const of = two([
    note({ voice: upper, pitch: 72, start: 0, duration: 960 }),
    note({ voice: lower, pitch: 60, start: 0, duration: 480 }),
    note({ voice: lower, pitch: 62, start: 480, duration: 480 }),
  ]);
  expect(told(of)).toEqual([
    [0, 480, "72,60", "11"],
    [480, 960, "72,62", "01"],
  ]);
});

test("rests are told, and moments in which all rest are left out", () => {
  const of = two([
    note({ voice: upper, pitch: 72, start: 480, duration: 480 }),
    note({ voice: lower, pitch: 60, start: 1440, duration: 480 }),
  ]);
  expect(told(of)).toEqual([
    [480, 960, "72,", "10"],
    [1440, 1920, ",60", "01"],
  ]);
});

test("of notes that are struck together the highest counts, and a note ends where the next begins", () => {
  const of = two([
    note({ voice: upper, pitch: 67, start: 0, duration: 480 }),
    note({ voice: upper, pitch: 72, start: 0, duration: 960 }),
    note({ voice: upper, pitch: 74, start: 480, duration: 480 }),
  ]);
  expect(told(of)).toEqual([
    [0, 480, "72,", "10"],
    [480, 960, "74,", "10"],
  ]);
});
