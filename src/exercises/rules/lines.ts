import type { Note } from "../../domain/score";
import type { Key } from "../../domain/key";
import { intervalOf, isChordTone, type Interval } from "./chord-facts";
import { chordAt } from "./context";
import type { Passage } from "./passage";
import type { Report } from "./report";

/** A fourth. */
const LEAP = 5;

/** Notes of one part that follow each other without a rest within a phrase. */
export type Line = readonly Note[];

/** `[parts]`: the lines of each part in order of time. */
export function linesOf({ moments, parts, openings }: Passage): readonly (readonly Line[])[] {
  const opens = new Set(openings);
  return parts.map((_, part) => {
    const lines: Note[][] = [];
    let line: Note[] | undefined;
    for (const { start, notes, struck } of moments) {
      const note = notes[part];
      if (!note || (opens.has(start) && struck[part])) line = undefined;
      if (!note || (!struck[part] && line)) continue;
      if (!line) lines.push((line = []));
      line.push(note);
    }
    return lines;
  });
}

/** How each part moves by itself, ornaments and all. */
export function checkLines(passage: Passage, report: Report): void {
  const lines = linesOf(passage);
  lines.forEach((ofPart, part) => {
    for (const line of ofPart)
      line.slice(1).forEach((note, i) => {
        checkStep(passage, part, line[i]!, note, line[i + 2], report);
      });
  });
  countLeaps(passage, lines, report);
}

function checkStep(
  passage: Passage,
  part: number,
  from: Note,
  to: Note,
  next: Note | undefined,
  report: Report,
): void {
  const interval = intervalOf(from.pitch, to.pitch, keyAt(passage, to));
  const size = Math.abs(interval.semitones);
  const facts = { part, interval: interval.semitones };
  if (isAugmentedSecond(interval)) {
    report("augmentedSecond", [to, from], facts);
    return;
  }
  // What stays in its chord may leap as far as an octave.
  if (size <= 12 && areInOneChord(passage, from, to)) return;
  if (size === 6) {
    if (!isMadeGood(interval, to, next)) report("tritone", [to, from], facts);
    return;
  }
  const isBass = part === passage.parts.length - 1 && part > 0;
  if (isBass && size === 12) return;
  const limit = passage.set.rules.wideLeap?.limit ?? 7;
  if (size > limit) report("wideLeap", [to, from], { ...facts, limit });
}

export function isAugmentedSecond({ semitones, letters }: Interval): boolean {
  return Math.abs(semitones) === 3 && Math.abs(letters) === 1;
}

/** A diminished fifth, other than an augmented fourth, is sung where the line turns back by step into it. */
export function isMadeGood(
  { semitones, letters }: Interval,
  to: Note,
  next: Note | undefined,
): boolean {
  if (Math.abs(letters) !== 4 || !next) return false;
  const back = next.pitch - to.pitch;
  return Math.abs(back) <= 2 && back * semitones < 0;
}

export function keyAt({ context, score }: Passage, note: Note): Key {
  return chordAt(context, note.start)?.key ?? score.key;
}

function areInOneChord({ context }: Passage, from: Note, to: Note): boolean {
  const [a, b] = [from, to].map(({ start }) => chordAt(context, start));
  return (
    a !== undefined &&
    a.chord.root === b?.chord.root &&
    isChordTone(from.pitch, a) &&
    isChordTone(to.pitch, b)
  );
}

/** Leaps from chord to chord in the parts over the bass, phrase by phrase. */
function countLeaps(passage: Passage, lines: readonly (readonly Line[])[], report: Report): void {
  const limit = passage.set.rules.manyLeaps?.limit ?? 5;
  const upper = lines.slice(0, Math.max(1, lines.length - 1)).flat();
  passage.openings.forEach((start, i) => {
    const end = passage.openings[i + 1] ?? Infinity;
    const leaps = upper
      .flatMap((line) => line.slice(1).map((note, k) => [line[k]!, note] as const))
      .filter(
        ([from, to]) =>
          to.start >= start &&
          to.start < end &&
          Math.abs(to.pitch - from.pitch) >= LEAP &&
          !areInOneChord(passage, from, to),
      )
      .map(([, to]) => to)
      .toSorted((a, b) => a.start - b.start);
    if (leaps.length > limit)
      report("manyLeaps", leaps.slice(limit), { count: leaps.length, limit });
  });
}
