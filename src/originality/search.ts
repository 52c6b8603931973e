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

/** Places that have seeds in common with a line, by a hash of their keys; those of one search at a time. */
const SLOTS = 1 << 19;
const taken = new Int32Array(SLOTS / 2);
const keys = new Int32Array(SLOTS);
const votes = new Float32Array(SLOTS);
const lowest = new Int32Array(SLOTS);
const highest = new Int32Array(SLOTS);
const ourNote = new Int32Array(SLOTS);
const theirNote = new Int32Array(SLOTS);
const stretches = new Float32Array(SLOTS);

/** The places of the index that are most like some stretch of the line, the most alike first. */
export function search(index: Index, line: Line, { without }: SearchOptions = {}): Likeness[] {
  const { corpus, lineOf, tables } = index;
  const total = line.pitch.length;
  let used = 0;
  for (const table of tables) {
    const span = table.view.shape.at(-1)!;
    const { buckets, notes } = seedsOf(line, [0, total], table.view);
    for (let s = 0; s < buckets.length; s++) {
      const i = notes[s]!;
      const [lo, hi] = [table.first[buckets[s]!]!, table.first[buckets[s]! + 1]!];
      if (hi - lo > COMMON) continue;
      const weight = 1 + Math.log2(COMMON / (hi - lo));
      for (let h = lo; h < hi; h++) {
        const j = table.notes[h]!;
        if (without?.(lineOf[j]!)) continue;
        const transposition = line.pitch[i]! - corpus.pitch[j]!;
        const place = ((j - i + total) >> SHIFT_BITS) + 1;
        const key = place * 256 + (transposition + 128);
        let slot = slotOf(key);
        while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & (SLOTS - 1);
        if (keys[slot] === 0) {
          // A full table knows no further places.
          if (used === taken.length) break;
          taken[used++] = slot;
          keys[slot] = key;
          votes[slot] = 0;
          lowest[slot] = highest[slot] = ourNote[slot] = i;
          theirNote[slot] = j;
          stretches[slot] =
            (line.start[i + span]! - line.start[i]!) / (corpus.start[j + span]! - corpus.start[j]!);
        }
        votes[slot]! += weight;
        if (i < lowest[slot]!) lowest[slot] = i;
        if (i > highest[slot]!) highest[slot] = i;
      }
    }
  }
  const wanted = LOOKED_AT * Math.ceil(total / NOTES_EACH);
  const likenesses = bestSlots(used, wanted).map((slot) => verify(index, line, slot));
  for (let i = 0; i < used; i++) keys[taken[i]!] = 0;
  return likenesses.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
}

/** The slots with the most votes, those of the places beside them counted with them. */
function bestSlots(used: number, wanted: number): readonly number[] {
  const found: { readonly slot: number; readonly sum: number }[] = [];
  let least = 0;
  for (let i = 0; i < used; i++) {
    const slot = taken[i]!;
    // A place beside it that has more is looked at for itself.
    if (2 * votes[slot]! <= least) continue;
    const sum = votes[slot]! + Math.max(votesOf(keys[slot]! - 256), votesOf(keys[slot]! + 256));
    if (sum <= least) continue;
    found.push({ slot, sum });
    if (found.length < 4 * wanted) continue;
    found.sort((a, b) => b.sum - a.sum);
    found.length = wanted;
    least = found[wanted - 1]!.sum;
  }
  return found
    .toSorted((a, b) => b.sum - a.sum)
    .slice(0, wanted)
    .map(({ slot }) => slot);
}

const slotOf = (key: number): number => (Math.imul(key, 0x9e3779b1) >>> 13) & (SLOTS - 1);

function votesOf(key: number): number {
  let slot = slotOf(key);
  while (keys[slot] !== 0) {
    if (keys[slot] === key) return votes[slot]!;
    slot = (slot + 1) & (SLOTS - 1);
  }
  return 0;
}

function verify({ corpus, line, lineOf, bits }: Index, ours: Line, slot: number): Likeness {
  const shift = theirNote[slot]! - ourNote[slot]!;
  const found = lineOf[theirNote[slot]!]!;
  const [first, last] = [corpus.first[found]!, corpus.first[found + 1]!];
  const a = Math.max(0, lowest[slot]! - BEYOND);
  const b = Math.min(ours.pitch.length, highest[slot]! + 6 + BEYOND, a + LONGEST_STRETCH);
  const slack = 1 << SHIFT_BITS;
  const c = Math.max(first, a + shift - slack);
  const d = Math.min(last, b + shift + slack);
  const motion = {
    transposition: (keys[slot]! & 255) - 128,
    stretch: snapped(stretches[slot]!),
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
