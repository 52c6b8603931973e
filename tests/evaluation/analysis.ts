import { detectKey, pitchClassOf, tonic, type Key } from "../../src/domain/key";
import { beatTicks } from "../../src/domain/meter";
import { byStart, endOf, type Range, type Score } from "../../src/domain/score";
import type { Ticks } from "../../src/domain/units";
import { analyse, type AnalysedChord } from "../../src/exercises/analysis/analysis";
import { HEARD_CHORDS, readingsOf } from "../../src/exercises/analysis/numeral-vocabulary";
import { numeralName, rootOf, type RomanNumeral } from "../../src/exercises/analysis/roman-numeral";
import { WEIGHTS, type Weights } from "../../src/exercises/analysis/weights";
import type { Analysed } from "./analysis-corpus";
import type { Labelled } from "./analysis-romantext";

/** What is compared with an analyst's labels. */
export type Guess = Pick<AnalysedChord, "range" | "key" | "inversion"> & {
  readonly numeral: RomanNumeral | undefined;
};

/** What can be right at a place. */
export const ASPECTS = ["key", "numeral", "inversion", "all", "root"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Half-beats that were compared, and at how many each aspect is right. */
export interface Tally {
  readonly places: number;
  readonly right: Readonly<Record<Aspect, number>>;
  /** Whether the key that is longest in force is the analyst's. */
  readonly home: boolean;
  /** One for each half-beat at which not all is right. */
  readonly mistakes: readonly Mistake[];
}

export interface Mistake {
  readonly tick: Ticks;
  /** "wanted → heard" in a key that is right; which of chord and key is wrong elsewhere. */
  readonly kind: string;
  readonly wanted: string;
  readonly heard: string;
}

/** Compares at each half-beat that an analyst labelled. Of a pivot chord either reading is right. */
export function compare(piece: Analysed, guesses: readonly Guess[]): Tally {
  const right = { key: 0, numeral: 0, inversion: 0, all: 0, root: 0 };
  const mistakes: Mistake[] = [];
  const step = beatTicks(piece.score.meter) / 2;
  let places = 0;
  for (let tick = 0; tick < piece.labels.at(-1)!.end; tick += step) {
    const labels = at(piece.labels, tick);
    const guess = guesses.find(({ range }) => range.start <= tick && range.end > tick);
    if (labels.length === 0 || !isSounding(piece.score, tick)) continue;
    places++;
    const verdicts = labels.map((label) => verdict(label, guess));
    for (const aspect of ASPECTS) if (verdicts.some((one) => one[aspect])) right[aspect]++;
    if (verdicts.some(({ all }) => all)) continue;
    const other = verdicts.some(({ root }) => root) ? "same root, other key" : "other root and key";
    const isOfKey = labels.findIndex((_, i) => verdicts[i]!.key);
    mistakes.push({
      tick,
      kind: isOfKey < 0 ? other : `${nameOf(labels[isOfKey])} → ${nameOf(guess)}`,
      wanted: labels.map((label) => `${keyText(label.key)}: ${nameOf(label)}`).join(" = "),
      heard: guess ? `${keyText(guess.key)}: ${nameOf(guess)}` : "nothing",
    });
  }
  return { places, right, home: isSameKey(longest(piece.labels), longest(guesses)), mistakes };
}

function nameOf(chord: Pick<Guess, "numeral"> | undefined): string {
  return chord?.numeral ? numeralName(chord.numeral) : "nothing";
}

function at(labels: readonly Labelled[], tick: Ticks): readonly Labelled[] {
  return labels.filter(({ start, end }) => start <= tick && end > tick);
}

function isSounding({ notes }: Score, tick: Ticks): boolean {
  return notes.some((note) => note.start <= tick && endOf(note) > tick);
}

function verdict(label: Labelled, guess: Guess | undefined): Record<Aspect, boolean> {
  const [a, b] = [label.numeral, guess?.numeral];
  const key = guess !== undefined && isSameKey(label.key, guess.key);
  const numeral =
    a !== undefined &&
    b !== undefined &&
    a.degree === b.degree &&
    a.alteration === b.alteration &&
    a.quality === b.quality &&
    a.of?.degree === b.of?.degree &&
    a.of?.alteration === b.of?.alteration;
  const root =
    a !== undefined &&
    b !== undefined &&
    guess !== undefined &&
    rootOf(a, label.key) === rootOf(b, guess.key);
  const inversion = a !== undefined && a.inversion === b?.inversion;
  return { key, numeral, inversion, all: key && numeral && inversion, root };
}

function isSameKey(a: Key | undefined, b: Key | undefined): boolean {
  return a !== undefined && b !== undefined && a.mode === b.mode && tonic(a) === tonic(b);
}

/** `C` a major key, `c` a minor one. */
function keyText(key: Key): string {
  const name = "C Db D Eb E F F# G Ab A Bb B".split(" ")[tonic(key)]!;
  return key.mode === "major" ? name : name.toLowerCase();
}

function longest(
  stretches: readonly ({ readonly key: Key } & (Range | { readonly range: Range }))[],
): Key | undefined {
  const times = new Map<string, { key: Key; time: number }>();
  for (const stretch of stretches) {
    const { start, end } = "range" in stretch ? stretch.range : stretch;
    const name = keyText(stretch.key);
    const time = (times.get(name)?.time ?? 0) + end - start;
    times.set(name, { key: stretch.key, time });
  }
  return [...times.values()].toSorted((a, b) => b.time - a.time)[0]?.key;
}

/** What the page's own analysis says. */
export function heard(score: Score, weights: Weights = WEIGHTS): readonly Guess[] {
  return analyse(score, weights).chords;
}

/**
 * What little can say: one key for all by Krumhansl's profiles, and on each beat the triad of which most sounds, in the inversion that the
 * lowest note makes it.
 */
export function simplyHeard(score: Score): readonly Guess[] {
  const notes = score.notes.toSorted(byStart);
  const key = detectKey(notes);
  if (!key) return [];
  const beat = beatTicks(score.meter);
  const triads = HEARD_CHORDS.filter(({ quality }) =>
    ["major", "minor", "diminished"].includes(quality),
  );
  const end = notes.reduce((latest, note) => Math.max(latest, endOf(note)), 0);
  const guesses: Guess[] = [];
  for (let start = 0; start < end; start += beat) {
    const range = { start, end: start + beat };
    const within = notes.filter((note) => note.start < range.end && endOf(note) > start);
    if (within.length === 0) continue;
    const times = new Float64Array(12);
    for (const note of within)
      times[pitchClassOf(note.pitch)]! +=
        Math.min(endOf(note), range.end) - Math.max(note.start, start);
    const timeOf = (tones: readonly number[]) => tones.reduce((sum, tone) => sum + times[tone]!, 0);
    const chord = triads.reduce((best, next) =>
      timeOf(next.tones) > timeOf(best.tones) ? next : best,
    );
    const lowest = within.reduce((low, note) => (note.pitch < low.pitch ? note : low));
    const inversion = Math.max(0, chord.tones.indexOf(pitchClassOf(lowest.pitch)));
    const reading = readingsOf(chord, tonic(key), key.mode)[0];
    guesses.push({
      range,
      key,
      inversion,
      numeral: reading && { ...reading.numeral, inversion },
    });
  }
  return guesses;
}

/** Shares of several pieces together, each half-beat counting alike. */
export function shares(tallies: readonly Tally[]): Record<Aspect | "home", number> {
  const places = tallies.reduce((sum, tally) => sum + tally.places, 0);
  const of = (aspect: Aspect) =>
    tallies.reduce((sum, tally) => sum + tally.right[aspect], 0) / places;
  return {
    key: of("key"),
    numeral: of("numeral"),
    inversion: of("inversion"),
    all: of("all"),
    root: of("root"),
    home: tallies.filter(({ home }) => home).length / tallies.length,
  };
}
