import { pitchClassOf, scale, spell, tonic, type Key } from "../../domain/key";
import type { Random } from "../../domain/random";
import type { Range } from "../../domain/score";
import type { Midi } from "../../domain/units";
import type { SpeciesTask } from "../exercise";
import { isAugmented } from "./part-writer";
import { shuffled } from "./progression";
import { spans, type Sung } from "./setting";

/** A bar: each note of a cantus lasts one, of four quarters. */
const BAR = 1920;
/** Pitches that a search tries before it gives up. */
const MOST_TRIED = 800;

/** Leaps that are sung: thirds, fourths, fifths, rising minor sixths, octaves. */
function isSung(from: Midi, to: Midi, key: Key): boolean {
  const size = Math.abs(to - from);
  if (![0, 1, 2, 3, 4, 5, 7, 8, 12].includes(size)) return false;
  if (size === 8 && to < from) return false;
  const isChromatic = size === 1 && spell(from, key).letter === spell(to, key).letter;
  return !isChromatic && !isAugmented(from, to, key);
}

/** Whether a line may go on from `before` over `from` to `to`: wide leaps turn back, and two leaps do not follow in one direction. */
function flows(before: Midi | undefined, from: Midi, to: Midi): boolean {
  if (before === undefined) return true;
  const [first, second] = [from - before, to - from];
  if (first * second <= 0) return true;
  if (Math.abs(first) > 5 || Math.abs(second) > 7) return false;
  return Math.abs(first) <= 2 || Math.abs(second) <= 2;
}

/** A line of `length` pitches, found by trying one after the other, near ones first; undefined where the search takes too long. */
function search(
  length: number,
  choices: (line: readonly Midi[]) => readonly Midi[],
  random: Random,
): readonly Midi[] | undefined {
  let tried = 0;
  const extend = (line: readonly Midi[]): readonly Midi[] | undefined => {
    if (line.length === length) return line;
    const last = line.at(-1);
    const near = (pitch: Midi) =>
      last === undefined ? 0 : Math.abs(pitch - last) > 2 ? 1 + random() : random() * 1.4;
    const order = shuffled(choices(line), random)
      .map((pitch) => [near(pitch), pitch] as const)
      .toSorted(([a], [b]) => a - b);
    for (const [, pitch] of order) {
      if (++tried > MOST_TRIED) return undefined;
      const found = extend([...line, pitch]);
      if (found) return found;
    }
    return undefined;
  };
  return extend([]);
}

/**
 * A cantus firmus: from the tonic and back to it by step from above, in whole notes of the scale, mostly steps, with two to four leaps, no note
 * struck twice, one highest note in its middle, within an octave and no less than a fifth wide, and no pitch coming more than three times.
 * @param home the tonic, as a pitch
 */
export function cantusFirmus(
  length: number,
  home: Midi,
  key: Key,
  random: Random,
): readonly Sung[] | undefined {
  const tones = Array.from({ length: 18 }, (_, i) => home - 5 + i).filter((pitch) =>
    scale(key).includes(pitchClassOf(pitch)),
  );
  const second = tones[tones.indexOf(home) + 1]!;
  const line = search(
    length,
    (begun) => {
      const place = begun.length;
      const from = begun.at(-1);
      if (from === undefined) return [home];
      const left = length - place;
      return tones.filter((pitch) => {
        if (left === 1 ? pitch !== home : left === 2 && pitch !== second) return false;
        if (pitch === from || !isSung(from, pitch, key) || Math.abs(pitch - from) > 8) return false;
        if (!flows(begun.at(-2), from, pitch)) return false;
        return begun.filter((one) => one === pitch).length < 3;
      });
    },
    random,
  );
  if (!line || !isShapely(line)) return undefined;
  return spans(line.map(() => BAR)).map((place, i) => ({ ...place, pitch: line[i]! }));
}

function hasOnePeak(line: readonly Midi[]): boolean {
  const top = Math.max(...line);
  return line.every((pitch, i) => pitch !== top || i === line.indexOf(top) || line[i - 1] === top);
}

