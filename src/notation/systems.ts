import type { Key } from "../domain/key";
import type { Score } from "../domain/score";
import { TICKS_PER_QUARTER, type Ticks } from "../domain/units";
import type { TimedText } from "./annotation";
import { flagsOf } from "./note-values";
import { placeOnStaff } from "./place";
import { linesOf, spacesOf } from "./printed-text";
import type { Staff } from "./staves";
import type { WrittenBar, Writing } from "./writing";

/** A row of staves from margin to margin. Lengths in staff spaces. */
export interface System {
  readonly firstBar: number;
  /** Of each bar, what it takes: all are stretched alike to fill the row. */
  readonly widths: readonly number[];
  /** The top line of each staff, from the top of the system. */
  readonly tops: readonly number[];
  readonly height: number;
  /** Baselines of the rows of text. */
  readonly rows: { readonly chords: number; readonly figures: number; readonly numerals: number };
}

/** Texts that stand over and under the staves, in order of time. */
export interface Texts {
  readonly chords: readonly TimedText[];
  readonly figures: readonly TimedText[];
  readonly numerals: readonly TimedText[];
}

/** Room around a staff grows by so much at once, in spaces: a note that is carried about seldom moves what is under it. */
const REACH_STEP = 1.5;
/** How far a note with its stem reaches, in steps. */
const STEM = 7;
/** A quarter's room; other values take the root of their proportion, after Gould, "Behind Bars", 2011, p. 39. */
const QUARTER_SPACES = 3.6;
const LEAST_SPACES = 6;
/** Of a bar in which a staff waits for its notes, on the page or on paper. */
const WAITING_SPACES = 11;
const LINE_SPACES = 1.9;
/** From one figure to the one under it. */
export const FIGURE_SPACES = 1.7;

/** Where the clef, the signature and, in the first row, the meter end. In spaces from the margin. */
export function headSpaces(key: Key, isFirst: boolean): number {
  return 4 + Math.abs(key.fifths) + (isFirst ? 3 : 0);
}

/**
 * Breaks a score into systems of at most `width`, as even as can be, and finds the height of each.
 * @param width in staff spaces
 */
export function layOutSystems(
  writing: Writing,
  score: Score,
  texts: Texts,
  width: number,
): readonly System[] {
  const room = roomOf(texts, writing.bar);
  const widths = writing.bars.map((bar, i) => barSpaces(bar, writing.bar, room.get(i)));
  return breaks(widths, width - headSpaces(score.key, true)).map(([from, to]) =>
    systemOf(writing, score.key, texts, { from, to, widths: widths.slice(from, to) }),
  );
}

/** Room that texts take, by the bar that they stand in: from its start, and in spaces up to the next text. */
export type TextRoom = ReadonlyMap<number, ReadonlyMap<Ticks, number>>;

/** What the texts over and under the staves need. */
export function roomOf(texts: Texts, bar: Ticks): TextRoom {
  const room = new Map<number, Map<Ticks, number>>();
  for (const row of ["chords", "figures", "numerals"] as const)
    for (const { start, text } of texts[row]) {
      const index = Math.floor(start / bar);
      const places = room.get(index) ?? new Map<Ticks, number>();
      room.set(index, places);
      const at = start - index * bar;
      places.set(at, Math.max(places.get(at) ?? 0, spacesOf(row, text)));
    }
  return room;
}

/** What the notes of a bar need, told once a bar. */
const needed = new WeakMap<readonly WrittenBar[], number>();

function barSpaces(
  staves: readonly WrittenBar[],
  bar: Ticks,
  room: ReadonlyMap<Ticks, number> = new Map(),
): number {
  const notes = needed.get(staves) ?? noteSpaces(staves, bar);
  needed.set(staves, notes);
  const words = [...room.values()].reduce((sum, spaces) => sum + spaces, 2);
  return Math.max(staves.some(isSilent) ? WAITING_SPACES : LEAST_SPACES, notes, words);
}

function isSilent({ layers }: WrittenBar): boolean {
  return layers.every(({ pieces }) => pieces.every(({ chord }) => chord === undefined));
}

function noteSpaces(staves: readonly WrittenBar[], bar: Ticks): number {
  const onsets = new Map<Ticks, number>();
  for (const { layers, accidentals } of staves)
    for (const { pieces } of layers)
      for (const piece of pieces) {
        const signs = (accidentals.get(piece)?.size ?? 0) > 0 ? 1.3 : 0;
        const flags = piece.chord && piece.value && flagsOf(piece.value.type) > 0 ? 0.3 : 0;
        const more = signs + flags + 0.7 * (piece.value?.dots ?? 0);
        onsets.set(piece.start, Math.max(onsets.get(piece.start) ?? 0, more));
      }
  const places = [...onsets].toSorted(([a], [b]) => a - b);
  const gaps = places.map(([at, more], i) => {
    const ticks = (places[i + 1]?.[0] ?? bar) - at;
    return more + Math.max(1.7, QUARTER_SPACES * (ticks / TICKS_PER_QUARTER) ** 0.5);
  });
  return gaps.reduce((sum, gap) => sum + gap, 2);
}

