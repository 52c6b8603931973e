import { createRandom, type Random } from "../../src/domain/random";
import type { Meter } from "../../src/domain/meter";
import { TICKS_PER_STEP } from "../../src/domain/units";
import type { BaselineRow } from "../../src/originality/baseline";
import type { Collection } from "../../src/originality/corpus";
import {
  indexProgressions,
  judgeProgressions,
  searchProgressions,
  type ProgressionIndex,
} from "../../src/originality/progression-search";
import {
  decodeProgressions,
  encodeProgressions,
  progressionOf,
  progressionsOf,
  type ChordEvent,
  type WrittenSheet,
} from "../../src/originality/progressions";
import type { ScoreRow } from "./originality-baseline";
import type { Prompt } from "./originality-takes";
import type { OtherFigures, OtherMeasured } from "./originality-other";

/** What models/training/originality_progressions.py writes; times are in sixteenths. */
export interface ProgressionsFile {
  readonly collections: readonly Collection[];
  readonly sheets: readonly {
    readonly title: string;
    readonly composer: string | null;
    readonly collection: string;
    readonly year: number | null;
    readonly trained: boolean;
    /** Somebody may still hold rights in it. */
    readonly protected: boolean;
    readonly family: string;
    readonly meter: readonly [beats: number, unit: Meter["unit"]];
    readonly bar: number;
    readonly upbeat: boolean;
    readonly chords: readonly ChordEvent[];
    /** Empty for what was trained on. */
    readonly melody: readonly (readonly [start: number, duration: number, pitch: number])[];
  }[];
}

export interface ProgressionWork {
  readonly index: ProgressionIndex;
  readonly file: Uint8Array;
  /** Of every sheet, whether or not it is in the index. */
  readonly sheets: readonly WrittenSheet[];
  /** Those that the model was not trained on. */
  readonly heldOut: readonly WrittenSheet[];
  /** The melodies of those, eight bars each. */
  readonly prompts: readonly Prompt[];
  /** How many the model was trained on that are not in the index, since somebody may hold rights in them. */
  readonly leftOut: number;
  /** Tells whether what was kept is of the same sheets. */
  readonly digest: string;
}

/** The index of those sheets that the chord model was trained on, but for music in which somebody may still hold rights. */
export function beginProgressions({ collections, sheets }: ProgressionsFile): ProgressionWork {
  const families = [...new Set(sheets.map(({ family }) => family))];
  const all = sheets.map((sheet): WrittenSheet => {
    const [beats, unit] = sheet.meter;
    return {
      title: sheet.title,
      composer: sheet.composer ?? "",
      collection: collections.findIndex(({ id }) => id === sheet.collection),
      ...(sheet.year === null ? {} : { year: sheet.year }),
      family: families.indexOf(sheet.family),
      meter: { beats, unit },
      bar: sheet.bar * TICKS_PER_STEP,
      upbeat: sheet.upbeat,
      chords: sheet.chords.map(([start, duration, root, quality]) => [
        start * TICKS_PER_STEP,
        duration * TICKS_PER_STEP,
        root,
        quality,
      ]),
    };
  });
  const indexed = all.filter((_, i) => sheets[i]!.trained && !sheets[i]!.protected);
  const file = encodeProgressions(progressionsOf(indexed, collections));
  const index = indexProgressions(decodeProgressions(file));
  return {
    index,
    file,
    sheets: all,
    heldOut: all.filter((_, i) => !sheets[i]!.trained),
    leftOut: sheets.filter((sheet) => sheet.trained && sheet.protected).length,
    prompts: sheets.map(promptOf).filter(({ notes }) => notes.length >= FEWEST_NOTES),
    digest: `${sheets.length} ${indexed.length} ${file.length}`,
  };
}

/** What the page and the card say of the index. */
export function contentsOfProgressions({
  index: { progressions },
  file,
  leftOut,
}: ProgressionWork) {
  const { sheets, root } = progressions;
  return { sheets: sheets.length, chords: root.length, bytes: file.length, leftOut };
}

const PROMPT_BARS = 8;
const FEWEST_NOTES = 12;

function promptOf({ melody, meter, bar }: ProgressionsFile["sheets"][number]): Prompt {
  const end = PROMPT_BARS * bar;
  return {
    meter: { beats: meter[0], unit: meter[1] },
    notes: melody
      .filter(([start]) => start < end)
      .map(([start, duration, pitch]) => [
        start * TICKS_PER_STEP,
        Math.min(duration, end - start) * TICKS_PER_STEP,
        pitch,
      ]),
  };
}

/** Chords of a stretch; fewer are judged as eight, for so few are everybody's. */
const LENGTHS = [8, 16, 32, 64];

/** The collection of lead sheets: the model writes as they do, and they share more with one another than hymns and chorales. */
const LEAD_SHEETS = "openewld";

/**
 * What stretches of lead sheets share with the sheet of another family in the index that is most like them: one of each sheet at most for each
 * length.
 */
export function progressionScores(
  { index, sheets }: ProgressionWork,
  tell: (what: string) => void,
): readonly ScoreRow[] {
  const random = createRandom(6);
  const at = index.progressions.collections.findIndex(({ id }) => id === LEAD_SHEETS);
  const lead = sheets.filter(({ collection }) => collection === at);
  return LENGTHS.map((chords) => {
    const long = lead.filter((sheet) => sheet.chords.length >= chords);
    const scores = long.map((sheet) => {
      const from = Math.floor(random() * (sheet.chords.length - chords + 1));
      const stretch = progressionOf(sheet.chords.slice(from, from + chords));
      return scoreOf(index, stretch, sheet.family);
    });
    tell(`progressions, ${chords} chords, ${scores.length} stretches`);
    return { notes: chords, scores };
  });
}

