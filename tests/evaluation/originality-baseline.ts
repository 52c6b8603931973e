import { createRandom, type Random } from "../../src/domain/random";
import {
  SHARES,
  UNUSUAL,
  type Baseline,
  type BaselineRow,
  type QueryKind,
} from "../../src/originality/baseline";
import { findIn } from "../../src/originality/finding";
import type { Index } from "../../src/originality/search";
import type { Line } from "../../src/originality/seeds";

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
 * The same query as a sketch's, for stretches of the pieces themselves, each against all pieces of other families: one stretch of each piece
 * at most for each length, so that they are as good as independent.
 * @param most stretches for each kind and length
 */
export function baselineOf(index: Index, most: number, tell: (what: string) => void): Baseline {
  const random = createRandom(6);
  const { corpus } = index;
  const row = (kind: QueryKind, stretches: readonly Stretch[]): BaselineRow => {
    const scores = stretches.map(({ piece, lines }) => {
      const { family } = corpus.pieces[piece]!;
      const found = findIn(index, lines, (other) => corpus.pieces[other]!.family === family);
      return found.find((one) => kind !== "setting" || one.lines.length > 1)?.score ?? 0;
    });
    const notes = stretches.flatMap(({ lines }) => lines).reduce((n, l) => n + l.pitch.length, 0);
    const made = rowOf(Math.round(notes / stretches.length), scores, random);
    tell(
      `${kind}, ${made.notes} notes, ${made.stretches} stretches: ${made.scores.join(" ")}; limit ${made.limit}`,
    );
    return made;
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

function rowOf(notes: number, scores: readonly number[], random: Random): BaselineRow {
  const sorted = Float64Array.from(scores).sort();
  const limits = Array.from({ length: RESAMPLES }, () => {
    const drawn = sorted.map(() => sorted[Math.floor(random() * sorted.length)]!).sort();
    return reachedBy(drawn, UNUSUAL);
  }).toSorted((a, b) => a - b);
  return {
    notes,
    stretches: scores.length,
    scores: SHARES.map((share) => rounded(reachedBy(sorted, share))),
    limit: rounded(limits[Math.floor(0.975 * RESAMPLES)]!),
  };
}

const rounded = (value: number): number => Math.round(10 * value) / 10;

/** What a share of sorted values reaches. */
function reachedBy(sorted: Float64Array, share: number): number {
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
    stretches.push({ piece, lines: [slice(line, from, from + notes)] });
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

export function slice({ pitch, start, onBeat }: Line, from: number, to: number): Line {
  return {
    pitch: pitch.slice(from, to),
    start: start.slice(from, to),
    onBeat: onBeat.slice(from, to),
  };
}

/** The notes from `first` up to `last` that begin in a stretch of time. */
function within(line: Line, first: number, last: number, begin: number, end: number): Line {
  let a = first;
  while (a < last && line.start[a]! < begin) a++;
  let b = a;
  while (b < last && line.start[b]! < end) b++;
  return slice(line, a, b);
}

export function shuffled(length: number, random: Random): readonly number[] {
  const all = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}
