import { align } from "./alignment";
import type { Line } from "./seeds";
import { search, type Index, type Likeness } from "./search";

/** A likeness of one line of a query. */
export interface LineLikeness extends Likeness {
  /** Index of the line in the query. */
  readonly ours: number;
}

/** What a query has in common with one piece: in one line, or in several at the same place, as a setting has. */
export interface Found {
  readonly piece: number;
  /** Bits, over all lines. */
  readonly score: number;
  /** The line that is most alike first. */
  readonly lines: readonly LineLikeness[];
}

/** Likenesses of a line that others are looked for beside. */
const LEADING = 12;
/** Fewer bits than this are left unsaid: four notes of a scale. */
const FEWEST_BITS = 12;

/** What lines have in common with pieces, the most first. @param without pieces that are left out */
export function findIn(
  index: Index,
  lines: readonly Line[],
  without?: (piece: number) => boolean,
): readonly Found[] {
  const { pieceOf } = index.corpus;
  const likenesses = lines.flatMap((line, ours) =>
    search(index, line, without && { without: (l) => without(pieceOf[l]!) })
      .filter(({ score }) => score >= FEWEST_BITS)
      .map((likeness): LineLikeness => ({ ...likeness, ours })),
  );
  const apart = eachOnce(likenesses);
  const found = apart.map((lead, i): Found => {
    const isFirst = apart.findIndex(({ ours }) => ours === lead.ours) + LEADING > i;
    const beside = lines.length > 1 && isFirst ? besides(index, lines, lead) : [];
    return {
      piece: pieceOf[lead.line]!,
      score: [lead, ...beside].reduce((sum, { score }) => sum + score, 0),
      lines: [lead, ...beside],
    };
  });
  return onceAPlace(found.toSorted((a, b) => b.score - a.score));
}

/** Of likenesses of the same stretch to the same line the best alone. */
function eachOnce(all: readonly LineLikeness[]): readonly LineLikeness[] {
  const kept: LineLikeness[] = [];
  for (const one of all) {
    const isKnown = kept.some(
      (other) => other.ours === one.ours && other.line === one.line && meet(other, one),
    );
    if (!isKnown) kept.push(one);
  }
  return kept;
}

/** What is found of one piece at one place of the query, once. */
function onceAPlace(all: readonly Found[]): readonly Found[] {
  const kept: Found[] = [];
  for (const one of all) {
    const isKnown = kept.some(
      (other) =>
        other.piece === one.piece &&
        one.lines.some((a) => other.lines.some((b) => a.ours === b.ours && meet(a, b))),
    );
    if (!isKnown) kept.push(one);
  }
  return kept;
}

/** Whether two likenesses have notes of ours in common. */
function meet(a: LineLikeness, b: LineLikeness): boolean {
  const [from, to] = [a.pairs[0]![0], a.pairs.at(-1)![0]];
  return b.pairs[0]![0] <= to && from <= b.pairs.at(-1)![0];
}

/** The other lines of the query that go along with other lines of the piece where `lead` does, as much higher and as much later. */
function besides(
  { corpus, line, bits }: Index,
  lines: readonly Line[],
  lead: LineLikeness,
): readonly LineLikeness[] {
  const leader = lines[lead.ours]!;
  const [[a, c], [b, d]] = [lead.pairs[0]!, lead.pairs.at(-1)!];
  const ours = [leader.start[a]!, leader.start[b]! + 1] as const;
  const theirs = [line.start[c]!, line.start[d]! + 1] as const;
  const taken = new Set([lead.line]);
  const found: LineLikeness[] = [];
  const piece = corpus.pieceOf[lead.line]!;
  const firstLine = corpus.pieceOf.indexOf(piece);
  for (const [i, other] of lines.entries()) {
    if (i === lead.ours) continue;
    const here = within(other.start, 0, other.start.length, ours);
    let best: LineLikeness | undefined;
    for (let l = firstLine; corpus.pieceOf[l] === piece; l++) {
      if (taken.has(l)) continue;
      const there = within(line.start, corpus.first[l]!, corpus.first[l + 1]!, theirs);
      const alignment = align(other, here, line, there, lead, bits);
      if (alignment.score < FEWEST_BITS || alignment.score <= (best?.score ?? 0)) continue;
      const { transposition, stretch } = lead;
      best = { ...alignment, transposition, stretch, line: l, ours: i };
    }
    if (!best) continue;
    taken.add(best.line);
    found.push(best);
  }
  return found;
}

/** The notes from `first` up to `last` that begin within a stretch of time. */
function within(
  start: ArrayLike<number>,
  first: number,
  last: number,
  [from, to]: readonly [number, number],
): readonly [number, number] {
  let a = first;
  while (a < last && start[a]! < from) a++;
  let b = a;
  while (b < last && start[b]! < to) b++;
  return [a, b];
}
