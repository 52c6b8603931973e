/** A number that carries its unit for the type checker only: plain numbers fit, other units do not. */
type Unit<Name extends string> = number & { readonly __unit?: Name };

/** MIDI note number: 60 is middle C (C4), one per semitone. Integer in [0, 127]. */
export type Midi = Unit<"midi">;
/** Pitch modulo the octave: 0 is C, 11 is B. Integer in [0, 11]. */
export type PitchClass = Unit<"pitchClass">;
/** MIDI velocity. Integer in [1, 127]. */
export type Velocity = Unit<"velocity">;
/** Score time: 480 to the quarter note, from the start of the score. Integer, never negative. */
export type Ticks = Unit<"ticks">;
/** Model grid time: 4 to the quarter note. Integer, never negative. */
export type Steps = Unit<"steps">;
/** Clock time. */
export type Seconds = Unit<"seconds">;
/** Quarter notes a minute, whatever the meter; above 0. */
export type Bpm = Unit<"bpm">;

export const TICKS_PER_QUARTER = 480;
export const STEPS_PER_QUARTER = 4;
export const TICKS_PER_STEP = TICKS_PER_QUARTER / STEPS_PER_QUARTER;

/** Exact: every step falls on a tick. */
export function stepsToTicks(steps: Steps): Ticks {
  return steps * TICKS_PER_STEP;
}

/** The nearest step; halves round up. */
export function ticksToSteps(ticks: Ticks): Steps {
  return Math.round(ticks / TICKS_PER_STEP);
}

/** @param bpm quarter notes a minute, above 0 */
export function ticksToSeconds(ticks: Ticks, bpm: Bpm): Seconds {
  return (ticks / TICKS_PER_QUARTER) * (60 / bpm);
}

/** The inverse of `ticksToSeconds`, not rounded. @param bpm quarter notes a minute, above 0 */
export function secondsToTicks(seconds: Seconds, bpm: Bpm): Ticks {
  return (seconds * bpm * TICKS_PER_QUARTER) / 60;
}
