import { pitchClassOf } from "../domain/key";
import { drawIndex, type Random } from "../domain/random";
import type { Steps } from "../domain/units";
import { COMPASS, LOWEST, PARTS, PITCHES, type Chorale } from "./chorale";
import { REST } from "./line";
import { triadPrior } from "./prior";
import { leadingCost } from "./voice-leading";

/** A network that knows four-part writing. */
export interface ChoraleNet {
  /**
   * @param roll `[steps, 46, 4]`: `[t][p][v]` is 1 when part v sounds pitch 36 + p at step t
   * @param mask of the same shape: 1 in every pitch of the cells that the network is not to see
   * @returns `[steps, 46, 4]`, over p the probability of each pitch
   */
  predict(roll: Float32Array, mask: Float32Array, steps: Steps): Float32Array;
}

/** How the cells are to be filled. */
export interface HarmonicTaste {
  readonly temperature: number;
  /** -1 minor … 1 major. */
  readonly mood: number;
  /** Nats that parallel fifths and octaves and crossed parts cost. */
  readonly strictness: number;
  /** Nats for the pitch that `base` has in a cell. */
  readonly nearness: number;
  /** Nats for staying on the pitch of the step before, where `moves` is 0; below 0 to get away from it. */
  readonly repose: number;
}

export interface Gibbs {
  readonly chorale: Chorale;
  /** `[steps * 4]`: what was in each cell before, `REST` where nothing was. */
  readonly base: Int16Array;
  /** `[steps]`: 1 where the given parts strike a note. */
  readonly moves: Uint8Array;
  readonly taste: HarmonicTaste;
  readonly iterations: number;
}

/**
 * The share of unknown cells that iteration `index` of `count` draws anew: all at first, then falling to a tenth at three quarters of the
 * way (annealed Gibbs sampling: Yao et al. 2014, as Coconet has it, without its repeated first passes over everything).
 */
export function maskedShare(index: number, count: number): number {
  return Math.max(0.1, 1 - (0.9 * index) / (0.75 * Math.max(1, count)));
}

/**
 * Fills the unknown cells of a chorale: each iteration hides some of them and draws them again from what the network makes of all
 * the others.
 * @param pause awaited before each iteration; a rejection ends the work
 * @returns `[steps * 4]`, known cells as they were
 */
export async function fillChorale(
  { chorale, base, moves, taste, iterations }: Gibbs,
  net: ChoraleNet,
  random: Random,
  pause: (fraction: number) => Promise<void>,
): Promise<Int16Array> {
  const { steps, known } = chorale;
  const pitch = chorale.pitch.slice();
  const hidden = new Uint8Array(steps * PARTS);
  for (let i = 0; i < iterations; i++) {
    await pause(i / iterations);
    const share = maskedShare(i, iterations);
    for (let cell = 0; cell < hidden.length; cell++)
      hidden[cell] = known[cell] === 0 && random() < share ? 1 : 0;
    const probability = net.predict(rollOf(pitch, steps), maskOf(hidden, steps), steps);
    drawHidden({ pitch, hidden, probability, steps, base, moves, taste, random });
  }
  return pitch;
}

function rollOf(pitch: Int16Array, steps: Steps): Float32Array {
  const roll = new Float32Array(steps * PITCHES * PARTS);
  pitch.forEach((at, cell) => {
    if (at === REST) return;
    const step = Math.floor(cell / PARTS);
    roll[(step * PITCHES + at - LOWEST) * PARTS + (cell % PARTS)] = 1;
  });
  return roll;
}

function maskOf(hidden: Uint8Array, steps: Steps): Float32Array {
  const mask = new Float32Array(steps * PITCHES * PARTS);
  for (let step = 0; step < steps; step++)
    for (let p = 0; p < PITCHES; p++)
      mask.set(hidden.subarray(step * PARTS, (step + 1) * PARTS), (step * PITCHES + p) * PARTS);
  return mask;
}

interface Draw {
  readonly pitch: Int16Array;
  readonly hidden: Uint8Array;
  readonly probability: Float32Array;
  readonly steps: Steps;
  readonly base: Int16Array;
  readonly moves: Uint8Array;
  readonly taste: HarmonicTaste;
  readonly random: Random;
}

/** The outer parts are drawn before the inner ones, as they are written. */
const DRAWING_ORDER = [0, 3, 1, 2];

function drawHidden(draw: Draw): void {
  const { pitch, hidden, probability, steps, base, moves, taste, random } = draw;
  const weights = new Float64Array(PITCHES);
  for (let step = 0; step < steps; step++) {
    const lean = triadPrior(chroma(draw, step), taste.mood);
    for (const part of DRAWING_ORDER) {
      const cell = step * PARTS + part;
      if (hidden[cell] === 0) continue;
      const [low, high] = COMPASS[part]!;
      const before = step > 0 && moves[step] === 0 ? pitch[cell - PARTS]! : REST;
      let top = -Infinity;
      for (let p = 0; p < PITCHES; p++) {
        const at = LOWEST + p;
        const chance = probability[(step * PITCHES + p) * PARTS + part]!;
        weights[p] =
          at < low || at > high
            ? -Infinity
            : Math.log(chance + 1e-8) / taste.temperature +
              lean[pitchClassOf(at)]! +
              (at === base[cell] ? taste.nearness : 0) +
              (at === before ? taste.repose : 0) -
              taste.strictness * leadingCost(pitch, steps, step, part, at);
        top = Math.max(top, weights[p]!);
      }
      for (let p = 0; p < PITCHES; p++) weights[p] = Math.exp(weights[p]! - top);
      pitch[cell] = LOWEST + drawIndex(weights, random);
    }
  }
}

/** For each part the probability of each pitch class at `step`; 1 for what a part that is not hidden sounds. */
function chroma({ pitch, hidden, probability, taste }: Draw, step: Steps): readonly Float64Array[] {
  if (taste.mood === 0) return [];
  return Array.from({ length: PARTS }, (_, part) => {
    const classes = new Float64Array(12);
    const cell = step * PARTS + part;
    if (hidden[cell] === 0) {
      if (pitch[cell] !== REST) classes[pitchClassOf(pitch[cell]!)] = 1;
      else classes.fill(1 / 12);
    } else
      for (let p = 0; p < PITCHES; p++)
        classes[pitchClassOf(LOWEST + p)]! += probability[(step * PITCHES + p) * PARTS + part]!;
    return classes;
  });
}
