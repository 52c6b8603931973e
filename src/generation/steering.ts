import type { AskSettings, MelodyAttribute } from "../domain/ask";
import { MELODY_ATTRIBUTES } from "../domain/ask";
import type { Midi } from "../domain/units";
import { eventPitch, FIRST_PITCH, type Compass } from "./melody";

/** How far a melody is to be steered by each attribute, in [-1, 1]. */
export type Wish = Pick<AskSettings, MelodyAttribute>;

/**
 * Nats at the end of a slider: for a note to begin, and for a note that begins, for each semitone that it is higher and of its interval. A
 * melody thins out more easily than it fills.
 */
const DENSER = 2.5;
const SPARSER = 1.5;
const REGISTER = 0.25;
const LEAPS = 0.35;
/** Standard deviations along a direction at the end of its slider. */
const REACH = 1.5;
/** Semitones of an interval beyond which it counts no more. */
const WIDEST = 12;
/** Semitones that a melody may go further where it is to be higher or lower. */
const RISE = 7;

/** How far the strongest of `attributes` is wished for, in [0, 1]. */
export function strengthOf(
  wish: Wish,
  attributes: readonly MelodyAttribute[] = MELODY_ATTRIBUTES,
): number {
  return Math.max(...attributes.map((name) => Math.abs(wish[name])));
}

/** Semitones by which the compass of a melody widens at its bottom and at its top. */
export function roomFor({ register }: Wish): readonly [below: number, above: number] {
  return [RISE * Math.max(0, -register), RISE * Math.max(0, register)];
}

/** Moves a point of a latent space along its directions. */
export function moveAlong(
  directions: Readonly<Record<MelodyAttribute, Float32Array>>,
  wish: Wish,
  z: Float32Array,
): Float32Array {
  if (strengthOf(wish) === 0) return z;
  return z.map((value, i) =>
    MELODY_ATTRIBUTES.reduce((sum, name) => sum + REACH * wish[name] * directions[name][i]!, value),
  );
}

/** Leans the choice of each event of one melody, in order. */
export interface Steering {
  /** Changes `weights`, the logarithms of how likely each event is, in place. */
  lean(weights: Float64Array): void;
  /** Tells what was chosen. */
  heard(event: number): void;
}

/**
 * Steers a network that has no directions, event by event. With density d, register r and leaps l in [-1, 1], a note of pitch p after one
 * of pitch q is worth 2.5 d + t(p) - c nats (1.5 d below 0), t(p) = 0.25 r p + 0.35 l min(|p - q|, 12), where c = ln of the mean of exp t(p) over the notes
 * that could begin, as likely as they are: so register and leaps say which note begins, and density alone whether one does.
 * @param last the pitch before the first event, where there is one
 * @returns undefined where nothing is wished for
 */
export function steeringOf(
  wish: Wish,
  compass: Compass,
  last: Midi | undefined,
): Steering | undefined {
  if (strengthOf(wish) === 0) return undefined;
  let before = last;
  const tilts = new Float64Array(compass.maxPitch - compass.minPitch + 1);
  return {
    lean(weights) {
      for (let i = 0; i < tilts.length; i++) {
        const interval = before === undefined ? 0 : Math.abs(compass.minPitch + i - before);
        tilts[i] = REGISTER * wish.register * i + LEAPS * wish.leaps * Math.min(interval, WIDEST);
      }
      const onsets = weights.subarray(FIRST_PITCH, FIRST_PITCH + tilts.length);
      const level = logSum(onsets);
      for (let i = 0; i < tilts.length; i++) onsets[i]! += tilts[i]!;
      const change = level - logSum(onsets) + (wish.density > 0 ? DENSER : SPARSER) * wish.density;
      for (let i = 0; i < tilts.length; i++) onsets[i]! += change;
    },
    heard(event) {
      before = eventPitch(event, compass) ?? before;
    },
  };
}

/** ln of the sum of exp of `values`. */
function logSum(values: Float64Array): number {
  const top = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}