function isShapely(line: readonly Midi[]): boolean {
  const [top, bottom] = [Math.max(...line), Math.min(...line)];
  const peak = line.indexOf(top);
  const leaps = line.slice(1).filter((pitch, i) => Math.abs(pitch - line[i]!) > 2).length;
  return (
    line.lastIndexOf(top) === peak &&
    peak >= 2 &&
    peak <= line.length - 3 &&
    top - bottom >= 7 &&
    top - bottom <= 12 &&
    leaps >= 2 &&
    leaps <= 4
  );
}

/**
 * Places of the counterpoint's notes.
 * @param broken of the fourth species, the one bar that may begin with a note of its own; undefined for none
 */
function placesOf(
  species: SpeciesTask["species"],
  bars: number,
  broken: number | undefined,
): readonly Range[] {
  const count = species === 3 ? 4 : species;
  if (species !== 4)
    return spans([...Array.from({ length: count * (bars - 1) }, () => BAR / count), BAR]);
  const held = Array.from({ length: bars - 2 }, (_, bar) =>
    bar + 1 === broken ? [BAR / 2, BAR / 2] : [BAR],
  );
  return spans([...held.flat(), BAR / 2, BAR], BAR / 2);
}

const CONSONANT = [0, 3, 4, 7, 8, 9];

function isConsonant(a: Midi, b: Midi): boolean {
  return CONSONANT.includes(Math.abs(a - b) % 12);
}

/** 7 for fifths, 0 for octaves and unisons; undefined for all that is not perfect. */
function perfect(a: Midi, b: Midi): number | undefined {
  const interval = Math.abs(a - b) % 12;
  return interval === 0 || interval === 7 ? interval : undefined;
}

