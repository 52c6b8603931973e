import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  EMPTY_HANDS,
  notesPlayed,
  touchHands,
  type Hands,
  type Played,
  type Touch,
} from "../../src/domain/performance";

const press = (pitch: number, source = "keys"): Touch => ({
  type: "press",
  source,
  pitch,
  velocity: 90,
});
const release = (pitch: number, source = "keys"): Touch => ({ type: "release", source, pitch });
const pedal = (down: boolean, source = "keys"): Touch => ({ type: "pedal", source, down });

function after(...touches: readonly Touch[]): Hands {
  return touches.reduce((hands, touch) => touchHands(hands, touch).hands, EMPTY_HANDS);
}
const pitches = (hands: Hands) => hands.ringing.map(({ pitch }) => pitch);

describe("hands", () => {
  test("a key rings while it is held", () => {
    expect(pitches(after(press(60), press(64)))).toEqual([60, 64]);
    expect(pitches(after(press(60), press(64), release(60)))).toEqual([64]);
  });

  test("the pedal holds what was let go until it comes up, and what is still held after that", () => {
    const down = after(pedal(true), press(60), press(64), release(60));
    expect(pitches(down)).toEqual([60, 64]);
    expect(pitches(touchHands(down, pedal(false)).hands)).toEqual([64]);
  });

  test("a key struck again under the pedal ends the note before", () => {
    const { ended, begun } = touchHands(after(pedal(true), press(60), release(60)), press(60));
    expect(ended.map(({ pitch }) => pitch)).toEqual([60]);
    expect(begun?.pitch).toBe(60);
  });

  test("the pedal of one device holds nothing of another, and each has its own keys", () => {
    const hands = after(pedal(true, "a"), press(60, "a"), press(60, "b"), release(60, "b"));
    expect(hands.ringing.map(({ source }) => source)).toEqual(["a"]);
  });

  test("a device that goes lets go of its own notes and its pedal", () => {
    const hands = after(
      pedal(true, "a"),
      press(60, "a"),
      press(62, "b"),
      { type: "letGo", source: "a" },
      press(64, "a"),
      release(64, "a"),
    );
    expect(pitches(hands)).toEqual([62]);
  });

  const touches = fc.array(
    fc.oneof(
      fc.record({
        type: fc.constant("press" as const),
        source: fc.constantFrom("a", "b"),
        pitch: fc.integer({ min: 60, max: 63 }),
        velocity: fc.integer({ min: 1, max: 127 }),
      }),
      fc.record({
        type: fc.constant("release" as const),
        source: fc.constantFrom("a", "b"),
        pitch: fc.integer({ min: 60, max: 63 }),
      }),
      fc.record({
        type: fc.constant("pedal" as const),
        source: fc.constantFrom("a", "b"),
        down: fc.boolean(),
      }),
    ),
  );

  test("whatever is played, each note that begins ends once, and letting go leaves none", () => {
    fc.assert(
      fc.property(touches, (played) => {
        let hands = EMPTY_HANDS;
        const sounding = new Set<string>();
        for (const touch of [...played, { type: "letGo" } as const]) {
          const { hands: next, ended, begun } = touchHands(hands, touch);
          for (const { key } of ended) expect(sounding.delete(key)).toBe(true);
          if (begun) {
            expect(sounding.has(begun.key)).toBe(false);
            sounding.add(begun.key);
          }
          hands = next;
          expect(new Set(hands.ringing.map(({ key }) => key))).toEqual(sounding);
        }
        expect(sounding.size).toBe(0);
        expect(hands.pedals.size).toBe(0);
      }),
    );
  });
});

describe("what was played", () => {
  const bar = { start: 1920, end: 3840 };
  const played = (pitch: number, start: number, end: number): Played => ({
    pitch,
    velocity: 80,
    start,
    end,
  });
  const shapes = (notes: readonly Played[]) => notes.map((n) => [n.pitch, n.start, n.end]);

  test("keeps its time, in whole ticks", () => {
    expect(shapes(notesPlayed([played(60, 2013.4, 2470.6)], bar, 100))).toEqual([[60, 2013, 2471]]);
  });

  test("a stroke a little before the beginning is meant for it; one long before it is not written", () => {
    const notes = [played(60, 1850, 2300), played(62, 1500, 1980)];
    expect(shapes(notesPlayed(notes, bar, 100))).toEqual([[60, 1920, 2300]]);
  });

  test("what sounds on over the end is cut there, and what begins behind it is left out", () => {
    const notes = [played(60, 3600, 4000), played(62, 3840, 4000)];
    expect(shapes(notesPlayed(notes, bar, 100))).toEqual([[60, 3600, 3840]]);
  });

  test("a pitch struck again ends the note before", () => {
    const notes = [played(60, 2000, 2600), played(60, 2400, 2800)];
    expect(shapes(notesPlayed(notes, bar, 100))).toEqual([
      [60, 2000, 2400],
      [60, 2400, 2800],
    ]);
  });

  test("the shortest stroke is a note", () => {
    const [note] = notesPlayed([played(60, 2000, 2001)], bar, 100);
    expect(note!.end - note!.start).toBeGreaterThanOrEqual(30);
  });
});
