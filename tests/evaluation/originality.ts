import { beatTicks, type Meter } from "../../src/domain/meter";
import { createRandom, type Random } from "../../src/domain/random";
import type { Baseline, OtherBaseline } from "../../src/originality/baseline";
import { corpusOf, type Piece } from "../../src/originality/corpus";
import { decodeCorpus, encodeCorpus } from "../../src/originality/corpus-file";
import {
  decodeFingerprints,
  encodeFingerprints,
  fingerprintsOf,
} from "../../src/originality/fingerprints";
import { judgeDrums } from "../../src/originality/drum-search";
import { judge, judgePrints, type Asked, type Judged } from "../../src/originality/judgement";
import { judgeProgressions } from "../../src/originality/progression-search";
import { progressionOf } from "../../src/originality/progressions";
import { lineOf } from "../../src/originality/query";
import { printIndexOf, type PrintIndex } from "../../src/originality/recognition";
import { indexOf, type Index } from "../../src/originality/search";
import {
  printScoresOf,
  scoresOf,
  shuffled,
  type ScoreRow,
  type Scores,
} from "./originality-baseline";
import type { DrumWork } from "./originality-drums";
import type { ProgressionWork } from "./originality-progressions";
import { piecesOf, type PiecesFile } from "./originality-pieces";
import {
  DISGUISES,
  planted,
  untouched,
  type Disguise,
  type Planted,
} from "./originality-quotations";
import type { Job, Prompt, Written } from "./originality-takes";
import { versionsOf } from "./originality-versions";

export { baselineOf } from "./originality-baseline";
export { asMarkdown } from "./originality-report";
export { otherBaseline } from "./originality-other";
export * from "./originality-drums";
export * from "./originality-progressions";

/** Pieces of which there are only fingerprints. */
export interface Reserved {
  readonly pieces: readonly Piece[];
  /** As they are. */
  readonly index: Index;
  /** As they are kept. */
  readonly file: Uint8Array;
  readonly prints: PrintIndex;
}

/** All that is measured with. */
export interface Work {
  readonly index: Index;
  readonly file: Uint8Array;
  readonly reserved: Reserved;
  readonly trained: readonly Piece[];
  readonly heldOut: readonly Piece[];
  /** Tells whether what was kept is of the same pieces. */
  readonly digest: string;
}

export function begin(pieces: PiecesFile): Work {
  const { collections, trained, heldOut, corpus, reserved } = piecesOf(pieces);
  const file = encodeCorpus(corpus);
  const index = indexOf(decodeCorpus(file));
  const digest = `${collections.length} ${trained.length} ${heldOut.length} ${corpus.pitch.length}`;
  const kept = corpusOf(reserved, collections);
  const printsFile = encodeFingerprints(fingerprintsOf(kept));
  return {
    index,
    file,
    reserved: {
      pieces: reserved,
      index: indexOf(kept),
      file: printsFile,
      prints: printIndexOf(decodeFingerprints(printsFile)),
    },
    trained,
    heldOut,
    digest,
  };
}

/** What the page says of the index before it is loaded. */
export function contents({ index: { corpus }, file, reserved }: Work) {
  const { collections, pieces, pieceOf, pitch } = corpus;
  const count = (at: number) => pieces.filter(({ collection }) => collection === at).length;
  return {
    pieces: pieces.length,
    lines: pieceOf.length,
    notes: pitch.length,
    bytes: file.length,
    fingerprints: { pieces: reserved.pieces.length, bytes: reserved.file.length },
    collections: collections.map(({ name, source, licence }, at) => ({
      name,
      source,
      licence,
      pieces: count(at),
    })),
  };
}

/** Indices of pieces of the index: those that each trained piece is a version of, and each held-out one. */
export interface Versions {
  readonly trained: readonly (readonly number[])[];
  readonly heldOut: readonly (readonly number[])[];
}

