/** Below this nothing is changed. */
const KNEE = 0.8;

/**
 * Leaves everything up to `KNEE` as it is and bends what is louder towards full scale, which it never passes: odd, with slope 1 at the knee.
 * A compressor would have to look ahead, and so sound late; this does not.
 */
export function limit(sample: number): number {
  const size = Math.abs(sample);
  if (size <= KNEE) return sample;
  const room = 1 - KNEE;
  return Math.sign(sample) * (KNEE + room * Math.tanh((size - KNEE) / room));
}
