import type { Information } from "./information";
import type { Line } from "./seeds";

/** How two stretches go together, note by note. */
export interface Alignment {
  /** Bits. */
  readonly score: number;
  /** Notes of the one and of the other, in order, whether or not they are the same. */
  readonly pairs: readonly (readonly [ours: number, theirs: number])[];
}

/** What takes theirs to ours. */
export interface Motion {
  /** Semitones. */
  readonly transposition: number;
  /** How much longer ours last: 1, or 2 or ½ where they are written in other values. */
  readonly stretch: number;
}

/** What a changed pitch costs, and an ornament's first note and each further one, in bits. */
const CHANGED = 2;
const OPEN = 4;
const GO_ON = 1;
/** How much of what its time says counts for a note that has its time too, and what one without loses. */
const TIME_SHARE = 0.5;
const OTHER_TIME = 0.5;

const STOP = 0;
const DIAGONAL = 1;
const LEFT = 2;
const UP = 3;
/** Notes that one side may be ahead of the other by, beside what is expected. */
const BAND = 24;
/** Longest stretch of either. */
export const LONGEST_STRETCH = 192;
const width = LONGEST_STRETCH + 1;
const from = new Uint8Array(width * width);
const best = new Float32Array(width * width);
const along = new Float32Array(width);

/**
 * The best local alignment of notes `a` up to `b` of `ours` with `c` up to `d` of `theirs`, as much higher: a note with its pitch gains what
 * that pitch says there, changed ones and notes too many cost (Smith and Waterman, Journal of Molecular Biology 147, 1981; gaps after Gotoh, 1982).
 * @param shift how many notes theirs is expected to be ahead
 */
export function align(
  ours: Line,
  [a, b]: readonly [number, number],
  theirs: Line,
  [c, d]: readonly [number, number],
  { transposition, stretch }: Motion,
  bits: Information,
  shift = 0,
): Alignment {
  const rows = Math.min(b - a, LONGEST_STRETCH);
  const columns = Math.min(d - c, LONGEST_STRETCH);
  let [top, endRow, endColumn] = [0, 0, 0];
  along.fill(-Infinity, 0, columns + 1);
  best.fill(0, 0, columns + 1);
  from.fill(STOP, 0, columns + 1);
  for (let i = 1; i <= rows; i++) {
    const row = i * width;
    const first = Math.max(1, i + shift - BAND);
    const last = Math.max(first - 1, Math.min(columns, i + shift + BAND));
    if (first > columns) break;
    // What lies beside the band is as if nothing had begun there.
    best[row + first - 1] = 0;
    from[row + first - 1] = STOP;
    let across = -Infinity;
    const note = a + i - 1;
    const pitch = ours.pitch[note]! - transposition;
    const time = i < rows ? ours.start[note + 1]! - ours.start[note]! : 0;
    for (let j = first; j <= last; j++) {
      const other = c + j - 1;
      const cell = row + j;
      let gain = -CHANGED;
      if (theirs.pitch[other] === pitch) {
        const theirTime = j < columns ? theirs.start[other + 1]! - theirs.start[other]! : 0;
        gain = bits.pitch[other]!;
        gain += isAlike(time, theirTime * stretch) ? TIME_SHARE * bits.time[other]! : -OTHER_TIME;
      }
      across = Math.max(across - GO_ON, best[cell - 1]! - OPEN);
      along[j] = Math.max(along[j]! - GO_ON, best[cell - width]! - OPEN);
      let value = best[cell - width - 1]! + gain;
      let way: number = DIAGONAL;
      if (across > value) {
        value = across;
        way = LEFT;
      }
      if (along[j]! > value) {
        value = along[j]!;
        way = UP;
      }
      if (value <= 0) {
        value = 0;
        way = STOP;
      }
      best[cell] = value;
      from[cell] = way;
      if (value > top) {
        top = value;
        endRow = i;
        endColumn = j;
      }
    }
    if (last < columns) {
      best[row + last + 1] = 0;
      from[row + last + 1] = STOP;
    }
  }
  return { score: top, pairs: pairsTo(endRow, endColumn, a, c) };
}

/** The way back from a cell, gap by gap. */
function pairsTo(i: number, j: number, a: number, c: number): Alignment["pairs"] {
  const pairs: (readonly [number, number])[] = [];
  while (i > 0 && j > 0) {
    const cell = i * width + j;
    const way = from[cell];
    if (way === STOP) break;
    if (way === DIAGONAL) {
      pairs.push([a + --i, c + --j]);
      continue;
    }
    // A gap is as long as makes its cost come out.
    const value = best[cell]!;
    let length = 1;
    const step = way === LEFT ? 1 : width;
    const most = way === LEFT ? j : i;
    while (
      length < most &&
      Math.abs(best[cell - length * step]! - OPEN - (length - 1) * GO_ON - value) > 1e-3
    )
      length++;
    if (way === LEFT) j -= length;
    else i -= length;
  }
  return pairs.toReversed();
}

/** Whether two times are the same but for what a performance makes of them. */
export function isAlike(a: number, b: number): boolean {
  return Math.abs(a - b) * 8 <= Math.max(a, b);
}
