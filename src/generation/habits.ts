import { SILENT, type Sonority } from "../domain/part-writing";
import type { Midi, Steps } from "../domain/units";
import { PARTS } from "./chorale";

/**
 * What a setting does over and over, counted: how each part moves and where in the bar, which intervals the parts stand in on beats, which
 * chords sound. A network that is drawn from cell by cell, with its slips cut off, does the rare ones too seldom; a table of nats, one for
 * each habit, puts that right (`npm run fit:habits`).
 *
 * The tilt of a distribution until what it does on average is right is the maximum-entropy method of Della Pietra, Della Pietra & Lafferty,
 * "Inducing features of random fields", 1997.
 */
const INTERVALS = 25;
const PLACES = 16;
const CLASSES = 12;
/** Chords are sets of pitch classes over the bass, which itself is always there. */
const CHORDS = 2 ** (CLASSES - 1);

const MOVES = 0;
const MOVES_AT = MOVES + PARTS * INTERVALS;
const STANDS = MOVES_AT + PARTS * PLACES;
const OVER_BASS = STANDS + 6 * CLASSES;
const ON_BEATS = OVER_BASS + CLASSES;
const OFF_BEATS = ON_BEATS + CHORDS;
/** How many habits there are. */
export const HABITS = OFF_BEATS + CHORDS;
/** How many of them there are where a phrase ends: all but what sounds between beats. */
export const ENDING_HABITS = OFF_BEATS;
/**
 * The length of a style's table: first the habits within phrases, then those of their ends, where choices are drawn more coolly and other things are
 * done too often.
 */
export const HABIT_TABLE = HABITS + ENDING_HABITS;

/** Nats for each habit. */
export interface Habits {
  /** `[HABITS]` */
  readonly within: Float32Array;
  /** `[ENDING_HABITS]` */
  readonly ending: Float32Array;
}

/** @param table `[HABIT_TABLE]` */
export function habitsIn(table: Float32Array): Habits {
  return { within: table.subarray(0, HABITS), ending: table.subarray(HABITS, HABIT_TABLE) };
}

/** Where the habits of sounding this chord or that stand, on beats and halfway between them: `[from, to)`. */
export const CHORD_HABITS = [
  [ON_BEATS, OFF_BEATS],
  [OFF_BEATS, HABITS],
] as const;

/** Of each two parts, the upper first. */
const PAIRS = [
  [0, 0, 1, 2],
  [0, 0, 3, 4],
  [1, 3, 0, 5],
  [2, 4, 5, 0],
] as const;

const BASS = PARTS - 1;

/**
 * Tells every habit that `part` follows by sounding `at` in `now`, having come from `before`. What two parts have together is told with
 * whichever of them is decided later, a chord with the last of the four.
 * @param now `SILENT` where a part is not decided yet, and for `part` itself
 * @param place sixteenths since the barline
 */
export function habitsOf(
  before: Sonority,
  now: Sonority,
  part: number,
  at: Midi,
  place: Steps,
  report: (habit: number) => void,
): void {
  const from = before[part]!;
  if (from !== SILENT && from !== at) {
    const interval = Math.min(12, Math.max(-12, at - from));
    report(MOVES + part * INTERVALS + interval + 12);
    report(MOVES_AT + part * PLACES + (place % PLACES));
  }
  if (place % 2 !== 0) return;
  const isBeat = place % 4 === 0;
  if (isBeat)
    for (let other = 0; other < PARTS; other++)
      if (other !== part && now[other] !== SILENT)
        report(STANDS + PAIRS[part]![other]! * CLASSES + (Math.abs(at - now[other]!) % CLASSES));
  chordHabits(now, part, at, isBeat, report);
}

