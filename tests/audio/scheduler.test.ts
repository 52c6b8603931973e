import fc from "fast-check";
import { expect, test } from "vitest";
import { passFrom, plan, usableLoop } from "../../src/audio/scheduler";
import type { Range, Score } from "../../src/domain/score";
import { melody, note, score } from "../support/score";

// At 125 a quarter note lasts 0.48 s: a tick is a millisecond.
const at125 = (s: Score): Score => ({ ...s, tempo: 125 });
const starts = (
  s: Score,
  from: number,
  until: number,
  loop?: Range,
  tick = 0,
): readonly (readonly [string, number, number])[] =>
  plan([passFrom(tick, 10, s, loop)], from, until, s, loop).notes.map(({ note, start, end }) => [
    note.id,
    ms(start - 10),
    ms(end - 10),
  ]);
const ms = (seconds: number) => Math.round(seconds * 1e6) / 1e3;

test("a note starts and ends at its ticks' seconds after the place that playing began from", () => {
  const s = at125(score(melody([60, 62, 64])));
  expect(starts(s, 10, 12)).toEqual([
    ["soprano-0", 0, 480],
    ["soprano-1", 480, 960],
    ["soprano-2", 960, 1440],
  ]);
  expect(starts(s, 10, 12, undefined, 480)).toEqual([
    ["soprano-1", 0, 480],
    ["soprano-2", 480, 960],
  ]);
});

test("a note that reaches over the place where playing begins sounds from there, and says so", () => {
  const s = at125(score([note({ duration: 960 })]));
  const { notes } = plan([passFrom(600, 10, s, undefined)], 10, 11, s, undefined);
  expect(notes.map(({ start, end, begun }) => [ms(start - 10), ms(end - 10), begun])).toEqual([
    [0, 360, true],
  ]);
});

test("windows that meet give every note once, wherever they are cut", () => {
  const notes = fc.array(
    fc.record({ start: fc.nat(4000), duration: fc.integer({ min: 1, max: 2000 }) }),
    { maxLength: 20 },
  );
  const loops = fc.option(
    fc.record({ start: fc.nat(3000), end: fc.integer({ min: 0, max: 8000 }) }),
    { nil: undefined },
  );
  fc.assert(
    fc.property(
      notes,
      loops,
      fc.integer({ min: 20, max: 300 }),
      fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { maxLength: 12 }),
      (drawn, loop, tempo, cuts) => {
        const s = score(
          drawn.map((n, i) => note({ ...n, id: `n${i}` })),
          { tempo },
        );
        const first = passFrom(0, 1, s, loop);
        const whole = plan([first], 1, 21, s, loop);
        const pieces = { notes: [], clicks: [], passes: [first], ended: false } as ReturnType<
          typeof plan
        >;
        let { notes: got, clicks, passes, ended } = pieces;
        let from = 1;
        for (const until of [...cuts.map((cut) => cut + 1).toSorted((a, b) => a - b), 21]) {
          if (ended) break;
          const piece = plan(passes, from, until, s, loop);
          got = [...got, ...piece.notes];
          clicks = [...clicks, ...piece.clicks];
          ({ passes, ended } = piece);
          from = until;
        }
        const inOrder = (n: typeof got) =>
          n.map((p) => [p.start, p.note.id, p.end]).toSorted((a, b) => (a < b ? -1 : 1));
        expect(inOrder(got)).toEqual(inOrder(whole.notes));
        expect(clicks).toEqual(whole.clicks);
        expect(passes).toEqual(whole.passes);
      },
    ),
  );
});

test("a loop comes round without a gap: its first note starts when its last one ends", () => {
  const s = at125(score(melody([60, 62, 64, 65])));
  expect(starts(s, 10, 12, { start: 480, end: 1440 })).toEqual([
    ["soprano-0", 0, 480],
    ["soprano-1", 480, 960],
    ["soprano-2", 960, 1440],
    ["soprano-1", 1440, 1920],
    ["soprano-2", 1920, 2400],
  ]);
});

test("a note that reaches over a loop's end is cut there, and begun again where it reaches over the loop's start", () => {
  const s = at125(score([note({ id: "long", duration: 1920 })]));
  expect(starts(s, 10, 11.4, { start: 480, end: 960 })).toEqual([
    ["long", 0, 960],
    ["long", 960, 1440],
  ]);
});

test("playing that begins behind the loop goes on to the end of the score, and only then to the loop", () => {
  const s = at125(score(melody([60, 62]), { bars: 1 }));
  const loop = { start: 0, end: 480 };
  expect(plan([passFrom(960, 10, s, loop)], 10, 11, s, loop).passes).toMatchObject([
    { tick: 960, end: 1920, again: false },
    { tick: 0, end: 480, again: true },
  ]);
});

test("the score ends with its last bar, whether notes reach it or not", () => {
  const s = at125(score(melody([60]), { bars: 1 }));
  const open = plan([passFrom(0, 10, s, undefined)], 10, 11.9, s, undefined);
  const over = plan([passFrom(0, 10, s, undefined)], 10, 11.93, s, undefined);
  expect([open.ended, over.ended]).toEqual([false, true]);
});

test("a loop too short to be heard, or behind the end of the score, is no loop", () => {
  const s = score([], { bars: 1 });
  expect(usableLoop({ start: 0, end: 59 }, s)).toBeUndefined();
  expect(usableLoop({ start: 0, end: 60 }, s)).toEqual({ start: 0, end: 60 });
  expect(usableLoop({ start: 1900, end: 4000 }, s)).toBeUndefined();
  expect(usableLoop({ start: 960, end: 4000 }, s)).toEqual({ start: 960, end: 1920 });
});

test.each([
  { meter: { beats: 3, unit: 4 }, beats: [0, 480, 960, 1440], bars: [0, 1440] },
  { meter: { beats: 6, unit: 8 }, beats: [0, 720, 1440], bars: [0, 1440] },
  { meter: { beats: 2, unit: 2 }, beats: [0, 960], bars: [0] },
] as const)("the metronome clicks on every beat of $meter.beats/$meter.unit", (example) => {
  const s = at125(score([], { meter: example.meter, bars: 2 }));
  const { clicks } = plan([passFrom(0, 0, s, undefined)], 0, 1.5, s, undefined);
  expect(clicks.map((click) => ms(click.start))).toEqual(example.beats);
  expect(clicks.filter((click) => click.accented).map((click) => ms(click.start))).toEqual(
    example.bars,
  );
});
