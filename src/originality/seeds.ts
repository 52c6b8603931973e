/** Lines as they are searched for and found: notes one after the other. */
export interface Line {
  readonly pitch: Uint8Array;
  /** In ticks, rising. */
  readonly start: Int32Array;
  /** 1 for a note on a beat. */
  readonly onBeat: Uint8Array;
}

/**
 * What of a line is looked up: a few of its notes, as intervals and as ratios of the times between them, so that neither key nor tempo
 * count (geometric hashing of notes: Yin, Reuben, Stepney and Collins, Measuring when a music generation algorithm copies too much, SN Computer
 * Science 3, 2022). Seeds with gaps find what contiguous ones miss where each second note is changed (spaced seeds: Ma, Tromp and Li,
 * PatternHunter, Bioinformatics 18, 2002); seeds without times find other rhythms; seeds of the notes on beats find what was ornamented.
 */
export interface View {
  /** Notes that are looked at, counted from the first. */
  readonly shape: readonly number[];
  readonly withTimes: boolean;
  /** Only notes on beats are counted. */
  readonly onBeats: boolean;
}

export const VIEWS: readonly View[] = [
  { shape: [0, 1, 2, 3], withTimes: true, onBeats: false },
  { shape: [0, 1, 3, 4], withTimes: true, onBeats: false },
  { shape: [0, 2, 3, 5], withTimes: true, onBeats: false },
  { shape: [0, 1, 2, 3, 4], withTimes: false, onBeats: false },
  { shape: [0, 1, 2, 3, 4], withTimes: false, onBeats: true },
];

const WIDEST = 12;
/** Classes of a ratio: half octaves from a sixteenth to sixteenfold. */
const LONGEST = 8;

/** How much longer one time is than another, in half octaves, within ±8. */
export function ratioClass(before: number, after: number): number {
  return classOf(halves(after) - halves(before));
}

/** Half octaves of what most times are, so that a corpus is read without as many logarithms. */
const HALVES = Float32Array.from({ length: 8192 }, (_, ticks) => 2 * Math.log2(ticks));
const halves = (ticks: number): number => HALVES[ticks] ?? 2 * Math.log2(ticks);
const classOf = (ratio: number): number => Math.max(-LONGEST, Math.min(LONGEST, Math.round(ratio)));

/** The notes of lines from `first` up to `last`, without a copy. */
export function stretchOf({ pitch, start, onBeat }: Line, first: number, last: number): Line {
  return {
    pitch: pitch.subarray(first, last),
    start: start.subarray(first, last),
    onBeat: onBeat.subarray(first, last),
  };
}

/** Seeds, and the note that each begins on. */
export interface Seeds {
  /** Bucket of each, in [0, `BUCKETS`). */
  readonly buckets: Int32Array;
  readonly notes: Int32Array;
}

/** Buckets that seeds fall into, a power of 2. */
export const BUCKETS = 1 << 18;

/** All seeds of lines. @param first where each line begins, and where the last ends */
export function seedsOf(lines: Line, first: ArrayLike<number>, view: View): Seeds {
  const { pitch, start, onBeat } = lines;
  const { shape, withTimes, onBeats } = view;
  const total = first[first.length - 1]!;
  const buckets = new Int32Array(total);
  const notes = new Int32Array(total);
  const last = shape.length - 1;
  const counted = new Int32Array(total);
  // Times from a note of the seed to the next, in half octaves.
  const times = withTimes ? shape.slice(1).map((at, i) => timesOver(start, at - shape[i]!)) : [];
  let count = 0;
  for (let l = 0; l + 1 < first.length; l++) {
    let size = 0;
    for (let i = first[l]!; i < first[l + 1]!; i++)
      if (!onBeats || onBeat[i]! > 0) counted[size++] = i;
    for (let at = 0; at + shape[last]! < size; at++) {
      let seed = 17;
      let before = counted[at]!;
      for (let i = 1; i <= last; i++) {
        const note = counted[at + shape[i]!]!;
        const interval = pitch[note]! - pitch[before]!;
        seed = Math.imul(seed, 31) + Math.max(-WIDEST, Math.min(WIDEST, interval)) + WIDEST;
        if (withTimes && i > 1) {
          const ratio = times[i - 1]![before]! - times[i - 2]![counted[at + shape[i - 2]!]!]!;
          seed = Math.imul(seed, 31) + classOf(ratio) + LONGEST;
        }
        before = note;
      }
      buckets[count] = mixed(seed) & (BUCKETS - 1);
      notes[count++] = counted[at]!;
    }
  }
  return { buckets: buckets.subarray(0, count), notes: notes.subarray(0, count) };
}

/** As MurmurHash3 does at its end, so that the low bits hang on all. */
export function mixed(seed: number): number {
  seed = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  seed = Math.imul(seed ^ (seed >>> 13), 0xc2b2ae35);
  return seed ^ (seed >>> 16);
}

/** `[notes]`: how long it is until so many notes later, in half octaves. */
function timesOver(start: Int32Array, notes: number): Float32Array {
  const times = new Float32Array(start.length);
  for (let i = 0; i + notes < start.length; i++) times[i] = halves(start[i + notes]! - start[i]!);
  return times;
}

/** Where each seed of a view begins: those of bucket `b` are `notes[first[b]]` up to `notes[first[b + 1]]`. */
export interface SeedTable {
  readonly view: View;
  readonly first: Int32Array;
  readonly notes: Int32Array;
}

export function seedTable(lines: Line, firstNotes: Int32Array, view: View): SeedTable {
  const seeds = seedsOf(lines, firstNotes, view);
  const { buckets } = seeds;
  const first = new Int32Array(BUCKETS + 1);
  for (let i = 0; i < buckets.length; i++) first[buckets[i]! + 1]!++;
  for (let b = 0; b < BUCKETS; b++) first[b + 1]! += first[b]!;
  const next = first.slice();
  const notes = new Int32Array(buckets.length);
  for (let i = 0; i < buckets.length; i++) notes[next[buckets[i]!]!++] = seeds.notes[i]!;
  return { view, first, notes };
}
