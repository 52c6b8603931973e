import type { Seconds } from "../../src/domain/units";

/** Mono: the mean of an audio buffer's channels. */
export function mono(buffer: AudioBuffer): Float32Array {
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, c) =>
    buffer.getChannelData(c),
  );
  return Float32Array.from({ length: buffer.length }, (_, i) =>
    channels.reduce((sum, channel) => sum + channel[i]! / channels.length, 0),
  );
}

export function peak(samples: Float32Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

export function slice(buffer: AudioBuffer, from: Seconds, to: Seconds): Float32Array {
  const { sampleRate } = buffer;
  return mono(buffer).subarray(Math.round(from * sampleRate), Math.round(to * sampleRate));
}

/**
 * When the sound between `from` and `to` begins: the first sample that reaches a fraction of its loudest one.
 * For notes that silence parts.
 */
export function onset(buffer: AudioBuffer, from: Seconds, to: Seconds, fraction = 8): Seconds {
  const samples = slice(buffer, from, to);
  const threshold = peak(samples) / fraction;
  return from + samples.findIndex((sample) => Math.abs(sample) >= threshold) / buffer.sampleRate;
}

/** The steepest step from one sample to the next: a click is far steeper than the sound around it. */
export function steepest(samples: Float32Array): number {
  let most = 0;
  for (let i = 1; i < samples.length; i++)
    most = Math.max(most, Math.abs(samples[i]! - samples[i - 1]!));
  return most;
}

/** How much of a sine of `frequency` is in `samples`: its amplitude (Goertzel). */
export function amplitudeAt(samples: Float32Array, frequency: number, sampleRate: number): number {
  let re = 0;
  let im = 0;
  samples.forEach((sample, i) => {
    const phase = (2 * Math.PI * frequency * i) / sampleRate;
    re += sample * Math.cos(phase);
    im += sample * Math.sin(phase);
  });
  return (2 * Math.hypot(re, im)) / samples.length;
}
