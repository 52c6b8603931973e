import type { Chord } from "../domain/chord";
import type { Credit } from "../domain/credit";
import type { TakeId } from "../domain/score";
import type { Ticks } from "../domain/units";
import { fromBase64, toBase64 } from "./base64";
import { chord } from "./chord-shape";
import { MAX_NOTES, MAX_VOICES } from "./limits";
import { type Maker, type MakersRecord, type RecordedChord, type RecordedVoice } from "./makers";
import type { Stretches } from "./makers-stretches";
import {
  fields,
  isRecord,
  list,
  oneOf,
  optional,
  ShapeFault,
  text,
  whole,
  type Shape,
} from "./shape";
import { credit, LAST_TICK, origin } from "./sketch-shape";

const VERSION = 2;

/** Values by their kinds, a letter each: what repeats is the same letters, which packs well. */
interface Column<Kind> {
  readonly of: readonly Kind[];
  readonly as: string;
}

type Numbers = readonly number[];

interface WrittenVoice {
  readonly name: string;
  readonly makers: Column<number>;
  /** Ticks from the start of the note before, semitones from its pitch, and ticks of length; of the first from 0. */
  readonly steps?: Column<Ticks> | undefined;
  readonly intervals?: Column<number> | undefined;
  readonly lengths?: Column<Ticks> | undefined;
  readonly stretches?: WrittenStretches | undefined;
}

interface WrittenStretches {
  readonly ticks: Ticks;
  readonly counts: Column<number>;
  /** Two bytes each, in base64. */
  readonly checks: string;
}

interface WrittenChords {
  /** Ticks from the chord before. */
  readonly steps: Column<Ticks>;
  readonly symbols: Column<Chord>;
  readonly makers: Column<number>;
}

interface WrittenRecord {
  readonly version: typeof VERSION;
  readonly makers: readonly Maker[];
  readonly credits: readonly Credit[];
  readonly voices: readonly WrittenVoice[];
  readonly chords: WrittenChords;
}

/** As it was written before there were stretches. */
interface FirstRecord extends Pick<MakersRecord, "makers" | "credits" | "chords"> {
  readonly version: 1;
  readonly voices: readonly FirstVoice[];
}

interface FirstVoice {
  readonly name: string;
  readonly steps: readonly Ticks[];
  readonly pitches: readonly number[];
  readonly lengths: readonly Ticks[];
  readonly runs: Numbers;
}

export function recordJson({ makers, credits, voices, chords }: MakersRecord): string {
  const written: WrittenRecord = {
    version: VERSION,
    makers,
    credits,
    voices: voices.map(writtenVoice),
    chords: writtenChords(chords),
  };
  return JSON.stringify(written);
}

function writtenVoice({ name, makers, notes = [], stretches }: RecordedVoice): WrittenVoice {
  const told = { name, makers: columnOf(makers) };
  if (stretches) {
    const { ticks, counts, checks } = stretches;
    const bytes = Uint8Array.from(checks.flatMap((check) => [check >> 8, check & 0xff]));
    return { ...told, stretches: { ticks, counts: columnOf(counts), checks: toBase64(bytes) } };
  }
  return {
    ...told,
    steps: columnOf(stepsOf(notes.map(({ start }) => start))),
    intervals: columnOf(stepsOf(notes.map(({ pitch }) => pitch))),
    lengths: columnOf(notes.map(({ duration }) => duration)),
  };
}

function writtenChords(chords: readonly RecordedChord[]): WrittenChords {
  return {
    steps: columnOf(stepsOf(chords.map(({ start }) => start))),
    symbols: columnOf(chords.map(({ chord: symbol }) => symbol)),
    makers: columnOf(chords.map(({ maker }) => maker)),
  };
}

function columnOf<Kind>(values: readonly Kind[]): Column<Kind> {
  const kinds = new Map<string, Kind>();
  const letters = new Map<string, string>();
  const as = values.map((value) => {
    const key = JSON.stringify(value);
    if (!letters.has(key)) letters.set(key, letterOf(kinds.size));
    kinds.set(key, value);
    return letters.get(key)!;
  });
  return { of: [...kinds.values()], as: as.join("") };
}

/** Digits and capitals first, then what stands behind Latin: letters that JSON holds as they are, and more of them than there are kinds. */
function letterOf(index: number): string {
  return String.fromCharCode(index < ASCII_LETTERS ? FIRST_LETTER + index : FAR_LETTER + index);
}

function indexOf(letter: string): number {
  const code = letter.charCodeAt(0);
  return code - (code < FAR_LETTER ? FIRST_LETTER : FAR_LETTER);
}

const FIRST_LETTER = 48;
const ASCII_LETTERS = 43;
const FAR_LETTER = 256;

/** A record from its JSON; "damaged" for anything else. */
export function parseRecord(json: string): MakersRecord | "damaged" {
  try {
    return makersRecord(JSON.parse(json), "");
  } catch (error) {
    if (error instanceof ShapeFault || error instanceof SyntaxError) return "damaged";
    throw error;
  }
}

/** @throws ShapeFault where columns are not of one length, a maker does not exist, or anything else does not fit */
const makersRecord: Shape<MakersRecord> = (value, path) => {
  const isFirst = isRecord(value) && value["version"] === 1;
  const { makers, credits, voices, chords } = (isFirst ? firstRecord : record)(value, path);
  const held = sum(voices.map((voice) => voice.makers.length));
  if (held > MAX_NOTES)
    throw new ShapeFault(`${path}.voices`, `at most ${MAX_NOTES} notes in all voices`);
  const named = [...voices.flatMap((voice) => voice.makers), ...chords.map(({ maker }) => maker)];
  if (named.some((index) => index >= makers.length))
    throw new ShapeFault(path, "the indices of makers");
  return { makers, credits, voices, chords };
};

