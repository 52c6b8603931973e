import { PitchTracker } from "./pitch-tracker";
import type { PitchFrame } from "../domain/sung-notes";
import type { Seconds } from "../domain/units";

/** What the worklet tells of, several frames at a time. */
export interface MicrophoneReport {
  /** On the audio context's clock. */
  readonly frames: readonly PitchFrame[];
  /** The same clock when this was told. */
  readonly now: Seconds;
}

// What a worklet has; TypeScript knows only of windows and workers.
declare const currentTime: Seconds;
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => object): void;

/** About 50 reports a second: as often as a screen can show them. */
const REPORTED = 4;

class MicrophoneProcessor extends AudioWorkletProcessor {
  readonly #tracker = new PitchTracker(sampleRate);
  #frames: PitchFrame[] = [];
  #heard = 0;
  #stopped = false;

  constructor() {
    super();
    this.port.onmessage = () => {
      this.#stopped = true;
    };
  }

  process([input]: readonly (readonly Float32Array[])[], [output]: readonly Float32Array[][]) {
    const length = output?.[0]?.length ?? 128;
    // Without an input, as while a device is changed, time goes on all the same.
    const samples = input?.[0] ?? new Float32Array(length);
    // The context's clock may have gone on without this processor.
    const began = currentTime - this.#heard / sampleRate;
    for (const frame of this.#tracker.hear(samples))
      this.#frames.push({ ...frame, seconds: frame.seconds + began });
    this.#heard += samples.length;
    if (this.#frames.length >= REPORTED) {
      const now = currentTime + samples.length / sampleRate;
      this.port.postMessage({ frames: this.#frames, now } satisfies MicrophoneReport);
      this.#frames = [];
    }
    return !this.#stopped;
  }
}

registerProcessor("microphone", MicrophoneProcessor);
