import { PARTS, type Comparison, type Echo, type EchoLine, type EchoNote } from "../domain/echo";
import { barTicks, type Meter } from "../domain/meter";
import type { Baseline } from "./baseline";
import { barOf } from "./corpus";
import type { LineLikeness } from "./finding";
import { gathered } from "./gathered";
import { pieceNamed } from "./named";
import { judge, judgePrints, type Judged } from "./judgement";
import type { QueryLine } from "./query";
import type { PrintIndex } from "./recognition";
import type { Index } from "./search";

/** Notes that are drawn and played, of a line. */
const MOST_NOTES = 256;

/** The pieces that models were trained on, ready to be searched, and what people share. */
export interface Known {
  readonly index: Index;
  /** Those of which there are only fingerprints. */
  readonly prints: PrintIndex;
  readonly baseline: Baseline;
}

/** What the lines of a sketch have in common with the pieces, as far as it is unusual. */
export function compare(known: Known, query: readonly QueryLine[], meter: Meter): Comparison {
  const { index, prints, baseline } = known;
  const asked = query.map(({ kind, line }) => ({ kind, line }));
  const found = judge(index, baseline, asked).map((one) => {
    const { lines, oneIn, beyond } = one;
    const lead = lines[0]!;
    return {
      found: one,
      ours: lead.ours,
      place: [firstOf(lead), lastOf(lead)],
      oneIn,
      beyond,
    } as const;
  });
  const echoes = [
    ...gathered(
      found,
      ({ found: { piece } }) => index.corpus.pieces[piece]!.title,
      (one) => echoOf(index, query, meter, one.found),
    ),
    ...query.flatMap((line) => recognised(known, line, meter)),
  ];
  return {
    echoes: echoes.toSorted((a, b) => b.oneIn - a.oneIn),
    voices: query.length,
    notes: query.reduce((sum, { notes }) => sum + notes.length, 0),
    pieces: index.corpus.pieces.length + prints.fingerprints.pieces.length,
  };
}

/** The piece without notes of its own that a line is most like, if that is more than people share; what is less has no side to compare by ear. */
function recognised(
  { prints, baseline }: Known,
  { voice, notes, line }: QueryLine,
  meter: Meter,
): readonly Echo[] {
  const found = judgePrints(prints, baseline, line);
  if (!found?.beyond) return [];
  const { fingerprints } = prints;
  const [a, b] = found.ours;
  const same = new Set(found.same);
  const start = notes[a]!.start;
  const bar = barTicks(meter);
  return [
    {
      piece: pieceNamed(fingerprints, fingerprints.pieceOf[found.line]!),
      bars: [Math.floor(start / bar) + 1, Math.floor(notes[b]!.start / bar) + 1],
      theirBars: [fingerprints.bars[found.theirs[0]]!, fingerprints.bars[found.theirs[1]]!],
      start,
      transposition: 0,
      matched: same.size,
      of: b - a + 1,
      oneIn: found.oneIn,
      isRarest: found.isRarest,
      beyond: found.beyond,
      lines: [
        {
          voice,
          part: PARTS[fingerprints.partOf[found.line]!]!,
          ours: notes.slice(a, Math.min(b + 1, a + MOST_NOTES)).map((note, i): EchoNote => ({
            pitch: note.pitch,
            start: note.start - start,
            duration: note.duration,
            same: same.has(a + i) ? i : undefined,
          })),
          theirs: [],
        },
      ],
      also: [],
      isNamedOnly: true,
    },
  ];
}

const firstOf = ({ pairs }: LineLikeness): number => pairs[0]![0];
const lastOf = ({ pairs }: LineLikeness): number => pairs.at(-1)![0];

function echoOf({ corpus }: Index, query: readonly QueryLine[], meter: Meter, found: Judged): Echo {
  const { piece, lines, oneIn, isRarest, beyond } = found;
  const lead = lines[0]!;
  const start = query[lead.ours]!.notes[firstOf(lead)]!.start;
  // Theirs begins where its first note that ours has begins.
  const theirStart = corpus.start[lead.pairs[0]![1]]!;
  const sides = lines.map((line): EchoLine => {
    const { voice, notes } = query[line.ours]!;
    const [a, c] = line.pairs[0]!;
    const [b, d] = line.pairs.at(-1)!;
    const same = line.pairs.filter(
      ([i, j]) => notes[i]!.pitch === corpus.pitch[j]! + line.transposition,
    );
    const [toTheirs, toOurs] = [new Map(same), new Map(same.map(([i, j]) => [j, i]))];
    const at = (i: number | undefined, from: number) => (i === undefined ? undefined : i - from);
    const ours = notes.slice(a, Math.min(b + 1, a + MOST_NOTES)).map((note, i): EchoNote => ({
      pitch: note.pitch,
      start: note.start - start,
      duration: note.duration,
      same: at(toTheirs.get(a + i), c),
    }));
    const theirs = Array.from({ length: Math.min(d - c + 1, MOST_NOTES) }, (_, i): EchoNote => ({
      pitch: corpus.pitch[c + i]!,
      start: Math.round(line.stretch * (corpus.start[c + i]! - theirStart)),
      duration: Math.max(1, Math.round(line.stretch * corpus.duration[c + i]!)),
      same: at(toOurs.get(c + i), a),
    }));
    return { voice, part: PARTS[corpus.partOf[line.line]!]!, ours, theirs };
  });
  const bar = barTicks(meter);
  const end = Math.max(...lines.map((line) => query[line.ours]!.notes[lastOf(line)]!.start));
  const theirEnd = corpus.start[lead.pairs.at(-1)![1]]!;
  return {
    piece: pieceNamed(corpus, piece),
    bars: [Math.floor(start / bar) + 1, Math.floor(end / bar) + 1],
    theirBars: [barOf(corpus, lead.line, theirStart), barOf(corpus, lead.line, theirEnd)],
    start,
    transposition: lead.transposition,
    matched: sides.reduce(
      (n, { ours }) => n + ours.filter(({ same }) => same !== undefined).length,
      0,
    ),
    of: sides.reduce((n, { ours }) => n + ours.length, 0),
    oneIn,
    isRarest,
    beyond,
    lines: sides,
    also: [],
  };
}