/** From and to of each row: as few as `width` allows, then none fuller than need be. */
function breaks(widths: readonly number[], width: number): readonly (readonly [number, number])[] {
  const fill = (most: number) => {
    const rows: [number, number][] = [];
    let used = Infinity;
    widths.forEach((spaces, i) => {
      if (used + spaces > most) {
        rows.push([i, i + 1]);
        used = spaces;
      } else {
        rows.at(-1)![1] = i + 1;
        used += spaces;
      }
    });
    return rows;
  };
  const fewest = fill(width);
  const total = widths.reduce((sum, spaces) => sum + spaces, 0);
  let best = fewest;
  for (let most = width; most > total / fewest.length; most *= 0.97) {
    const rows = fill(most);
    if (rows.length > fewest.length) break;
    best = rows;
  }
  return best;
}

function systemOf(
  writing: Writing,
  key: Key,
  texts: Texts,
  {
    from,
    to,
    widths,
  }: { readonly from: number; readonly to: number; readonly widths: readonly number[] },
): System {
  const range = { start: from * writing.bar, end: to * writing.bar };
  const linesIn = (row: keyof Texts) =>
    texts[row]
      .filter(({ start }) => start >= range.start && start < range.end)
      .reduce((most, { text }) => Math.max(most, linesOf(row, text)), 0);
  const reaches = writing.staves.map((staff, i) =>
    reachOf(
      writing.bars.slice(from, to).map((bar) => bar[i]!),
      staff,
      key,
    ),
  );
  const chordLines = linesIn("chords");
  let y = chordLines > 0 ? LINE_SPACES + 0.6 : 0.6;
  const chords = y - 0.6;
  const tops = reaches.map(({ above, below }, i) => {
    const top = y + (i === 0 ? Math.max(1.5, above) : above);
    y = top + 4 + below + (i < reaches.length - 1 ? 1.4 : 0.8);
    return top;
  });
  const figures = y + 1.2;
  y += linesIn("figures") * FIGURE_SPACES;
  const numerals = y + 1.7;
  y += linesIn("numerals") * LINE_SPACES;
  return { firstBar: from, widths, tops, height: y + 1.6, rows: { chords, figures, numerals } };
}

interface Reach {
  readonly above: number;
  readonly below: number;
}

/** Spaces over the top line and under the lowest that are kept for notes. */
function reachOf(bars: readonly WrittenBar[], staff: Staff, key: Key): Reach {
  const reaches = bars.map((bar) => barReach(bar, staff, key));
  const room = (spaces: readonly number[]) =>
    Math.ceil(Math.max(2, ...spaces) / REACH_STEP) * REACH_STEP;
  return {
    above: room(reaches.map(({ above }) => above)),
    below: room(reaches.map(({ below }) => below)),
  };
}

/** Told once a bar for a staff; a bar is written anew for another key. */
const reached = new WeakMap<WrittenBar, { readonly staff: Staff; readonly reach: Reach }>();

function barReach(bar: WrittenBar, staff: Staff, key: Key): Reach {
  const known = reached.get(bar);
  if (known?.staff === staff) return known.reach;
  let high = 8;
  let low = 0;
  for (const { pieces, stems } of bar.layers)
    for (const { chord, value } of pieces) {
      if (!chord) continue;
      const steps = chord.notes.map(({ pitch }) => placeOnStaff(pitch, staff, key));
      const top = Math.max(...steps);
      const bottom = Math.min(...steps);
      const hasStem = value !== undefined && value.type !== "whole" && value.type !== "breve";
      const isUp = stems === undefined ? top + bottom < 8 : stems === "up";
      const held = chord.notes.some(({ fermata }) => fermata) ? 5 : 0;
      const holdBelow = stems === "down" ? held : 0;
      high = Math.max(high, top + (hasStem && isUp ? STEM : 2) + held - holdBelow);
      low = Math.min(low, bottom - (hasStem && !isUp ? STEM : 2) - holdBelow);
    }
  const reach = { above: (high - 8) / 2 + 0.5, below: -low / 2 + 0.5 };
  reached.set(bar, { staff, reach });
  return reach;
}
