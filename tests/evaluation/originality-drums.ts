import { BEAT_STYLES } from "../../src/domain/ask";
import type { Meter } from "../../src/domain/meter";
import { createRandom, type Random } from "../../src/domain/random";
import type { BaselineRow } from "../../src/originality/baseline";
import type { Collection } from "../../src/originality/corpus";
import {
  indexDrums,
  judgeDrums,
  searchDrums,
  type AskedDrums,
  type DrumIndex,
} from "../../src/originality/drum-search";
import {
  decodeRecordings,
  encodeRecordings,
  KIT,
  recordingsOf,
  stepsOf,
  type WrittenRecording,
} from "../../src/originality/drums";
import type { ScoreRow } from "./originality-baseline";
import type { Prompt } from "./originality-takes";
import type { OtherFigures, OtherMeasured } from "./originality-other";

/** What models/training/originality_drums.py writes. */
export interface DrumsFile {
  readonly collections: readonly Collection[];
  readonly recordings: readonly {
    readonly title: string;
    readonly composer: string;
    readonly trained: boolean;
    readonly drummer: string;
    readonly family: string;
    readonly meter: readonly [beats: number, unit: Meter["unit"]];
    readonly bars: readonly (readonly number[])[];
  }[];
}

interface Recording extends WrittenRecording {
  readonly drummer: string;
}

export interface DrumWork {
  readonly index: DrumIndex;
  readonly file: Uint8Array;
  /** Those of the index, as it has them. */
  readonly indexed: readonly Recording[];
  /** All, whether or not they are in the index. */
  readonly recordings: readonly Recording[];
  /** Those that the model was not trained on. */
  readonly heldOut: readonly Recording[];
  /** Tells whether what was kept is of the same recordings. */
  readonly digest: string;
}

/** The index of the recordings that the drum model was trained on. */
export function beginDrums({ collections, recordings }: DrumsFile): DrumWork {
  const families = new Map(
    [...new Set(recordings.map(({ family }) => family))].map((f, i) => [f, i]),
  );
  const all = recordings.map(({ title, composer, drummer, family, meter, bars }): Recording => ({
    ...{ title, composer, drummer, bars, collection: 0 },
    family: families.get(family)!,
    meter: { beats: meter[0], unit: meter[1] },
  }));
  const indexed = all.filter((_, i) => recordings[i]!.trained);
  const file = encodeRecordings(recordingsOf(indexed, collections));
  return {
    index: indexDrums(decodeRecordings(file)),
    file,
    indexed,
    recordings: all,
    heldOut: all.filter((_, i) => !recordings[i]!.trained),
    digest: `${all.length} ${indexed.length} ${file.length}`,
  };
}

/** What the page and the card say of the index. */
export function contentsOfDrums({ index: { recordings }, file }: DrumWork) {
  const bars = recordings.strokes.length / KIT;
  const collection = recordings.collections[0]!.name;
  return { collection, recordings: recordings.recordings.length, bars, bytes: file.length };
}

/** Times that drums of each style are asked for. */
const ASKS = 5;

/** Drums of nothing, style by style. */
export const BEATS: readonly Prompt[] = BEAT_STYLES.flatMap((beatStyle) =>
  Array.from({ length: ASKS }, () => ({
    meter: { beats: 4, unit: 4 } as const,
    notes: [],
    settings: { beatStyle },
  })),
);

/** Bars of a stretch. */
const LENGTHS = [2, 4, 8, 16];

/**
 * What stretches of recordings share with the recording by another drummer that is most like them, where they did not play the same from paper:
 * one of each recording at most for each length.
 */
export function drumScores(
  { index, indexed, recordings }: DrumWork,
  tell: (what: string) => void,
): readonly ScoreRow[] {
  const random = createRandom(6);
  return LENGTHS.map((bars) => {
    const long = recordings.filter((recording) => recording.bars.length >= bars);
    const scores = long.map((recording) => {
      const from = Math.floor(random() * (recording.bars.length - bars + 1));
      const found = searchDrums(
        index,
        askedOf(recording, recording.bars.slice(from, from + bars)),
        (r) => indexed[r]!.drummer === recording.drummer || indexed[r]!.family === recording.family,
      );
      return Math.round(10 * (found[0]?.score ?? 0)) / 10;
    });
    tell(`drums, ${bars} bars, ${scores.length} stretches`);
    return { notes: bars, scores };
  });
}

function askedOf(recording: WrittenRecording, bars: readonly (readonly number[])[]): AskedDrums {
  return { steps: stepsOf(recording), strokes: Uint16Array.from(bars.flat()) };
}

