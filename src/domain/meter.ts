import { TICKS_PER_QUARTER, type Ticks } from "./units";

/** A time signature: `beats` notes of value 1/`unit` a bar. */
export interface Meter {
  readonly beats: number;
  readonly unit: 2 | 4 | 8 | 16;
}

export const METERS: readonly Meter[] = [
  { beats: 2, unit: 4 },
  { beats: 3, unit: 4 },
  { beats: 4, unit: 4 },
  { beats: 5, unit: 4 },
  { beats: 2, unit: 2 },
  { beats: 3, unit: 8 },
  { beats: 6, unit: 8 },
  { beats: 9, unit: 8 },
  { beats: 12, unit: 8 },
];

/** @example meterName({ beats: 6, unit: 8 }) // => "6/8" */
export function meterName(meter: Meter): string {
  return `${meter.beats}/${meter.unit}`;
}

/** Undefined unless `name` is "beats/unit" with 1–32 beats and a unit of 2, 4, 8 or 16. */
export function parseMeter(name: string): Meter | undefined {
  const match = /^(\d{1,2})\/(2|4|8|16)$/.exec(name);
  if (!match) return undefined;
  const beats = Number(match[1]);
  return beats >= 1 && beats <= 32 ? { beats, unit: Number(match[2]) as Meter["unit"] } : undefined;
}

export function barTicks(meter: Meter): Ticks {
  return (meter.beats * TICKS_PER_QUARTER * 4) / meter.unit;
}

/** What a musician taps: a dotted value in 6/8, 9/8 and 12/8 (and their 16ths), the unit elsewhere. */
export function beatTicks(meter: Meter): Ticks {
  const unit = (TICKS_PER_QUARTER * 4) / meter.unit;
  const compound = meter.unit >= 8 && meter.beats > 3 && meter.beats % 3 === 0;
  return compound ? 3 * unit : unit;
}

/** Bar and beat of a tick, both from 1, with the ticks past that beat. */
export function barAndBeat(
  tick: Ticks,
  meter: Meter,
): { readonly bar: number; readonly beat: number; readonly rest: Ticks } {
  const bar = Math.floor(tick / barTicks(meter));
  const within = tick - bar * barTicks(meter);
  const beat = Math.floor(within / beatTicks(meter));
  return { bar: bar + 1, beat: beat + 1, rest: within - beat * beatTicks(meter) };
}
