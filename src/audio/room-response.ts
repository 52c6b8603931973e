import { createRandom, type Random } from "../domain/random";
import type { Seconds } from "../domain/units";

/** How long the room answers. */
export const ROOM_SECONDS: Seconds = 1.9;
/** Of a hall for chamber music: the sound has fallen by 60 dB after this time, in the lowest band and in the highest. */
const DECAYS: readonly [Seconds, Seconds] = [1.7, 0.5];
/** When the first walls answer, and how loud, the left ear's; the right one's come a little off them. */
const WALLS: readonly (readonly [Seconds, number])[] = [
  [0.011, 0.62],
  [0.017, -0.5],
  [0.023, 0.44],
  [0.031, 0.36],
  [0.041, -0.31],
  [0.053, 0.26],
  [0.067, 0.2],
];
const TAIL_BEGINS: Seconds = 0.02;
/** Beside the walls: makes the room clear rather than washed. */
const TAIL_LEVEL = 0.045;
const SEED = 1747;

type Samples = Float32Array<ArrayBuffer>;
const responses = new Map<number, readonly [Samples, Samples]>();

/**
 * What the two ears hear of a clap: early reflections, then noise of its own for each ear that dies away exponentially, the high bands sooner
 * (J. A. Moorer, "About This Reverberation Business", Computer Music Journal 3(2), 1979). An energy of 1 in both together; made once for each rate, the same
 * every time.
 */
export function roomResponse(sampleRate: number): readonly [Samples, Samples] {
  const known = responses.get(sampleRate);
  if (known) return known;
  const random = createRandom(SEED);
  const ears = [ear(random, sampleRate, 1), ear(random, sampleRate, 1.13)] as const;
  const energyOf = (samples: Samples) => samples.reduce((sum, x) => sum + x * x, 0);
  const energy = energyOf(ears[0]) + energyOf(ears[1]);
  const scaled = (samples: Samples) => samples.map((sample) => sample / Math.sqrt(energy));
  const response = [scaled(ears[0]), scaled(ears[1])] as const;
  responses.set(sampleRate, response);
  return response;
}

/** @param spread how much later the walls answer here */
function ear(random: Random, sampleRate: number, spread: number): Samples {
  const samples = new Float32Array(Math.round(ROOM_SECONDS * sampleRate));
  const constant = (decay: Seconds) => Math.exp(-Math.log(1000) / (decay * sampleRate));
  const [slow, fast] = DECAYS.map(constant) as [number, number];
  // Noise in two bands by a one-pole filter at about 2 kHz.
  const pole = Math.exp((-2 * Math.PI * 2000) / sampleRate);
  let low = 0;
  let [lowLeft, highLeft] = [1, 1];
  const start = Math.round(TAIL_BEGINS * sampleRate);
  for (let i = start; i < samples.length; i++) {
    const white = random() * 2 - 1;
    low = pole * low + (1 - pole) * white;
    const swell = Math.min(1, (i - start) / (0.03 * sampleRate));
    const fade = Math.min(1, (samples.length - i) / (0.1 * sampleRate));
    samples[i] = swell * fade * TAIL_LEVEL * (2 * low * lowLeft + (white - low) * highLeft);
    lowLeft *= slow;
    highLeft *= fast;
  }
  for (const [seconds, gain] of WALLS) {
    const at = Math.round(seconds * spread * sampleRate);
    samples[at]! += gain;
  }
  return samples;
}
