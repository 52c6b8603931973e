import { CHORD_QUALITIES, harmony, isSameChord, NO_CHORD, type Harmony } from "../domain/chord";
import { chordRange } from "../domain/chord-track";
import type { Echo, EchoChord } from "../domain/echo";
import { barTicks, type Meter } from "../domain/meter";
import type { PlacedChord, Score } from "../domain/score";
import type { Ticks } from "../domain/units";
import type { BaselineRow } from "./baseline";
import { gathered } from "./gathered";
import { judgeProgressions, type JudgedChords, type ProgressionIndex } from "./progression-search";
import { pieceNamed } from "./named";
import { barOfSheet, progressionOf, QUALITIES, type ChordEvent } from "./progressions";

/** A chord of a sketch for as long as it lasts. */
export interface AskedChord {
  readonly chord: Harmony;
  readonly start: Ticks;
  readonly duration: Ticks;
}

/**
 * The progressions of a score, as far as `counts` says so: what does not count parts one from the next. Where no chord is said the one before
 * lasts on.
 */
export function progressionsIn(
  score: Score,
  counts: (placed: PlacedChord) => boolean = () => true,
): readonly (readonly AskedChord[])[] {
  const runs: AskedChord[][] = [[]];
  for (const placed of score.chords) {
    const { start, end } = chordRange(score, placed);
    const run = runs.at(-1)!;
    const last = run.at(-1);
    if (placed.chord === NO_CHORD || (last && isSameChord(last.chord, placed.chord))) {
      if (last) run[run.length - 1] = { ...last, duration: end - last.start };
    } else if (counts(placed)) run.push({ chord: placed.chord, start, duration: end - start });
    else if (last) runs.push([]);
  }
  return runs.filter(({ length }) => length > 0);
}

/** Chords as they are compared. @param classOf what a chord is to the chord model: root × `QUALITIES` + quality */
export function chordEvents(
  chords: readonly AskedChord[],
  classOf: (chord: Harmony) => number,
): readonly ChordEvent[] {
  return chords.map(({ chord, start, duration }) => {
    const at = classOf(chord);
    return [start, duration, Math.floor(at / QUALITIES), at % QUALITIES];
  });
}

/**
 * What progressions have in common with sheets, as far as it is unusual; `classOf` as of `chordEvents`.
 */
export function chordEchoes(
  index: ProgressionIndex,
  rows: readonly BaselineRow[],
  asked: readonly (readonly AskedChord[])[],
  meter: Meter,
  classOf: (chord: Harmony) => number,
): readonly Echo[] {
  const progressions = asked.map((chords) => progressionOf(chordEvents(chords, classOf)));
  return gathered(
    judgeProgressions(index, rows, progressions).map((found) => {
      const { pairs, oneIn, beyond } = found;
      const place = [pairs[0]![0], pairs.at(-1)![0]] as const;
      return { found, ours: found.ours, place, oneIn, beyond };
    }),
    ({ found }) => index.progressions.sheets[found.sheet]!.title,
    ({ found }) => echoOf(index, asked[found.ours]!, meter, found),
  );
}

function echoOf(
  { progressions }: ProgressionIndex,
  asked: readonly AskedChord[],
  meter: Meter,
  { sheet: at, pairs, transposition, stretch, oneIn, isRarest, beyond }: JudgedChords,
): Echo {
  const { sheets, collections, start, duration, root, quality } = progressions;
  const sheet = sheets[at]!;
  const [a, c] = pairs[0]!;
  const [b, d] = pairs.at(-1)!;
  const isSame = (i: number, j: number) => {
    const { chord } = asked[i]!;
    return (
      chord.root === (root[j]! + transposition) % 12 &&
      chord.quality === CHORD_QUALITIES[quality[j]!]!.name
    );
  };
  const same = pairs.filter(([i, j]) => isSame(i, j));
  const [toTheirs, toOurs] = [new Map(same), new Map(same.map(([i, j]) => [j, i]))];
  const placeIn = (found: number | undefined, from: number) =>
    found === undefined ? undefined : found - from;
  const begin = asked[a]!.start;
  const ours = asked.slice(a, b + 1).map((one, i): EchoChord => ({
    chord: one.chord,
    start: one.start - begin,
    duration: one.duration,
    same: placeIn(toTheirs.get(a + i), c),
  }));
  const theirs = Array.from({ length: d - c + 1 }, (_, i): EchoChord => ({
    chord: harmony(root[c + i]!, CHORD_QUALITIES[quality[c + i]!]!.name),
    start: Math.round(stretch * (start[c + i]! - start[c]!)),
    duration: Math.max(1, Math.round(stretch * duration[c + i]!)),
    same: placeIn(toOurs.get(c + i), a),
  }));
  const bar = barTicks(meter);
  const last = asked[b]!;
  return {
    piece: pieceNamed({ pieces: sheets, collections }, at),
    bars: [Math.floor(begin / bar) + 1, Math.ceil((last.start + last.duration) / bar)],
    theirBars: [barOfSheet(sheet, start[c]!), barOfSheet(sheet, start[d]! + duration[d]! - 1)],
    start: begin,
    // As near as it can be: chords have no octave.
    transposition: transposition > 6 ? transposition - 12 : transposition,
    matched: same.length,
    of: ours.length,
    oneIn,
    isRarest,
    beyond,
    lines: [],
    chords: { ours, theirs },
    also: [],
  };
}
