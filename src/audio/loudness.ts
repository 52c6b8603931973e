import type { Seconds } from "../domain/units";

/** The window of momentary loudness in EBU R 128. */
const WINDOW: Seconds = 0.4;
const HOPS = 8;

/**
 * How loud a sound is to the ear at its loudest: the root mean square of its loudest 0.4 s, K-weighted as in ITU-R BS.1770.
 * A sine of 1 kHz at full scale comes to 0.77. @returns linear; 0 for silence
 */
export function momentaryLoudness(samples: Float32Array, sampleRate: number): number {
  const weighted = kWeighted(samples, sampleRate);
  const hop = Math.round((WINDOW * sampleRate) / HOPS);
  const powers: number[] = [];
  for (let at = 0; at < weighted.length; at += hop)
    powers.push(weighted.subarray(at, at + hop).reduce((sum, sample) => sum + sample * sample, 0));
  const windows = powers.map((_, i) =>
    powers.slice(Math.max(0, i - HOPS + 1), i + 1).reduce((sum, power) => sum + power, 0),
  );
  return Math.sqrt(Math.max(0, ...windows) / (HOPS * hop));
}

/**
 * The two filters of ITU-R BS.1770: a shelf for the head, then a high-pass for how the ear hears basses. Coefficients for any sample rate from
 * their analogue prototypes (B. De Man, "Evaluation of implementations of the EBU R 128 loudness measurement", 145th AES Convention, 2018).
 */
function kWeighted(samples: Float32Array, sampleRate: number): Float32Array {
  const shelf = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
  const shelfQ = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const middle = high ** 0.4996667741545416;
  const headed = biquad(
    samples,
    [
      high + (middle * shelf) / shelfQ + shelf * shelf,
      2 * (shelf * shelf - high),
      high - (middle * shelf) / shelfQ + shelf * shelf,
    ],
    shelf,
    shelfQ,
  );
  const cut = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const cutQ = 0.5003270373238773;
  const unity = 1 + cut / cutQ + cut * cut;
  return biquad(headed, [unity, -2 * unity, unity], cut, cutQ);
}

/** A second-order filter with the poles of `k` = tan(π f / rate) and `q`, and zeros not yet divided by its normaliser. */
function biquad(
  samples: Float32Array,
  zeros: readonly [number, number, number],
  k: number,
  q: number,
): Float32Array {
  const norm = 1 + k / q + k * k;
  const [b0, b1, b2] = [zeros[0] / norm, zeros[1] / norm, zeros[2] / norm];
  const a1 = (2 * (k * k - 1)) / norm;
  const a2 = (1 - k / q + k * k) / norm;
  const filtered = new Float32Array(samples.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    filtered[i] = y;
  }
  return filtered;
}
