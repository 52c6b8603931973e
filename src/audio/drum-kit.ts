import { DRUMS } from "../domain/drums";
import { createRandom, type Random } from "../domain/random";
import type { Seconds } from "../domain/units";
import { filtered, type FilterKind } from "./filters";

/** What is struck, by the names of `DRUMS`. */
export type DrumName = (typeof DRUMS)[number]["name"];

/** How a piece of the kit behaves, besides its sound. */
export interface DrumCharacter {
  /** How long it rings. */
  readonly seconds: Seconds;
  /** Linear gain of its loudest sample at full velocity: what makes a kit of nine pieces. */
  readonly level: number;
  /** Corner of the low-pass, in Hz, that the softest and the hardest stroke go through: a harder stroke is brighter. */
  readonly dull: number;
  readonly bright: number;
}

export const DRUM_CHARACTERS: Record<DrumName, DrumCharacter> = {
  Kick: { seconds: 0.7, level: 0.95, dull: 500, bright: 9000 },
  Snare: { seconds: 0.5, level: 0.75, dull: 1800, bright: 16000 },
  "Closed hi-hat": { seconds: 0.25, level: 0.3, dull: 5000, bright: 18000 },
  "Open hi-hat": { seconds: 1.3, level: 0.32, dull: 5000, bright: 18000 },
  "Floor tom": { seconds: 1.4, level: 0.75, dull: 400, bright: 7000 },
  "Middle tom": { seconds: 1.2, level: 0.7, dull: 500, bright: 8000 },
  "High tom": { seconds: 0.9, level: 0.65, dull: 600, bright: 9000 },
  Crash: { seconds: 2.8, level: 0.5, dull: 3500, bright: 18000 },
  Ride: { seconds: 2.6, level: 0.32, dull: 4000, bright: 16000 },
};

type Samples = Float32Array<ArrayBuffer>;

/** One part of a stroke: it rises and dies away exponentially, both by the time constants given. */
interface Part {
  readonly samples: Samples;
  readonly gain: number;
  readonly attack?: Seconds;
  readonly decay: Seconds;
}

/** What the pieces are made with. */
interface Workshop {
  readonly seconds: Seconds;
  readonly sampleRate: number;
  readonly random: Random;
}

/** The last part of a stroke fades to nothing, so that it ends without a click. */
const FADE: Seconds = 0.02;
/** In time constants: -61 dB. */
const INAUDIBLE = 7;

/**
 * One stroke at full velocity, in one channel, its loudest sample at 1 and its onset at 0 s. Synthesised: drum heads as sines whose pitch falls as
 * the tension of the stroke leaves the head, wires and sticks as bands of noise, cymbals as many partials spread evenly over frequency, as
 * the modes of a plate are, in a haze of noise. The same in every call.
 */
export function drumSamples(name: DrumName, sampleRate: number): Samples {
  const { seconds } = DRUM_CHARACTERS[name];
  const seed = DRUMS.findIndex((drum) => drum.name === name) + 1;
  const shop: Workshop = { seconds, sampleRate, random: createRandom(seed) };
  return finished(mixed(partsOf(name, shop), shop), sampleRate);
}

function partsOf(name: DrumName, shop: Workshop): readonly Part[] {
  switch (name) {
    case "Kick":
      return [
        { samples: head(shop, 47, 3.2, 0.018), gain: 1, attack: 0.001, decay: 0.12 },
        { samples: head(shop, 94, 2.2, 0.012), gain: 0.28, attack: 0.0005, decay: 0.05 },
        // The beater.
        { samples: noise(shop, ["bandpass", 3200, 0.8]), gain: 0.35, decay: 0.006 },
      ];
    case "Snare":
      return [
        { samples: head(shop, 184, 1.35, 0.012), gain: 0.5, decay: 0.06 },
        { samples: head(shop, 331, 1.2, 0.01), gain: 0.34, decay: 0.04 },
        // The wires, which go on rattling, and the stick.
        {
          samples: noise(shop, ["highpass", 1600, 0.7], ["lowpass", 9500, 0.7]),
          gain: 0.95,
          attack: 0.001,
          decay: 0.1,
        },
        { samples: noise(shop, ["bandpass", 5200, 0.7]), gain: 0.7, decay: 0.008 },
      ];
    case "Closed hi-hat":
      return [
        { samples: plate(shop, 60, 3600, 14000, 0.06), gain: 1, attack: 0.0004, decay: 0.055 },
        { samples: noise(shop, ["highpass", 7500, 0.8]), gain: 0.4, decay: 0.026 },
        { samples: noise(shop, ["bandpass", 4300, 1]), gain: 0.3, decay: 0.006 },
      ];
    case "Open hi-hat":
      return [
        { samples: plate(shop, 70, 3200, 14000, 0.9), gain: 1, attack: 0.0006, decay: 0.4 },
        { samples: noise(shop, ["highpass", 7000, 0.8]), gain: 0.35, decay: 0.28 },
        { samples: noise(shop, ["bandpass", 4300, 1]), gain: 0.25, decay: 0.008 },
      ];
    case "Floor tom":
      return tom(shop, 78, 0.3);
    case "Middle tom":
      return tom(shop, 117, 0.24);
    case "High tom":
      return tom(shop, 165, 0.19);
    case "Crash":
      return [
        { samples: plate(shop, 90, 380, 12000, 2), gain: 1, attack: 0.002, decay: 0.85 },
        { samples: noise(shop, ["highpass", 3000, 0.7]), gain: 0.5, attack: 0.003, decay: 0.45 },
        { samples: noise(shop, ["bandpass", 4500, 0.6]), gain: 0.9, decay: 0.04 },
      ];
    case "Ride":
      return [
        { samples: plate(shop, 70, 420, 11000, 1.8), gain: 0.7, attack: 0.004, decay: 1.1 },
        // The bow's ping under the stick.
        { samples: plate(shop, 9, 2600, 6200, 0.35), gain: 0.75, decay: 0.3 },
        { samples: noise(shop, ["bandpass", 7200, 0.9]), gain: 0.55, decay: 0.007 },
        { samples: noise(shop, ["highpass", 5200, 0.7]), gain: 0.14, attack: 0.01, decay: 0.6 },
      ];
  }
}

