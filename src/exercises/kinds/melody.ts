import { pitchClassesOf } from "../../domain/chord";
import { pitchClassOf, scale, type Key } from "../../domain/key";
import { barTicks, type Meter } from "../../domain/meter";
import type { Random } from "../../domain/random";
import type { Range } from "../../domain/score";
import type { Midi, Ticks } from "../../domain/units";
import type { Level } from "../exercise";
import type { Numeral } from "./numeral";
import { isAugmented } from "./part-writer";
import { pick, progression, type Cadence } from "./progression";
import { spans, type Sung } from "./setting";

/** A chord and how long it lasts. */
export interface Harmonic extends Range {
  readonly numeral: Numeral;
}

/** Cells that bars are made of, in quarters, by the level from which on they come. */
const CELLS: Readonly<
  Record<3 | 4, readonly (readonly [level: Level, cell: readonly number[]])[]>
> = {
  3: [
    [1, [1, 1, 1]],
    [1, [2, 1]],
    [2, [1, 0.5, 0.5, 1]],
    [2, [1.5, 0.5, 1]],
    [3, [0.5, 0.5, 1, 1]],
    [3, [1, 0.5, 0.5, 0.5, 0.5]],
    [4, [1, 1.5, 0.5]],
    [4, [0.5, 0.5, 0.5, 0.5, 1]],
  ],
  4: [
    [1, [1, 1, 1, 1]],
    [1, [2, 1, 1]],
    [1, [1, 1, 2]],
    [2, [1.5, 0.5, 1, 1]],
    [2, [1, 0.5, 0.5, 1, 1]],
    [3, [1, 1, 1.5, 0.5]],
    [3, [0.5, 0.5, 1, 1, 1]],
    [4, [1, 0.5, 0.5, 1.5, 0.5]],
    [4, [0.5, 1, 0.5, 1, 1]],
  ],
};

/** Places of the notes of a phrase: two cells that come again, and a long note where it ends. */
export function phraseRhythm(
  bars: number,
  meter: Meter,
  level: Level,
  start: Ticks,
  random: Random,
): readonly Range[] {
  const quarters = barTicks(meter) / 480;
  const cells = CELLS[quarters === 3 ? 3 : 4]
    .filter(([since]) => since <= level)
    .map(([, cell]) => cell);
  const [first, second] = [pick(cells, random), pick(cells, random)];
  const values = Array.from({ length: bars }, (_, bar) =>
    bar === bars - 1 ? [quarters] : bar % 2 === 0 ? first : second,
  ).flat();
  return spans(
    values.map((value) => value * 480),
    start,
  );
}

/** How many chords `phraseChords` lays over a phrase: one in the first and last bar, two in all others. */
const chordCount = (bars: number) => 2 * bars - 2;

/** Chords of a phrase of at least 3 bars. */
export function phraseChords(
  bars: number,
  cadence: Cadence,
  key: Key,
  meter: Meter,
  level: Level,
  start: Ticks,
  random: Random,
): readonly Harmonic[] {
  return laidOut(progression(chordCount(bars), cadence, key, level, random), bars, meter, start);
}

/** Chords over a phrase as `phraseChords` has them. */
export function laidOut(
  chords: readonly Numeral[],
  bars: number,
  meter: Meter,
  start: Ticks,
): readonly Harmonic[] {
  const bar = barTicks(meter);
  const first = meter.beats === 3 ? (2 * bar) / 3 : bar / 2;
  const middle = Array.from({ length: bars - 2 }, () => [first, bar - first]).flat();
  return spans([bar, ...middle, bar], start).map((place, i) => ({ ...place, numeral: chords[i]! }));
}

export interface Voicelike {
  readonly low: Midi;
  readonly high: Midi;
}

/** Where melodies lie: within a tenth of each other. */
export const MELODY_RANGE: Voicelike = { low: 62, high: 78 };

/**
 * A melody over chords: in key, chord tones where a chord or a bar begins, other tones only in steps, leaps made good by going back, in an arch.
 * By dynamic programming over its last two pitches.
 * @param fixed `[places]`: pitches that stand already
 * @param last pitch classes that it may end on
 */
