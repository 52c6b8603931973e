import type { Seconds } from "../domain/units";
import { momentaryLoudness } from "./loudness";
import { attackTime, makeSustained, type Sustained } from "./sample";

/** What has to be known of a recording to play it. */
export interface Prepared {
  /** From its start to the attack. */
  readonly attack: Seconds;
  /** Linear gain that brings it to the level all recordings share. */
  readonly gain: number;
  /** What is played instead of it while a note is held; undefined where the sound dies away by itself. */
  readonly held: Sustained | undefined;
}

/** The momentary loudness that every recording is brought to: 20 dB below full scale. */
export const NOMINAL_LEVEL = 0.1;
/** What is measured from the attack on: few notes are longer. */
const MEASURED: Seconds = 1.5;

/** @param sustained whether a held note goes on for as long as it is held */
export function prepareRecording(
  samples: Float32Array,
  sampleRate: number,
  sustained: boolean,
): Prepared {
  const attack = attackTime(samples, sampleRate);
  const from = Math.floor(attack * sampleRate);
  const beginning = samples.subarray(from, from + Math.round(MEASURED * sampleRate));
  const level = momentaryLoudness(beginning, sampleRate);
  return {
    attack,
    gain: level > 0 ? NOMINAL_LEVEL / level : 0,
    held: sustained ? makeSustained(samples, sampleRate, attack) : undefined,
  };
}
