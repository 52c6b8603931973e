import fc from "fast-check";
import { expect, test } from "vitest";
import { passFrom, plan } from "../../src/audio/scheduler";
import { swung } from "../../src/audio/swing";
import { METERS } from "../../src/domain/meter";
import { MAX_SWING, type Feel } from "../../src/domain/score";
import { melody, note, score } from "../support/score";

const fourFour = { beats: 4, unit: 4 } as const;
const eighths = (swing: number): Feel => ({ swing, unit: 240 });

test("at full swing the off-beat comes where a triplet's third note is, at half swing halfway there, the beat where it was", () => {
  const at = (tick: number, swing: number) =>
    swung(tick, { meter: fourFour, feel: eighths(swing) });
  expect([0, 240, 480, 720].map((tick) => at(tick, 1))).toEqual([0, 320, 480, 800]);
  expect(at(240, 0.5)).toBe(280);
  expect(at(240, 0)).toBe(240);
});

test("sixteenths swing within their own pairs", () => {
  const feel: Feel = { swing: 1, unit: 120 };
  expect([120, 240, 360].map((tick) => swung(tick, { meter: fourFour, feel }))).toEqual([
    160, 240, 400,
  ]);
});

test("the odd eighth at the end of a bar of 3/8 or 5/8 stays straight", () => {
  const feel = eighths(1);
  expect(swung(600, { meter: { beats: 3, unit: 8 }, feel })).toBe(600);
  expect(swung(720 + 240, { meter: { beats: 3, unit: 8 }, feel })).toBe(720 + 320);
});

test("swing keeps the order of everything, moves nothing earlier and nothing by more than half of its unit", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...METERS),
      fc.constantFrom(240 as const, 120 as const),
      fc.double({ min: 0, max: MAX_SWING, noNaN: true }),
      fc.nat(10_000),
      fc.integer({ min: 1, max: 500 }),
      (meter, unit, swing, tick, later) => {
        const at = (t: number) => swung(t, { meter, feel: { swing, unit } });
        expect(at(tick + later)).toBeGreaterThan(at(tick));
        expect(at(tick)).toBeGreaterThanOrEqual(tick);
        expect(at(tick) - tick).toBeLessThanOrEqual(unit / 2 + 1e-9);
      },
    ),
  );
});

test("what is played swings, and the position that is shown does not", () => {
  const swinging = {
    ...score([note({ id: "on", duration: 240 }), note({ id: "off", start: 240, duration: 240 })], {
      tempo: 125,
    }),
    feel: eighths(1),
  };
  const { notes, passes } = plan(
    [passFrom(0, 10, swinging, undefined)],
    10,
    11,
    swinging,
    undefined,
  );
  expect(
    notes.map(({ start, end }) => [start, end].map((s) => Math.round((s - 10) * 1e6))),
  ).toEqual([
    [0, 320_000],
    [320_000, 480_000],
  ]);
  expect(passes[0]).toMatchObject({ tick: 0, seconds: 10, bpm: 125 });
});

test("every note of a swinging loop is played once a round", () => {
  const swinging = {
    ...score(melody([60, 62, 64, 65]), { tempo: 125 }),
    feel: eighths(0.7),
  };
  const loop = { start: 240, end: 1200 };
  const { notes } = plan([passFrom(240, 0, swinging, loop)], 0, 2.88 - 1e-9, swinging, loop);
  const played = notes.map(({ note }) => note.id);
  expect(played.toSorted()).toEqual(
    ["soprano-0", "soprano-1", "soprano-2"].flatMap((id) => [id, id, id]),
  );
});

test("a loop whose edges fall between the beats swings there, too: it keeps its last note, has none from before, and its length", () => {
  const swinging = {
    ...score(
      // The last sixteenth before the loop's end, and the one before its start, come where its edges are written.
      [660, 720, 960, 1620].map((start) => note({ id: `at-${start}`, start, duration: 60 })),
      { tempo: 125 },
    ),
    feel: eighths(1),
  };
  const loop = { start: 720, end: 1680 };
  for (const begun of [720, 760, 800]) {
    const first = passFrom(begun, 0, swinging, loop);
    const { notes, passes } = plan([first], 0, 1.92 - 1e-9, swinging, loop);
    expect(notes.map(({ note: { id }, start }) => [id, Math.round(start * 1e3)])).toEqual(
      [0, 960].flatMap((round) => [
        ["at-720", round],
        ["at-960", round + 160],
        ["at-1620", round + 880],
      ]),
    );
    expect(passes[1]).toMatchObject({ tick: 800, end: 1760, again: true });
  }
});
