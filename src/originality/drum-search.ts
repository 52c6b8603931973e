import type { Steps } from "../domain/units";
import { rarityOf, type BaselineRow, type Rarity } from "./baseline";
import { KIT, MOST_STEPS, stepsOf, type Recordings, type Strokes } from "./drums";

/** Drums that are asked about: whole bars. */
export interface AskedDrums {
  /** Sixteenths of a bar. */
  readonly steps: Steps;
  readonly strokes: Strokes;
  /** As `strokes`: the sixteenths of each drum that are not to count, whether or not they are alike. */
  readonly aside?: Strokes;
}

/** Recordings with what makes them quick to search. */
export interface DrumIndex {
  readonly recordings: Recordings;
  /** `[recordings]`: sixteenths of their bars. */
  readonly steps: readonly Steps[];
  /** Bits of a stroke, or of none, where nothing is known before: by metre, drum, sixteenth and whether it is struck. */
  readonly alone: Float32Array;
  /** The same after the bar before: by metre, drum, sixteenth, whether it was struck there and whether it is. */
  readonly after: Float32Array;
  /** `[bars]`: bits of all of a bar, alone and after the bar before. */
  readonly wholeAlone: Float32Array;
  readonly wholeAfter: Float32Array;
}

/** Bars of twelve and of sixteen sixteenths are counted apart. */
const metreOf = (steps: Steps): number => (steps === MOST_STEPS ? 1 : 0);
const cellAt = (metre: number, drum: number, step: Steps): number =>
  (metre * KIT + drum) * MOST_STEPS + step;
const CELLS = 2 * KIT * MOST_STEPS;

/** What a stroke too many or too few costs, in bits. */
const CHANGED = 2.5;
/** A bar in which so many strokes are too many or too few is another. */
const MOST_CHANGED = 10;
/** What is alike for so many bars or more is a pattern. */
const FEWEST_BARS = 2;
const LOOKED_AT = 24;

export function indexDrums(recordings: Recordings): DrumIndex {
  const { strokes } = recordings;
  const steps = recordings.recordings.map(stepsOf);
  // All kinds counted one time more.
  const alone = new Float64Array(2 * CELLS).fill(1);
  const after = new Float64Array(4 * CELLS).fill(1);
  eachCell(recordings, steps, (_, kind, kindAfter) => {
    alone[kind]!++;
    if (kindAfter >= 0) after[kindAfter]!++;
  });
  const [bitsAlone, bitsAfter] = [bitsOf(alone), bitsOf(after)];
  const bars = strokes.length / KIT;
  const [wholeAlone, wholeAfter] = [new Float32Array(bars), new Float32Array(bars)];
  eachCell(recordings, steps, (bar, kind, kindAfter) => {
    wholeAlone[bar]! += bitsAlone[kind]!;
    if (kindAfter >= 0) wholeAfter[bar]! += bitsAfter[kindAfter]!;
  });
  return { recordings, steps, alone: bitsAlone, after: bitsAfter, wholeAlone, wholeAfter };
}

/** Tells of each sixteenth of each drum its places in `alone`, and in `after` or −1 in a first bar. */
function eachCell(
  { first, strokes }: Recordings,
  steps: readonly Steps[],
  tell: (bar: number, kind: number, kindAfter: number) => void,
): void {
  for (let r = 0; r < steps.length; r++) {
    const length = steps[r]!;
    const metre = metreOf(length);
    for (let bar = first[r]!; bar < first[r + 1]!; bar++)
      for (let drum = 0; drum < KIT; drum++) {
        const now = strokes[bar * KIT + drum]!;
        const isFirst = bar === first[r];
        const before = isFirst ? 0 : strokes[(bar - 1) * KIT + drum]!;
        for (let step = 0; step < length; step++) {
          const cell = cellAt(metre, drum, step);
          const isStruck = (now >> step) & 1;
          const kindAfter = isFirst ? -1 : 4 * cell + 2 * ((before >> step) & 1) + isStruck;
          tell(bar, 2 * cell + isStruck, kindAfter);
        }
      }
  }
}

/** −log2 of the share of each of two counts that stand side by side. */
function bitsOf(counts: Float64Array): Float32Array {
  return Float32Array.from(counts, (count, i) => -Math.log2(count / (count + counts[i ^ 1]!)));
}

/** Bars of a recording that are like as many of ours. */
export interface DrumLikeness {
  readonly recording: number;
  /** Bits. */
  readonly score: number;
  /** First and last bar of what was asked about, from 0. */
  readonly ours: readonly [first: number, last: number];
  /** First and last bar of all recordings side by side. */
  readonly theirs: readonly [first: number, last: number];
}

/** The bars of recordings that are most like some of ours, two or more together, the most alike first. @param without recordings that are left out */
export function searchDrums(
  index: DrumIndex,
  asked: AskedDrums,
  without: (recording: number) => boolean = () => false,
): readonly DrumLikeness[] {
  const { first } = index.recordings;
  const found = index.steps.flatMap((steps, r): readonly DrumLikeness[] => {
    if (steps !== asked.steps || without(r)) return [];
    const best = bestIn(index, asked, r, first[r]!, first[r + 1]!);
    return best ? [best] : [];
  });
  return found.toSorted((a, b) => b.score - a.score).slice(0, LOOKED_AT);
}

