import { isAlike } from "./alignment";
import { rarityOf, type BaselineRow, type Rarity } from "./baseline";
import { QUALITIES, type Progression, type Progressions } from "./progressions";
import { ratioClass } from "./seeds";

/**
 * Bits that each chord says after the one before it: a dominant's tonic says little, for it stands everywhere, and what the same sheet has
 * said before says little the next time.
 */
export interface ChordInformation {
  /** `[chords]`: of how much higher its root is. */
  readonly root: Float32Array;
  /** `[chords]`: of its quality, given that. */
  readonly quality: Float32Array;
  /** `[chords]`: of how much longer it lasts. */
  readonly time: Float32Array;
}

/** Progressions with what makes them quick to search. */
export interface ProgressionIndex {
  readonly progressions: Progressions;
  readonly bits: ChordInformation;
}

export function indexProgressions(progressions: Progressions): ProgressionIndex {
  return { progressions, bits: informationOf(progressions) };
}

const RATIOS = 17;

/** Counted over the progressions themselves; where a sheet begins, as if after the chord before in the list. */
function informationOf(all: Progressions): ChordInformation {
  const { root, quality, duration } = all;
  const after = <T>(value: (i: number, before: number) => T) =>
    Array.from(root, (_, i) => value(i, Math.max(0, i - 1)));
  const moves = after((i, before) => (12 + root[i]! - root[before]!) % 12);
  const before = after((_, i) => quality[i]!);
  const ratios = after((i, before) => ratioClass(duration[before]!, duration[i]!) + 8);
  const again = repeats(all);
  const news = (bits: Float32Array) => bits.map((value, i) => (again[i] ? AGAIN * value : value));
  return {
    root: news(bitsOf(before, moves, 12)),
    quality: news(
      bitsOf(
        before.map((q, i) => q * 12 + moves[i]!),
        [...quality],
        QUALITIES,
      ),
    ),
    time: news(bitsOf([0, ...ratios.slice(0, -1)], ratios, RATIOS)),
  };
}

/** Of what a chord says, what is left where it and the two before it have stood in the same sheet already: a vamp goes on as it began. */
const AGAIN = 0.2;
const BEFORE = 2;

/** `[chords]`: whether each has been where it is, after the same two. */
function repeats({ first, root, quality }: Progressions): readonly boolean[] {
  const again = Array.from(root, () => false);
  for (let s = 0; s + 1 < first.length; s++) {
    const known = new Set<string>();
    for (let i = first[s]! + BEFORE; i < first[s + 1]!; i++) {
      const chords = Array.from(
        { length: BEFORE + 1 },
        (_, k) => `${root[i - k]!} ${quality[i - k]!}`,
      );
      const key = chords.join();
      again[i] = known.has(key);
      known.add(key);
    }
  }
  return again;
}

/** −log2 of each event's share among those of its context, all kinds counted one time more. */
function bitsOf(
  contexts: readonly number[],
  events: readonly number[],
  kinds: number,
): Float32Array {
  const counts = new Map<number, number>();
  const totals = new Map<number, number>();
  const keyOf = (i: number) => contexts[i]! * kinds + events[i]!;
  const count = (of: Map<number, number>, key: number, from: number) =>
    of.set(key, (of.get(key) ?? from) + 1);
  events.forEach((_, i) => {
    count(counts, keyOf(i), 1);
    count(totals, contexts[i]!, kinds);
  });
  return Float32Array.from(
    events,
    (_, i) => -Math.log2(counts.get(keyOf(i))! / totals.get(contexts[i]!)!),
  );
}

/** What a chord on another root, one more or fewer, another quality and another length cost, in bits. */
const CHANGED = 3;
const OPEN = 4;
const OTHER_QUALITY = 1;
const OTHER_TIME = 0.5;
/** Sheets that are looked at chord by chord: those with the best run. */
const LOOKED_AT = 24;
const STRETCHES = [1, 2, 0.5];

/** A stretch of a sheet that is like one of ours. */
export interface ChordLikeness {
  readonly sheet: number;
  /** Bits. */
  readonly score: number;
  /** Semitones from theirs to ours, in [0, 12). */
  readonly transposition: number;
  /** How much longer ours last: 1, 2 or ½. */
  readonly stretch: number;
  /** Chords of the one and of the other, in order, whether or not they are the same. */
  readonly pairs: readonly (readonly [ours: number, theirs: number])[];
}

/** The stretches of sheets that are most like one of ours, one a sheet, the most alike first. @param without sheets that are left out */
export function searchProgressions(
  index: ProgressionIndex,
  ours: Progression,
  without: (sheet: number) => boolean = () => false,
): readonly ChordLikeness[] {
  return bestRuns(index, ours)
    .filter(({ sheet, score }) => score > 0 && !without(sheet))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, LOOKED_AT)
    .map(({ sheet, transposition }) =>
      STRETCHES.map((stretch) => align(index, ours, sheet, transposition, stretch)).reduce(
        (best, one) => (one.score > best.score ? one : best),
      ),
    )
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
}

