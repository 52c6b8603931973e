import { type Chord } from "../domain/chord";
import { chordAt, standingRanges } from "../domain/chord-track";
import { barTicks, beatTicks, type Meter } from "../domain/meter";
import { scoreTicks, type Range, type Score } from "../domain/score";
import { ticksToSteps, type Steps, type Ticks } from "../domain/units";
import { chordClass } from "./chord-classes";

/** How many chords a bar has room for. */
export type BarRhythm = "bar" | "half" | "beat";

/** A stretch with one chord, as the network counts it and as the score has it. */
export interface Slot {
  readonly from: Steps;
  readonly to: Steps;
  readonly start: Ticks;
  /** A chord that is not to be changed. */
  readonly standing: Chord | undefined;
  /** Its class, or that of the chord in force outside the asked range; -1 where a chord is to be found or none is known. */
  readonly known: number;
  /** Whether it lies in the asked range. */
  readonly isWritten: boolean;
  /** The chord in force there before the ask, where it may be changed. */
  readonly before: Chord | undefined;
}

/** Bars on either side of the range that the network sees too. */
const BARS_AROUND = 8;

/** Ticks from the bar line at which a chord may change. @example changesIn({ beats: 3, unit: 4 }, "half") // => [0, 960] */
export function changesIn(meter: Meter, rhythm: BarRhythm): readonly Ticks[] {
  const bar = barTicks(meter);
  const beat = beatTicks(meter);
  const beats = Array.from({ length: Math.ceil(bar / beat) }, (_, i) => i * beat);
  if (rhythm === "beat") return beats;
  // The larger half of an odd bar comes first: two and one in 3/4.
  return rhythm === "half" && beats.length > 1 ? [0, beats[Math.ceil(beats.length / 2)]!] : [0];
}

/**
 * The slots of `range` and of some bars around it, in order and without gaps.
 * @param rhythm of each bar, from 0
 */
export function slotsOf(
  score: Score,
  range: Range,
  rhythm: (bar: number) => BarRhythm,
): readonly Slot[] {
  const bar = barTicks(score.meter);
  const from = Math.max(0, Math.floor(range.start / bar) - BARS_AROUND) * bar;
  const to = Math.min(scoreTicks(score), (Math.ceil(range.end / bar) + BARS_AROUND) * bar);
  const standing = standingRanges(score, range);
  const inside = (tick: Ticks) => tick >= range.start && tick < range.end;
  const edges = new Set<Ticks>([range.start, range.end, to]);
  for (let start = from; start < to; start += bar)
    for (const change of changesIn(score.meter, rhythm(start / bar))) edges.add(start + change);
  for (const { start } of score.chords) if (!inside(start)) edges.add(start);
  for (const { start, end } of standing) edges.add(start).add(end);
  const sorted = [...edges].filter((tick) => tick >= from && tick <= to).toSorted((a, b) => a - b);
  return sorted.slice(0, -1).flatMap((start, i): readonly Slot[] => {
    const stands = standing.find((held) => start >= held.start && start < held.end);
    // Within what stands nothing changes.
    if (stands && stands.start !== start) return [];
    const end = stands?.end ?? sorted[i + 1]!;
    const isWritten = inside(start);
    const here = chordAt(score, start)?.chord;
    const settled = isWritten ? stands?.placed.chord : here;
    const first = ticksToSteps(start);
    return [
      {
        from: first,
        to: Math.max(first + 1, ticksToSteps(end)),
        start,
        standing: stands?.placed.chord,
        known: settled === undefined ? -1 : chordClass(settled),
        isWritten,
        before: isWritten && !stands ? here : undefined,
      },
    ];
  });
}
