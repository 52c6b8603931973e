import { SILENT } from "../../src/domain/part-writing";
import { CHORD_HABITS, HABITS, habitsOf } from "../../src/generation/habits";
import { DECODING_ORDER } from "../../src/generation/harmony-run";

/** `[steps][4]` MIDI numbers from soprano to bass, `SILENT` where a part rests. */
export type Grid = readonly (readonly number[])[];

/** `[HABITS]`: how often each is followed in a setting. @param placeOf sixteenths from the barline to a step */
export function countHabits(grid: Grid, placeOf: (step: number) => number): Float64Array {
  const counts = new Float64Array(HABITS);
  const count = (habit: number) => {
    counts[habit]!++;
  };
  let before: readonly number[] = [SILENT, SILENT, SILENT, SILENT];
  grid.forEach((row, step) => {
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

/** `[HABITS]`: the counts of several pieces together. */
export function total(pieces: readonly Float64Array[]): Float64Array {
  const counts = new Float64Array(HABITS);
  for (const piece of pieces) piece.forEach((n, habit) => (counts[habit]! += n));
  return counts;
}

/** Chords that sound less often than this in all pieces together share one weight. */
const COMMON = 20;
/** No habit weighs more, in nats. */
const MOST = 4;
/**
 * How many occurrences a nat must be worth: a Gaussian prior on the weights (Chen & Rosenfeld 2000), so that what is rare, and may be chance, is
 * leant on less than its counts ask for.
 */
const PRIOR = 12;
/** What a chord weighs that no piece has on a beat: it is no idea but a slip. Between beats whatever passing notes make is none. */
const SLIP = -8;

/**
 * One step of the fit: habits that the page follows too seldom gain weight, the others lose some, each as far as the counts are beyond
 * chance.
 * @param own `[HABITS]`: counts in the pieces themselves @param made in harmonies of the same melodies
 */
export function adjust(
  table: Float64Array,
  own: Float64Array,
  made: Float64Array,
  rate: number,
): void {
  const gain = (counted: number, found: number, nats: number) => {
    const wanted = Math.max(0, counted - PRIOR * nats);
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
  CHORD_HABITS.forEach(([from, to], i) => {
    const all = Array.from({ length: to - from }, (_, k) => from + k);
    const isSlip = (habit: number) => i === 0 && own[habit] === 0;
    const common = all.filter((habit) => own[habit]! >= COMMON);
    const rare = all.filter((habit) => own[habit]! < COMMON && !isSlip(habit));
    for (const habit of common) add([habit], gain(own[habit]!, made[habit]!, table[habit]!));
    add(rare, gain(sum(own, rare), sum(made, rare), table[rare[0]!] ?? 0));
    for (const habit of all) if (isSlip(habit)) table[habit] = SLIP;
  });
}
