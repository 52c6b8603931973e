import { barTicks, beatTicks } from "../../src/domain/meter";
import type { Random } from "../../src/domain/random";
import type { Piece } from "../../src/originality/corpus";
import { lineOf } from "../../src/originality/query";
import type { Index } from "../../src/originality/search";
import type { Line } from "../../src/originality/seeds";

/** What is done to a quotation, besides transposing it, which is done to all. */
export interface Disguise {
  readonly name: string;
  /** The share of notes that get another pitch. */
  readonly altered?: number;
  /** Whether half of the pairs of notes share their time otherwise. */
  readonly rhythm?: boolean;
  /** Whether a third of the notes are broken into three, with a neighbour. */
  readonly ornamented?: boolean;
}

export const DISGUISES: readonly Disguise[] = [
  { name: "transposed" },
  { name: "rhythm varied", rhythm: true },
  { name: "ornamented", ornamented: true },
  { name: "10 % of notes altered", altered: 0.1 },
  { name: "20 % altered", altered: 0.2 },
  { name: "30 % altered", altered: 0.3 },
  { name: "40 % altered", altered: 0.4 },
  { name: "50 % altered", altered: 0.5 },
  { name: "rhythm varied and ornamented", rhythm: true, ornamented: true },
  { name: "rhythm varied, 20 % altered", rhythm: true, altered: 0.2 },
  { name: "ornamented, 20 % altered", ornamented: true, altered: 0.2 },
  { name: "all three, 20 %", rhythm: true, ornamented: true, altered: 0.2 },
];

interface Sound {
  readonly pitch: number;
  readonly start: number;
  readonly duration: number;
}

/** A held-out melody with a passage of another piece in its midst. */
export interface Planted {
  readonly piece: number;
  /** Of the host, in ticks. */
  readonly from: number;
  readonly to: number;
  readonly line: Line;
}

/** So many bars of a piece in a held-out melody, four of its own bars before and after; undefined where there is no room. */
export function planted(
  { corpus, line }: Index,
  host: Piece,
  bars: number,
  disguise: Disguise,
  random: Random,
): Planted | undefined {
  const melodies = [...corpus.pieceOf.keys()].filter((l) => corpus.partOf[l] === 0);
  const l = melodies[Math.floor(random() * melodies.length)]!;
  const [firstBar, lastBar] = [corpus.firstBar[l]!, corpus.firstBar[l + 1]! - 1];
  if (lastBar - firstBar <= bars) return undefined;
  const at = firstBar + 1 + Math.floor(random() * (lastBar - firstBar - bars));
  const [begin, end] = [corpus.bar[at]!, corpus.bar[at + bars] ?? Infinity];
  const quoted: Sound[] = [];
  for (let i = corpus.first[l]!; i < corpus.first[l + 1]!; i++)
    if (line.start[i]! >= begin && line.start[i]! < end)
      quoted.push({
        pitch: corpus.pitch[i]!,
        start: line.start[i]! - begin,
        duration: corpus.duration[i]!,
      });
  if (quoted.length < 2 * bars) return undefined;
  const piece = corpus.pieceOf[l]!;
  const length = bars * barTicks(corpus.pieces[piece]!.meter);
  const bar = barTicks(host.meter);
  const own = host.lines[0]!.notes.map(([start, duration, pitch]) => ({ pitch, start, duration }));
  const from = 4 * bar;
  const disguised = disguisedAs(quoted, disguise, random);
  const notes = [
    ...own.filter(({ start }) => start < from),
    ...disguised.map((note) => ({ ...note, start: note.start + from })),
    ...own
      .filter(({ start }) => start >= from && start < 2 * from)
      .map((note) => ({ ...note, start: note.start + length })),
  ];
  return { piece, from, to: from + length, line: lineOf(notes, beatTicks(host.meter)) };
}

/** Its own first bars, as many as a melody with a quotation has. */
export function untouched(host: Piece, bars: number): Line {
  const end = (bars + 8) * barTicks(host.meter);
  const notes = host.lines[0]!.notes.map(([start, , pitch]) => ({ pitch, start })).filter(
    ({ start }) => start < end,
  );
  return lineOf(notes, beatTicks(host.meter));
}

function disguisedAs(
  notes: readonly Sound[],
  { altered = 0, rhythm = false, ornamented = false }: Disguise,
  random: Random,
): readonly Sound[] {
  const shift = Math.floor(random() * 12) - 6;
  let result = notes.map((note) => ({ ...note, pitch: note.pitch + shift }));
  if (altered > 0)
    result = result.map((note) =>
      random() < altered ? { ...note, pitch: other(note.pitch, random) } : note,
    );
  if (rhythm) result = varied(result, random);
  return ornamented ? result.flatMap((note) => broken(note, random)) : result;
}

/** Up to a fourth higher or lower. */
function other(pitch: number, random: Random): number {
  const by = 1 + Math.floor(random() * 5);
  return pitch + (random() < 0.5 ? by : -by);
}

/** Every other pair of notes, by chance, shares its time as 3 : 1, 1 : 3 or 1 : 1, whichever it did not. */
function varied(notes: readonly Sound[], random: Random): Sound[] {
  const result = [...notes];
  for (let i = 0; i + 1 < result.length; i += 2) {
    const [a, b] = [result[i]!, result[i + 1]!];
    if (random() < 0.5 || a.start + a.duration !== b.start) continue;
    const both = a.duration + b.duration;
    const shares = [0.75, 0.25, 0.5].filter((share) => Math.abs(share * both - a.duration) > 1);
    const first = Math.round(shares[Math.floor(random() * shares.length)]! * both);
    result[i] = { ...a, duration: first };
    result[i + 1] = { ...b, start: a.start + first, duration: both - first };
  }
  return result;
}

/** A note, its neighbour and itself again, for a third of all that are long enough. */
function broken(note: Sound, random: Random): readonly Sound[] {
  if (note.duration < 240 || random() > 1 / 3) return [note];
  const quarter = Math.floor(note.duration / 4);
  const neighbour = note.pitch + [1, 2, -1, -2][Math.floor(random() * 4)]!;
  return [
    { ...note, duration: 2 * quarter },
    { pitch: neighbour, start: note.start + 2 * quarter, duration: quarter },
    { ...note, start: note.start + 3 * quarter, duration: note.duration - 3 * quarter },
  ];
}