/** For each sheet the best run of chords that go with ours one by one, some of them changed, and how much higher ours are. */
function bestRuns(
  { progressions: { first, root, quality }, bits }: ProgressionIndex,
  ours: Progression,
): readonly { readonly sheet: number; readonly score: number; readonly transposition: number }[] {
  const count = root.length;
  // What has gone together up to chord `i - 1` of ours and each of theirs, and at which transposition.
  let scores = new Float32Array(count);
  let heights = new Uint8Array(count);
  const sheets = first.length - 1;
  const best = new Float32Array(sheets);
  const height = new Uint8Array(sheets);
  for (let i = 0; i < ours.root.length; i++) {
    const [nextScores, nextHeights] = [new Float32Array(count), new Uint8Array(count)];
    for (let s = 0; s < sheets; s++)
      for (let j = first[s]!; j < first[s + 1]!; j++) {
        const higher = (12 + ours.root[i]! - root[j]!) % 12;
        const isSame = ours.quality[i] === quality[j];
        const gain = bits.root[j]! + (isSame ? bits.quality[j]! : -OTHER_QUALITY);
        let score = isSame ? bits.quality[j]! : 0;
        let at = higher;
        if (j > first[s]! && scores[j - 1]! > 0) {
          const goesOn = scores[j - 1]! + (heights[j - 1] === higher ? gain : -CHANGED);
          if (goesOn >= score) {
            score = goesOn;
            at = heights[j - 1]!;
          }
        }
        nextScores[j] = score;
        nextHeights[j] = at;
        if (score > best[s]!) {
          best[s] = score;
          height[s] = at;
        }
      }
    [scores, heights] = [nextScores, nextHeights];
  }
  return Array.from(best, (score, sheet) => ({ sheet, score, transposition: height[sheet]! }));
}

/** The best local alignment of ours with a sheet, so much higher and so much longer (Smith and Waterman 1981). */
function align(
  { progressions, bits }: ProgressionIndex,
  ours: Progression,
  sheet: number,
  transposition: number,
  stretch: number,
): ChordLikeness {
  const { first, root, quality, duration } = progressions;
  const [from, to] = [first[sheet]!, first[sheet + 1]!];
  const width = to - from + 1;
  const rows = ours.root.length;
  const best = new Float64Array((rows + 1) * width);
  let [score, end] = [0, 0];
  const gainOf = (i: number, j: number): number => {
    if ((root[j]! + transposition) % 12 !== ours.root[i]) return -CHANGED;
    const quale = ours.quality[i] === quality[j] ? bits.quality[j]! : -OTHER_QUALITY;
    const time = isAlike(ours.duration[i]!, stretch * duration[j]!) ? bits.time[j]! : -OTHER_TIME;
    return bits.root[j]! + quale + time;
  };
  for (let i = 0; i < rows; i++)
    for (let j = 0; j + 1 < width; j++) {
      const cell = (i + 1) * width + j + 1;
      const value = Math.max(
        0,
        best[cell - width - 1]! + gainOf(i, from + j),
        best[cell - 1]! - OPEN,
        best[cell - width]! - OPEN,
      );
      best[cell] = value;
      if (value > score) [score, end] = [value, cell];
    }
  const pairs: (readonly [number, number])[] = [];
  for (let cell = end; best[cell]! > 0;) {
    const [i, j] = [Math.floor(cell / width) - 1, (cell % width) - 1];
    if (best[cell] === best[cell - 1]! - OPEN) cell -= 1;
    else if (best[cell] === best[cell - width]! - OPEN) cell -= width;
    else {
      pairs.push([i, from + j]);
      cell -= width + 1;
    }
  }
  return { sheet, score, transposition, stretch, pairs: pairs.toReversed() };
}

/** A likeness, and how unusual it is. */
export interface JudgedChords extends ChordLikeness, Rarity {
  /** Which of the progressions that were asked about. */
  readonly ours: number;
}

/** What progressions have in common with sheets, the most unusual first. */
export function judgeProgressions(
  index: ProgressionIndex,
  rows: readonly BaselineRow[],
  asked: readonly Progression[],
): readonly JudgedChords[] {
  return asked
    .flatMap((progression, ours) =>
      searchProgressions(index, progression).map((likeness): JudgedChords => {
        const { pairs, score } = likeness;
        const place = pairs.at(-1)![0] - pairs[0]![0] + 1;
        const all = progression.root.length;
        return { ...likeness, ours, ...rarityOf({ chords: rows }, "chords", place, all, score) };
      }),
    )
    .toSorted((a, b) => b.oneIn - a.oneIn || b.score - a.score);
}
