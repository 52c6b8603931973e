import { drumIndex, DRUMS } from "../domain/drums";
import { barTicks, beatTicks, type Meter } from "../domain/meter";
import { fermataEnds, phraseEnds } from "../domain/phrase";
import { melodyVoice, notesOfVoice, type Note, type Range, type Score } from "../domain/score";
import { ticksToSteps, TICKS_PER_STEP, type Steps, type Ticks } from "../domain/units";
import { HEARD, PLAYED, type GrooveMeter } from "./groove-net";
import { lineOf } from "./line";

const KIT = DRUMS.length;
/** Bars that are heard, and played from one point, together: as in the recordings' windows. */
const BARS = 2;
/** Bars from a phrase's end to the next that is filled: more often, a fill ends nothing. */
const BARS_BETWEEN_FILLS = 2;
/** Bars of a phrase where no melody says how long one is. */
const BARS_A_PHRASE = 4;

/** Bars that the drums are played in, as the network counts them. */
export interface GrooveBars {
  readonly meter: GrooveMeter;
  /** Steps of a bar of the score. */
  readonly bar: Steps;
  /** Where a step stands in a bar of the network's. @param step from the start of the score */
  readonly place: (step: Steps) => Steps;
}

/**
 * The drummers of the recordings played in 4/4, 3/4 and 6/8. Other metres of dotted beats are counted in bars of 6/8, those of three beats in bars of 3/4, and all
 * others in bars of 4/4: each bar of the score begins one, breaks it off where it is shorter, and begins another where it is longer.
 */
export function grooveBars(meter: Meter): GrooveBars {
  const bar = barTicks(meter) / TICKS_PER_STEP;
  const dotted = beatTicks(meter) % 360 === 0 || (meter.unit === 8 && meter.beats === 3);
  const own: GrooveMeter = dotted ? "6-8" : meter.beats % 3 === 0 ? "3-4" : "4-4";
  const length = own === "4-4" ? 16 : 12;
  return { meter: own, bar, place: (step) => (step % bar) % length };
}

/** Whole bars two by two, the last alone where their number is odd: first step, and end (exclusive). */
export function windowsOf(
  range: Range,
  bar: Steps,
): readonly (readonly [from: Steps, to: Steps])[] {
  const first = Math.floor(range.start / TICKS_PER_STEP / bar);
  const last = Math.ceil(range.end / TICKS_PER_STEP / bar);
  const count = Math.ceil((last - first) / BARS);
  return Array.from({ length: count }, (_, i) => {
    const from = first + BARS * i;
    return [from * bar, Math.min(last, from + BARS) * bar] as const;
  });
}

/** The bars, counted from 0, that end phrases of the melody and so are filled; each fourth one where there is no melody. */
export function fillBars(score: Score, bars: number): ReadonlySet<number> {
  const bar = barTicks(score.meter) / TICKS_PER_STEP;
  const ends = phraseBars(score, bars * bar, bar);
  const filled = new Set<number>();
  let last = -BARS_BETWEEN_FILLS + 1;
  for (const at of ends) {
    if (at - last < BARS_BETWEEN_FILLS) continue;
    filled.add(at);
    last = at;
  }
  return filled;
}

function phraseBars(score: Score, steps: Steps, bar: Steps): readonly number[] {
  const melody = melodyVoice(score);
  const notes = melody ? notesOfVoice(score, melody.id) : [];
  const fourths = Array.from({ length: Math.ceil(steps / bar) }, (_, i) => i).filter(
    (i) => i % BARS_A_PHRASE === BARS_A_PHRASE - 1,
  );
  if (notes.length === 0) return fourths;
  const ends = fermataEnds(notes, steps) ?? phraseEnds(lineOf(notes, steps), score.meter);
  const found = new Set<number>();
  for (let step = 0; step < steps; step++)
    if (ends[step] === 1 && ends[step + 1] !== 1) found.add(Math.floor(step / bar));
  return [...found];
}

/** `[steps * HEARD]`: the kit's notes that begin in a window, the louder of two strokes on one drum in one step. */
export function heardBars(notes: readonly Note[], from: Steps, to: Steps): Float32Array {
  const heard = new Float32Array((to - from) * HEARD);
  for (const note of notes) {
    const { step, offset } = placed(note.start);
    if (step < from || step >= to) continue;
    const at = (step - from) * HEARD + drumIndex(note.pitch);
    if (heard[at + KIT]! > note.velocity / 127) continue;
    heard[at] = 1;
    heard[at + KIT] = note.velocity / 127;
    heard[at + 2 * KIT] = offset;
  }
  return heard;
}

/** `[steps * HEARD]`: the onsets of any notes as a rhythm on no drum in particular, the loudest of each step; undefined where none begins. */
export function heardTap(notes: readonly Note[], from: Steps, to: Steps): Float32Array | undefined {
  const heard = new Float32Array((to - from) * HEARD);
  let any = false;
  for (const note of notes) {
    const { step, offset } = placed(note.start);
    if (step < from || step >= to) continue;
    const at = (step - from) * HEARD + PLAYED;
    if (heard[at + 1]! > note.velocity / 127) continue;
    heard.set([1, note.velocity / 127, offset], at);
    any = true;
  }
  return any ? heard : undefined;
}

/** The nearest step, and how many steps behind it, in [-0.5, 0.5). */
function placed(start: Ticks): { readonly step: Steps; readonly offset: number } {
  const step = ticksToSteps(start);
  return { step, offset: start / TICKS_PER_STEP - step };
}