export function versions(
  { index, trained, heldOut }: Work,
  tell: (what: string) => void,
): Versions {
  const found = (pieces: readonly Piece[]) => pieces.map((piece) => versionsOf(index, piece));
  const result = { trained: found(trained), heldOut: found(heldOut) };
  const alone = result.heldOut.filter(({ length }) => length === 0).length;
  tell(`${alone} of ${heldOut.length} held-out pieces are no version of a trained one`);
  return result;
}

/** What people share with one another, stretch by stretch. */
export function people(
  { index }: Work,
  { trained }: Versions,
  most: number,
  tell: (what: string) => void,
): Scores {
  const both = trained.map((others) => new Set(others));
  for (const [piece, others] of trained.entries())
    for (const other of others) both[other]!.add(piece);
  return scoresOf(index, both, most, tell);
}

/** What people share with the pieces of which there are only fingerprints. */
export function peopleOfPrints(
  work: Work,
  most: number,
  tell: (what: string) => void,
): readonly ScoreRow[] {
  const found = work.reserved.pieces.map((piece) => versionsOf(work.index, piece));
  return printScoresOf(work.index, work.reserved.prints, found, most, tell);
}

/** Held-out pieces that are no version of a trained one, of a length to do something with. */
function alone({ heldOut }: Work, found: Versions): readonly Piece[] {
  return heldOut.filter(
    (piece, i) => found.heldOut[i]!.length === 0 && piece.lines[0]!.notes.length >= 40,
  );
}

/** How often quotations of a kind were found. */
export interface Figures {
  readonly quotations: number;
  /** Share of the quotations that were found and marked, at their piece and place. */
  readonly recall: number;
  /** Share of what was marked that is a quotation's piece or a version of it. */
  readonly precision: number;
  /** Share of the quotations of which the right piece stood first, marked or not. */
  readonly first: number;
}

export interface Measured {
  readonly quotations: Readonly<Record<string, Readonly<Record<number, Figures>>>>;
  /** The same of quotations from pieces of which there are only fingerprints. */
  readonly fingerprints: Measured["quotations"];
  readonly falseAlarms: Readonly<
    Record<number, { readonly pieces: number; readonly marked: number }>
  >;
  readonly bytes: number;
  readonly costs: Costs;
}

export interface Costs {
  /** Processor time in Node. */
  readonly loadMs: number;
  readonly queryMs: number;
  readonly queryNotes: number;
}

const BARS = [4, 8, 16];

/** Quotations that are planted in held-out melodies, what is marked in untouched ones, and what it costs. */
export function measure(
  work: Work,
  found: Versions,
  baseline: Baseline,
  most: number,
  tell: (what: string) => void,
): Measured {
  const { index, file, reserved } = work;
  const hosts = alone(work, found);
  const quotationsOf = (of: Index, figures: (some: readonly Planted[]) => Figures) =>
    Object.fromEntries(
      DISGUISES.map((disguise) => [
        disguise.name,
        Object.fromEntries(
          BARS.map((bars) => {
            const measured = figures(quotationsFrom(of, hosts, bars, disguise, most));
            tell(`${disguise.name}, ${bars} bars: ${JSON.stringify(measured)}`);
            return [bars, measured];
          }),
        ),
      ]),
    );
  const falseAlarms = Object.fromEntries(
    BARS.map((bars) => {
      const lines = hosts.map((host) => untouched(host, bars));
      const marked = lines.filter((line) => markOf(work, baseline, [{ kind: "melody", line }]));
      tell(`${bars} bars untouched: ${marked.length} of ${hosts.length} marked`);
      return [bars, { pieces: hosts.length, marked: marked.length }];
    }),
  );
  return {
    quotations: quotationsOf(index, (some) => figuresOf(index, baseline, found, some)),
    fingerprints: quotationsOf(reserved.index, (some) => printFigures(reserved, baseline, some)),
    falseAlarms,
    bytes: file.length,
    costs: costsOf(work, baseline),
  };
}

