import type { Random } from "../domain/random";
import type { Compass } from "./melody";
import { drawLogits } from "./sampling";

/** A network that hears a melody event by event and says what comes next. */
export interface MelodyNet extends Compass {
  start(): MelodyRun;
}

/** A network with what it has heard so far; to be disposed of. */
export interface MelodyRun {
  /** Hears `event`; returns the logits of the next one, `[events]`. */
  hear(event: number): Float32Array;
  /** Another run that has heard the same. */
  fork(): MelodyRun;
  dispose(): void;
}

/** A network that makes a point of a few bars, and bars of a point. */
export interface MelodyCoder extends Compass {
  /** Steps that it sees at once. */
  readonly window: number;
  /** @param events `[window]` @returns the mean of the latent distribution */
  encodeMelody(events: Uint8Array): Float32Array;
  /** @param choose given the logits of a step, returns the event there @returns `[window]` */
  decodeMelody(z: Float32Array, choose: (logits: Float32Array, step: number) => number): Uint8Array;
}

/** Nats added to the logit of an event at a step. */
export type Bias = (event: number, step: number) => number;

/** Chooses events by seeded draws. */
export function chooser(
  temperature: number,
  bias: Bias,
  random: Random,
): (logits: Float32Array, step: number) => number {
  return (logits, step) => drawLogits(logits, temperature, (event) => bias(event, step), random);
}
