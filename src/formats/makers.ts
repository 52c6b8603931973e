import { takesNamed, type Credit } from "../domain/credit";
import {
  notesOfVoice,
  type Note,
  type Origin,
  type PlacedChord,
  type Score,
  type TakeId,
} from "../domain/score";
import type { Ticks } from "../domain/units";
import { MAX_NOTES, MAX_VOICES } from "./limits";
import { fields, list, oneOf, optional, ShapeFault, text, whole, type Shape } from "./shape";
import { chord } from "./chord-shape";
import { credit, LAST_TICK, origin } from "./sketch-shape";

/** Whose a note is, and who played it. */
export interface Maker {
  readonly origin: Origin;
  readonly timing?: TakeId | undefined;
}

/** The notes of a voice in order of start and pitch, column by column: alike numbers stand together, which packs well. */
interface VoiceColumns {
  readonly name: string;
  /** Ticks from the note before; of the first from the beginning. */
  readonly steps: readonly Ticks[];
  readonly pitches: readonly number[];
  readonly lengths: readonly Ticks[];
  /** Runs of notes of one maker: its index and how many, turn about. */
  readonly runs: readonly number[];
}

/** A chord symbol, and the index of who wrote it. */
interface WrittenChord extends Pick<PlacedChord, "start" | "chord"> {
  readonly maker: number;
}

/**
 * Who made which notes, to go with a file in a format that has no place for it. It names the notes themselves and not their numbers, so that what
 * another program changes is not taken for what it was.
 */
export interface MakersRecord {
  readonly version: typeof VERSION;
  readonly makers: readonly Maker[];
  readonly credits: readonly Credit[];
  readonly voices: readonly VoiceColumns[];
  readonly chords: readonly WrittenChord[];
}

const VERSION = 1;

/** A note as the record tells it. */
export interface RecordedNote extends Pick<Note, "pitch" | "start" | "duration"> {
  readonly maker: Maker;
}

/** @param credits of which those are taken that the music names */
export function recordOf(score: Score, credits: Iterable<Credit>): MakersRecord {
  const indices = new Map<string, number>();
  const makers: Maker[] = [];
  const indexOf = ({ origin: by, timing }: Maker): number => {
    const maker = { origin: by, ...(timing && { timing }) };
    const key = JSON.stringify(maker);
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, makers.length);
    return makers.push(maker) - 1;
  };
  const voices = score.voices.map(({ id, name }): VoiceColumns => {
    const notes = notesOfVoice(score, id);
    return {
      name,
      steps: notes.map(({ start }, i) => start - (notes[i - 1]?.start ?? 0)),
      pitches: notes.map(({ pitch }) => pitch),
      lengths: notes.map(({ duration }) => duration),
      runs: runsOf(notes.map(indexOf)),
    };
  });
  const chords = score.chords.map(({ start, chord: symbol, origin: by }) => ({
    start,
    chord: symbol,
    maker: indexOf({ origin: by }),
  }));
  const named = takesNamed(score);
  const own = [...credits].filter(({ take }) => named.has(take));
  return { version: VERSION, makers, credits: own, voices, chords };
}

function runsOf(makers: readonly number[]): readonly number[] {
  const runs: number[] = [];
  for (const maker of makers)
    if (runs.at(-2) === maker) runs[runs.length - 1]! += 1;
    else runs.push(maker, 1);
  return runs;
}

/** The notes of a recorded voice, in its order. */
export function notesOfRecord(
  { steps, pitches, lengths, runs }: VoiceColumns,
  makers: readonly Maker[],
): readonly RecordedNote[] {
  let start = 0;
  let run = 0;
  let left = runs[1] ?? 0;
  return steps.map((step, i) => {
    start += step;
    while (left === 0) left = runs[2 * ++run + 1]!;
    left -= 1;
    return {
      pitch: pitches[i]!,
      start,
      duration: lengths[i]!,
      maker: makers[runs[2 * run]!]!,
    };
  });
}

const tick = whole(0, LAST_TICK);

const columns = fields<VoiceColumns>({
  name: text(),
  steps: list(tick, MAX_NOTES),
  pitches: list(whole(0, 127), MAX_NOTES),
  lengths: list(whole(1, LAST_TICK), MAX_NOTES),
  runs: list(whole(0, MAX_NOTES), 2 * MAX_NOTES),
});

const plain = fields<MakersRecord>({
  version: oneOf(VERSION),
  makers: list(fields<Maker>({ origin, timing: optional(text<TakeId>()) }), MAX_NOTES),
  credits: list(credit, MAX_NOTES),
  voices: list(columns, MAX_VOICES),
  chords: list(fields<WrittenChord>({ start: tick, chord, maker: whole(0, MAX_NOTES) }), MAX_NOTES),
});

/** A record whose columns are of one length, and whose makers all exist. */
export const makersRecord: Shape<MakersRecord> = (value, path) => {
  const read = plain(value, path);
  let held = 0;
  read.voices.forEach(({ steps, pitches, lengths, runs }, i) => {
    const at = `${path}.voices[${i}]`;
    held += steps.length;
    if (held > MAX_NOTES) throw new ShapeFault(at, `at most ${MAX_NOTES} notes in all voices`);
    const isMaker = (index: number) => index < read.makers.length;
    const counted = runs.filter((_, place) => place % 2 === 1);
    const named = runs.filter((_, place) => place % 2 === 0);
    const sum = counted.reduce((all, count) => all + count, 0);
    if (
      [pitches.length, lengths.length, sum].some((length) => length !== steps.length) ||
      named.length !== counted.length ||
      counted.includes(0) ||
      !named.every(isMaker)
    )
      throw new ShapeFault(at, "columns of one length");
  });
  read.chords.forEach(({ maker }, i) => {
    if (maker >= read.makers.length)
      throw new ShapeFault(`${path}.chords[${i}].maker`, "the index of a maker");
  });
  return read;
};

/** A record from its JSON; undefined for anything else. */
export function parseRecord(json: string): MakersRecord | undefined {
  try {
    return makersRecord(JSON.parse(json), "");
  } catch (error) {
    if (error instanceof ShapeFault || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
