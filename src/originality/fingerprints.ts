import { columnFile, columnsOf, packed, unpacked } from "./columns";
import { barOf, sums, type Collection, type Corpus, type PieceName } from "./corpus";
import { namesColumn, namesOf } from "./named";
import { mixed, ratioClass, type Line } from "./seeds";

/**
 * Pieces that models were trained on and of which no notes may be given away, since rights in them may still be held. Of each note three bits
 * are kept, of a hash of how it follows on the two before it. A note says some five bits given the one before (`informationOf`, over all
 * pieces), so that many melodies have the same prints and none can be told from them; but one that goes on as it does is known by them.
 */
export interface Fingerprints {
  readonly collections: readonly Collection[];
  readonly pieces: readonly PieceName[];
  /** `[lines]`: index of its piece, and of its part in `PARTS`. */
  readonly pieceOf: Uint16Array;
  readonly partOf: Uint8Array;
  /** `[lines + 1]`: prints of line `l` are those from `first[l]` up to `first[l + 1]`. */
  readonly first: Int32Array;
  /** `[notes]` in [0, `PRINTS`). */
  readonly prints: Uint8Array;
  /** `[notes]`: the bar that each begins in, from 1; an upbeat is 0. */
  readonly bars: Uint16Array;
}

export const PRINTS = 8;
/** Notes that a print hangs on: its own and those before. */
export const CONTEXT = 3;
const WIDEST = 12;

/** The prints of a line; those of its first notes, which follow on nothing, are 0. */
export function printsOf({ pitch, start }: Pick<Line, "pitch" | "start">): Uint8Array {
  const prints = new Uint8Array(pitch.length);
  for (let i = CONTEXT - 1; i < pitch.length; i++) {
    const ratio = ratioClass(start[i - 1]! - start[i - 2]!, start[i]! - start[i - 1]!);
    prints[i] = hashed(interval(pitch, i - 1), interval(pitch, i), ratio);
  }
  return prints;
}

const interval = (pitch: Uint8Array, i: number): number =>
  Math.max(-WIDEST, Math.min(WIDEST, pitch[i]! - pitch[i - 1]!)) + WIDEST;

/** Ways of going on that are alike have prints that are not. */
const hashed = (before: number, after: number, ratio: number): number =>
  mixed(Math.imul(before * 32 + after, 0x85ebca6b) ^ Math.imul(ratio + 16, 0xc2b2ae35)) &
  (PRINTS - 1);

/** What is kept of pieces. */
export function fingerprintsOf(corpus: Corpus): Fingerprints {
  const { collections, pieces, pieceOf, partOf, first, pitch, start } = corpus;
  const prints = new Uint8Array(pitch.length);
  const bars = new Uint16Array(pitch.length);
  for (let line = 0; line + 1 < first.length; line++) {
    const [from, to] = [first[line]!, first[line + 1]!];
    prints.set(printsOf({ pitch: pitch.slice(from, to), start: start.slice(from, to) }), from);
    for (let i = from; i < to; i++) bars[i] = barOf(corpus, line, start[i]!);
  }
  return { collections, pieces, pieceOf, partOf, first, prints, bars };
}

export function encodeFingerprints(of: Fingerprints): Uint8Array {
  const { collections, pieces, pieceOf, partOf, first, prints, bars } = of;
  const ends = [...first].slice(1);
  // A bar is told by how far it is from that of the note before; a line begins with an upbeat or the first.
  const starts = new Set(first);
  const steps = [...bars].map((bar, i) => bar - (starts.has(i) ? 0 : bars[i - 1]!));
  return columnFile([
    namesColumn(collections, pieces),
    packed(pieceOf),
    packed(partOf),
    packed(ends.map((end, line) => end - first[line]!)),
    packed(prints),
    packed(steps),
  ]);
}

/** The inverse of `encodeFingerprints`; throws for anything else. */
export function decodeFingerprints(file: Uint8Array): Fingerprints {
  const columns = columnsOf(file);
  if (columns.length !== 6)
    throw new RangeError(`fingerprints have 6 columns, not ${columns.length}`);
  const [names, ...numbers] = columns;
  const { collections, pieces } = namesOf(names!);
  const [pieceOf, partOf, counts, prints, steps] = numbers.map(unpacked) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const first = sums([...counts]);
  const starts = new Set(first);
  let bar = 0;
  const bars = Uint16Array.from(steps, (step, i) => (bar = (starts.has(i) ? 0 : bar) + step));
  return {
    collections,
    pieces,
    pieceOf: Uint16Array.from(pieceOf),
    partOf: Uint8Array.from(partOf),
    first,
    prints: Uint8Array.from(prints),
    bars,
  };
}
