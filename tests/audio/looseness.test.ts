import fc from "fast-check";
import { expect, test } from "vitest";
import { loosened } from "../../src/audio/looseness";
import { passFrom, plan } from "../../src/audio/scheduler";
import type { Feel, NoteId } from "../../src/domain/score";
import { melody, note, score } from "../support/score";

const loose = (looseness: number): Feel => ({ swing: 0, unit: 240, looseness });
const ids = Array.from({ length: 2000 }, (_, i) => `note ${i}` as NoteId);

test("without looseness a note is as it is written", () => {
  const one = { id: "a" as NoteId, velocity: 80 };
  expect(loosened(one, undefined)).toEqual({ late: 0, velocity: 80 });
  expect(loosened(one, loose(0))).toEqual({ late: 0, velocity: 80 });
});

test("notes stray to both sides, by a few hundredths of a second at most, each always alike", () => {
  const found = ids.map((id) => loosened({ id, velocity: 80 }, loose(1)));
  const late = found.map((one) => one.late);
  const mean = late.reduce((sum, one) => sum + one, 0) / late.length;
  const deviation = Math.sqrt(late.reduce((sum, one) => sum + (one - mean) ** 2, 0) / late.length);
  expect(Math.abs(mean)).toBeLessThan(0.002);
  expect(deviation).toBeGreaterThan(0.02);
  expect(deviation).toBeLessThan(0.027);
  expect(Math.max(...late.map(Math.abs))).toBeLessThanOrEqual(0.052);
  expect(new Set(found.map(({ velocity }) => velocity)).size).toBeGreaterThan(20);
  expect(ids.map((id) => loosened({ id, velocity: 80 }, loose(1)))).toEqual(found);
  const half = ids.map((id) => loosened({ id, velocity: 80 }, loose(0.5)).late);
  expect(half.every((one, i) => Math.abs(one - late[i]! / 2) < 1e-12)).toBe(true);
});

test("loudness stays one that MIDI has", () => {
  for (const id of ids)
    for (const velocity of [1, 127]) {
      const played = loosened({ id, velocity }, loose(1)).velocity;
      expect(played).toBeGreaterThanOrEqual(1);
      expect(played).toBeLessThanOrEqual(127);
    }
});

test("nothing is lost at the edges of what is played, and the score stays as it is", () => {
  const notes = melody([60, 62, 64, 65]);
  const played = score(notes, { bars: 1, feel: loose(1) });
  const pass = passFrom(0, 1, played, undefined);
  const { notes: planned } = plan([pass], 0, Infinity, played, undefined);
  expect(planned.map(({ note: { pitch } }) => pitch)).toEqual([60, 62, 64, 65]);
  expect(planned.every(({ start, end }) => start >= 1 && end > start)).toBe(true);
  expect(played.notes).toEqual(notes);
  const last = score([note({ id: "last", start: 1910, duration: 10 })], {
    bars: 1,
    feel: loose(1),
  });
  expect(plan([passFrom(0, 0, last, undefined)], 0, Infinity, last, undefined).notes).toHaveLength(
    1,
  );
});

test("however loose and swinging, each note of a loop is played once a round and within it, wherever turns are cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(3839), { minLength: 1, maxLength: 12 }),
      fc.record({ start: fc.nat(1800), length: fc.integer({ min: 120, max: 1900 }) }),
      fc.double({ min: 0, max: 1.5, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 6, noNaN: true }), { maxLength: 12 }),
      (onsets, { start, length }, swing, looseness, cuts) => {
        const played = score(
          onsets.map((at, i) => note({ id: `n${i}`, start: at, duration: 30 })),
          { bars: 2, feel: { swing, unit: 240, looseness } },
        );
        const loop = { start, end: start + length };
        const rounds = new Map<string, number>();
        let passes = [passFrom(start, 0, played, loop)] as ReturnType<typeof plan>["passes"];
        let from = 0;
        for (const until of [...cuts.toSorted((a, b) => a - b), 6]) {
          const piece = plan(passes, from, until, played, loop);
          for (const { note: one, start: sounds, end, begun } of piece.notes) {
            const pass = piece.passes.findLast(({ seconds }) => seconds <= sounds + 1e-9)!;
            if (!begun)
              rounds.set(
                `${one.id} ${pass.seconds}`,
                (rounds.get(`${one.id} ${pass.seconds}`) ?? 0) + 1,
              );
            expect(end).toBeGreaterThan(sounds);
          }
          passes = piece.passes;
          from = until;
        }
        const within = onsets.flatMap((at, i) =>
          at >= start && at < start + length ? [`n${i}`] : [],
        );
        // The last round may not be over.
        for (const { seconds } of passes.slice(0, -1))
          for (const id of within) expect(rounds.get(`${id} ${seconds}`)).toBe(1);
        expect([...rounds.keys()].every((key) => within.includes(key.split(" ")[0]!))).toBe(true);
      },
    ),
  );
});
