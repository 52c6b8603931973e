import type { Ask } from "../domain/ask";
import { barTicks } from "../domain/meter";
import { ticksToSteps } from "../domain/units";
import { CHORD_CLASSES } from "./chord-classes";
import type { ChordNet } from "./chord-net";
import { slotsOf, type BarRhythm, type Slot } from "./chord-slots";
import type { Line } from "./line";

/** A chord that is less likely than this to last through the bar is given half of it. */
const LASTING = 0.5;

/**
 * How many chords each bar has room for: as the settings say, or as the network would have it: told the likeliest chord of each first
 * half, it says how likely that lasts through the second.
 */
export function foundRhythm(ask: Ask, line: Line, net: ChordNet): (bar: number) => BarRhythm {
  const { settings, score, range } = ask;
  const { harmonicRhythm } = settings;
  if (harmonicRhythm !== "auto") return () => harmonicRhythm;
  const bar = barTicks(score.meter);
  const slots = slotsOf(score, range, () => "half");
  const question = { line, barSteps: ticksToSteps(bar), slots };
  const known = Int16Array.from(slots, (slot) => slot.known);
  const [first] = net.predict([{ ...question, known }]);
  slots.forEach((slot, i) => {
    if (slot.start % bar === 0 && slot.known < 0) known[i] = likeliest(first!, i);
  });
  const [second] = net.predict([{ ...question, known }]);
  const busy = new Set<number>();
  slots.forEach((slot, i) => {
    if (isOpenHalf(slot, bar) && i > 0) {
      const stays = Math.exp(second![i * CHORD_CLASSES + known[i - 1]!]!);
      if (known[i - 1]! >= 0 && stays < LASTING) busy.add(Math.floor(slot.start / bar));
    }
  });
  return (number) => (busy.has(number) ? "half" : "bar");
}

function isOpenHalf({ start, known, isWritten }: Slot, bar: number): boolean {
  return isWritten && known < 0 && start % bar !== 0;
}

function likeliest(answer: Float32Array, slot: number): number {
  let best = 0;
  for (let i = 1; i < CHORD_CLASSES; i++)
    if (answer[slot * CHORD_CLASSES + i]! > answer[slot * CHORD_CLASSES + best]!) best = i;
  return best;
}