/** What a choice does to the chord: on beats what stands over the bass with it, and once all four are there which chord it is. */
function chordHabits(
  now: Sonority,
  part: number,
  at: number,
  isBeat: boolean,
  report: (habit: number) => void,
): void {
  const chord = chordOf(now, part, at);
  if (chord === 0) return;
  if (isBeat && part !== BASS) report(OVER_BASS + overBass(now[BASS]!, at));
  if (isBeat && part === BASS)
    for (let other = 0; other < BASS; other++)
      if (now[other] !== SILENT) report(OVER_BASS + overBass(at, now[other]!));
  if (toCome(now, part) === 0) report((isBeat ? ON_BEATS : OFF_BEATS) + (chord >> 1));
}

/** Semitones that a pitch is over the bass, octaves left out. */
function overBass(bass: number, pitch: number): number {
  return (((pitch - bass) % CLASSES) + CLASSES) % CLASSES;
}

/** The pitch classes over the bass that sound with `part` at `at`, a bit each; 0 while there is no bass. */
function chordOf(now: Sonority, part: number, at: number): number {
  const bass = part === BASS ? at : now[BASS]!;
  if (bass === SILENT) return 0;
  let chord = 0;
  for (let other = 0; other < PARTS; other++) {
    const pitch = other === part ? at : now[other]!;
    if (pitch !== SILENT) chord |= 1 << overBass(bass, pitch);
  }
  return chord;
}

/** How many parts besides `part` are not decided yet. */
function toCome(now: Sonority, part: number): number {
  let count = 0;
  for (let other = 0; other < PARTS; other++) if (other !== part && now[other] === SILENT) count++;
  return count;
}

/** What hangs on the pitch class of a choice alone, while `weighHabits` goes through them. */
const byClass = new Float64Array(CLASSES);

/**
 * Adds to `weights` what a table says for and against each pitch that `part` may sound: the sum over `habitsOf`; and where
 * one part is still to decide on a beat, what it can at best make of the chord, if even that is held against. All choices of a cell at once, for they
 * have most of it in common.
 * @param weights `[pitches]` nats, from the pitch `lowest` upward
 */
export function weighHabits(
  table: Float32Array,
  before: Sonority,
  now: Sonority,
  part: number,
  place: Steps,
  lowest: Midi,
  weights: Float64Array,
): void {
  const from = before[part]!;
  if (from !== SILENT) {
    const moving = table[MOVES_AT + part * PLACES + (place % PLACES)]!;
    const moves = MOVES + part * INTERVALS + 12;
    for (let i = 0; i < weights.length; i++) {
      const interval = lowest + i - from;
      if (interval !== 0)
        weights[i]! += moving + table[moves + Math.min(12, Math.max(-12, interval))]!;
    }
  }
  if (place % 2 !== 0) return;
  const isBeat = place % 4 === 0;
  if (isBeat)
    for (let other = 0; other < PARTS; other++) {
      const beside = now[other]!;
      if (other === part || beside === SILENT) continue;
      const stands = STANDS + PAIRS[part]![other]! * CLASSES;
      for (let i = 0; i < weights.length; i++)
        weights[i]! += table[stands + (Math.abs(lowest + i - beside) % CLASSES)]!;
    }
  if (!isBeat && table.length < HABITS) return;
  const isLastButOne = isBeat && toCome(now, part) === 1;
  let nats = 0;
  const add = (habit: number) => {
    nats += table[habit]!;
  };
  for (let pc = 0; pc < CLASSES; pc++) {
    nats = 0;
    chordHabits(now, part, pc, isBeat, add);
    const chord = isLastButOne ? chordOf(now, part, pc) : 0;
    byClass[pc] = chord === 0 ? nats : nats + Math.min(0, bestChord(table, chord));
  }
  for (let i = 0; i < weights.length; i++) weights[i]! += byClass[(lowest + i) % CLASSES]!;
}

/** The most that a table says for a chord on a beat that one more part can make of this one. */
function bestChord(table: Float32Array, chord: number): number {
  let best = -Infinity;
  for (let pc = 0; pc < CLASSES; pc++)
    best = Math.max(best, table[ON_BEATS + ((chord | (1 << pc)) >> 1)]!);
  return best;
}
