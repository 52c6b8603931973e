import { beatTicks } from "../domain/meter";
import { align, LONGEST_STRETCH, type Alignment, type Motion } from "./alignment";
import type { Corpus } from "./corpus";
import { informationOf, type Information } from "./information";
import { seedsOf, seedTable, VIEWS, type Line, type SeedTable } from "./seeds";

/** A corpus with what makes it quick to search. */
export interface Index {
  readonly corpus: Corpus;
  readonly line: Line;
  /** `[notes]` */
  readonly lineOf: Uint16Array;
  readonly bits: Information;
  readonly tables: readonly SeedTable[];
}

export function indexOf(corpus: Corpus): Index {
  const { first, pitch, start, firstBar, bar, pieceOf, pieces } = corpus;
  const notes = pitch.length;
  const lineOf = new Uint16Array(notes);
  const onBeat = new Uint8Array(notes);
  for (let l = 0; l + 1 < first.length; l++) {
    const beat = beatTicks(pieces[pieceOf[l]!]!.meter);
    let b = firstBar[l]!;
    const last = firstBar[l + 1]! - 1;
    for (let i = first[l]!; i < first[l + 1]!; i++) {
      lineOf[i] = l;
      while (b < last && bar[b + 1]! <= start[i]!) b++;
      onBeat[i] = (start[i]! - (bar[b] ?? 0)) % beat === 0 ? 1 : 0;
    }
  }
  const line = { pitch, start, onBeat };
  const tables = VIEWS.map((view) => seedTable(line, first, view));
  return { corpus, line, lineOf, bits: informationOf(corpus), tables };
}

/** Seeds that stand at more places than this say too little. */
const COMMON = 400;
/** How many places with the most seeds in common are looked at note by note, for each so many notes of a line. */
const LOOKED_AT = 24;
const NOTES_EACH = 64;
/** Notes that a place may be shifted by, by ornaments, and still be one place: a power of 2. */
const SHIFT_BITS = 4;
/** How far beyond its seeds a place is compared. */
const BEYOND = 24;

/** A place that is like a stretch of the line. */
export interface Likeness extends Motion, Alignment {
  readonly line: number;
}

export interface SearchOptions {
  /** Lines that are left out. */
  readonly without?: (line: number) => boolean;
}

/** Places that have seeds in common with a line, by a hash of their keys; those of one search at a time, each as `FIELDS` numbers side by side. */
const SLOTS = 1 << 19;
const FIELDS = 8;
const slots = new Int32Array(FIELDS * SLOTS);
const taken = new Int32Array(SLOTS / 2);
/** What each number of a place is: its votes are in sixteenths, a seed of it is known by its first notes and how many it spans. */
const [KEY, VOTES, LOWEST, HIGHEST, OURS, THEIRS, SPAN] = [0, 1, 2, 3, 4, 5, 6] as const;

/** Votes of all places with the same hash, before any is remembered: nearly all have one seed by chance, and there are a great many of them. */
const CROWDS = 1 << 18;
const crowds = new Uint32Array(CROWDS);
const crowdOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 14;
/** Places that are remembered for each that is looked at, or somewhat more. */
const REMEMBERED = 8;

/** The places of the index that are most like some stretch of the line, the most alike first. */
export function search(index: Index, line: Line, { without }: SearchOptions = {}): Likeness[] {
  const { corpus, lineOf } = index;
  const total = line.pitch.length;
  const wanted = LOOKED_AT * Math.ceil(total / NOTES_EACH);
  const seeds = index.tables.map(({ view }) => seedsOf(line, [0, total], view));
  /** Tells of each seed that a place shares. */
  const eachVote = (
    tell: (key: number, weight: number, i: number, j: number, span: number) => void,
  ) => {
    index.tables.forEach(({ view, first, notes }, t) => {
      const span = view.shape.at(-1)!;
      const { buckets, notes: begins } = seeds[t]!;
      for (let s = 0; s < buckets.length; s++) {
        const i = begins[s]!;
        const lo = first[buckets[s]!]!;
        const hi = first[buckets[s]! + 1]!;
        if (hi - lo > COMMON) continue;
        const weight = Math.round(16 * (1 + Math.log2(COMMON / (hi - lo))));
        for (let h = lo; h < hi; h++) {
          const j = notes[h]!;
          if (without?.(lineOf[j]!)) continue;
          const transposition = line.pitch[i]! - corpus.pitch[j]!;
          const place = ((j - i + total) >> SHIFT_BITS) + 1;
          tell(place * 256 + (transposition + 128), weight, i, j, span);
        }
      }
    });
  };
  crowds.fill(0);
  eachVote((key, weight) => {
    crowds[crowdOf(key)]! += weight;
  });
  const least = leastOf(REMEMBERED * wanted);
  let used = 0;
  eachVote((key, weight, i, j, span) => {
    if (crowds[crowdOf(key)]! < least) return;
    const at = slotOf(key);
    if (slots[at] === 0) {
      // A full table knows no further places.
      if (used === taken.length) return;
      taken[used++] = at;
      slots[at] = key;
      slots[at + VOTES] = 0;
      slots[at + LOWEST] = slots[at + HIGHEST] = slots[at + OURS] = i;
      slots[at + THEIRS] = j;
      slots[at + SPAN] = span;
    }
    slots[at + VOTES]! += weight;
    if (i < slots[at + LOWEST]!) slots[at + LOWEST] = i;
    if (i > slots[at + HIGHEST]!) slots[at + HIGHEST] = i;
  });
  const likenesses = bestSlots(used, wanted).map((at) => verify(index, line, at));
  for (let i = 0; i < used; i++) slots[taken[i]!] = 0;
  return likenesses.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
}

