import { expect, test } from "vitest";
import { applied } from "../../../src/ui/roll/gesture";
import { altered, lasting } from "../../../src/ui/notation/accidental";
import { melody, note, score, voice } from "../../support/score";

const inG = score(melody([66, 65, 72], "Soprano"), {
  voices: [voice("Soprano"), voice("Kit", { instrument: "drums" })],
  key: { fifths: 1, mode: "major" },
  bars: 1,
});
const all = new Set(inG.notes.map(({ id }) => id));

test("sharps and flats go by a semitone, and natural is what the signature says there", () => {
  const pitches = (to: "sharp" | "flat" | "natural") =>
    applied(inG, altered(to)(inG, all)).notes.map(({ pitch }) => pitch);
  expect(pitches("sharp")).toEqual([67, 66, 73]);
  expect(pitches("flat")).toEqual([65, 64, 71]);
  expect(pitches("natural")).toEqual([66, 66, 72]);
});

test("drums have no accidentals", () => {
  const kit = { ...inG, notes: [note({ voice: "Kit", pitch: 38 })] };
  expect(altered("sharp")(kit, new Set(kit.notes.map(({ id }) => id)))).toBeUndefined();
});

test("a note that is made longer than the sketch takes bars along", () => {
  const last = new Set(inG.notes.slice(-1).map(({ id }) => id));
  const longer = applied(inG, lasting(1920)(inG, last));
  expect(longer.notes.at(-1)?.duration).toBe(1920);
  expect(longer.bars).toBe(2);
});
