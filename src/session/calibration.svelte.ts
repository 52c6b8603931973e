import { HANDS, handOf, latencyOf, type Hand, type Latency } from "../domain/latency";
import type { Seconds } from "../domain/units";
import type { Live } from "./live.svelte";
import type { Playback } from "./playback.svelte";
import type { Preferences } from "./preferences.svelte";

export type CalibrationState =
  | { readonly phase: "idle" }
  /** @param beat clicks so far @param strokes those that count */
  | { readonly phase: "listening"; readonly beat: number; readonly strokes: number }
  | { readonly phase: "done"; readonly hand: Hand; readonly latency: Latency }
  /** Too few strokes, or too far apart. */
  | { readonly phase: "unclear"; readonly strokes: number };

export interface CalibrationPorts {
  /** Calls back again and again until it is told to stop. */
  readonly often: (run: () => void) => () => void;
  readonly nowMs: () => number;
}

/** Between two clicks. */
const INTERVAL: Seconds = 0.7;
/** Clicks that are only listened to, and all. */
export const LEAD = 4;
export const CLICKS = 20;

/** Plays clicks, hears what is struck with them, and has what comes late taken off from then on. */
export class Calibration {
  readonly #playback: Playback;
  readonly #live: Live;
  readonly #preferences: Preferences;
  readonly #ports: CalibrationPorts;
  #state = $state.raw<CalibrationState>({ phase: "idle" });
  #stop: () => void = () => undefined;

  readonly state = $derived(this.#state);

  constructor(playback: Playback, live: Live, preferences: Preferences, ports: CalibrationPorts) {
    this.#playback = playback;
    this.#live = live;
    this.#preferences = preferences;
    this.#ports = ports;
  }

  /** @throws AudioError where there is no sound */
  start(): void {
    this.cancel();
    this.#playback.stop();
    const clicks = this.#playback.clickAlong(INTERVAL, CLICKS);
    const heard: { readonly hand: Hand; readonly at: Seconds }[] = [];
    this.#state = { phase: "listening", beat: 0, strokes: 0 };
    const deaf = this.#live.listen((source, ms) => {
      const at = clicks.secondsAt(ms);
      const hand = handOf(source);
      // Whoever plays the first clicks already is finding the beat.
      if (hand !== undefined && at > (LEAD - 0.5) * INTERVAL) heard.push({ hand, at });
    });
    const stopLooking = this.#ports.often(() => {
      const seconds = clicks.secondsAt(this.#ports.nowMs());
      const beat = Math.min(CLICKS, Math.floor(seconds / INTERVAL) + 1);
      this.#state = { phase: "listening", beat: Math.max(0, beat), strokes: heard.length };
      if (seconds > CLICKS * INTERVAL) this.#finish(heard);
    });
    this.#stop = () => {
      clicks.stop();
      deaf();
      stopLooking();
    };
  }

  cancel(): void {
    this.#stop();
    this.#stop = () => undefined;
    this.#state = { phase: "idle" };
  }

  /** Of the thing that was played on most. */
  #finish(heard: readonly { readonly hand: Hand; readonly at: Seconds }[]): void {
    this.cancel();
    const [most] = HANDS.map((hand) => ({
      hand,
      strokes: heard.filter((stroke) => stroke.hand === hand).map(({ at }) => at),
    })).toSorted((a, b) => b.strokes.length - a.strokes.length);
    const latency = most && latencyOf(most.strokes, INTERVAL);
    if (!latency) {
      this.#state = { phase: "unclear", strokes: heard.length };
      return;
    }
    const { hand } = most;
    // What was taken off already did not make these strokes earlier: they were measured as they came.
    this.#preferences.setLatency(hand, Math.round(latency.ms));
    this.#state = { phase: "done", hand, latency };
  }
}
