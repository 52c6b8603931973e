import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SILENT } from "../../src/domain/part-writing";
import {
  CHORD_HABITS,
  ENDING_HABITS,
  HABIT_TABLE,
  HABITS,
  habitsOf,
  weighHabits,
} from "../../src/generation/habits";
import { adjust, countHabits, total } from "../evaluation/habits";

const C = [72, 67, 64, 48];
const F = [72, 69, 65, 57];
const G7 = [71, 67, 65, 55];
const onBeats = ([...rows]: readonly (readonly number[])[]) =>
  rows.flatMap((row) => [row, row, row, row]);
const count = (grid: readonly (readonly number[])[], upbeat = 0, isEnding = false) =>
  countHabits(grid, { placeOf: (step) => (step + upbeat) % 16, isEnding: () => isEnding });
const sum = (counts: Float64Array) => counts.reduce((a, b) => a + b, 0);

describe("habits", () => {
  test("of a chord that nothing came before: how its parts stand, what it has over its bass, and which it is", () => {
    const counts = count([C]);
    // Six pairs, three parts over the bass, one chord.
    expect(sum(counts)).toBe(6 + 3 + 1);
    const [from, to] = CHORD_HABITS[0];
    expect(sum(counts.subarray(from, to))).toBe(1);
    expect(Math.max(...counts)).toBe(1);
  });

  test("of moving are told by part, interval and place in the bar; a part that stays has none", () => {
    const [chordsFrom] = CHORD_HABITS[0];
    const still = count([C, C]);
    const moved = count([C, [72, 67, 65, 48]]);
    const there = [...moved.keys()].filter((habit) => moved[habit] !== still[habit]);
    expect(there).toHaveLength(2);
    expect(there.every((habit) => habit < chordsFrom)).toBe(true);
    const elsewhere = count([C, [72, 67, 65, 48]], 1);
    expect(elsewhere).not.toEqual(moved);
  });

  test("are the same in any key, and of pitch classes whatever the octave", () => {
    const up = (rows: readonly (readonly number[])[]) => rows.map((row) => row.map((p) => p + 5));
    const piece = onBeats([C, F, G7, C]);
    expect(count(up(piece))).toEqual(count(piece));
    expect(count([[84, 67, 64, 48]])).toEqual(count([C]));
  });

  test("at the ends of phrases are counted apart, without what sounds between beats", () => {
    const piece = [C, C, G7, G7, F];
    const within = count(piece);
    const ending = count(piece, 0, true);
    const [offBeats] = CHORD_HABITS[1];
    expect(ending.subarray(HABITS)).toEqual(within.subarray(0, offBeats));
    expect(sum(ending.subarray(0, HABITS))).toBe(0);
    expect(sum(within.subarray(offBeats, HABITS))).toBeGreaterThan(0);
  });

  test("are all numbered apart, whatever is sung", () => {
    for (let place = 0; place < 16; place++)
      for (let part = 0; part < 4; part++) {
        const told: number[] = [];
        habitsOf(G7, C, part, 60 + place, place, (habit) => told.push(habit));
        for (const habit of told) expect(habit >= 0 && habit < HABITS).toBe(true);
        expect(new Set(told).size).toBe(told.length);
      }
  });

  test("of what is not sung yet are not told", () => {
    const told: number[] = [];
    const silent = [SILENT, SILENT, SILENT, SILENT];
    habitsOf(silent, silent, 3, 48, 0, (habit) => told.push(habit));
    expect(told).toEqual([]);
  });
});

describe("weighed", () => {
  /** What a table says of each pitch from 36 up. */
  const weigh = (
    table: Float32Array,
    before: readonly number[],
    now: readonly number[],
    part: number,
    place: number,
  ) => {
    const weights = new Float64Array(46);
    weighHabits(table, before, now, part, place, 36, weights);
    return weights;
  };

  test("all choices of a cell at once are what each of its habits weighs", () => {
    const pitch = fc.integer({ min: 36, max: 81 });
    const sonority = fc.array(fc.oneof(pitch, fc.constant(SILENT)), { minLength: 4, maxLength: 4 });
    const table = Float32Array.from({ length: HABITS }, (_, habit) => ((habit * 7) % 5) + 1);
    fc.assert(
      fc.property(
        sonority,
        sonority,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 15 }),
        (before, others, part, place) => {
          const now = others.map((at, other) => (other === part ? SILENT : at));
          const weights = weigh(table, before, now, part, place);
          for (let i = 0; i < 46; i++) {
            let sum = 0;
            habitsOf(before, now, part, 36 + i, place, (habit) => (sum += table[habit]!));
            expect(weights[i]).toBe(sum);
          }
        },
      ),
    );
  });

  test("where a phrase ends nothing is said of chords between beats", () => {
    const ending = new Float32Array(ENDING_HABITS).fill(1);
    const silent = [SILENT, SILENT, SILENT, SILENT];
    const weights = weigh(ending, silent, [72, SILENT, 64, 48], 1, 2);
    expect([...weights]).toEqual(Array.from({ length: 46 }, () => 0));
  });

  test("a choice that leaves the last part only chords that are held against is held against as much", () => {
    const table = new Float32Array(HABITS);
    const [from, to] = CHORD_HABITS[0];
    table.fill(-8, from, to);
    for (const [habit, n] of count([C]).subarray(from, to).entries())
      if (n > 0) table[from + habit] = 1;
    const silent = [SILENT, SILENT, SILENT, SILENT];
    // Soprano and bass stand on C, the alto is still to come.
    const now = [72, SILENT, SILENT, 48];
    const tenor = (at: number, place = 0) => weigh(table, silent, now, 2, place)[at - 36];
    expect([tenor(64), tenor(67), tenor(61)]).toEqual([0, 0, -8]);
    // Between beats, and while two are to come, nothing is settled.
    expect(tenor(61, 2)).toBe(0);
    expect(weigh(table, silent, [72, SILENT, SILENT, SILENT], 3, 0)[48 - 36]).toBe(0);
  });
});

describe("the fit", () => {
  test("gives weight to what is done too seldom and takes it from what is done too often", () => {
    const often = (rows: readonly (readonly number[])[]) => Array.from({ length: 20 }, () => rows);
    const own = count(onBeats(often([C, F, G7]).flat()));
    const made = total([count(onBeats(often([C, G7]).flat())), count(onBeats(often([G7]).flat()))]);
    const table = new Float64Array(HABIT_TABLE);
    adjust(table, own, made, 1);
    // Where phrases end nothing was done at all, but for what no piece has.
    expect(table.subarray(HABITS).every((nats) => nats <= 0)).toBe(true);
    const [from, to] = CHORD_HABITS[0];
    const chord = (row: readonly number[]) => count([row]).subarray(from, to).indexOf(1) + from;
    expect(table[chord(F)]).toBeGreaterThan(0);
    expect(table[chord(G7)]).toBeLessThan(0);
    // Both do so in equal measure.
    expect(table[count([C]).indexOf(1)]).toBe(0);
  });

  test("takes a chord that no piece has for a slip, made or not", () => {
    const own = count(onBeats([C, F]));
    const table = new Float64Array(HABIT_TABLE);
    adjust(table, own, count(onBeats([C, F])), 1);
    const [from, to] = CHORD_HABITS[0];
    const unknown = table.subarray(from, to).filter((_, i) => own[from + i] === 0);
    expect(new Set(unknown).size).toBe(1);
    expect(unknown[0]).toBeLessThan(-4);
  });
});
