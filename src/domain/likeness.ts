import type { Ask, Draft, DraftChord } from "./ask";
import { NO_CHORD, pitchClassesOf, type Chord } from "./chord";
import { drumIndex, DRUMS } from "./drums";
import { pitchClassOf } from "./key";
import { beatTicks } from "./meter";
import { TICKS_PER_STEP, type Ticks } from "./units";

/** What is compared of an answer: where it sounds what, and its chords; neither how loud nor how late. */
export type Answer = Pick<Draft, "notes" | "chords">;

/** What answers are compared over: those to one ask, or to others about the same bars and voices. */
export type Ground = Pick<Ask, "kind" | "score" | "voices" | "range">;

/** What an answer is like, as far as it is compared with others over the same ground. */
export type Portrait =
  | { readonly of: "lines"; readonly lines: readonly Line[]; readonly harmony: Harmony }
  | { readonly of: "drums"; readonly strokes: Uint8Array }
  | { readonly of: "chords"; readonly chords: readonly (Chord | undefined)[] };

/** One voice on the grid of sixteenths. */
interface Line {
  /** `[steps]`: what sounds highest, `REST` for nothing. */
  readonly pitch: Int16Array;
  readonly onset: Uint8Array;
}

interface Harmony {
  /** `[beats * 12]`: the share of each pitch class in what sounds in a beat; all 0 where nothing does. */
  readonly classes: Float32Array;
  /** `[steps]`: the pitch class that lies lowest, `REST` for nothing. */
  readonly bass: Int16Array;
}

const REST = -1;
/** Semitones between two contours, on the average, from which on they have nothing in common: as far as two notes of an octave can be. */
const WIDEST = 6;

/** Draws what an answer is like. Notes count from the sixteenth nearest to where they begin. */
export function portraitOf(answer: Answer, ground: Ground): Portrait {
  if (ground.kind === "groove") return { of: "drums", strokes: strokesOf(answer, ground) };
  if (ground.kind === "accompany" && answer.chords)
    return { of: "chords", chords: chordsByBeat(answer.chords, ground) };
  const lines = ground.voices.map((voice) =>
    lineOf({ notes: answer.notes.filter((note) => note.voice === voice) }, ground),
  );
  return { of: "lines", lines, harmony: harmonyOf(answer, lines, ground) };
}

/**
 * How different two answers are, in [0, 1]: 0 for the same, 1 where they have nothing in common. The mean of what a musician would name:
 * - rhythm: how many onsets are not shared (1 − Dice 1945), voice by voice;
 * - contour: the area between the two lines (Ó Maidín, A geometrical algorithm for melodic difference, 1998), which forgives a transposition;
 * - pitch classes, beat by beat: what is left when the shares of the twelve that both have are taken off (after Fujishima 1999);
 * - with several voices the bass, by pitch class, for it says which inversion of which chord is meant.
 *
 * Drums are strokes of a piece at a place, chords roots and their tones beat by beat.
 */
export function distance(a: Portrait, b: Portrait): number {
  if (a.of === "drums" && b.of === "drums") return unshared(a.strokes, b.strokes);
  if (a.of === "chords" && b.of === "chords")
    return mean(a.chords.map((chord, beat) => betweenChords(chord, b.chords[beat])));
  if (a.of !== "lines" || b.of !== "lines") return 1;
  const pairs = a.lines.flatMap((line, i) => (b.lines[i] ? [[line, b.lines[i]] as const] : []));
  return mean([
    mean(pairs.map(([one, other]) => unshared(one.onset, other.onset))),
    mean(pairs.map(([one, other]) => betweenContours(one.pitch, other.pitch))),
    betweenBeats(a.harmony.classes, b.harmony.classes),
    ...(a.lines.length > 1 ? [unequal(a.harmony.bass, b.harmony.bass)] : []),
  ]);
}

/** The mean distance of two of them, and the least; undefined of fewer than two. */
export function spreadOf(
  portraits: readonly Portrait[],
): { readonly mean: number; readonly least: number } | undefined {
  const pairs = portraits.flatMap((a, i) => portraits.slice(i + 1).map((b) => distance(a, b)));
  return pairs.length === 0 ? undefined : { mean: mean(pairs), least: Math.min(...pairs) };
}

function lineOf({ notes }: Answer, { range }: Ground): Line {
  const steps = stepsIn(range.end - range.start);
  const line = { pitch: new Int16Array(steps).fill(REST), onset: new Uint8Array(steps) };
  for (const { pitch, start, duration } of notes) {
    const [from, to] = placeOf(start - range.start, duration, steps);
    for (let step = from; step < to; step++) line.pitch[step] = Math.max(line.pitch[step]!, pitch);
    // What is only held over from before begins elsewhere.
    if (from < steps && start - range.start > -TICKS_PER_STEP / 2) line.onset[from] = 1;
  }
  return line;
}

