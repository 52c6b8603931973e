/** What a meter shows: places on its scale, in [0, 1]. */
export interface Needle {
  readonly level: number;
  /** The loudest of late. */
  readonly peak: number;
  /** When that was, in milliseconds of the frame's clock. */
  readonly peakMs: number;
}

/** The lowest mark of the scale, in dB of full scale; the highest is 0. */
const FLOOR = -48;
/** The marks that are written at the scale. */
export const MARKS: readonly number[] = [-36, -24, -12, -6, 0];
/** A meter rises at once and falls so fast: in dB a second. */
const FALL = 26;
/** How long a peak stands before it falls. */
const HOLD_MS = 1500;
/** Louder than this behind the limiter, it would have passed full scale without it. */
const TOO_LOUD = 0.952;

export const AT_REST: Needle = { level: 0, peak: 0, peakMs: 0 };

/** The place of a level on the scale: each 6 dB are an eighth. @param dB of full scale */
export function placeOf(dB: number): number {
  return Math.min(1, Math.max(0, 1 - dB / FLOOR));
}

/** The needle a frame later. @param amplitude linear, 1 at full scale @param ms since the last frame */
export function moved(needle: Needle, amplitude: number, nowMs: number, ms: number): Needle {
  const heard = amplitude > 0 ? placeOf(20 * Math.log10(amplitude)) : 0;
  const fall = (FALL * ms) / 1000 / -FLOOR;
  const level = Math.max(heard, needle.level - fall);
  if (level >= needle.peak && level > 0) return { level, peak: level, peakMs: nowMs };
  const isHeld = nowMs - needle.peakMs < HOLD_MS;
  const peak = isHeld ? needle.peak : Math.max(level, needle.peak - fall);
  return { level, peak, peakMs: needle.peakMs };
}

export function isAtRest({ level, peak }: Needle): boolean {
  return level === 0 && peak === 0;
}

/** Whether the limiter had to keep it from passing full scale. @param amplitude linear, behind the limiter */
export function isTooLoud(amplitude: number): boolean {
  return amplitude >= TOO_LOUD;
}
