import { pitchClassOf, type Key } from "../../src/domain/key";
import { endOf, type Score } from "../../src/domain/score";
import { tonesOf } from "../../src/exercises/analysis/roman-numeral";
import { openFile } from "../../src/formats/open";
import { countingIds } from "../support/score";
import { readRomanText, type Labelled, type RomanText } from "./analysis-romantext";

/** A chorale and what an analyst wrote about it. */
export interface Analysed extends RomanText {
  /** Its number in Riemenschneider's edition. */
  readonly number: number;
  readonly score: Score;
  /** Share of the notes that sound where a label begins which belong to its chord. */
  readonly fit: number;
}

const BAR = 1920;
/**
 * Where a score has bars that the analysis has not: from which tick of the analysis on it lies how much later. BWV 41.6 has interludes of
 * trumpets, BWV 277 its repeat written out; what is between has no labels.
 */
const INSERTED: Readonly<Record<string, readonly (readonly [from: number, by: number])[]>> = {
  "41.6s": [
    [4 * BAR, BAR],
    [8 * BAR, BAR],
  ],
  "277": [[5 * BAR, 4 * BAR]],
};

/** Where the archive has the score of an analysis. */
export function scorePath({ bwv }: Pick<RomanText, "bwv">): string {
  const plain = bwv.replace(/s$/, "").replace(/^248\(2\)\.12$/, "248.12-2");
  return `bach/bwv${plain}.mxl`;
}

/**
 * The analyses of the archive with their scores, in the edition's order. Two analyses are in another key than the score; all are brought to the score's, which
 * is the one in which most notes belong to their chords.
 * @param files its files by path
 */
export function analysedChorales(files: ReadonlyMap<string, Uint8Array>): readonly Analysed[] {
  return [...files]
    .flatMap(([path, bytes]): readonly Analysed[] => {
      const match = /riemenschneider(\d+)\.rntxt$/.exec(path);
      if (!match) return [];
      const text = readRomanText(new TextDecoder().decode(bytes));
      const file = scorePath(text);
      const opened = openFile(file, files.get(file) ?? new Uint8Array(), countingIds(text.bwv));
      if (!opened.ok) throw new Error(`${file}: ${opened.problem.kind}`);
      const { score } = opened.value;
      return [{ ...text, number: Number(match[1]), score, ...laidOver(score, text) }];
    })
    .toSorted((a, b) => a.number - b.number);
}

function laidOver(score: Score, { bwv, labels }: RomanText): Pick<Analysed, "labels" | "fit"> {
  const inserted = INSERTED[bwv] ?? [];
  const placed = labels.map((label) => {
    const later = inserted.reduce((sum, [from, by]) => sum + (label.start >= from ? by : 0), 0);
    return { ...label, start: label.start + later, end: label.end + later };
  });
  const tried = Array.from({ length: 12 }, (_, semitones) => {
    const moved = placed.map((label) => ({ ...label, key: transposed(label.key, semitones) }));
    return { labels: moved, fit: fitOf(score, moved) };
  });
  return tried.reduce((best, next) => (next.fit > best.fit ? next : best));
}

function transposed(key: Key, semitones: number): Key {
  const fifths = key.fifths + 7 * semitones;
  return { ...key, fifths: ((((fifths + 5) % 12) + 12) % 12) - 5 };
}

function fitOf({ notes }: Score, labels: readonly Labelled[]): number {
  let all = 0;
  let own = 0;
  for (const { start, numeral, key } of labels) {
    if (!numeral) continue;
    const tones = tonesOf(numeral, key);
    for (const note of notes) {
      if (note.start > start || endOf(note) <= start) continue;
      all++;
      if (tones.includes(pitchClassOf(note.pitch))) own++;
    }
  }
  return own / all;
}