/** Of all runs of bars that go together one by one the best. */
function bestIn(
  index: DrumIndex,
  asked: AskedDrums,
  recording: number,
  from: number,
  to: number,
): DrumLikeness | undefined {
  const { wholeAlone, wholeAfter } = index;
  const bars = asked.strokes.length / KIT;
  const size = to - from;
  // Of the runs that end with the bar before: bits, and how many bars; one more place, so that none is before the first.
  let [scores, lengths] = [new Float64Array(size + 1), new Uint16Array(size + 1)];
  let best: DrumLikeness | undefined;
  for (let i = 0; i < bars; i++) {
    const [nextScores, nextLengths] = [new Float64Array(size + 1), new Uint16Array(size + 1)];
    for (let j = 0; j < size; j++) {
      const theirs = from + j;
      const length = lengths[j]!;
      // Each change takes what it costs, and what the stroke says besides.
      const bound = Math.max(
        wholeAlone[theirs]!,
        length > 0 ? scores[j]! + wholeAfter[theirs]! : 0,
      );
      const most = Math.min(MOST_CHANGED, bound / CHANGED);
      if (changes(index, asked, i, theirs, most) >= most) continue;
      const alone = wholeAlone[theirs]! - lost(index, asked, i, theirs, false);
      const goesOn =
        length > 0
          ? scores[j]! + wholeAfter[theirs]! - lost(index, asked, i, theirs, true)
          : -Infinity;
      const score = Math.max(goesOn, alone);
      if (score <= 0) continue;
      nextScores[j + 1] = score;
      const run = goesOn >= alone ? length + 1 : 1;
      nextLengths[j + 1] = run;
      if (run < FEWEST_BARS || score <= (best?.score ?? 0)) continue;
      best = { recording, score, ours: [i - run + 1, i], theirs: [theirs - run + 1, theirs] };
    }
    [scores, lengths] = [nextScores, nextLengths];
  }
  return best;
}

/** How many bits of each number below 2^16 are 1. */
const ONES = new Uint8Array(1 << MOST_STEPS);
for (let i = 1; i < ONES.length; i++) ONES[i] = ONES[i >> 1]! + (i & 1);

/** Strokes that our bar has and theirs has not, or the other way round; `most` or a few more where there are as many. */
function changes(
  { recordings }: DrumIndex,
  { strokes, aside }: AskedDrums,
  ours: number,
  theirs: number,
  most: number,
): number {
  let count = 0;
  for (let drum = 0; drum < KIT && count < most; drum++) {
    const at = ours * KIT + drum;
    const unlike = strokes[at]! ^ recordings.strokes[theirs * KIT + drum]!;
    count += ONES[aside ? unlike & ~aside[at]! : unlike]!;
  }
  return count;
}

/** Bits that a bar of theirs says less than all of its own, since ours is not the same. @param hasBefore whether the bar before is alike */
function lost(
  { recordings, alone, after }: DrumIndex,
  { strokes, aside, steps }: AskedDrums,
  ours: number,
  theirs: number,
  hasBefore: boolean,
): number {
  const metre = metreOf(steps);
  let bits = 0;
  for (let drum = 0; drum < KIT; drum++) {
    const at = ours * KIT + drum;
    const now = recordings.strokes[theirs * KIT + drum]!;
    const before = hasBefore ? recordings.strokes[(theirs - 1) * KIT + drum]! : 0;
    const uncounted = aside?.[at] ?? 0;
    const unlike = (strokes[at]! ^ now) & ~uncounted;
    for (let rest = unlike | uncounted, step = 0; rest > 0; rest >>= 1, step++) {
      if ((rest & 1) === 0) continue;
      const cell = cellAt(metre, drum, step);
      const isStruck = (now >> step) & 1;
      bits += hasBefore
        ? after[4 * cell + 2 * ((before >> step) & 1) + isStruck]!
        : alone[2 * cell + isStruck]!;
      bits += ((unlike >> step) & 1) * CHANGED;
    }
  }
  return bits;
}

/** A likeness, and how unusual it is. */
export interface JudgedDrums extends DrumLikeness, Rarity {
  /** Which of those that were asked about. */
  readonly asked: number;
}

/** What drums have in common with recordings, the most unusual first. */
export function judgeDrums(
  index: DrumIndex,
  rows: readonly BaselineRow[],
  all: readonly AskedDrums[],
): readonly JudgedDrums[] {
  return all
    .flatMap((one, asked) =>
      searchDrums(index, one).map((found): JudgedDrums => {
        const place = found.ours[1] - found.ours[0] + 1;
        const bars = one.strokes.length / KIT;
        return { ...found, asked, ...rarityOf({ drums: rows }, "drums", place, bars, found.score) };
      }),
    )
    .toSorted((a, b) => b.oneIn - a.oneIn || b.score - a.score);
}
