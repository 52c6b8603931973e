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
  const steps = indexing(corpus);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of some 50 ms, so that others have their turn. */
export function* indexing(corpus: Corpus): Generator<undefined, Index> {
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
  yield;
  const tables: SeedTable[] = [];
  for (const view of VIEWS) {
    tables.push(seedTable(line, first, view));
    yield;
  }
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
const SLOTS = 1 << 15;
const FIELDS = 8;
const slots = new Int32Array(FIELDS * SLOTS);
const taken = new Int32Array(SLOTS / 2);
/** What each number of a place is: its votes are in sixteenths, a seed of it is known by its first notes and how many it spans. */
const [KEY, VOTES, LOWEST, HIGHEST, OURS, THEIRS, SPAN] = [0, 1, 2, 3, 4, 5, 6] as const;

/** Votes of all places with the same hash, before any is remembered: nearly all have one seed by chance, and there are a great many of them. */
const CROWDS = 1 << 18;
const crowds = new Uint32Array(CROWDS);
/** The crowds that have any. */
const gathered = new Int32Array(CROWDS);
const crowdOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 14;
/** Places that are remembered for each that is looked at, or somewhat more. */
const REMEMBERED = 8;

/** What the seeds of a line share with the index: each seed with its places one after the other. */
interface Shared {
  /** `[seeds]`: the note of the line that it begins on, the notes that it spans, what a place that shares it is worth, and how many do. */
  readonly note: Int32Array;
  readonly span: Uint8Array;
  readonly weight: Uint8Array;
  readonly places: Uint16Array;
  /** `[seeds]`: where it stands in the notes of which table. */
  readonly table: Uint8Array;
  readonly first: Int32Array;
  readonly seeds: number;
}

/** The places of the index that are most like some stretch of the line, the most alike first. */
export function search(index: Index, line: Line, { without }: SearchOptions = {}): Likeness[] {
  const { lineOf, tables } = index;
  const total = line.pitch.length;
  const wanted = LOOKED_AT * Math.ceil(total / NOTES_EACH);
  const shared = sharedWith(index, line);
  const keys = keysOf(index, line, shared, without && ((note) => without(lineOf[note]!)));
  let crowded = 0;
  let at = 0;
  for (let s = 0; s < shared.seeds; s++)
    for (let left = shared.places[s]!; left > 0; left--) {
      const key = keys[at++]!;
      if (key === 0) continue;
      const crowd = crowdOf(key);
      if (crowds[crowd] === 0) gathered[crowded++] = crowd;
      crowds[crowd]! += shared.weight[s]!;
    }
  const least = leastOf(crowded, REMEMBERED * wanted);
  let used = 0;
  at = 0;
  for (let s = 0; s < shared.seeds; s++) {
    const i = shared.note[s]!;
    for (let h = 0; h < shared.places[s]!; h++) {
      const key = keys[at++]!;
      if (key === 0 || crowds[crowdOf(key)]! < least) continue;
      const slot = slotOf(key);
      if (slots[slot] === 0) {
        // A full table knows no further places.
        if (used === taken.length) continue;
        taken[used++] = slot;
        slots[slot] = key;
        slots[slot + VOTES] = 0;
        slots[slot + LOWEST] = slots[slot + HIGHEST] = slots[slot + OURS] = i;
        slots[slot + THEIRS] = tables[shared.table[s]!]!.notes[shared.first[s]! + h]!;
        slots[slot + SPAN] = shared.span[s]!;
      }
      slots[slot + VOTES]! += shared.weight[s]!;
      if (i < slots[slot + LOWEST]!) slots[slot + LOWEST] = i;
      if (i > slots[slot + HIGHEST]!) slots[slot + HIGHEST] = i;
    }
  }
  for (let i = 0; i < crowded; i++) crowds[gathered[i]!] = 0;
  const likenesses = bestSlots(used, wanted).map((place) => verify(index, line, place));
  for (let i = 0; i < used; i++) slots[taken[i]!] = 0;
  return likenesses.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
}

function sharedWith({ tables }: Index, line: Line): Shared {
  const most = line.pitch.length * tables.length;
  const shared = {
    note: new Int32Array(most),
    span: new Uint8Array(most),
    weight: new Uint8Array(most),
    places: new Uint16Array(most),
    table: new Uint8Array(most),
    first: new Int32Array(most),
  };
  let seeds = 0;
  tables.forEach(({ view, first }, t) => {
    const { buckets, notes } = seedsOf(line, [0, line.pitch.length], view);
    for (let s = 0; s < buckets.length; s++) {
      const places = first[buckets[s]! + 1]! - first[buckets[s]!]!;
      if (places === 0 || places > COMMON) continue;
      shared.note[seeds] = notes[s]!;
      shared.span[seeds] = view.shape.at(-1)!;
      shared.weight[seeds] = Math.round(16 * (1 + Math.log2(COMMON / places)));
      shared.places[seeds] = places;
      shared.table[seeds] = t;
      shared.first[seeds++] = first[buckets[s]!]!;
    }
  });
  return { ...shared, seeds };
}

/** `[places of all seeds]`: the key of each place, the same for all seeds that go along there; 0 for one that is left out. */
function keysOf(
  { corpus, tables }: Index,
  line: Line,
  { note, places, table, first, seeds }: Shared,
  isOut: ((note: number) => boolean) | undefined,
): Int32Array {
  const total = line.pitch.length;
  const keys = new Int32Array(places.subarray(0, seeds).reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (let s = 0; s < seeds; s++) {
    const i = note[s]!;
    const theirs = tables[table[s]!]!.notes;
    const end = first[s]! + places[s]!;
    for (let h = first[s]!; h < end; h++) {
      const j = theirs[h]!;
      const place = ((j - i + total) >> SHIFT_BITS) + 1;
      const transposition = line.pitch[i]! - corpus.pitch[j]!;
      keys[at++] = isOut?.(j) ? 0 : place * 256 + (transposition + 128);
    }
  }
  return keys;
}

/** Most votes that are told apart. */
const MOST_VOTES = 4096;

/** The votes that `count` of the gathered crowds or more have, at least 1. */
function leastOf(crowded: number, count: number): number {
  const having = new Int32Array(MOST_VOTES);
  for (let i = 0; i < crowded; i++) having[Math.min(MOST_VOTES - 1, crowds[gathered[i]!]!)]!++;
  let votes = MOST_VOTES - 1;
  for (let all = having[votes]!; votes > 1 && all < count; all += having[votes]!) votes--;
  return votes;
}

/** Where the slot of a key begins, or the empty one that it would have. */
function slotOf(key: number): number {
  let slot = (Math.imul(key, 0x9e3779b1) >>> 17) & (SLOTS - 1);
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