/** A head with two modes of a circular membrane, 1 : 1.59, and the stick on it. */
function tom(shop: Workshop, frequency: number, decay: Seconds): readonly Part[] {
  return [
    { samples: head(shop, frequency, 1.5, 0.035), gain: 1, attack: 0.0008, decay },
    { samples: head(shop, frequency * 1.593, 1.3, 0.02), gain: 0.35, decay: decay * 0.35 },
    { samples: noise(shop, ["bandpass", frequency * 9, 0.7]), gain: 0.3, decay: 0.012 },
    { samples: noise(shop, ["highpass", 2500, 0.7]), gain: 0.12, decay: 0.004 },
  ];
}

/** A sine that begins `rise` times as high as `frequency` and falls to it, with `fall` for a time constant. */
function head(
  { seconds, sampleRate }: Workshop,
  frequency: number,
  rise: number,
  fall: Seconds,
): Samples {
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  const straighten = Math.exp(-1 / (fall * sampleRate));
  let bend = rise - 1;
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    samples[i] = Math.sin(phase);
    phase += (2 * Math.PI * frequency * (1 + bend)) / sampleRate;
    bend *= straighten;
  }
  return samples;
}

/** White noise through filters, brought back to an RMS of a third. */
function noise(
  { seconds, sampleRate, random }: Workshop,
  ...filters: readonly (readonly [FilterKind, number, number])[]
): Samples {
  const white = new Float32Array(Math.round(seconds * sampleRate));
  for (let i = 0; i < white.length; i++) white[i] = random() * 2 - 1;
  return atLevel(
    filters.reduce((samples, [kind, hz, q]) => filtered(samples, kind, hz, q, sampleRate), white),
  );
}

/**
 * `count` partials between two frequencies, at random places and phases, the higher the softer; the highest die away four times as fast as the
 * lowest, which does so with `decay`. At an RMS of a third where it begins.
 */
function plate(
  { seconds, sampleRate, random }: Workshop,
  count: number,
  lowest: number,
  highest: number,
  decay: Seconds,
): Samples {
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  for (let n = 0; n < count; n++) {
    const place = (n + random()) / count;
    const w = (2 * Math.PI * (lowest + place * (highest - lowest))) / sampleRate;
    const gain = (0.4 + 0.6 * random()) * (1 - 0.7 * place);
    const phase = 2 * Math.PI * random();
    const damping = Math.exp(-(1 + 3 * place) / (decay * sampleRate));
    // A damped sine by its recurrence: one of `Math.sin` a sample would take a hundred times as long.
    const [a, b] = [2 * damping * Math.cos(w), -damping * damping];
    let before = (gain * Math.sin(phase - w)) / damping;
    let now = gain * Math.sin(phase);
    const end = Math.min(samples.length, -INAUDIBLE / Math.log(damping));
    for (let i = 0; i < end; i++) {
      samples[i]! += now;
      const next = a * now + b * before;
      before = now;
      now = next;
    }
  }
  return atLevel(samples, Math.round(0.02 * sampleRate));
}

/** @param measured how many samples count */
function atLevel(samples: Samples, measured = samples.length): Samples {
  const energy = samples.subarray(0, measured).reduce((sum, sample) => sum + sample * sample, 0);
  const gain = 1 / (3 * Math.sqrt(energy / measured));
  return samples.map((sample) => sample * gain);
}

function mixed(parts: readonly Part[], { seconds, sampleRate }: Workshop): Samples {
  const sum = new Float32Array(Math.round(seconds * sampleRate));
  for (const { samples, gain, attack = 0.0002, decay } of parts) {
    const falling = Math.exp(-1 / (decay * sampleRate));
    const rising = Math.exp(-1 / (attack * sampleRate));
    let left = gain;
    let missing = 1;
    for (let i = 0; i < sum.length; i++) {
      sum[i]! += samples[i]! * left * (1 - missing);
      left *= falling;
      missing *= rising;
    }
  }
  return sum;
}

/** Its loudest sample at 1, its end faded. */
function finished(samples: Samples, sampleRate: number): Samples {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const fade = FADE * sampleRate;
  return samples.map((sample, i) => (sample / peak) * Math.min(1, (samples.length - i) / fade));
}
