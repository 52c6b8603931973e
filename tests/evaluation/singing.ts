import { createRandom } from "../../src/domain/random";
import { FRESH_EAR, hear, hush, type SungEvent } from "../../src/domain/sung-notes";
import type { Seconds } from "../../src/domain/units";
import { PitchTracker } from "../../src/input/pitch-tracker";
import { line, sing, THIN_VOWEL, VOWEL, WHISTLE, type Manner, type Sung } from "../support/voice";

const SAMPLE_RATE = 48000;
/** What an audio context hands over at a time. */
const QUANTUM = 128;
/** Further off, a note is not the one that was sung. */
const NEAR: Seconds = 0.15;

/** A line, and how it is sung. */
export interface SungLine {
  readonly name: string;
  readonly notes: readonly Sung[];
  readonly manner: Partial<Manner>;
}

/** A note that was heard, and when that was told. */
export interface HeardNote {
  readonly pitch: number;
  readonly start: Seconds;
  readonly end: Seconds;
  readonly velocity: number;
  readonly toldAt: Seconds;
}

/** How a line was heard; times in milliseconds. */
export interface Hearing {
  readonly notes: number;
  /** Notes with the pitch that was sung. */
  readonly right: number;
  readonly missed: number;
  readonly extra: number;
  /** How far off onsets are, and ends. */
  readonly onsetMedianMs: number;
  readonly onset95Ms: number;
  readonly end95Ms: number;
  /** From a note's onset until it is told. */
  readonly toldMedianMs: number;
}

const vibrato = { depth: 0.5, hertz: 5.5 };
const SCALE = [60, 62, 64, 65, 67, 69, 71, 72];
const TUNE = [67, 69, 71, 72, 74, 72, 71, 67, 62, 66, 69, 67];
const CHROMATIC = [60, 61, 62, 63, 64, 63, 62, 61];
const REPEATED = [60, 60, 60, 60, 62, 62, 62, 62];
const LEAPS = [55, 67, 55, 67, 60, 72, 60, 72];
/** From 1047 to 2093 Hz. */
const WHISTLED = [84, 86, 88, 91, 93, 95, 96, 93];
/** From 82 to 131 Hz. */
const LOW = [40, 43, 45, 47, 48, 45, 43, 40];
const HIGH = [76, 79, 81, 84, 83, 79, 76, 72];

export const SUNG_LINES: readonly SungLine[] = [
  ["a sine, detached", line(SCALE, 0.5, 0.08), { partials: [1] }],
  ["a vowel, detached", line(SCALE, 0.5, 0.08), {}],
  ["a vowel, legato, glides of 60 ms", line(TUNE, 0.4), { glide: 0.06 }],
  ["legato, glides of 150 ms", line(TUNE, 0.6), { glide: 0.15 }],
  ["quick, five a second, legato", line(TUNE, 0.2), { glide: 0.04 }],
  ["vibrato, detached", line(TUNE, 0.6, 0.1), { vibrato }],
  ["vibrato, legato, noise at 20 dB", line(TUNE, 0.6), { vibrato, glide: 0.08, aboveNoise: 20 }],
  ["vibrato, legato, noise at 12 dB", line(TUNE, 0.6), { vibrato, glide: 0.08, aboveNoise: 12 }],
  ["vibrato, semitones, legato", line(CHROMATIC, 0.6), { vibrato, glide: 0.08 }],
  ["scooped 1 semitone, 200 ms", line(TUNE, 0.7, 0.1), { scoop: { depth: 1, seconds: 0.2 } }],
  ["scooped 2 semitones, 120 ms", line(TUNE, 0.7, 0.1), { scoop: { depth: 2, seconds: 0.12 } }],
  ["out of 80 ms of breath", line(TUNE, 0.6, 0.12), { breath: 0.08 }],
  ["repeated, gaps of 40 ms", line(REPEATED, 0.4, 0.04), { attack: 0.015 }],
  ["repeated, noise at 20 dB", line(REPEATED, 0.4, 0.08), { aboveNoise: 20 }],
  ["octaves, legato", line(LEAPS, 0.5), { glide: 0.05 }],
  ["octaves, detached", line(LEAPS, 0.5, 0.08), {}],
  ["whistled, detached", line(WHISTLED, 0.4, 0.06), { partials: WHISTLE }],
  [
    "whistled, legato, noise at 20 dB",
    line(WHISTLED, 0.4),
    { partials: WHISTLE, glide: 0.05, aboveNoise: 20 },
  ],
  ["a bass", line(LOW, 0.5, 0.06), {}],
  ["a bass, thin, noise at 20 dB", line(LOW, 0.5, 0.06), { partials: THIN_VOWEL, aboveNoise: 20 }],
  ["a bass, thin, noise at 12 dB", line(LOW, 0.5, 0.06), { partials: THIN_VOWEL, aboveNoise: 12 }],
  ["a soprano with vibrato", line(HIGH, 0.6), { vibrato, glide: 0.08, aboveNoise: 20 }],
  ["35 cents flat", line(TUNE, 0.5, 0.06), { tuning: -0.35 }],
].map(([name, notes, manner]) => ({ name, notes, manner }) as SungLine);

/**
 * A line as somebody might sing it: steps and leaps in a range of their own, at a tempo of their own, legato and detached, with vibrato or
 * without, sliding into some notes, a little out of tune, in a room that is not silent.
 */
