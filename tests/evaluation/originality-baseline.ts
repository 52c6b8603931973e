import { createRandom, type Random } from "../../src/domain/random";
import {
  SHARES,
  type Baseline,
  type BaselineRow,
  type QueryKind,
} from "../../src/originality/baseline";
import { findIn } from "../../src/originality/finding";
import { recognise, type PrintIndex } from "../../src/originality/recognition";
import type { Index } from "../../src/originality/search";
import { stretchOf, type Line } from "../../src/originality/seeds";

/** Notes of a stretch. */
const LENGTHS = [8, 16, 32, 64, 128];
/** Bars of four parts. */
const BARS = [2, 4, 8, 16];
/** Fewer stretches than this are no distribution. */
const FEWEST = 30;
const RESAMPLES = 400;

/** A stretch of a piece, in one line or in all. */
interface Stretch {
  readonly piece: number;
  readonly lines: readonly Line[];
}

/**
 * The same of fingerprints: what stretches of the pieces' melodies have in common with pieces of which there are only those, of other families
 * and no versions of theirs.
 * @param versions of each of those pieces
 */
export function printScoresOf(
  index: Index,
  prints: PrintIndex,
  versions: readonly (readonly number[])[],
  most: number,
  tell: (what: string) => void,
): readonly ScoreRow[] {
  const random = createRandom(7);
  const { pieces, pieceOf } = prints.fingerprints;
  return LENGTHS.map((notes) => {
    const stretches = stretchesOfLines(index, (part) => part === 0, notes, most, random);
    const scores = stretches.map(({ piece, lines }) => {
      const { family } = index.corpus.pieces[piece]!;
      const other = recognise(prints, lines[0]!).find(({ line }) => {
        const known = pieceOf[line]!;
        return pieces[known]!.family !== family && !versions[known]!.includes(piece);
      });
      return rounded(other?.score ?? 0);
    });
    tell(`prints, ${notes} notes, ${stretches.length} stretches`);
    return { notes, scores };
  });
}

/**
 * The same query as a sketch's, for stretches of the pieces themselves, each against all pieces of other families that it is no version of: one
 * stretch of each piece at most for each length, so that they are as good as independent.
 * @param versions of each piece
 * @param most stretches for each kind and length
 */
export function scoresOf(
  index: Index,
  versions: readonly ReadonlySet<number>[],
  most: number,
  tell: (what: string) => void,
): Scores {
  const random = createRandom(6);
  const { corpus } = index;
  const row = (kind: QueryKind, stretches: readonly Stretch[]): ScoreRow => {
    const scores = stretches.map(({ piece, lines }) => {
      const { family } = corpus.pieces[piece]!;
      const isSame = (other: number) =>
        corpus.pieces[other]!.family === family || versions[piece]!.has(other);
      const found = findIn(index, lines, isSame);
      return rounded(found.find((one) => kind !== "setting" || one.lines.length > 1)?.score ?? 0);
    });
    const notes = stretches.flatMap(({ lines }) => lines).reduce((n, l) => n + l.pitch.length, 0);
    tell(`${kind}, ${notes / stretches.length} notes, ${stretches.length} stretches`);
    return { notes: Math.round(notes / stretches.length), scores };
  };
  const rows = (kind: QueryKind, lengths: readonly (readonly Stretch[])[]) =>
    lengths.filter(({ length }) => length >= FEWEST).map((stretches) => row(kind, stretches));
  const lines = (isIt: (part: number) => boolean) =>
    LENGTHS.map((notes) => stretchesOfLines(index, isIt, notes, most, random));
  const settings = BARS.map((bars) => stretchesOfSettings(index, bars, most, random));
  return {
    melody: rows(
      "melody",
      lines((part) => part === 0),
    ),
    part: rows(
      "part",
      lines((part) => part > 0),
    ),
    setting: rows("setting", settings),
  };
}

/** Bits of each stretch. */
export interface ScoreRow {
  readonly notes: number;
  readonly scores: readonly number[];
}
export type Scores = { readonly [K in QueryKind]: readonly ScoreRow[] };

export function baselineOf(scores: Scores, prints: readonly ScoreRow[]): Baseline {
  const random = createRandom(8);
  const rows = (of: readonly ScoreRow[]) => of.map((row) => rowOf(row, random));
  return {
    melody: rows(scores.melody),
    part: rows(scores.part),
    setting: rows(scores.setting),
    prints: rows(prints),
  };
}

export function rowOf({ notes, scores }: ScoreRow, random: Random): BaselineRow {
  const sorted = Float64Array.from(scores).sort();
  const resampled = Array.from({ length: RESAMPLES }, () =>
    sorted.map(() => sorted[Math.floor(random() * sorted.length)]!).sort(),
  );
  const upper = (share: number) =>
    Float64Array.from(resampled, (drawn) => reachedBy(drawn, share)).sort()[
      Math.floor(0.975 * RESAMPLES)
    ]!;
  return {
    notes,
    stretches: scores.length,
    scores: SHARES.map((share) => rounded(reachedBy(sorted, share))),
    limits: SHARES.map((share) => rounded(upper(share))),
  };
}

const rounded = (value: number): number => Math.round(10 * value) / 10;

/** What a share of sorted values reaches. */
export function reachedBy(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((1 - share) * sorted.length))]!;
}

function stretchesOfLines(
  { corpus, line }: Index,
  isIt: (part: number) => boolean,
  notes: number,
  most: number,
  random: Random,
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const seen = new Set<number>();
  for (const l of shuffled(corpus.pieceOf.length, random)) {
    const [first, last] = [corpus.first[l]!, corpus.first[l + 1]!];
    const piece = corpus.pieceOf[l]!;
    if (!isIt(corpus.partOf[l]!) || last - first < notes || seen.has(piece)) continue;
    seen.add(piece);
    const from = first + Math.floor(random() * (last - first - notes + 1));
    stretches.push({ piece, lines: [stretchOf(line, from, from + notes)] });
    if (stretches.length === most) break;
  }
  return stretches;
}

function stretchesOfSettings(
  { corpus, line }: Index,
  bars: number,
  most: number,
  random: Random,
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const l of shuffled(corpus.pieceOf.length, random)) {
    const piece = corpus.pieceOf[l]!;
    if (corpus.partOf[l] !== 0 || corpus.pieceOf[l + 2] !== piece) continue;
    const [from, to] = [corpus.firstBar[l]!, corpus.firstBar[l + 1]!];
    if (to - from <= bars) continue;
    const bar = from + Math.floor(random() * (to - from - bars));
    const [begin, end] = [corpus.bar[bar]!, corpus.bar[bar + bars]!];
    const lines: Line[] = [];
    for (let m = l; corpus.pieceOf[m] === piece; m++) {
      const part = within(line, corpus.first[m]!, corpus.first[m + 1]!, begin, end);
      if (part.pitch.length > 0) lines.push(part);
    }
    stretches.push({ piece, lines });
    if (stretches.length === most) break;
  }
  return stretches;
}

/** The notes from `first` up to `last` that begin in a stretch of time. */
function within(line: Line, first: number, last: number, begin: number, end: number): Line {
  let a = first;
  while (a < last && line.start[a]! < begin) a++;
  let b = a;
  while (b < last && line.start[b]! < end) b++;
  return stretchOf(line, a, b);
}

export function shuffled(length: number, random: Random): readonly number[] {
  const all = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
