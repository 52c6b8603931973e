import { SILENT } from "../../src/domain/part-writing";
import {
  CHORD_HABITS,
  ENDING_HABITS,
  HABIT_TABLE,
  HABITS,
  habitsOf,
} from "../../src/generation/habits";
import { DECODING_ORDER } from "../../src/generation/harmony-run";

/** `[steps][4]` MIDI numbers from soprano to bass, `SILENT` where a part rests. */
export type Grid = readonly (readonly number[])[];

/** Where the steps of a setting are. */
export interface Where {
  /** Sixteenths from the barline to a step. */
  readonly placeOf: (step: number) => number;
  /** Whether a phrase ends there. */
  readonly isEnding: (step: number) => boolean;
}

/** `[HABIT_TABLE]`: how often each is followed in a setting. */
export function countHabits(grid: Grid, { placeOf, isEnding }: Where): Float64Array {
  const counts = new Float64Array(HABIT_TABLE);
  let before: readonly number[] = [SILENT, SILENT, SILENT, SILENT];
  grid.forEach((row, step) => {
    const isEnd = isEnding(step);
    const count = (habit: number) => {
      if (!isEnd) counts[habit]!++;
      else if (habit < ENDING_HABITS) counts[HABITS + habit]!++;
    };
    const now = [SILENT, SILENT, SILENT, SILENT];
    for (const part of DECODING_ORDER) {
      const at = row[part]!;
      if (at !== SILENT) habitsOf(before, now, part, at, placeOf(step), count);
      now[part] = at;
    }
    before = row;
  });
  return counts;
}

/** `[HABIT_TABLE]`: the counts of several pieces together. */
export function total(pieces: readonly Float64Array[]): Float64Array {
  const counts = new Float64Array(HABIT_TABLE);
  for (const piece of pieces) piece.forEach((n, habit) => (counts[habit]! += n));
  return counts;
}

/** Chords that sound less often than this in all pieces together share one weight. */
const COMMON = 20;
/** No habit weighs more, in nats. */
const MOST = 4;
/**
 * How many occurrences a nat must be worth while a weight is small: a prior on the weights (Chen & Rosenfeld 2000), so that what may be chance
 * is leant on less than its counts ask for.
 */
const PRIOR = 12;
/** Beyond so many nats the prior lets go, as Cauchy's does and Gauss's does not: a leap that no piece has is to be hardly ever made. */
const TAIL = 0.5;
/** What a chord weighs that no piece has on any beat: it is no idea but a slip. Between beats whatever passing notes make is none. */
const SLIP = -8;

/**
 * One step of the fit: habits that the page follows too seldom gain weight, the others lose some, each as far as the counts are beyond
 * chance.
 * @param table `[HABIT_TABLE]` @param own `[HABIT_TABLE]`: counts in the pieces themselves @param made in harmonies of the same melodies
 */
export function adjust(
  table: Float64Array,
  own: Float64Array,
  made: Float64Array,
  rate: number,
): void {
  const [from, to] = CHORD_HABITS[0];
  /** Whether no piece has the chord on a beat, at an end or elsewhere. */
  const isSlip = (habit: number) =>
    habit >= from && habit < to && own[habit] === 0 && own[HABITS + habit] === 0;
  for (const [first, last] of [
    [0, HABITS],
    [HABITS, HABIT_TABLE],
  ])
    adjustOne(
      table.subarray(first, last),
      own.subarray(first, last),
      made.subarray(first, last),
      rate,
      isSlip,
    );
}

function adjustOne(
  table: Float64Array,
  own: Float64Array,
  made: Float64Array,
  rate: number,
  isSlip: (habit: number) => boolean,
): void {
  const gain = (counted: number, found: number, nats: number) => {
    const wanted = Math.max(0, counted - (PRIOR * nats) / (1 + (nats / TAIL) ** 2));
    const beyond = (wanted - found) ** 2 / (wanted + found + 1);
    return ((rate * beyond) / (1 + beyond)) * Math.log((wanted + 1) / (found + 1));
  };
  const add = (habits: readonly number[], nats: number) => {
    for (const habit of habits)
      table[habit] = Math.min(MOST, Math.max(-MOST, table[habit]! + nats));
  };
  const sum = (counts: Float64Array, habits: readonly number[]) =>
    habits.reduce((total, habit) => total + counts[habit]!, 0);
  const [firstChord] = CHORD_HABITS[0];
  for (let habit = 0; habit < firstChord; habit++)
    add([habit], gain(own[habit]!, made[habit]!, table[habit]!));
  for (const [from, to] of CHORD_HABITS.filter(([from]) => from < table.length)) {
    const all = Array.from({ length: to - from }, (_, k) => from + k);
    const common = all.filter((habit) => own[habit]! >= COMMON);
    const rare = all.filter((habit) => own[habit]! < COMMON && !isSlip(habit));
    for (const habit of common) add([habit], gain(own[habit]!, made[habit]!, table[habit]!));
    add(rare, gain(sum(own, rare), sum(made, rare), table[rare[0]!] ?? 0));
    for (const habit of all) if (isSlip(habit)) table[habit] = SLIP;
  }
}