/** What is done to planted bars. */
const ALTERATIONS: readonly {
  readonly name: string;
  /** Whether nothing else is compared, as where a whole take is a copy. */
  readonly alone?: boolean;
  /** Strokes of a bar that are put in or left out. */
  readonly changes: number;
}[] = [
  { name: "as they are, nothing else", alone: true, changes: 0 },
  { name: "as they are", changes: 0 },
  { name: "one stroke of each bar another", changes: 1 },
  { name: "two strokes of each bar others", changes: 2 },
  { name: "four strokes of each bar others", changes: 4 },
];

/** Bars that are planted, and of the host on either side. */
const PLANTED = [2, 4, 8];
const AROUND = 2;
/** Bars with fewer strokes than this on the average are nothing to know again. */
const FEWEST_STROKES = 6;

/** How often planted bars are found and marked, and how often untouched ones are marked. */
export function measureDrums(
  { index, file, indexed, heldOut }: DrumWork,
  rows: readonly BaselineRow[],
  most: number,
  tell: (what: string) => void,
): OtherMeasured {
  const marksIn = (asked: AskedDrums) =>
    judgeDrums(index, rows, [asked]).filter(({ beyond }) => beyond);
  const quotations: Record<string, Record<number, OtherFigures>> = {};
  for (const { name, alone = false, changes } of ALTERATIONS)
    for (const length of PLANTED) {
      const random = createRandom(length);
      const any = (count: number) => Math.floor(random() * count);
      let [planted, found, marked, right] = [0, 0, 0, 0];
      while (planted < most) {
        const source = indexed[any(indexed.length)]!;
        const host = heldOut[any(heldOut.length)]!;
        const steps = stepsOf(source);
        if (source.bars.length < length || host.bars.length < 2 * AROUND) continue;
        if (stepsOf(host) !== steps) continue;
        const from = any(source.bars.length - length + 1);
        const quoted = source.bars.slice(from, from + length);
        if (strokesOf(quoted) < FEWEST_STROKES * length) continue;
        planted++;
        const around = alone ? 0 : AROUND;
        const changed = quoted.map((bar) => altered(bar, steps, changes, random));
        const bars = [
          ...host.bars.slice(0, around),
          ...changed,
          ...host.bars.slice(around, 2 * around),
        ];
        const marks = marksIn(askedOf(source, bars)).filter(
          ({ ours: [first, last] }) => first < around + length && last >= around,
        );
        const rightOnes = marks.filter(
          ({ recording }) => indexed[recording]!.family === source.family,
        );
        marked += marks.length;
        right += rightOnes.length;
        if (rightOnes.length > 0) found++;
      }
      const figures = { planted, recall: found / planted, precision: right / Math.max(1, marked) };
      tell(`${name}, ${length} bars: ${JSON.stringify(figures)}`);
      (quotations[name] ??= {})[length] = figures;
    }
  const falseAlarms = Object.fromEntries(
    PLANTED.map((length) => {
      const hosts = heldOut.filter(({ bars }) => bars.length >= length);
      const marked = hosts.filter(
        (host) => marksIn(askedOf(host, host.bars.slice(0, length))).length > 0,
      );
      tell(`${length} bars untouched: ${marked.length} of ${hosts.length} marked`);
      return [length, { pieces: hosts.length, marked: marked.length }];
    }),
  );
  return { bytes: file.length, quotations, falseAlarms };
}

function strokesOf(bars: readonly (readonly number[])[]): number {
  return bars.flat().reduce((sum, mask) => sum + mask.toString(2).replaceAll("0", "").length, 0);
}

/** So many strokes moved: each left out, and put in at another sixteenth of the same drum. */
function altered(
  bar: readonly number[],
  steps: number,
  changes: number,
  random: Random,
): readonly number[] {
  const result = [...bar];
  for (let i = 0; i < changes; i++) {
    const struck = result.flatMap((mask, drum) =>
      Array.from({ length: steps }, (_, step) => ({ drum, step })).filter(
        ({ step }) => (mask >> step) & 1,
      ),
    );
    if (struck.length === 0) return result;
    const { drum, step } = struck[Math.floor(random() * struck.length)]!;
    const free = Array.from({ length: steps }, (_, at) => at).filter(
      (at) => !((result[drum]! >> at) & 1),
    );
    if (free.length === 0) continue;
    result[drum] =
      (result[drum]! & ~(1 << step)) | (1 << free[Math.floor(random() * free.length)]!);
  }
  return result;
}
