import { CONTEXT, PRINTS, printsOf, type Fingerprints } from "./fingerprints";
import type { Line } from "./seeds";

/** Fingerprints with what makes them quick to search. */
export interface PrintIndex {
  readonly fingerprints: Fingerprints;
  /** `[notes]`: the line that each is in. */
  readonly lineOf: Uint16Array;
  /** Where each run of prints ends: those of run `r` are `notes[first[r]]` up to `notes[first[r + 1]]`. */
  readonly first: Int32Array;
  readonly notes: Int32Array;
  /** `[PRINTS, PRINTS]`: bits that a print says for a copy where both have it after the one before, and where they differ; the latter below 0. */
  readonly same: Float32Array;
  readonly other: Float32Array;
}

/** Prints of a copy that are those of the copied, about: a changed note changes three. */
const KEPT = 0.8;
/** Prints one after the other that have to be the same for a place to be looked at. */
const RUN = 4;
const RUNS = PRINTS ** RUN;

export function printIndexOf(fingerprints: Fingerprints): PrintIndex {
  const { first: firstNotes, prints } = fingerprints;
  const lineOf = new Uint16Array(prints.length);
  const runOf = new Int32Array(prints.length).fill(-1);
  const counts = new Float64Array(PRINTS * PRINTS).fill(1);
  const first = new Int32Array(RUNS + 1);
  for (let line = 0; line + 1 < firstNotes.length; line++) {
    const from = firstNotes[line]!;
    for (let i = from; i < firstNotes[line + 1]!; i++) {
      lineOf[i] = line;
      if (i >= from + CONTEXT) counts[prints[i - 1]! * PRINTS + prints[i]!]!++;
      if (i < from + CONTEXT + RUN - 2) continue;
      runOf[i] = runAt(prints, i);
      first[runOf[i]! + 1]!++;
    }
  }
  for (let run = 0; run < RUNS; run++) first[run + 1]! += first[run]!;
  const notes = new Int32Array(first[RUNS]!);
  const next = first.slice();
  runOf.forEach((run, i) => {
    if (run >= 0) notes[next[run]!++] = i;
  });
  return { fingerprints, lineOf, first, notes, ...bitsOf(counts) };
}

function runAt(prints: Uint8Array, last: number): number {
  let run = 0;
  for (let i = last - RUN + 1; i <= last; i++) run = run * PRINTS + prints[i]!;
  return run;
}

function bitsOf(counts: Float64Array): Pick<PrintIndex, "same" | "other"> {
  const same = new Float32Array(counts.length);
  const other = new Float32Array(counts.length);
  for (let row = 0; row < counts.length; row += PRINTS) {
    const total = counts.subarray(row, row + PRINTS).reduce((sum, count) => sum + count, 0);
    for (let i = row; i < row + PRINTS; i++) {
      const chance = counts[i]! / total;
      same[i] = Math.log2(KEPT / chance);
      other[i] = Math.log2((1 - KEPT) / (1 - chance));
    }
  }
  return { same, other };
}

/** A stretch of a line that goes on as one of a piece does, note by note. */
export interface Recognised {
  readonly line: number;
  /** First and last note, of ours and of theirs. */
  readonly ours: readonly [first: number, last: number];
  readonly theirs: readonly [first: number, last: number];
  /** Notes of ours that are surely the same in theirs, as many places further on. */
  readonly same: readonly number[];
  /** Bits. */
  readonly score: number;
}

/**
 * The stretch of each line of the pieces that is most like one of ours, the most alike first: of all ways to lay one beside the other without
 * a gap, the run of notes that says most for a copy (Bentley, Communications of the ACM 27, 1984, finds it in one pass).
 */
export function recognise(index: PrintIndex, line: Line): readonly Recognised[] {
  const { first, notes, lineOf } = index;
  const prints = printsOf(line);
  const seen = new Set<number>();
  const best = new Map<number, Recognised>();
  for (let i = CONTEXT + RUN - 2; i < prints.length; i++) {
    const run = runAt(prints, i);
    for (let at = first[run]!; at < first[run + 1]!; at++) {
      const shift = notes[at]! - i;
      const found = lineOf[notes[at]!]!;
      const key = (shift + prints.length) * 65536 + found;
      if (seen.has(key)) continue;
      seen.add(key);
      const stretch = bestBeside(index, prints, found, shift);
      if (stretch && stretch.score > (best.get(found)?.score ?? 0)) best.set(found, stretch);
    }
  }
  return [...best.values()].toSorted((a, b) => b.score - a.score);
}

function bestBeside(
  { fingerprints: { first, prints: theirs }, same, other }: PrintIndex,
  ours: Uint8Array,
  line: number,
  shift: number,
): Recognised | undefined {
  const from = Math.max(CONTEXT - 1, first[line]! + CONTEXT - 1 - shift);
  const to = Math.min(ours.length, first[line + 1]! - shift);
  let [score, begin] = [0, from];
  let best: { readonly score: number; readonly begin: number; readonly end: number } | undefined;
  for (let i = from; i < to; i++) {
    const their = theirs[i + shift]!;
    const pair = theirs[i + shift - 1]! * PRINTS + their;
    score += ours[i] === their ? same[pair]! : other[pair]!;
    if (score <= 0) [score, begin] = [0, i + 1];
    else if (score > (best?.score ?? 0)) best = { score, begin, end: i };
  }
  if (!best) return undefined;
  const { begin: a, end: b } = best;
  const opening = CONTEXT - 1;
  // A print may be the same by chance: it takes all that hang on a note, so that rather too few are said to be the same than too many.
  const isSame = (note: number): boolean => {
    for (let i = Math.max(a, note); i <= Math.min(b, note + opening); i++)
      if (ours[i] !== theirs[i + shift]) return false;
    return true;
  };
  const stretch = Array.from({ length: b - a + CONTEXT }, (_, i) => a - opening + i);
  return {
    line,
    ours: [a - opening, b],
    theirs: [a - opening + shift, b + shift],
    same: stretch.filter(isSame),
    score: best.score,
  };
}
