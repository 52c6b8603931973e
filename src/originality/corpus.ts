import { PARTS, type Part } from "../domain/echo";
import type { Meter } from "../domain/meter";

/** Where pieces were taken from. */
export interface Collection {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly licence: string;
}

/** What of a piece can be named. */
export interface PieceName {
  readonly title: string;
  /** Empty where nobody is known. */
  readonly composer: string;
  /** Index of its collection. */
  readonly collection: number;
  readonly year?: number | undefined;
  /** Pieces that are versions of one another share it. */
  readonly family: number;
  readonly meter: Meter;
}

/** A note of a piece: `start` and `duration` in ticks. */
export type LineNote = readonly [start: number, duration: number, pitch: number];

export interface PieceLine {
  readonly part: Part;
  /** One after the other, in order of start. */
  readonly notes: readonly LineNote[];
  /** Where bars begin, in ticks; the first may be an upbeat's. */
  readonly bars: readonly number[];
}

export interface Piece extends PieceName {
  readonly lines: readonly PieceLine[];
}

/** The lines of many pieces side by side: notes of line `l` are those from `first[l]` up to `first[l + 1]`. */
export interface Corpus {
  readonly collections: readonly Collection[];
  readonly pieces: readonly PieceName[];
  /** `[lines]`: index of its piece. */
  readonly pieceOf: Uint16Array;
  /** `[lines]`: index of its part in `PARTS`. */
  readonly partOf: Uint8Array;
  /** `[lines + 1]` */
  readonly first: Int32Array;
  /** `[notes]` */
  readonly pitch: Uint8Array;
  /** `[notes]`: ticks from the beginning of the piece. */
  readonly start: Int32Array;
  /** `[notes]`: ticks. */
  readonly duration: Int32Array;
  /** `[lines + 1]`: bars of line `l` are those from `firstBar[l]` up to `firstBar[l + 1]`. */
  readonly firstBar: Int32Array;
  /** `[bars]`: where each begins, in ticks. */
  readonly bar: Int32Array;
}

/** The lines of `pieces`, side by side. */
export function corpusOf(pieces: readonly Piece[], collections: readonly Collection[]): Corpus {
  const lines = pieces.flatMap((piece, at) => piece.lines.map((line) => ({ line, at })));
  const notes = lines.flatMap(({ line }) => line.notes);
  return {
    collections,
    pieces: pieces.map(({ title, composer, collection, year, family, meter }) => ({
      title,
      composer,
      collection,
      family,
      meter,
      ...(year === undefined ? {} : { year }),
    })),
    pieceOf: Uint16Array.from(lines, ({ at }) => at),
    partOf: Uint8Array.from(lines, ({ line }) => PARTS.indexOf(line.part)),
    first: sums(lines.map(({ line }) => line.notes.length)),
    pitch: Uint8Array.from(notes, ([, , pitch]) => pitch),
    start: Int32Array.from(notes, ([start]) => start),
    duration: Int32Array.from(notes, ([, duration]) => duration),
    firstBar: sums(lines.map(({ line }) => line.bars.length)),
    bar: Int32Array.from(lines.flatMap(({ line }) => line.bars)),
  };
}

/** `[counts + 1]`: 0, and the sum of the counts up to each. */
export function sums(counts: readonly number[]): Int32Array {
  const result = new Int32Array(counts.length + 1);
  counts.forEach((count, i) => {
    result[i + 1] = result[i]! + count;
  });
  return result;
}

/** The bar of a line that a tick is in, from 1; an upbeat is 0. */
export function barOf(corpus: Corpus, line: number, tick: number): number {
  const [from, to] = [corpus.firstBar[line]!, corpus.firstBar[line + 1]!];
  let bar = from;
  while (bar + 1 < to && corpus.bar[bar + 1]! <= tick) bar++;
  // An upbeat is shorter than the bar behind it.
  const isUpbeat =
    from + 2 < to &&
    corpus.bar[from + 1]! - corpus.bar[from]! < corpus.bar[from + 2]! - corpus.bar[from + 1]!;
  return bar - from + (isUpbeat ? 0 : 1);
}
