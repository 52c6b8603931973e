import type { MelodyAttribute } from "../domain/ask";
import type { Random } from "../domain/random";
import { REST, type Line } from "./line";
import { eventPitch, OFF, type Compass } from "./melody";
import { drawLogits } from "./sampling";
import type { Steering } from "./steering";

/** A network that hears a melody event by event and says what comes next. */
export interface MelodyNet extends Compass {
  /**
   * @param chords the class of the chord at each step that will be heard or asked for, from the first one heard; none where there is no
   * number. A network that does not take chords takes no notice.
   */
  start(chords?: Int16Array): MelodyRun;
}

/** A network with what it has heard so far, in one lane at first; to be disposed of. */
export interface MelodyRun {
  /** Hears `events`, one in each lane; returns the logits of the next ones, `[lanes, events]`. */
  hear(events: ArrayLike<number>): Float32Array;
  /** Goes on in so many lanes, which have all heard what the first one has. */
  spread(lanes: number): void;
  dispose(): void;
}

/** One lane hears `events`, or silence where there are none; returns the logits of the next one, `[events]`. */
export function hearAll(run: MelodyRun, events: Uint8Array): Float32Array {
  let logits = run.hear([events[0] ?? OFF]);
  for (const event of events.subarray(1)) logits = run.hear([event]);
  return logits;
}

/** A network that makes a point of a few bars, and bars of a point. */
export interface MelodyCoder extends Compass {
  /** Tells its weights from those of any other. */
  readonly digest: string;
  /** Steps that it sees at once. */
  readonly window: number;
  /** For each attribute `[latent]`: along it a melody gets a standard deviation more of it. Undefined where nobody has looked for them. */
  readonly directions: Readonly<Record<MelodyAttribute, Float32Array>> | undefined;
  /** @param melodies `[window]` each @returns for each the mean of the latent distribution */
  encodeMelodies(melodies: readonly Uint8Array[]): readonly Float32Array[];
  /**
   * All points at once, step by step.
   * @param choose given the logits of a step, returns the event there for the point with this index
   * @returns `[window]` each
   */
  decodeMelodies(
    points: readonly Float32Array[],
    choose: (logits: Float32Array, step: number, index: number) => number,
  ): readonly Uint8Array[];
}

/** Nats added to the logit of an event at a step. */
export type Bias = (event: number, step: number) => number;

/** Semitones that a melody may go beyond where it has been, and nats for each semitone further. */
const ROOM = 4;
const STRAYING = 1;

/** Keeps a melody about where `lines` lie. @param room semitones more that it may go below and above them */
export function keepingCompass(
  lines: readonly Line[],
  compass: Compass,
  [below, above]: readonly [below: number, above: number] = [0, 0],
): Bias {
  const heard = lines.flatMap((line) => [...line.pitch.filter((pitch) => pitch !== REST)]);
  if (heard.length === 0) return () => 0;
  const low = heard.reduce((a, b) => Math.min(a, b)) - ROOM - below;
  const high = heard.reduce((a, b) => Math.max(a, b)) + ROOM + above;
  return (event) => {
    const pitch = eventPitch(event, compass);
    return pitch === undefined ? 0 : -STRAYING * Math.max(0, low - pitch, pitch - high);
  };
}

/** Chooses the events of one melody by seeded draws, in order. */
export function chooser(
  temperature: number,
  bias: Bias,
  random: Random,
  steering?: Steering,
): (logits: Float32Array, step: number) => number {
  const lean = steering && ((weights: Float64Array) => steering.lean(weights));
  return (logits, step) => {
    const event = drawLogits(logits, temperature, (one) => bias(one, step), random, lean);
    steering?.heard(event);
    return event;
  };
}