/** So many quotations, or as many as there is room for. */
function quotationsFrom(
  of: Index,
  hosts: readonly Piece[],
  bars: number,
  disguise: Disguise,
  most: number,
): readonly Planted[] {
  const random = createRandom(bars);
  const some: Planted[] = [];
  for (let i = 0; some.length < most && i < 20 * most; i++) {
    const quotation = planted(of, pick(hosts, random), bars, disguise, random);
    if (quotation) some.push(quotation);
  }
  return some;
}

/** The title of a piece that lines have more in common with than people share. */
function markOf(
  { index, reserved: { prints } }: Work,
  baseline: Baseline,
  asked: readonly Asked[],
): string | undefined {
  const mark = judge(index, baseline, asked).find(({ beyond }) => beyond);
  if (mark) return index.corpus.pieces[mark.piece]!.title;
  const print = asked
    .map(({ line }) => judgePrints(prints, baseline, line))
    .find((found) => found?.beyond);
  return print && prints.fingerprints.pieces[prints.fingerprints.pieceOf[print.line]!]!.title;
}

/** The same of pieces of which there are only fingerprints. */
function printFigures({ prints }: Reserved, baseline: Baseline, some: readonly Planted[]): Figures {
  let [marked, right, first] = [0, 0, 0];
  for (const { piece, from, to, line } of some) {
    const found = judgePrints(prints, baseline, line);
    if (!found) continue;
    const { pieces, pieceOf } = prints.fingerprints;
    const isPiece = pieces[pieceOf[found.line]!]!.family === pieces[piece]!.family;
    const [begin, end] = found.ours.map((note) => line.start[note]!) as [number, number];
    const isRight = isPiece && begin < to && from <= end;
    if (found.beyond) marked++;
    if (isRight) first++;
    if (isRight && found.beyond) right++;
  }
  return {
    quotations: some.length,
    recall: right / some.length,
    precision: marked === 0 ? 1 : right / marked,
    first: first / some.length,
  };
}

const pick = <Item>(items: readonly Item[], random: Random): Item =>
  items[Math.floor(random() * items.length)]!;

function figuresOf(
  index: Index,
  baseline: Baseline,
  found: Versions,
  some: readonly Planted[],
): Figures {
  let [marked, right, rightMarks, first] = [0, 0, 0, 0];
  for (const quotation of some) {
    const all = judge(index, baseline, [{ kind: "melody", line: quotation.line }]);
    const isRight = (one: Judged) => isOf(index, found, quotation, one);
    const marks = all.filter(({ beyond }) => beyond);
    marked += marks.length;
    rightMarks += marks.filter(isRight).length;
    if (marks.some(isRight)) right++;
    if (all[0] && isRight(all[0])) first++;
  }
  return {
    quotations: some.length,
    recall: right / some.length,
    precision: marked === 0 ? 1 : rightMarks / marked,
    first: first / some.length,
  };
}

/** Whether it is of the quoted piece or a version of it, where the quotation stands. */
function isOf(
  { corpus }: Index,
  { trained }: Versions,
  { piece, from, to, line }: Planted,
  found: Judged,
): boolean {
  const isPiece =
    corpus.pieces[found.piece]!.family === corpus.pieces[piece]!.family ||
    trained[piece]!.includes(found.piece) ||
    trained[found.piece]!.includes(piece);
  if (!isPiece) return false;
  const { pairs } = found.lines[0]!;
  const [begin, end] = [line.start[pairs[0]![0]]!, line.start[pairs.at(-1)![0]]!];
  return begin < to && from <= end;
}

