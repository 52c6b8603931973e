import {
  secondsToTicks,
  ticksToSeconds,
  type Bpm,
  type Seconds,
  type Ticks,
} from "../domain/units";

/**
 * One straight run through the score at one tempo. Playing is a list of passes, each beginning where the one before ends:
 * a loop, a seek and a change of tempo each begin a new one. Ticks here may lie between whole ticks.
 */
export interface Pass {
  /** Where in the score it begins. */
  readonly tick: Ticks;
  /** Where in the score it ends, exclusive; at least `tick`. */
  readonly end: Ticks;
  /** When it begins, on the audio context's clock. */
  readonly seconds: Seconds;
  readonly bpm: Bpm;
  /** Whether it went back to a loop's start. */
  readonly again: boolean;
}

/** When `tick` sounds in `pass`, also for ticks outside it. */
export function tickToAudioTime(pass: Pass, tick: Ticks): Seconds {
  return pass.seconds + ticksToSeconds(tick - pass.tick, pass.bpm);
}

/** Where `pass` is at `seconds`, kept within it. */
export function audioTimeToTick(pass: Pass, seconds: Seconds): Ticks {
  const tick = pass.tick + secondsToTicks(seconds - pass.seconds, pass.bpm);
  return Math.min(pass.end, Math.max(pass.tick, tick));
}

/** When `pass` ends. */
export function passEnd(pass: Pass): Seconds {
  return tickToAudioTime(pass, pass.end);
}

/** The pass heard at `seconds`: the last that has begun, the first before any has. Undefined without passes. */
export function passAt(passes: readonly Pass[], seconds: Seconds): Pass | undefined {
  return passes.findLast((pass) => pass.seconds <= seconds) ?? passes[0];
}

/** `passes` as if playing had ended at `seconds`. */
export function cutPasses(passes: readonly Pass[], seconds: Seconds): readonly Pass[] {
  return passes
    .filter((pass) => pass.seconds < seconds)
    .map((pass) =>
      passEnd(pass) <= seconds ? pass : { ...pass, end: audioTimeToTick(pass, seconds) },
    );
}
