import { TICKS_PER_STEP, type Ticks } from "../domain/units";
import { columnFile, columnsOf, packed, unpacked } from "./columns";
import { sums, type Collection, type PieceName } from "./corpus";
import { namesColumn, namesOf } from "./named";

/** Qualities that chords are told apart by: the first ones of `CHORD_QUALITIES`. */
export const QUALITIES = 12;

/** Chords one after the other, no two alike side by side: each lasts until the next one. */
export interface Progression {
  /** `[chords]`: ticks, rising. */
  readonly start: Int32Array;
  /** `[chords]`: ticks. */
  readonly duration: Int32Array;
  /** `[chords]`: pitch class. */
  readonly root: Uint8Array;
  /** `[chords]`: index in `CHORD_QUALITIES`, below `QUALITIES`. */
  readonly quality: Uint8Array;
}

/** A piece by its chords. */
export interface Sheet extends PieceName {
  /** Ticks of each of its bars. */
  readonly bar: Ticks;
  /** Whether its first bar is an upbeat's, filled up at its beginning. */
  readonly upbeat: boolean;
}

/** The chords of many sheets side by side: those of sheet `s` are `first[s]` up to `first[s + 1]`. */
export interface Progressions extends Progression {
  readonly collections: readonly Collection[];
  readonly sheets: readonly Sheet[];
  /** `[sheets + 1]` */
  readonly first: Int32Array;
}

/** A sheet with its chords, `start` and `duration` in ticks. */
export interface WrittenSheet extends Sheet {
  readonly chords: readonly ChordEvent[];
}
export type ChordEvent = readonly [start: Ticks, duration: Ticks, root: number, quality: number];

export function progressionOf(chords: readonly ChordEvent[]): Progression {
  return {
    start: Int32Array.from(chords, ([start]) => start),
    duration: Int32Array.from(chords, ([, duration]) => duration),
    root: Uint8Array.from(chords, ([, , root]) => root),
    quality: Uint8Array.from(chords, ([, , , quality]) => quality),
  };
}

export function progressionsOf(
  sheets: readonly WrittenSheet[],
  collections: readonly Collection[],
): Progressions {
  return {
    collections,
    sheets: sheets.map(({ title, composer, collection, year, family, meter, bar, upbeat }) => ({
      ...{ title, composer, collection, family, meter, bar, upbeat },
      ...(year === undefined ? {} : { year }),
    })),
    first: sums(sheets.map(({ chords }) => chords.length)),
    ...progressionOf(sheets.flatMap(({ chords }) => chords)),
  };
}

/**
 * Progressions as bytes. Times are on the grid of sixteenths; a chord is how much higher its root is than that of the one before, its quality
 * and how long it lasts.
 */
export function encodeProgressions(all: Progressions): Uint8Array {
  const { collections, sheets, first, start, duration, root, quality } = all;
  const steps = (ticks: readonly Ticks[]) => packed(ticks.map((tick) => tick / TICKS_PER_STEP));
  const begins = [...first.subarray(0, -1)];
  const firsts = new Set(begins);
  const moves = [...root].map((pitch, i) =>
    firsts.has(i) ? pitch : (12 + pitch - root[i - 1]!) % 12,
  );
  return columnFile([
    namesColumn(collections, sheets),
    steps(sheets.map(({ bar }) => bar)),
    packed(sheets.map(({ upbeat }) => Number(upbeat))),
    packed(begins.map((from, s) => first[s + 1]! - from)),
    steps(begins.map((from) => start[from]!)),
    packed(moves),
    packed(quality),
    steps([...duration]),
  ]);
}

/** The inverse of `encodeProgressions`; throws for anything else. */
export function decodeProgressions(file: Uint8Array): Progressions {
  const columns = columnsOf(file);
  if (columns.length !== 8)
    throw new RangeError(`progressions have 8 columns, here are ${columns.length}`);
  const { collections, pieces } = namesOf(columns[0]!);
  const numbers = (i: number) => unpacked(columns[i]!);
  const [bars, upbeats, counts, begins] = [numbers(1), numbers(2), numbers(3), numbers(4)];
  const [moves, quality] = [numbers(5), numbers(6)];
  const first = sums([...counts]);
  const root = new Uint8Array(moves.length);
  const start = new Int32Array(moves.length);
  const duration = numbers(7).map((steps) => steps * TICKS_PER_STEP);
  for (let s = 0; s < counts.length; s++)
    for (let i = first[s]!; i < first[s + 1]!; i++) {
      const isFirst = i === first[s];
      root[i] = isFirst ? moves[i]! : (root[i - 1]! + moves[i]!) % 12;
      start[i] = isFirst ? begins[s]! * TICKS_PER_STEP : start[i - 1]! + duration[i - 1]!;
    }
  const sheets = pieces.map((piece, s): Sheet => ({
    ...piece,
    bar: bars[s]! * TICKS_PER_STEP,
    upbeat: upbeats[s] === 1,
  }));
  return { collections, sheets, first, start, duration, root, quality: Uint8Array.from(quality) };
}

/** The bar of a sheet that a tick is in, from 1; an upbeat is 0. */
export function barOfSheet({ bar, upbeat }: Sheet, tick: Ticks): number {
  return Math.floor(tick / bar) + (upbeat ? 0 : 1);
}
