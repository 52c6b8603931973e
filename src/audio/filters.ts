/** What a second-order filter lets through. */
export type FilterKind = "lowpass" | "highpass" | "bandpass";

/**
 * `samples` through a second-order filter, as of R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter coefficients". The band-pass
 * has a gain of 1 at its middle.
 * @param frequency of the corner or the middle, in Hz, below half of `sampleRate`
 * @param q above 0; 0.707 has no resonance
 */
export function filtered(
  samples: Float32Array<ArrayBuffer>,
  kind: FilterKind,
  frequency: number,
  q: number,
  sampleRate: number,
): Float32Array<ArrayBuffer> {
  const w = (2 * Math.PI * frequency) / sampleRate;
  const alpha = Math.sin(w) / (2 * q);
  const cos = Math.cos(w);
  const norm = 1 + alpha;
  const zeros = {
    lowpass: [(1 - cos) / 2, 1 - cos, (1 - cos) / 2],
    highpass: [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2],
    bandpass: [alpha, 0, -alpha],
  }[kind];
  const [b0, b1, b2] = zeros.map((zero) => zero / norm) as [number, number, number];
  const a1 = (-2 * cos) / norm;
  const a2 = (1 - alpha) / norm;
  const result = new Float32Array(samples.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i]!;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    result[i] = y;
  }
  return result;
}
