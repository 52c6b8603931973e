import type { Seconds } from "../domain/units";

/** A stretch of a recording that can be repeated while a note is held. */
export interface SustainLoop {
  readonly start: Seconds;
  readonly end: Seconds;
}

/** A recording cut to what is needed of it. */
export interface Sustained {
  readonly samples: Float32Array<ArrayBuffer>;
  readonly loop: SustainLoop;
}

/** What counts as the attack, relative to the loudest sample of the first half second: -18 dB. */
export const ATTACK_LEVEL = 1 / 8;
const ATTACK_WINDOW: Seconds = 0.5;
/** More of a sustained recording is not kept: the rest is looped. */
const MAX_BODY: Seconds = 6;

/**
 * When the sound begins: encoders and players leave a silence before it, breath and bow a noise.
 * @returns seconds from the start of the recording to the first sample that reaches `ATTACK_LEVEL`; 0 for silence
 */
export function attackTime(samples: Float32Array, sampleRate: number): Seconds {
  const window = samples.subarray(0, Math.round(ATTACK_WINDOW * sampleRate));
  const threshold = peakOf(window) * ATTACK_LEVEL;
  const index = window.findIndex((sample) => Math.abs(sample) >= threshold);
  return Math.max(0, index) / sampleRate;
}

/**
 * The recording with a loop made in its steady part: its end is faded into what comes before its start, shifted so that the two are in phase.
 * Undefined when the steady part is shorter than half a second.
 */
export function makeSustained(
  samples: Float32Array,
  sampleRate: number,
  attack: Seconds,
): Sustained | undefined {
  const bodyEnd = Math.min(steadyEnd(samples, sampleRate), attack + MAX_BODY);
  const body = bodyEnd - attack;
  if (body < 0.75) return undefined;
  const end = Math.floor(bodyEnd * sampleRate);
  const fade = Math.floor(Math.min(0.4, body * 0.2) * sampleRate);
  const wanted = Math.floor((attack + body * 0.4) * sampleRate);
  const { start, likeness } = bestJoin(samples, end, wanted, fade, Math.round(sampleRate / 50));
  const looped = samples.slice(0, end);
  for (let i = 0; i < fade; i++) {
    const rise = (i + 0.5) / fade;
    const fall = 1 - rise;
    // Equal power for unlike waves, equal gain for like ones.
    const gain = 1 / Math.sqrt(rise * rise + fall * fall + 2 * rise * fall * likeness);
    const leaving = samples[end - fade + i]!;
    const coming = samples[start - fade + i]!;
    looped[end - fade + i] = gain * (fall * leaving + rise * coming);
  }
  return { samples: looped, loop: { start: start / sampleRate, end: end / sampleRate } };
}

/** Where the loop begins so that what leads to it is most like what leads to the loop's end. */
function bestJoin(
  samples: Float32Array,
  end: number,
  wanted: number,
  fade: number,
  reach: number,
): { readonly start: number; readonly likeness: number } {
  let start = wanted;
  let likeness = -Infinity;
  const width = Math.min(fade, reach * 3);
  const own = energy(samples, end - width, end);
  for (let candidate = wanted; candidate < wanted + reach; candidate++) {
    let product = 0;
    for (let i = 1; i <= width; i++) product += samples[end - i]! * samples[candidate - i]!;
    const other = energy(samples, candidate - width, candidate);
    const correlation = product / Math.sqrt(own * other || 1);
    if (correlation > likeness) [start, likeness] = [candidate, correlation];
  }
  return { start, likeness: Math.max(0, likeness) };
}

/** The last time at which the sound is less than 6 dB below its usual level: the median of what is within 24 dB of its loudest. */
function steadyEnd(samples: Float32Array, sampleRate: number): Seconds {
  const hop = Math.round(sampleRate / 20);
  const levels: number[] = [];
  for (let at = 0; at + hop <= samples.length; at += hop)
    levels.push(Math.sqrt(energy(samples, at, at + hop) / hop));
  const threshold = Math.max(...levels) / 16;
  const audible = levels.filter((level) => level >= threshold);
  const usual = audible.toSorted((a, b) => a - b)[Math.floor(audible.length / 2)] ?? 0;
  return (levels.findLastIndex((level) => level >= usual / 2) * hop) / sampleRate;
}

function energy(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = Math.max(0, from); i < Math.min(to, samples.length); i++)
    sum += samples[i]! * samples[i]!;
  return sum;
}

function peakOf(samples: Float32Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}
