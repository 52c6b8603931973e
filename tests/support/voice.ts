import type { Random } from "../../src/domain/random";

/** A note that somebody sings. Times in seconds. */
export interface Sung {
  readonly pitch: number;
  readonly start: number;
  readonly end: number;
  /** Amplitude against the others; 1 when not given. */
  readonly loudness?: number;
}

/** How it is sung. */
export interface Manner {
  readonly sampleRate: number;
  /** Amplitudes of the partials, the lowest first; a whistle has one. */
  readonly partials: readonly number[];
  /** Semitones to each side of the middle, and times a second. */
  readonly vibrato?: { readonly depth: number; readonly hertz: number };
  /** Seconds that the voice takes to slide to a note that follows without a gap, half of them before its start. */
  readonly glide?: number;
  /** Semitones below its pitch at which a note after a gap begins, and seconds until it is there. */
  readonly scoop?: { readonly depth: number; readonly seconds: number };
  /** Decibels of the voice above noise that is there all the time; none when not given. */
  readonly aboveNoise?: number;
  /** Seconds of rising at the start of a note after a gap, and of falling before one. */
  readonly attack?: number;
  /** Semitones that the singer's A lies above 440 Hz. */
  readonly tuning?: number;
  /** Seconds that each note after a gap rises out of breath of the same loudness. */
  readonly breath?: number;
}

/** Seven partials, falling by about 8 dB an octave, with the strength about the third that an open vowel has. */
export const VOWEL: readonly number[] = [1, 0.7, 0.8, 0.35, 0.2, 0.12, 0.07];
/** One whose lowest partial is weaker than the next ones, as a low voice's in a small microphone. */
export const THIN_VOWEL: readonly number[] = [0.3, 0.6, 0.8, 0.6, 0.35, 0.2, 0.1];
export const WHISTLE: readonly number[] = [1];

const LEVEL = 0.2;

/** The sound of `notes`, which follow each other, from 0 to half a second after the last. */
export function sing(notes: readonly Sung[], manner: Manner, random: Random): Float32Array {
  const { sampleRate, partials, attack = 0.03, tuning = 0 } = manner;
  const seconds = (notes.at(-1)?.end ?? 0) + 0.5;
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  const sum = Math.sqrt(partials.reduce((power, amplitude) => power + amplitude ** 2, 0));
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    const t = i / sampleRate;
    const index = notes.findLastIndex(({ start }) => start <= t);
    const gliding = pitchAt(notes, index, t, manner);
    const wave = manner.vibrato
      ? manner.vibrato.depth * Math.sin(2 * Math.PI * manner.vibrato.hertz * t)
      : 0;
    const hertz = 440 * 2 ** ((gliding + wave + tuning - 69) / 12);
    phase += hertz / sampleRate;
    const note = notes[index];
    if (!note || t >= note.end) continue;
    const isAfterGap = index === 0 || notes[index - 1]!.end < note.start;
    const isBeforeGap = (notes[index + 1]?.start ?? Infinity) > note.end;
    const rise = isAfterGap ? Math.min(1, (t - note.start) / attack) : 1;
    const fall = isBeforeGap ? Math.min(1, (note.end - t) / attack) : 1;
    let value = 0;
    for (const [k, amplitude] of partials.entries())
      if (hertz * (k + 1) < sampleRate / 2)
        value += amplitude * Math.sin(2 * Math.PI * phase * (k + 1));
    const loudness = LEVEL * (note.loudness ?? 1) * Math.min(rise, fall);
    samples[i] = (loudness * Math.SQRT2 * value) / sum;
    const breath = manner.breath ?? 0;
    if (isAfterGap && t - note.start < breath) {
      const share = 1 - (t - note.start) / breath;
      samples[i] = (1 - share) * samples[i]! + share * loudness * gaussian(random);
    }
  }
  if (manner.aboveNoise !== undefined) {
    const noise = LEVEL * 10 ** (-manner.aboveNoise / 20);
    for (let i = 0; i < samples.length; i++) samples[i]! += noise * gaussian(random);
  }
  return samples;
}

function pitchAt(
  notes: readonly Sung[],
  index: number,
  t: number,
  { glide = 0, scoop }: Manner,
): number {
  const note = notes[index] ?? notes[0]!;
  const [before, after] = [notes[index - 1], notes[index + 1]];
  if (glide > 0 && before?.end === note.start && t - note.start < glide / 2)
    return ease(before.pitch, note.pitch, 0.5 + (t - note.start) / glide);
  if (glide > 0 && after?.start === note.end && after.start - t < glide / 2)
    return ease(note.pitch, after.pitch, 0.5 - (after.start - t) / glide);
  if (scoop && before?.end !== note.start && t - note.start < scoop.seconds)
    return ease(note.pitch - scoop.depth, note.pitch, (t - note.start) / scoop.seconds);
  return note.pitch;
}

function ease(from: number, to: number, share: number): number {
  return from + ((to - from) * (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, share))))) / 2;
}

function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Notes one after another from `start`, `beat` seconds each, of which the last `gap` is silent. */
export function line(pitches: readonly number[], beat = 0.5, gap = 0, start = 0.6): Sung[] {
  return pitches.map((pitch, i) => ({
    pitch,
    start: start + i * beat,
    end: start + (i + 1) * beat - gap,
  }));
}
