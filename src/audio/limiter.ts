/** The loudest input that is told from louder ones, as a multiple of full scale: 18 dB over. */
export const LIMITER_RANGE = 8;
/** Below this nothing is changed. */
const KNEE = 0.8;
const POINTS = 8193;

/**
 * A wave shape that leaves everything up to `KNEE` as it is and bends what is louder towards full scale, which it never passes.
 * A compressor would look ahead, and so sound late; this does not. For input divided by `LIMITER_RANGE`.
 * @returns values in (-1, 1) for inputs spread evenly over [-1, 1]
 */
export function limiterCurve(): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: POINTS }, (_, i) =>
    limit(((i / (POINTS - 1)) * 2 - 1) * LIMITER_RANGE),
  );
}

/** The same as a function: slope 1 at the knee, odd, always below 1. */
export function limit(sample: number): number {
  const size = Math.abs(sample);
  if (size <= KNEE) return sample;
  const room = 1 - KNEE;
  return Math.sign(sample) * (KNEE + room * Math.tanh((size - KNEE) / room));
}