export function melodyOver(
  places: readonly Range[],
  chords: readonly Harmonic[],
  key: Key,
  last: readonly number[],
  random: Random,
  fixed: readonly (Midi | undefined)[] = [],
  { low, high }: Voicelike = MELODY_RANGE,
): readonly Sung[] | undefined {
  interface State {
    readonly before: Midi;
    readonly pitch: Midi;
    readonly cost: number;
    readonly from: State | undefined;
  }
  const foreign = (pitch: Midi, place: number) => !isTone(pitch, places[place]!, chords);
  let states: readonly State[] = [];
  for (const [i, place] of places.entries()) {
    const isStrong = chords.some(({ start }) => start === place.start);
    const stands = fixed[i];
    const arch = low + (high - low) * (0.25 + 0.5 * Math.sin((Math.PI * (i + 1)) / places.length));
    const choices = (
      stands === undefined
        ? Array.from({ length: high - low + 1 }, (_, above) => low + above).filter((pitch) =>
            fits(pitch, place, chords, key),
          )
        : [stands]
    ).filter(
      (pitch) =>
        i < places.length - 1 || stands !== undefined || last.includes(pitchClassOf(pitch)),
    );
    const next = new Map<number, State>();
    for (const pitch of choices) {
      if (isStrong && stands === undefined && foreign(pitch, i)) continue;
      const own = Math.abs(pitch - arch) * 0.25 + 2 * random();
      if (i === 0) next.set(pitch, { before: -1, pitch, cost: own, from: undefined });
      for (const state of states) {
        const cost = state.cost + own + step(state.before, state.pitch, pitch, key);
        if (!(cost < Infinity)) continue;
        const leap = Math.abs(pitch - state.pitch);
        // A foreign tone is met and left in steps.
        if (leap > 2 || leap === 0) {
          if (stands === undefined && foreign(pitch, i)) continue;
          if (fixed[i - 1] === undefined && foreign(state.pitch, i - 1)) continue;
        }
        const at = state.pitch * 128 + pitch;
        if (cost < (next.get(at)?.cost ?? Infinity))
          next.set(at, { before: state.pitch, pitch, cost, from: state });
      }
    }
    states = [...next.values()];
  }
  let best: State | undefined;
  for (const state of states) if (!best || state.cost < best.cost) best = state;
  if (!best) return undefined;
  const pitches: Midi[] = [];
  for (let state: State | undefined = best; state; state = state.from) pitches.unshift(state.pitch);
  return places.map((place, i) => ({ ...place, pitch: pitches[i]! }));
}

/** What it costs to sing `pitch` after the two before it; Infinity for what nobody writes. */
function step(before: Midi, from: Midi, pitch: Midi, key: Key): number {
  const leap = Math.abs(pitch - from);
  if (leap > 9 && leap !== 12) return Infinity;
  if (leap === 6 || isAugmented(from, pitch, key)) return Infinity;
  const earlier = before < 0 ? 0 : from - before;
  const now = pitch - from;
  let cost = STEPS[Math.min(leap, 9)]!;
  if (leap === 0 && earlier === 0 && before >= 0) return Infinity;
  // A leap of a fourth or more is made good by going back, at best in steps.
  if (Math.abs(earlier) >= 5) {
    if (earlier * now > 0) return Infinity;
    if (leap > 4) cost += 6;
  }
  if (leap > 2 && Math.abs(earlier) > 2 && earlier * now > 0 && Math.abs(earlier + now) > 7)
    return Infinity;
  return cost;
}

/** By semitones. */
const STEPS = [3, 0, 0, 2, 2, 4, Infinity, 5, 8, 8];

function isTone(pitch: Midi, place: Range, chords: readonly Harmonic[]): boolean {
  const under = chords.find(({ start, end }) => start <= place.start && place.start < end);
  return under !== undefined && pitchClassesOf(under.numeral.chord).includes(pitchClassOf(pitch));
}

/** Whether a pitch belongs over the chord: one of its tones, or of the key where it does not clash with them. */
function fits(pitch: Midi, place: Range, chords: readonly Harmonic[], key: Key): boolean {
  if (isTone(pitch, place, chords)) return true;
  const under = chords.find(({ start, end }) => start <= place.start && place.start < end);
  const own = pitchClassOf(pitch);
  if (!scale(key).includes(own)) return false;
  const leading = under?.numeral.leading;
  return leading === undefined || (own !== pitchClassOf(leading - 1) && own !== leading);
}
