import type { Seconds } from "../domain/units";

/** Milliseconds a second that two clocks of a machine may drift apart. */
const DRIFT_MS = 0.1;

/**
 * When an audio stream's moments were on the page's clock, told only by when the page hears of them: never too early, and now and then
 * almost at once. So the earliest word counts, and what it says is trusted less the older it is.
 */
export class StreamClock {
  #zeroMs = Infinity;
  #at: Seconds = 0;

  /** The page hears at `nowMs` that the stream is at `seconds`. @returns what the page's clock showed when the stream's second 0 was */
  hear(seconds: Seconds, nowMs: number): number {
    const drifted = this.#zeroMs + DRIFT_MS * Math.max(0, seconds - this.#at);
    this.#zeroMs = Math.min(drifted, nowMs - 1000 * seconds);
    this.#at = seconds;
    return this.#zeroMs;
  }
}