const tick = whole(0, LAST_TICK);
const count = whole(0, MAX_NOTES);
const length = whole(1, LAST_TICK);
/** Runs of one maker, each its index and how many, note by note. */
const runs: Shape<Numbers> = (value, path) => {
  const read = list(count, 2 * MAX_NOTES)(value, path);
  const times = read.filter((_, place) => place % 2 === 1);
  if (read.length % 2 === 1 || times.includes(0) || sum(times) > MAX_NOTES)
    throw new ShapeFault(path, `runs of at most ${MAX_NOTES} notes`);
  return times.flatMap((many, i) => Array<number>(many).fill(read[2 * i]!));
};

function column<Kind>(kind: Shape<Kind>): Shape<readonly Kind[]> {
  const plain = fields<Column<Kind>>({ of: list(kind, MAX_NOTES), as: text(MAX_NOTES) });
  return (value, path) => {
    const { of, as } = plain(value, path);
    return Array.from(as, (letter) => {
      const read = of[indexOf(letter)];
      if (read === undefined) throw new ShapeFault(`${path}.as`, "letters of kinds that are there");
      return read;
    });
  };
}

const stretches: Shape<Stretches> = (value, path) => {
  const { ticks, counts, checks } = fields<
    Pick<Stretches, "ticks" | "counts"> & { checks: string }
  >({
    ticks: whole(1, LAST_TICK),
    counts: column(count),
    checks: text(4 * MAX_NOTES),
  })(value, path);
  const bytes = fromBase64(checks);
  const filled = counts.filter((notes) => notes > 0).length;
  if (bytes?.length !== 2 * filled) throw new ShapeFault(path, "a check for each stretch");
  return {
    ticks,
    counts,
    checks: Array.from({ length: filled }, (_, i) => (bytes[2 * i]! << 8) | bytes[2 * i + 1]!),
  };
};

const plainVoice = fields<{
  readonly name: string;
  readonly makers: Numbers;
  readonly steps: Numbers | undefined;
  readonly intervals: Numbers | undefined;
  readonly lengths: Numbers | undefined;
  readonly stretches: Stretches | undefined;
}>({
  name: text(),
  makers: column(count),
  steps: optional(column(tick)),
  intervals: optional(column(whole(-127, 127))),
  lengths: optional(column(length)),
  stretches: optional(stretches),
});

const voice: Shape<RecordedVoice> = (value, path) => {
  const read = plainVoice(value, path);
  const { name, makers, steps = [], intervals = [], lengths = [] } = read;
  if (read.stretches) {
    if (sum(read.stretches.counts) !== makers.length)
      throw new ShapeFault(path, "a maker for each note");
    return { name, makers, stretches: read.stretches };
  }
  const told = { starts: sums(steps), pitches: sums(intervals), lengths };
  return recordedVoice(name, makers, told, path);
};

function recordedVoice(
  name: string,
  makers: readonly number[],
  { starts, pitches, lengths }: Readonly<Record<"starts" | "pitches" | "lengths", Numbers>>,
  path: string,
): RecordedVoice {
  if ([starts, pitches, lengths].some((numbers) => numbers.length !== makers.length))
    throw new ShapeFault(path, "columns of one length");
  const notes = starts.map((start, i) => ({
    pitch: pitches[i]!,
    start,
    duration: lengths[i]!,
  }));
  return { name, makers, notes };
}

const plainChords = fields<{
  readonly steps: Numbers;
  readonly symbols: readonly Chord[];
  readonly makers: Numbers;
}>({ steps: column(tick), symbols: column(chord), makers: column(count) });

const chords: Shape<readonly RecordedChord[]> = (value, path) => {
  const { steps, symbols, makers: by } = plainChords(value, path);
  if ([symbols, by].some((column) => column.length !== steps.length))
    throw new ShapeFault(path, "columns of one length");
  return sums(steps).map((start, i) => ({ start, chord: symbols[i]!, maker: by[i]! }));
};

const makers = list(fields<Maker>({ origin, timing: optional(text<TakeId>()) }), MAX_NOTES);
const credits = list(credit, MAX_NOTES);

const record: Shape<MakersRecord> = (value, path) => {
  oneOf(VERSION)(isRecord(value) ? value["version"] : undefined, `${path}.version`);
  return fields<MakersRecord>({ makers, credits, voices: list(voice, MAX_VOICES), chords })(
    value,
    path,
  );
};

const firstVoice: Shape<RecordedVoice> = (value, path) => {
  const read = fields<FirstVoice>({
    name: text(),
    steps: list(tick, MAX_NOTES),
    pitches: list(whole(0, 127), MAX_NOTES),
    lengths: list(length, MAX_NOTES),
    runs,
  })(value, path);
  const { name, pitches, lengths } = read;
  return recordedVoice(name, read.runs, { starts: sums(read.steps), pitches, lengths }, path);
};

const firstRecord = fields<
  Pick<FirstRecord, "makers" | "credits" | "chords"> & Pick<MakersRecord, "voices">
>({
  makers,
  credits,
  voices: list(firstVoice, MAX_VOICES),
  chords: list(fields<RecordedChord>({ start: tick, chord, maker: count }), MAX_NOTES),
});

function stepsOf(values: Numbers): Numbers {
  return values.map((value, i) => value - (values[i - 1] ?? 0));
}

function sums(steps: Numbers): Numbers {
  let last = 0;
  return steps.map((step) => (last += step));
}

function sum(values: Numbers): number {
  return values.reduce((all, value) => all + value, 0);
}