function scoreOf(
  index: ProgressionIndex,
  stretch: Parameters<typeof searchProgressions>[1],
  family: number,
): number {
  const { sheets } = index.progressions;
  const found = searchProgressions(index, stretch, (sheet) => sheets[sheet]!.family === family);
  return Math.round(10 * (found[0]?.score ?? 0)) / 10;
}

/** What is done to a planted progression, besides transposing it, which is done to all. */
const ALTERATIONS: readonly {
  readonly name: string;
  /** Whether nothing else is compared, as where a whole take is a copy. */
  readonly alone?: boolean;
  readonly alter: (chords: readonly ChordEvent[], random: Random) => readonly ChordEvent[];
}[] = [
  { name: "transposed, nothing else", alone: true, alter: (chords) => chords },
  { name: "transposed", alter: (chords) => chords },
  {
    name: "one chord another",
    alter: (chords, random) => {
      const at = Math.floor(random() * chords.length);
      return chords.map((chord, i) => (i === at ? other(chord, random) : chord));
    },
  },
  {
    name: "20 % of chords others",
    alter: (chords, random) =>
      chords.map((chord) => (random() < 0.2 ? other(chord, random) : chord)),
  },
  {
    name: "a passing chord put in",
    alter: (chords, random) => {
      const at = Math.floor(random() * chords.length);
      return chords.flatMap((chord, i): readonly ChordEvent[] => {
        if (i !== at) return [chord];
        const [start, duration, root, quality] = chord;
        const half = duration / 2;
        const passing = other([start + half, half, root, quality], random);
        return [[start, half, root, quality], passing];
      });
    },
  },
  {
    name: "twice as slow",
    alter: (chords) => chords.map(([start, ...rest]) => [2 * start, 2 * rest[0], rest[1], rest[2]]),
  },
];

/** On another root. */
function other([start, duration, root, quality]: ChordEvent, random: Random): ChordEvent {
  return [start, duration, (root + 1 + Math.floor(random() * 11)) % 12, quality];
}

/** Chords that are planted. */
const PLANTED = [8, 16, 32];
/** Chords of the host on either side, where there are any. */
const AROUND = 4;

/** How often planted progressions are found and marked, and how often untouched ones are marked. */
export function measureProgressions(
  { index, file, heldOut }: ProgressionWork,
  rows: readonly BaselineRow[],
  most: number,
  tell: (what: string) => void,
): OtherMeasured {
  const { progressions } = index;
  const { sheets, first } = progressions;
  const chordsOf = (sheet: number): readonly ChordEvent[] =>
    Array.from({ length: first[sheet + 1]! - first[sheet]! }, (_, i) => {
      const at = first[sheet]! + i;
      const { start, duration, root, quality } = progressions;
      return [start[at]!, duration[at]!, root[at]!, quality[at]!];
    });
  const marksIn = (chords: readonly ChordEvent[]) =>
    judgeProgressions(index, rows, [progressionOf(chords)]).filter(({ beyond }) => beyond);
  const quotations: Record<string, Record<number, OtherFigures>> = {};
  for (const { name, alone = false, alter } of ALTERATIONS)
    for (const length of PLANTED) {
      const random = createRandom(length);
      const any = (count: number) => Math.floor(random() * count);
      let [planted, found, marked, right] = [0, 0, 0, 0];
      while (planted < most) {
        const sheet = any(sheets.length);
        const all = chordsOf(sheet);
        const host = heldOut[any(heldOut.length)]!.chords;
        if (all.length < length || host.length < 2 * AROUND) continue;
        planted++;
        const from = any(all.length - length + 1);
        const shift = 1 + any(11);
        const quoted = alter(all.slice(from, from + length), random).map(
          ([start, duration, root, quality]): ChordEvent => [
            ...([start, duration, (root + shift) % 12, quality] as const),
          ],
        );
        const around = alone ? 0 : AROUND;
        const whole = joined([host.slice(0, around), quoted, host.slice(around, 2 * around)]);
        const marks = marksIn(whole).filter(
          ({ pairs }) => pairs[0]![0] < around + quoted.length && pairs.at(-1)![0] >= around,
        );
        const family = sheets[sheet]!.family;
        const rightOnes = marks.filter((mark) => sheets[mark.sheet]!.family === family);
        marked += marks.length;
        right += rightOnes.length;
        if (rightOnes.length > 0) found++;
      }
      const figures = { planted, recall: found / planted, precision: right / Math.max(1, marked) };
      tell(`${name}, ${length} chords: ${JSON.stringify(figures)}`);
      (quotations[name] ??= {})[length] = figures;
    }
  const falseAlarms = Object.fromEntries(
    PLANTED.map((length) => {
      const hosts = heldOut.filter(({ chords }) => chords.length >= length);
      const marked = hosts.filter(({ chords }) => marksIn(chords.slice(0, length)).length > 0);
      tell(`${length} chords untouched: ${marked.length} of ${hosts.length} marked`);
      return [length, { pieces: hosts.length, marked: marked.length }];
    }),
  );
  return { bytes: file.length, quotations, falseAlarms };
}

/** One after the other: where one ends the next begins. */
function joined(parts: readonly (readonly ChordEvent[])[]): readonly ChordEvent[] {
  const all: ChordEvent[] = [];
  for (const part of parts) {
    const [last] = all.slice(-1);
    const shift = last && part[0] ? last[0] + last[1] - part[0][0] : 0;
    for (const [start, duration, root, quality] of part)
      all.push([start + shift, duration, root, quality]);
  }
  return all;
}
