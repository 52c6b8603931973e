import { ASPECTS, compare, heard, shares, simplyHeard, type Tally } from "./analysis";
import type { Analysed } from "./analysis-corpus";

/** The pieces that constants were fitted to, and those that were held out: by turns, so that both have some of each analyst. */
export function splitOf({ number }: Pick<Analysed, "number">): "fitted" | "held out" {
  return number % 2 === 1 ? "fitted" : "held out";
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
const COLUMNS = [...ASPECTS, "home"] as const;
const HEADS = ["key", "numeral", "inversion", "all three", "root", "main key"];

/** What is written to `analysis.md`. */
export function report(pieces: readonly Analysed[]): string {
  const ours = pieces.map((piece) => compare(piece, heard(piece.score)));
  const simple = pieces.map((piece) => compare(piece, simplyHeard(piece.score)));
  const of = (tallies: readonly Tally[], split: string) =>
    tallies.filter((_, i) => splitOf(pieces[i]!) === split);
  const line = (name: string, tallies: readonly Tally[]) => {
    const all = shares(tallies);
    return row([name, ...COLUMNS.map((column) => percent(all[column]))]);
  };
  const head = (first: string) => [row([first, ...HEADS]), row(Array<string>(7).fill("---"))];
  const places = ours.reduce((sum, tally) => sum + tally.places, 0);
  const outside = of(ours, "held out").flatMap(({ mistakes }) => mistakes);
  return [
    "# Analysis, measured",
    "",
    `Written by \`npm run evaluate:analysis\`: \`analyse\` of \`src/exercises/analysis\` beside the ${pieces.length} RomanText analyses of Bach`,
    `chorales in the \`bach\` archive (Riemenschneider 1–20, by Andrew Jones and Dmitri Tymoczko; the music21 corpus), at ${places} half-beats.`,
    "",
    "_Key_ is the one in force; _numeral_ degree, quality and what it is applied to; _inversion_ counts by itself, and _all three_ what is right",
    "altogether. _Root_ is right whatever the key. _Main key_ is the share of pieces whose longest key is the analyst's. Of a pivot chord, which",
    "an analyst reads in two keys, either is right; variants of an analysis are left out. The simple way takes one key for the whole piece",
    "(Krumhansl's profiles) and on each beat the triad of which most sounds.",
    "",
    "Constants were fitted to the odd numbers; the even ones were held out.",
    "",
    ...head("pieces"),
    line("held out", of(ours, "held out")),
    line("held out, the simple way", of(simple, "held out")),
    line("fitted", of(ours, "fitted")),
    line("fitted, the simple way", of(simple, "fitted")),
    "",
    "## Each piece",
    "",
    ...head("BWV"),
    ...pieces.map((piece, i) =>
      line(
        `${piece.bwv.replace("41.6s", "41.6")}${splitOf(piece) === "fitted" ? "" : ", held out"}`,
        [ours[i]!],
      ),
    ),
    "",
    "## What is taken for what",
    "",
    `In the pieces held out, of ${outside.length} half-beats at which not all is right:`,
    "",
    row(["the analyst → this", "half-beats"]),
    row(["---", "---"]),
    ...frequent(outside.map(({ kind }) => kind)).map(([kind, count]) => row([kind, count])),
    "",
  ].join("\n");
}

function frequent(kinds: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 20);
}

/** Milliseconds of processor time that 64 bars in four parts take, the least of several tries. @param nowMs processor time */
export function cost(pieces: readonly Analysed[], nowMs: () => number): number {
  const long = pieces.filter(({ score }) => score.voices.length === 4);
  const rounds = Array.from({ length: 10 }, () => {
    const before = nowMs();
    for (const { score } of long) heard(score);
    return nowMs() - before;
  });
  const bars = long.reduce((sum, { score }) => sum + score.bars, 0);
  return (64 * Math.min(...rounds)) / bars;
}
