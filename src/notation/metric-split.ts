import { barTicks, beatTicks, type Meter } from "../domain/meter";
import type { Ticks } from "../domain/units";
import { findValue } from "./note-values";

/**
 * The grids of a bar from coarse to fine, in ticks: the bar, halves of it where it has them, beats, and halves of those down to
 * the 128th.
 * @example metricLevels({ beats: 6, unit: 8 }) // => [1440, 720, 240, 120, 60, 30, 15]
 */
export function metricLevels(meter: Meter): readonly Ticks[] {
  const levels = [barTicks(meter)];
  const add = (ticks: Ticks) => {
    if (ticks < levels.at(-1)!) levels.push(ticks);
  };
  const beat = beatTicks(meter);
  while (Number.isInteger(levels.at(-1)! / beat / 2)) add(levels.at(-1)! / 2);
  add(beat);
  add(1920 / meter.unit);
  while (levels.at(-1)! % 2 === 0) add(levels.at(-1)! / 2);
  return levels;
}

/** The grids of a triplet that lasts `span`: its three notes, and halves of those. */
export function tripletLevels(span: Ticks): readonly Ticks[] {
  return [span, span / 3, span / 6, span / 12];
}

/** What holds for all of a stretch of music that is split. */
export interface SplitRules {
  /** Grids from the start of the stretch that positions are counted from. */
  readonly levels: readonly Ticks[];
  /** Written length of a tick: 1.5 in a triplet. */
  readonly scale: number;
  readonly rest: boolean;
}

/**
 * The places between `start` and `end` at which a note is cut to be written with one value a piece, without hiding where the
 * beats are: a value begins on a place of at least the rank of any that it passes over. Notes may also lie across one, as in
 * quarter, half, quarter.
 */
export function splitPoints(start: Ticks, end: Ticks, rules: SplitRules): readonly Ticks[] {
  const inner = strongestInside(start, end, rules.levels);
  if (inner === undefined || isWritable(start, end, inner, rules)) return [];
  const grid = rules.levels[inner]!;
  const at =
    rankOf(start, rules.levels) > inner
      ? (Math.floor(start / grid) + 1) * grid
      : (Math.ceil(end / grid) - 1) * grid;
  return [...splitPoints(start, at, rules), at, ...splitPoints(at, end, rules)];
}

function isWritable(start: Ticks, end: Ticks, inner: number, rules: SplitRules): boolean {
  const { levels, scale, rest } = rules;
  const value = findValue((end - start) * scale);
  if (!value) return false;
  const from = rankOf(start, levels);
  const to = rankOf(end, levels);
  const finer = levels[inner + 1];
  // Across a dotted beat only whole beats are legible.
  if (finer !== undefined && levels[inner]! / finer !== 2) return from <= inner && to <= inner;
  if (value.dots > 0) return rest ? from < inner && to < inner : from <= inner;
  if (from <= inner) return true;
  const syncopated = from === inner + 1 && to === inner + 1 && end - start === 2 * (finer ?? 0);
  return syncopated && !rest;
}

/** The coarsest grid that has a place between `start` and `end`; undefined when none has. */
function strongestInside(start: Ticks, end: Ticks, levels: readonly Ticks[]): number | undefined {
  const found = levels.findIndex((grid) => (Math.floor(start / grid) + 1) * grid < end);
  return found < 0 ? undefined : found;
}

/** The coarsest grid that `tick` lies on. */
function rankOf(tick: Ticks, levels: readonly Ticks[]): number {
  const found = levels.findIndex((grid) => tick % grid === 0);
  return found < 0 ? levels.length : found;
}