/** Loading, and comparing 64 bars of four voices: the medians of several times. */
export function costsOf(work: Work, baseline: Baseline): Costs {
  const { index, file, reserved, heldOut, trained } = work;
  const cost = (work: () => void) => {
    const times = Array.from({ length: 9 }, () => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    return times.toSorted((a, b) => a - b)[4]!;
  };
  const asked = longSetting([...heldOut, ...trained]);
  return {
    loadMs: cost(() => {
      indexOf(decodeCorpus(file));
      printIndexOf(decodeFingerprints(reserved.file));
    }),
    queryMs: cost(() => {
      judge(index, baseline, asked);
      for (const { line } of asked) judgePrints(reserved.prints, baseline, line);
    }),
    queryNotes: asked.reduce((sum, { line }) => sum + line.pitch.length, 0),
  };
}

/** 64 bars of four voices: settings in four parts that have many notes, one after the other. */
function longSetting(pieces: readonly Piece[]): readonly Asked[] {
  const end = 64 * 1920;
  const lines: { pitch: number; start: number }[][] = [[], [], [], []];
  let at = 0;
  for (const piece of pieces.filter(isDense)) {
    for (const [l, { notes }] of piece.lines.entries())
      lines[l]!.push(...notes.map(([start, , pitch]) => ({ pitch, start: at + start })));
    const last = piece.lines[0]!.notes.at(-1)!;
    at += Math.ceil((last[0] + last[1]) / 1920) * 1920;
    if (at >= end) break;
  }
  return lines.map((notes, l) => ({
    kind: l === 0 ? "melody" : "part",
    line: lineOf(
      notes.filter(({ start }) => start < end),
      480,
    ),
  }));
}

/** Four lines with three and a half notes to four quarters, or more. */
function isDense({ lines }: Piece): boolean {
  const [start] = lines[0]!.notes.at(-1)!;
  return lines.length === 4 && lines.every(({ notes }) => notes.length >= (3.5 * start) / 1920);
}

/** What a model is asked, and how often. */
export interface ModelJob extends Job {
  /** Of the model, as its folder has it. */
  readonly name: string;
  readonly prompts: "melodies" | "settings" | "few" | "sheets" | "beats";
  /** What people's own notes at the same place are. */
  readonly says: string;
}

export const JOBS: readonly ModelJob[] = [
  {
    name: "harmony",
    kind: "harmonise",
    settings: {},
    prompts: "settings",
    says: "alto, tenor and bass to eight bars",
  },
  {
    name: "coconet",
    kind: "harmonise",
    settings: { harmonist: "coconet" },
    prompts: "few",
    says: "alto, tenor and bass to eight bars",
  },
  {
    name: "melody-rnn",
    kind: "continue",
    settings: { bars: 8 },
    prompts: "melodies",
    says: "eight bars after the first eight",
  },
  {
    name: "melody-vae",
    kind: "vary",
    settings: { difference: 0.5 },
    prompts: "melodies",
    says: "variations of the first eight bars, as far as they are new",
  },
  {
    name: "chords",
    kind: "accompany",
    settings: { pattern: "silent" },
    prompts: "sheets",
    says: "chords for the first eight bars",
  },
  {
    name: "groove",
    kind: "groove",
    settings: {},
    prompts: "beats",
    says: "eight bars of drums, made of nothing, in each style",
  },
];

const PROMPT_BARS = 8;
const PROMPTS = { melodies: 60, settings: 50, few: 20 };
/** Fewer notes than this in them are nothing to ask about. */
const FEWEST_NOTES = 12;

/** The first eight bars of held-out melodies: for harmony those of settings first, then others. */
export function prompts(
  work: Work,
  found: Versions,
): Readonly<Record<keyof typeof PROMPTS, readonly Prompt[]>> {
  const all = alone(work, found).filter((piece) => promptOf(piece).notes.length >= FEWEST_NOTES);
  const order = shuffled(all.length, createRandom(3)).map((i) => all[i]!);
  const settings = [
    ...order.filter(({ lines }) => lines.length > 2),
    ...order.filter(({ lines }) => lines.length < 3),
  ];
  const some = (pieces: readonly Piece[], count: number) => pieces.slice(0, count).map(promptOf);
  return {
    melodies: some(order, PROMPTS.melodies),
    settings: some(settings, PROMPTS.settings),
    few: some(settings, PROMPTS.few),
  };
}

function promptOf({ meter, lines }: Piece): Prompt {
  const end = (PROMPT_BARS * meter.beats * 1920) / meter.unit;
  const notes = lines[0]!.notes
    .filter(([start]) => start < end)
    .map(([start, duration, pitch]) => [start, Math.min(duration, end - start), pitch] as const);
  return { meter, notes };
}

/** How often takes copy beyond what people share. */
export interface Rate {
  readonly takes: number;
  readonly marked: number;
  readonly rate: number;
  /** 95 % (Wilson, Journal of the American Statistical Association 22, 1927). */
  readonly interval: readonly [low: number, high: number];
  readonly says: string;
  /** What was copied, for who wants to look. */
  readonly copied: readonly string[];
}

/** The title of the piece that what was written copies, if it does. */
type Judge = (written: Written, meter: Meter) => string | undefined;

/** By the lines of a take. */
function lineJudge(work: Work, baseline: Baseline): Judge {
  return ({ lines }, meter) => {
    const beat = beatTicks(meter);
    const asked = lines.map((line) => ({ kind: line.kind, line: lineOf(line.notes, beat) }));
    return markOf(work, baseline, asked);
  };
}

/** By its chords. */
function chordJudge({ index }: ProgressionWork, baseline: OtherBaseline): Judge {
  return ({ progressions }) => {
    const asked = progressions.map(progressionOf);
    const mark = judgeProgressions(index, baseline.chords, asked).find(({ beyond }) => beyond);
    return mark && index.progressions.sheets[mark.sheet]!.title;
  };
}

/** By its drums. */
function drumJudge({ index }: DrumWork, baseline: OtherBaseline): Judge {
  return ({ drums }) => {
    const asked = drums.map(({ steps, strokes }) => ({
      steps,
      strokes: Uint16Array.from(strokes),
    }));
    const mark = judgeDrums(index, baseline.drums, asked).find(({ beyond }) => beyond);
    return mark && index.recordings.recordings[mark.recording]!.title;
  };
}

/** How often the takes of each model copy. @param takes of the models that were asked, prompt by prompt */
export function rates(
  work: Work,
  progressions: ProgressionWork,
  drums: DrumWork,
  baseline: Baseline & OtherBaseline,
  takes: Readonly<Record<string, readonly (readonly Written[])[]>>,
  prompts: Readonly<Record<string, readonly Prompt[]>>,
  tell: (what: string) => void,
): Readonly<Record<string, Rate>> {
  const byLines = lineJudge(work, baseline);
  const judges: Partial<Record<Job["kind"], Judge>> = {
    accompany: chordJudge(progressions, baseline),
    groove: drumJudge(drums, baseline),
  };
  return Object.fromEntries(
    JOBS.filter(({ name }) => takes[name]).map(({ name, kind, says, prompts: from }) => {
      const copied: string[] = [];
      const titleOf = judges[kind] ?? byLines;
      const counts = takes[name]!.map((answers, i) => {
        const marks = answers.flatMap(
          (written) => titleOf(written, prompts[from]![i]!.meter) ?? [],
        );
        copied.push(...marks);
        return { takes: answers.length, marked: marks.length };
      });
      const rate = { ...rateOf(counts), says, copied };
      tell(`${name}: ${rate.marked} of ${rate.takes}, ${rate.interval.join(" to ")}`);
      return [name, rate];
    }),
  );
}

function rateOf(counts: readonly { readonly takes: number; readonly marked: number }[]) {
  const takes = counts.reduce((sum, one) => sum + one.takes, 0);
  const marked = counts.reduce((sum, one) => sum + one.marked, 0);
  const rate = marked / takes;
  const z = 1.96;
  const middle = rate + (z * z) / (2 * takes);
  const half = z * Math.sqrt((rate * (1 - rate)) / takes + (z / (2 * takes)) ** 2);
  const within = (value: number) => Math.max(0, value / (1 + (z * z) / takes));
  return { takes, marked, rate, interval: [within(middle - half), within(middle + half)] as const };
}
