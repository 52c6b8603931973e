import type { Key } from "../domain/key";
import { barTicks } from "../domain/meter";
import type { Ticks } from "../domain/units";
import { guessKey, type ReadPart } from "./gather";
import type { HeadChanges, Headline, WrittenMeter } from "./headline";
import type { PartContent, Placed } from "./musicxml-part";
import { ticksOfBar } from "./musicxml-values";
import type { Change } from "./timeline";

/**
 * Where each measure begins, and where the last one ends. A measure lasts as long as the fullest part of it, which is what pickups and
 * bars that a repeat cuts in two need; one that is empty in all parts lasts as long as its meter says.
 */
export function measureStarts(parts: readonly PartContent[]): readonly Ticks[] {
  const starts: Ticks[] = [0];
  const count = Math.max(...parts.map(({ measures }) => measures.length));
  for (let i = 0; i < count; i++) {
    const measures = parts.flatMap((part) => part.measures[i] ?? []);
    const length = Math.max(...measures.map((measure) => measure.length));
    const nominal = Math.max(...measures.map((measure) => measure.nominal));
    starts.push(starts[i]! + (length > 0 ? length : nominal));
  }
  return starts;
}

/**
 * Tempos of all parts; meters and keys of the first part that has any, since the others repeat them.
 * @param read the notes, for keys that leave it open whether they are major or minor
 */
export function headChanges(
  parts: readonly PartContent[],
  starts: readonly Ticks[],
  read: readonly ReadPart[],
): HeadChanges {
  const changesOf = <Value>(placed: readonly Placed<Value>[]): readonly Change<Value>[] =>
    placed.map(({ measure, offset, value }) => ({
      start: Math.round(starts[measure]! + offset),
      value,
    }));
  const meters = parts.find((part) => part.meters.length > 0)?.meters ?? [];
  const keys = parts.find((part) => part.keys.length > 0)?.keys ?? [];
  const guess = keys.some(({ value }) => value.mode === undefined) ? guessKey(read) : undefined;
  return {
    tempos: changesOf(parts.flatMap((part) => part.tempos)),
    meters: changesOf(meters.map((meter) => behindPickup(meter, meters, starts))),
    keys: changesOf(keys).map(({ start, value: { fifths, mode } }) => {
      const value: Key = { fifths, mode: mode ?? modeFrom(guess, fifths) };
      return { start, value };
    }),
  };
}

/** A meter given in a pickup holds from the first whole bar on: that is where its bar lines are counted from. */
function behindPickup(
  meter: Placed<WrittenMeter>,
  meters: readonly Placed<WrittenMeter>[],
  starts: readonly Ticks[],
): Placed<WrittenMeter> {
  const bar = ticksOfBar(meter.value);
  const next = meters.find(({ measure }) => measure > meter.measure)?.measure ?? Infinity;
  const whole = starts.findIndex(
    (start, i) => i >= meter.measure && i < next && isWhole(start, starts[i + 1], bar),
  );
  return whole > meter.measure ? { ...meter, measure: whole, offset: 0 } : meter;
}

function isWhole(start: Ticks, end: Ticks | undefined, bar: Ticks): boolean {
  return end !== undefined && Math.round(end - start) === bar;
}

/** The first whole bar that does not fall on a bar of `headline`, because of shorter or longer ones before it; its start, or undefined. */
export function findStrayBar(
  starts: readonly Ticks[],
  { meter, shift }: Headline,
): Ticks | undefined {
  const bar = barTicks(meter);
  return starts.find(
    (start, i) => isWhole(start, starts[i + 1], bar) && Math.round(start + shift) % bar !== 0,
  );
}

function modeFrom(guess: Key | undefined, fifths: number): Key["mode"] {
  return guess?.fifths === fifths ? guess.mode : "major";
}
