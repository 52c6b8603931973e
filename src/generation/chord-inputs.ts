import { CHORD_QUALITIES } from "../domain/chord";
import type { Steps } from "../domain/units";
import { NO_CHORD_CLASS, QUALITIES } from "./chord-classes";
import type { ChordQuestion } from "./chord-net";
import { REST } from "./line";

const PITCH_CLASSES = 12;

/** Share of a pitch class in the slot and in each quarter of it, in its first step, and as its last note. */
const MELODY_INPUTS = 7;
/** What is known of each pitch class in a slot: the melody, a chord's quality at its root, and the tones of a chord. */
export const PITCH_INPUTS = MELODY_INPUTS + QUALITIES + 1;

/** Upper ends of the lengths of slots that are told apart. */
const LENGTHS: readonly Steps[] = [2, 4, 6, 8, 12];
const BARS: readonly Steps[] = [16, 12, 8];
const PLACES = 4;
const STYLES = 2;
/** What is known of a slot whatever the key: the model asks as a lead sheet's, which is the first style. */
export const SLOT_INPUTS = 5 + LENGTHS.length + 1 + PLACES + BARS.length + 1 + STYLES;

/** `[slots, 12, PITCH_INPUTS]`, as models/training/chords_net.py has it. */
export function pitchInputs({ line, slots, known }: ChordQuestion): Float32Array {
  const inputs = new Float32Array(slots.length * PITCH_CLASSES * PITCH_INPUTS);
  const add = (slot: number, pitchClass: number, input: number, value: number) => {
    inputs[(slot * PITCH_CLASSES + pitchClass) * PITCH_INPUTS + input]! += value;
  };
  for (const [slot, { from, to }] of slots.entries()) {
    const length = to - from;
    const quarters = [0, 1, 2, 3, 4].map((k) => from + Math.floor((length * k) / 4));
    let last = REST;
    for (let step = from; step < to; step++) {
      const pitch = line.pitch[step] ?? REST;
      if (pitch === REST) continue;
      last = pitch % 12;
      add(slot, last, 0, 1 / length);
      const quarter = quarters.findLastIndex((start) => start <= step);
      add(slot, last, 1 + quarter, 1 / (quarters[quarter + 1]! - quarters[quarter]!));
      if (step === from) add(slot, last, 5, 1);
    }
    if (last !== REST) add(slot, last, 6, 1);
    const chord = known[slot]!;
    if (chord < 0 || chord === NO_CHORD_CLASS) continue;
    const root = Math.floor(chord / QUALITIES);
    const quality = chord % QUALITIES;
    add(slot, root, MELODY_INPUTS + quality, 1);
    for (const tone of CHORD_QUALITIES[quality]!.intervals)
      add(slot, (root + tone) % 12, MELODY_INPUTS + QUALITIES, 1);
  }
  return inputs;
}

/** `[slots, SLOT_INPUTS]`. */
export function slotInputs({ line, barSteps, slots, known }: ChordQuestion): Float32Array {
  const inputs = new Float32Array(slots.length * SLOT_INPUTS);
  for (const [slot, { from, to }] of slots.entries()) {
    const row = inputs.subarray(slot * SLOT_INPUTS, (slot + 1) * SLOT_INPUTS);
    const length = to - from;
    const place = from % barSteps;
    let rests = 0;
    for (let step = from; step < to; step++) if ((line.pitch[step] ?? REST) === REST) rests++;
    row[0] = known[slot]! < 0 ? 0 : 1;
    row[1] = known[slot] === NO_CHORD_CLASS ? 1 : 0;
    row[2] = rests / length;
    row[3] = length / 16;
    row[4] = place / barSteps;
    let at = 5;
    row[
      at +
        indexOr(
          LENGTHS.findIndex((most) => length <= most),
          LENGTHS.length,
        )
    ] = 1;
    at += LENGTHS.length + 1;
    row[at + placeOf(place, barSteps)] = 1;
    at += PLACES;
    row[at + indexOr(BARS.indexOf(barSteps), BARS.length)] = 1;
    row[at + BARS.length + 1] = 1;
  }
  return inputs;
}

/** The bar line, the middle of the bar, another beat, or none. */
function placeOf(place: Steps, barSteps: Steps): number {
  if (place === 0) return 0;
  if (2 * place === barSteps) return 1;
  return place % 4 === 0 ? 2 : 3;
}

function indexOr(index: number, otherwise: number): number {
  return index < 0 ? otherwise : index;
}