/** A counterpoint to a cantus in one of the first four species; undefined where the search takes too long. */
export function counterpoint(
  { species, above }: Pick<SpeciesTask, "species" | "above">,
  cantus: readonly Sung[],
  key: Key,
  random: Random,
): readonly Sung[] | undefined {
  // Without a free bar most cantus that begin upwards have no counterpoint below.
  const broken = 1 + Math.floor(random() * (cantus.length - 1));
  const places = placesOf(species, cantus.length, broken);
  const home = cantus[0]!.pitch;
  const [low, high] = above ? [home, home + 19] : [home - 17, home + 5];
  const leading = pitchClassOf(tonic(key) - 1);
  const barOf = (tick: number) => Math.floor(tick / BAR);
  const against = (tick: number) => cantus[barOf(tick)]!.pitch;
  const tones = (bar: number) =>
    Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((pitch) => {
      const tone = pitchClassOf(pitch);
      // In minor the cadence has its leading tone, and no other bar has.
      const isPenult = bar === cantus.length - 2;
      if (tone === leading) return isPenult || key.mode === "major";
      if (isPenult && key.mode === "minor") {
        if (tone === pitchClassOf(leading - 1)) return false;
        if (tone === pitchClassOf(leading - 2)) return true;
      }
      return scale(key).includes(tone);
    });
  const choices = (line: readonly Midi[]): readonly Midi[] => {
    const i = line.length;
    const place = places[i]!;
    const bar = barOf(place.start);
    const below = cantus[bar]!.pitch;
    const isStrong = place.start % BAR === 0;
    const isLast = i === places.length - 1;
    const [before, from] = [line.at(-2), line.at(-1)];
    return tones(bar).filter((pitch) => {
      if (above ? pitch < below : pitch > below) return false;
      if (Math.abs(pitch - below) > 16) return false;
      if (from === undefined)
        return perfect(pitch, below) !== undefined && (above || (pitch - below) % 12 === 0);
      if (!isSung(from, pitch, key) || !flows(before, from, pitch)) return false;
      if (pitch === from && (species > 1 || from === before)) return false;
      if (isLast) {
        const own = pitch - from;
        const other = below - cantus[bar - 1]!.pitch;
        const closes = (pitch - below) % 12 === 0 && own === 1 && other < 0;
        return closes && (species === 4 || isWellMet(line, pitch, i));
      }
      const isInside = bar > 0;
      if (pitch === below && isInside && (isStrong || species === 1)) return false;
      const range = [...line, pitch];
      if (Math.max(...range) - Math.min(...range) > 14) return false;
      if (species === 4 && !isStrong) return isLigature(line, pitch, i);
      const fits = isConsonant(pitch, below);
      if (isStrong && !fits) return false;
      // What is dissonant passes by: it is met and left in steps of one direction.
      if (!fits && (Math.abs(pitch - from) > 2 || pitch === from)) return false;
      const wasDissonant = species < 4 && !isConsonant(from, against(places[i - 1]!.start));
      if (wasDissonant) {
        const [first, second] = [from - before!, pitch - from];
        if (Math.abs(second) > 2 || first * second <= 0) return false;
      }
      if (!isStrong) return true;
      return isWellMet(line, pitch, i);
    });
  };

  /** Whether a fifth or octave on a downbeat is reached as it should be: from the note before, and from the downbeat before. */
  function isWellMet(line: readonly Midi[], pitch: Midi, i: number): boolean {
    const bar = barOf(places[i]!.start);
    const [now, earlier] = [cantus[bar]!.pitch, cantus[bar - 1]!.pitch];
    const kind = perfect(pitch, now);
    const from = line.at(-1)!;
    if (kind !== undefined) {
      if ((pitch - from) * (now - earlier) > 0) return false;
      if (perfect(from, earlier) === kind) return false;
      const down = line[places.findIndex(({ start }) => start === (bar - 1) * BAR)];
      if (down !== undefined && perfect(down, earlier) === kind) return false;
    }
    return !isRun(line, pitch, i);
  }

  /** Whether this would be the fourth third, or the fourth sixth, on a downbeat in a row. */
  function isRun(line: readonly Midi[], pitch: Midi, i: number): boolean {
    const bar = barOf(places[i]!.start);
    const kind = imperfect(pitch, cantus[bar]!.pitch);
    if (kind === 0 || bar < 3) return false;
    return [1, 2, 3].every((back) => {
      const at = places.findIndex(({ start }) => start === (bar - back) * BAR);
      return line[at] !== undefined && imperfect(line[at], cantus[bar - back]!.pitch) === kind;
    });
  }

  /** Whether a note of the fourth species is consonant where it is struck and, where it is held into the next bar, may be held. */
  function isLigature(line: readonly Midi[], pitch: Midi, i: number): boolean {
    const bar = barOf(places[i]!.start);
    const here = cantus[bar]!.pitch;
    if (places[i - 1]!.start === bar * BAR) return isConsonant(pitch, here) && isTiable(pitch, i);
    if (!isConsonant(pitch, here)) return false;
    const from = line.at(-1)!;
    // The note before was held into this bar.
    if (!isConsonant(from, here)) {
      const falls = from - pitch;
      if (falls !== 1 && falls !== 2) return false;
    }
    // Afterbeat fifths and octaves are parallels still.
    const earlier = cantus[bar - 1]?.pitch;
    const kind = perfect(pitch, here);
    if (kind !== undefined && earlier !== undefined && perfect(from, earlier) === kind)
      return false;
    return isTiable(pitch, i);
  }

  /** Whether a note may be held into the next bar, where it is. */
  function isTiable(pitch: Midi, i: number): boolean {
    const bar = barOf(places[i]!.start);
    const next = cantus[bar + 1]!.pitch;
    if (places[i]!.end <= (bar + 1) * BAR) return true;
    if (above ? pitch < next : pitch > next) return false;
    if (Math.abs(pitch - next) > 16 || pitch === next) return false;
    return isConsonant(pitch, next) || isSuspension(pitch, next, above);
  }

  const line = search(places.length, choices, random);
  if (!line || !hasOnePeak(line)) return undefined;
  return places.map((place, i) => ({ ...place, pitch: line[i]! }));
}

/** Sevenths, fourths and ninths above a cantus, seconds and ninths below. */
function isSuspension(held: Midi, cantus: Midi, above: boolean): boolean {
  const interval = Math.abs(held - cantus);
  const isSecond = interval % 12 === 1 || interval % 12 === 2;
  if (!above) return isSecond;
  return [5, 10, 11].includes(interval % 12) || (isSecond && interval > 2);
}

/** 3 for thirds, 6 for sixths, 0 for others. */
function imperfect(a: Midi, b: Midi): number {
  const interval = Math.abs(a - b) % 12;
  return interval === 3 || interval === 4 ? 3 : interval === 8 || interval === 9 ? 6 : 0;
}
