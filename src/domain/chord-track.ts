import { isSameChord, NO_CHORD, pitchClassesOf, type Chord } from "./chord";
import { barTicks } from "./meter";
import { touched } from "./note";
import { scoreTicks, type PlacedChord, type Range, type Score } from "./score";
import type { Ticks } from "./units";

/** The chord in force at `tick`; undefined before the first. */
export function chordAt(score: Pick<Score, "chords">, tick: Ticks): PlacedChord | undefined {
  return score.chords.findLast(({ start }) => start <= tick);
}

/** From a chord to the next one, or to the end of the score. */
export function chordRange(score: Score, { start }: PlacedChord): Range {
  const next = score.chords.find((other) => other.start > start);
  return { start, end: next?.start ?? Math.max(start + 1, scoreTicks(score)) };
}

/** Whether a model has to leave the chord as it is: a person or a file wrote or changed it, or it is locked. */
export function stands({ origin, locked }: PlacedChord): boolean {
  return locked || origin.by !== "model" || origin.changed;
}

/**
 * The stretches of `range` in which chords stand: each from its start to the next chord that stands, or to the end of its bar where that
 * comes first.
 */
export function standingRanges(
  score: Score,
  range: Range,
): readonly (Range & { readonly placed: PlacedChord })[] {
  const bar = barTicks(score.meter);
  const standing = score.chords.filter(stands);
  return standing.flatMap((placed, i) => {
    const { start } = placed;
    const barEnd = (Math.floor(start / bar) + 1) * bar;
    const end = Math.min(barEnd, standing[i + 1]?.start ?? Infinity, range.end);
    return start >= range.start && start < end ? [{ placed, start, end }] : [];
  });
}

/** The chords with `chord` at `start` as the person wrote it; what played there before plays it. The same list when it stands there already. */
export function withChord(score: Score, start: Ticks, chord: Chord): readonly PlacedChord[] {
  const before = chordAt(score, start);
  const there = before?.start === start ? before : undefined;
  if (there && isSameChord(there.chord, chord)) return score.chords;
  const placed: PlacedChord = there
    ? { ...there, chord, origin: touched(there.origin) }
    : { start, chord, origin: { by: "you" }, locked: false, playing: before?.playing };
  return [...score.chords.filter((other) => other.start !== start), placed].toSorted(byStart);
}

/** The chords without the one at `start`; the one before lasts on. */
export function withoutChord({ chords }: Score, start: Ticks): readonly PlacedChord[] {
  return chords.some((placed) => placed.start === start)
    ? chords.filter((placed) => placed.start !== start)
    : chords;
}

/** The chords with the one at `from` moved to `to`, where it takes the place of any other. */
export function withMovedChord(score: Score, from: Ticks, to: Ticks): readonly PlacedChord[] {
  const { chords } = score;
  const moved = chords.find(({ start }) => start === from);
  if (!moved || from === to || to < 0 || to >= scoreTicks(score)) return chords;
  const others = chords.filter(({ start }) => start !== from && start !== to);
  return [...others, { ...moved, start: to, origin: touched(moved.origin) }].toSorted(byStart);
}

/** The chords with the one at `start` locked, or open again. */
export function withChordLock({ chords }: Score, start: Ticks): readonly PlacedChord[] {
  return chords.map((placed) =>
    placed.start === start ? { ...placed, locked: !placed.locked } : placed,
  );
}

/** The same chord one after the other, said once. */
export function merged<C extends { readonly chord: Chord }>(chords: readonly C[]): readonly C[] {
  return chords.filter(({ chord }, i) => i === 0 || !isSameChord(chord, chords[i - 1]!.chord));
}

/** Nats for a tone of the chord in force, and for any other pitch. */
const CHORD_TONE = 1.5;
const FOREIGN = -0.5;

/**
 * How much what sounds over `chord` should lean to each pitch class, in nats, from C: zeros where there is none.
 * @param strength 1 for a plain leaning, more on strong beats
 * @returns `[12]`
 */
export function chordPrior(chord: Chord | undefined, strength = 1): Float64Array {
  const prior = new Float64Array(12);
  if (chord === undefined || chord === NO_CHORD) return prior;
  prior.fill(FOREIGN * strength);
  for (const tone of pitchClassesOf(chord)) prior[tone] = CHORD_TONE * strength;
  return prior;
}

function byStart(a: PlacedChord, b: PlacedChord): number {
  return a.start - b.start;
}
