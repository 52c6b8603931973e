import type { PitchFrame } from "../../src/domain/sung-notes";
import { MicrophoneError, type Microphone, type OnHeard } from "../../src/input/microphone";

/** Seconds between two frames. */
const HOP = 0.005;

/** A microphone that hears what the test sings. */
export class FakeMicrophone implements Microphone {
  refusal: Error | undefined;
  /** Resolves when the person has said yes; at once when not set. */
  answer: Promise<void> | undefined;
  open = 0;
  #onHeard: OnHeard | undefined;
  #onLost: ((error: MicrophoneError) => void) | undefined;
  #seconds = 0;

  async listen(...[onHeard, onLost]: Parameters<Microphone["listen"]>): Promise<() => void> {
    await this.answer;
    if (this.refusal) throw this.refusal;
    this.open += 1;
    this.#onHeard = onHeard;
    this.#onLost = onLost;
    return () => {
      this.open -= 1;
    };
  }

  /** Sings `pitch`, or nothing, until `seconds`, and tells of it at once. The page's clock shows `zeroMs` at second 0. */
  sing(pitch: number | undefined, until: number, zeroMs = 0): void {
    const frames: PitchFrame[] = [];
    for (; this.#seconds < until; this.#seconds += HOP)
      frames.push({
        seconds: this.#seconds,
        hertz: pitch === undefined ? 0 : 440 * 2 ** ((pitch - 69) / 12),
        clarity: pitch === undefined ? 0 : 0.97,
        level: pitch === undefined ? -70 : -20,
      });
    this.#onHeard?.(frames, zeroMs);
  }

  pull(): void {
    this.open -= 1;
    this.#onLost?.(new MicrophoneError("lost", "The microphone is gone."));
  }
}