function harmonyOf({ notes }: Answer, lines: readonly Line[], { range, score }: Ground): Harmony {
  const steps = stepsIn(range.end - range.start);
  const beat = Math.max(1, stepsIn(beatTicks(score.meter)));
  const beats = Math.ceil(steps / beat);
  const classes = new Float32Array(beats * 12);
  for (const { pitch, start, duration } of notes) {
    const [from, to] = placeOf(start - range.start, duration, steps);
    for (let step = from; step < to; step++)
      classes[Math.floor(step / beat) * 12 + pitchClassOf(pitch)]! += 1;
  }
  for (let at = 0; at < beats; at++) {
    const own = classes.subarray(at * 12, (at + 1) * 12);
    const sum = own.reduce((a, b) => a + b, 0);
    if (sum > 0) own.forEach((share, pc) => (own[pc] = share / sum));
  }
  const bass = new Int16Array(steps).fill(REST);
  for (let step = 0; step < steps; step++) {
    const sounding = lines.flatMap(({ pitch }) => (pitch[step] === REST ? [] : [pitch[step]!]));
    if (sounding.length > 0) bass[step] = pitchClassOf(Math.min(...sounding));
  }
  return { classes, bass };
}

/** `[steps * pieces]`: 1 where a piece of the kit is struck. */
function strokesOf({ notes }: Answer, { range }: Ground): Uint8Array {
  const steps = stepsIn(range.end - range.start);
  const strokes = new Uint8Array(steps * DRUMS.length);
  for (const { pitch, start } of notes) {
    const step = Math.min(steps - 1, Math.round((start - range.start) / TICKS_PER_STEP));
    strokes[step * DRUMS.length + drumIndex(pitch)] = 1;
  }
  return strokes;
}

/** The chord in force at each beat; undefined before the first. */
function chordsByBeat(
  chords: readonly DraftChord[],
  { range, score }: Ground,
): readonly (Chord | undefined)[] {
  const beat = beatTicks(score.meter);
  return Array.from({ length: Math.ceil((range.end - range.start) / beat) }, (_, i) => {
    const tick = range.start + i * beat;
    return chords.findLast(({ start }) => start <= tick)?.chord;
  });
}

/** Half for another root, half for the tones that only one of them has. */
function betweenChords(a: Chord | undefined, b: Chord | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined || a === NO_CHORD || b === NO_CHORD) return 1;
  const [ours, theirs] = [new Set(pitchClassesOf(a)), new Set(pitchClassesOf(b))];
  const shared = [...ours].filter((pc) => theirs.has(pc)).length;
  const tones = 1 - (2 * shared) / (ours.size + theirs.size);
  return (a.root === b.root ? 0 : 0.5) + 0.5 * tones;
}

/** Of what either has, the share that the other has not (1 − Dice); 0 where neither has any. */
function unshared(a: Uint8Array, b: Uint8Array): number {
  let shared = 0;
  let all = 0;
  for (let i = 0; i < a.length; i++) {
    all += a[i]! + b[i]!;
    shared += a[i]! & b[i]!;
  }
  return all === 0 ? 0 : 1 - (2 * shared) / all;
}

function betweenContours(a: Int16Array, b: Int16Array): number {
  const apart: number[] = [];
  let alone = 0;
  for (let step = 0; step < a.length; step++) {
    if (a[step] === REST && b[step] === REST) continue;
    if (a[step] === REST || b[step] === REST) alone++;
    else apart.push(a[step]! - b[step]!);
  }
  if (apart.length + alone === 0) return 0;
  const middle = medianOf(apart);
  const off = apart.reduce((sum, n) => sum + Math.min(1, Math.abs(n - middle) / WIDEST), 0);
  return (off + alone) / (apart.length + alone);
}

/** The middle one in order of size, or between the two; the same with the sign turned when all signs are. */
function medianOf(values: readonly number[]): number {
  const inOrder = values.toSorted((a, b) => a - b);
  const [low, high] = [Math.ceil(values.length / 2) - 1, Math.floor(values.length / 2)];
  return ((inOrder[low] ?? 0) + (inOrder[high] ?? 0)) / 2;
}

/** The total variation of the shares in a beat, over the beats in which anything sounds. */
function betweenBeats(a: Float32Array, b: Float32Array): number {
  const beats: number[] = [];
  for (let from = 0; from < a.length; from += 12) {
    let shared = 0;
    let either = 0;
    for (let i = from; i < from + 12; i++) {
      shared += Math.min(a[i]!, b[i]!);
      either += a[i]! + b[i]!;
    }
    if (either > 0) beats.push(1 - shared);
  }
  return mean(beats);
}

function unequal(a: Int16Array, b: Int16Array): number {
  let other = 0;
  let heard = 0;
  for (let step = 0; step < a.length; step++) {
    if (a[step] === REST && b[step] === REST) continue;
    heard++;
    if (a[step] !== b[step]) other++;
  }
  return heard === 0 ? 0 : other / heard;
}

function stepsIn(ticks: Ticks): number {
  return Math.ceil(ticks / TICKS_PER_STEP);
}

/** The steps that a note sounds in, within `steps`. */
function placeOf(start: Ticks, duration: Ticks, steps: number): readonly [number, number] {
  const from = Math.min(steps, Math.max(0, Math.round(start / TICKS_PER_STEP)));
  const to = Math.max(from + 1, Math.round((start + duration) / TICKS_PER_STEP));
  return [from, Math.min(steps, to)];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