/** Most votes that are told apart. */
const MOST_VOTES = 4096;

/** The votes that `count` crowds or more have, at least 1. */
function leastOf(count: number): number {
  const having = new Int32Array(MOST_VOTES);
  for (let crowd = 0; crowd < CROWDS; crowd++) having[Math.min(MOST_VOTES - 1, crowds[crowd]!)]!++;
  let votes = MOST_VOTES - 1;
  for (let all = having[votes]!; votes > 1 && all < count; all += having[votes]!) votes--;
  return votes;
}

/** Where the slot of a key begins, or the empty one that it would have. */
function slotOf(key: number): number {
  let slot = (Math.imul(key, 0x9e3779b1) >>> 13) & (SLOTS - 1);
  for (;;) {
    const known = slots[FIELDS * slot + KEY];
    if (known === key || known === 0) return FIELDS * slot;
    slot = (slot + 1) & (SLOTS - 1);
  }
}

function votesOf(key: number): number {
  const at = slotOf(key);
  return slots[at] === 0 ? 0 : slots[at + VOTES]!;
}

/** The slots with the most votes, those of the places beside them counted with them. */
function bestSlots(used: number, wanted: number): readonly number[] {
  const found: { readonly at: number; readonly sum: number }[] = [];
  let least = 0;
  for (let i = 0; i < used; i++) {
    const at = taken[i]!;
    const votes = slots[at + VOTES]!;
    // A place beside it that has more is looked at for itself.
    if (2 * votes <= least) continue;
    const key = slots[at]!;
    const sum = votes + Math.max(votesOf(key - 256), votesOf(key + 256));
    if (sum <= least) continue;
    found.push({ at, sum });
    if (found.length < 4 * wanted) continue;
    found.sort((a, b) => b.sum - a.sum);
    found.length = wanted;
    least = found[wanted - 1]!.sum;
  }
  return found
    .toSorted((a, b) => b.sum - a.sum)
    .slice(0, wanted)
    .map(({ at }) => at);
}

function verify({ corpus, line, lineOf, bits }: Index, ours: Line, at: number): Likeness {
  const [our, their, span] = [slots[at + OURS]!, slots[at + THEIRS]!, slots[at + SPAN]!];
  const shift = their - our;
  const found = lineOf[their]!;
  const [first, last] = [corpus.first[found]!, corpus.first[found + 1]!];
  const a = Math.max(0, slots[at + LOWEST]! - BEYOND);
  const b = Math.min(ours.pitch.length, slots[at + HIGHEST]! + 6 + BEYOND, a + LONGEST_STRETCH);
  const slack = 1 << SHIFT_BITS;
  const c = Math.max(first, a + shift - slack);
  const d = Math.min(last, b + shift + slack);
  const lasts = (start: Int32Array, from: number) => start[from + span]! - start[from]!;
  const motion = {
    transposition: (slots[at]! & 255) - 128,
    stretch: snapped(lasts(ours.start, our) / lasts(line.start, their)),
  };
  return {
    line: found,
    ...motion,
    ...align(ours, [a, b], line, [c, d], motion, bits, a + shift - c),
  };
}

function snapped(stretch: number): number {
  const octaves = Math.round(Math.log2(stretch));
  return 2 ** Math.max(-1, Math.min(1, octaves));
}