export function anyLine(seed: number): SungLine {
  const random = createRandom(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const lowest = Math.round(between(43, 67));
  const beat = between(0.3, 0.6);
  const scale = [0, 2, 4, 5, 7, 9, 11, 12, 14];
  const notes: Sung[] = [];
  let degree = Math.floor(9 * random());
  let start = 0.6;
  for (let i = 0; i < 16; i++) {
    const step = random() < 0.7 ? 1 : Math.ceil(4 * random());
    degree = Math.abs(degree + (random() < 0.5 ? step : -step));
    if (degree > 8) degree = 16 - degree;
    const length = beat * [0.5, 1, 1, 1, 2][Math.floor(5 * random())]!;
    const gap = random() < 0.5 ? 0 : Math.min(between(0.05, 0.12), length / 3);
    const pitch = lowest + scale[degree]!;
    // A pitch that comes again without a gap is one note.
    const before = notes.at(-1);
    if (before?.pitch === pitch && before.end === start)
      notes.splice(-1, 1, { ...before, end: start - 0.06 });
    notes.push({ pitch, start, end: start + length - gap, loudness: between(0.5, 1) });
    start += length;
  }
  const manner: Partial<Manner> = {
    ...(random() < 0.6 && { vibrato: { depth: between(0.2, 0.6), hertz: between(4.5, 6.5) } }),
    ...(random() < 0.5 && { scoop: { depth: between(0.5, 2), seconds: between(0.06, 0.15) } }),
    glide: between(0.03, 0.12),
    aboveNoise: between(15, 40),
    tuning: between(-0.3, 0.3),
    partials: random() < 0.2 ? THIN_VOWEL : VOWEL,
  };
  return { name: `line ${seed}`, notes, manner };
}

/** The notes that are heard in a stream of samples. */
export function listen(samples: Float32Array, sampleRate = SAMPLE_RATE): readonly HeardNote[] {
  const tracker = new PitchTracker(sampleRate);
  const notes: HeardNote[] = [];
  const take = (events: readonly SungEvent[], toldAt: Seconds) => {
    for (const event of events)
      if (event.type === "begin") {
        const { pitch, seconds: start, velocity } = event;
        notes.push({ pitch, start, end: Infinity, velocity, toldAt });
      } else {
        const last = notes.pop()!;
        notes.push(
          event.type === "amend"
            ? { ...last, pitch: event.pitch }
            : { ...last, end: event.seconds },
        );
      }
  };
  let ear = FRESH_EAR;
  for (let from = 0; from < samples.length; from += QUANTUM)
    for (const frame of tracker.hear(samples.subarray(from, from + QUANTUM))) {
      const heard = hear(ear, frame);
      ear = heard.ear;
      take(heard.events, (from + QUANTUM) / sampleRate);
    }
  take(hush(ear).events, samples.length / sampleRate);
  return notes;
}

/** How a line is heard. @param seed of its noise */
export function measure({ notes, manner }: SungLine, seed = 1): Hearing {
  const sung = { sampleRate: SAMPLE_RATE, partials: VOWEL, ...manner };
  const heard = listen(sing(notes, sung, createRandom(seed)));
  const left = new Set(heard);
  const onsets: number[] = [];
  const ends: number[] = [];
  const told: number[] = [];
  let right = 0;
  for (const note of notes) {
    const off = ({ start }: HeardNote) => Math.abs(start - note.start);
    const near = [...left].filter((one) => off(one) < NEAR).toSorted((a, b) => off(a) - off(b));
    const match = near.find(({ pitch }) => Math.round(pitch) === note.pitch) ?? near[0];
    if (!match) continue;
    left.delete(match);
    if (Math.round(match.pitch) === note.pitch) right += 1;
    onsets.push(1000 * off(match));
    ends.push(1000 * Math.abs(match.end - note.end));
    told.push(1000 * (match.toldAt - note.start));
  }
  return {
    notes: notes.length,
    right,
    missed: notes.length - onsets.length,
    extra: left.size,
    onsetMedianMs: quantile(onsets, 0.5),
    onset95Ms: quantile(onsets, 0.95),
    end95Ms: quantile(ends, 0.95),
    toldMedianMs: quantile(told, 0.5),
  };
}

/** Processor time that hearing takes, as a share of the time that is heard, and how much of it tracks the pitch. */
export function measureCost(nowMs: () => number): { all: number; tracking: number } {
  const seconds = 20;
  const notes = line(
    Array.from({ length: 40 }, (_, i) => SCALE[i % SCALE.length]!),
    0.5,
    0.05,
    0,
  );
  const samples = sing(
    notes,
    { sampleRate: SAMPLE_RATE, partials: VOWEL, aboveNoise: 20 },
    createRandom(1),
  ).subarray(0, seconds * SAMPLE_RATE);
  listen(samples); // Until it is compiled.
  const before = nowMs();
  const tracker = new PitchTracker(SAMPLE_RATE);
  for (let from = 0; from < samples.length; from += QUANTUM)
    tracker.hear(samples.subarray(from, from + QUANTUM));
  const between = nowMs();
  listen(samples);
  const after = nowMs();
  const share = (ms: number) => ms / 1000 / seconds;
  return { all: share(after - between), tracking: share(between - before) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
