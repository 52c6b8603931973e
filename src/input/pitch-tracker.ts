import { PitchDetector } from "pitchy";
import type { PitchFrame } from "../domain/sung-notes";
import type { Seconds } from "../domain/units";

/** Between two frames. */
const HOP: Seconds = 0.005;
/** Of what a pitch is read from: nearly three periods of C2. Longer smears quick notes, shorter loses low ones in breath. */
export const WINDOW: Seconds = 0.042;
/** Of what a level is read from, in the middle of the window: a period of C2, so that the level does not follow the wave itself. */
const LEVEL_WINDOW: Seconds = 0.016;
const SILENT = 1e-6;

/**
 * Hears pitch and level in a stream of samples, by the McLeod pitch method (McLeod and Wyvill, "A smarter way to find pitch", ICMC 2005).
 * A frame is about the middle of its window, half a `WINDOW` before the newest sample it has seen.
 */
export class PitchTracker {
  readonly #sampleRate: number;
  readonly #hop: number;
  readonly #detector: PitchDetector<Float32Array>;
  readonly #window: Float32Array;
  #untilNext: number;
  #heard = 0;

  /** @param sampleRate in hertz */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.#hop = Math.round(HOP * sampleRate);
    const size = Math.round(WINDOW * sampleRate);
    this.#detector = PitchDetector.forFloat32Array(size);
    this.#window = new Float32Array(size);
    this.#untilNext = size;
  }

  /**
   * @param samples those that follow the last ones, in [-1, 1], any number
   * @returns the frames that they complete, in seconds since the first sample
   */
  hear(samples: Float32Array): PitchFrame[] {
    const frames: PitchFrame[] = [];
    let at = 0;
    while (at < samples.length) {
      const count = Math.min(this.#untilNext, samples.length - at);
      this.#window.copyWithin(0, count);
      this.#window.set(samples.subarray(at, at + count), this.#window.length - count);
      at += count;
      this.#heard += count;
      this.#untilNext -= count;
      if (this.#untilNext > 0) continue;
      frames.push(this.#frame());
      this.#untilNext = this.#hop;
    }
    return frames;
  }

  #frame(): PitchFrame {
    const window = this.#window;
    const [hertz, clarity] = this.#detector.findPitch(window, this.#sampleRate);
    const half = Math.round((LEVEL_WINDOW * this.#sampleRate) / 2);
    const middle = window.length >> 1;
    let power = 0;
    for (let i = middle - half; i < middle + half; i++) power += window[i]! ** 2 / (2 * half);
    return {
      seconds: (this.#heard - window.length / 2) / this.#sampleRate,
      hertz,
      clarity,
      level: 20 * Math.log10(Math.max(SILENT, Math.sqrt(power))),
    };
  }
}
