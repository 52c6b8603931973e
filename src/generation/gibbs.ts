import { pitchClassOf } from "../domain/key";
import { judge, RANGES, type Rule, type Sonority } from "../domain/part-writing";
import { drawIndex, type Random } from "../domain/random";
import type { Midi, Steps } from "../domain/units";
import { LOWEST, PARTS, PITCHES, type Chorale } from "./chorale";
import { REST } from "./line";
import { triadPrior } from "./prior";

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
  /** Nats that an offence of `WEIGHTS` costs. */
  readonly strictness: number;
  /** Nats for the pitch that `base` has in a cell. */
  readonly nearness: number;
  /** `[12]`: nats for each pitch class, from C. */
  readonly scale: Float64Array;
  /** Nats against staying on a pitch where the given parts strike a note: the more, the more the harmony moves along. */
  readonly motion: number;
}

export interface Gibbs {
  readonly chorale: Chorale;
  /** `[steps * 4]`: what was in each cell before, `REST` where nothing was. */
  readonly base: Int16Array;
  /** `[steps]`: 1 where the given parts strike a note. */
  readonly moves: Uint8Array;
  /** Lengths of the stretches that are drawn as one: in the first half of the iterations, and in the second. */
  readonly stretches: readonly [coarse: Steps, fine: Steps];
  /** Where in a stretch step 0 is. */
  readonly offset: Steps;
  readonly taste: HarmonicTaste;
  readonly iterations: number;
}

/** What an offence against part-writing weighs; whatever is not here is left to the network. */
const WEIGHTS: Partial<Record<Rule, number>> = {
  parallelFifth: 1,
  parallelOctave: 1,
  crossing: 0.4,
};

/**
 * How far the evidence of a stretch's steps adds up, as a power of their number: at 1 they would count as independent, at 0 as one; they
 * are neither. Chosen by how often chords on beats are triads or sevenths (0.92 of them in Bach and here) and parts move.
 */
const EVIDENCE = 0.6;

/**
 * The share of unknown cells that iteration `index` of `count` draws anew: all at first, then falling to a tenth at three quarters of the
 * way (annealed Gibbs sampling: Yao et al. 2014, as Coconet has it, without its repeated first passes over everything).
 */
export function maskedShare(index: number, count: number): number {
  return Math.max(0.1, 1 - (0.9 * index) / (0.75 * Math.max(1, count)));
}

/**
 * Fills the unknown cells of a chorale: each iteration hides some of them and draws them again from what the network makes of all
 * the others. A part draws one pitch for the whole of a stretch: cell by cell, as Coconet does it, a network of this size writes
 * stray sixteenths.
 * @param pause awaited before each iteration; a rejection ends the work
 * @returns `[steps * 4]`, known cells as they were
 */
export async function fillChorale(
  { chorale, base, moves, stretches: [coarse, fine], offset, taste, iterations }: Gibbs,
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
    const cuts = cutsOf(steps, i < iterations / 2 ? coarse : fine, offset);
    hidden.fill(0);
    for (const [from, to] of cuts)
      for (let part = 0; part < PARTS; part++) {
        if (random() >= share) continue;
        for (let cell = from * PARTS + part; cell < to * PARTS; cell += PARTS)
          hidden[cell] = 1 - known[cell]!;
      }
    const probability = net.predict(rollOf(pitch, steps), maskOf(hidden, steps), steps);
    drawHidden({ pitch, hidden, probability, steps, base, moves, cuts, taste, random });
  }
  return pitch;
}

type Stretch = readonly [from: Steps, to: Steps];

/** [0, `steps`) cut wherever `length` divides the step plus `offset`. */
function cutsOf(steps: Steps, length: Steps, offset: Steps): readonly Stretch[] {
  const cuts: Stretch[] = [];
  for (let from = 0, to; from < steps; from = to) {
    to = Math.min(steps, from + length - ((from + offset) % length));
    cuts.push([from, to]);
  }
  return cuts;
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
  readonly cuts: readonly Stretch[];
  readonly taste: HarmonicTaste;
  readonly random: Random;
}

/** The outer parts are drawn before the inner ones, as they are written. */
const DRAWING_ORDER = [0, 3, 1, 2];

function drawHidden(draw: Draw): void {
  for (const stretch of draw.cuts) {
    const { mood, scale } = draw.taste;
    const lean = triadPrior(chroma(draw, stretch[0]), mood).map((nats, pc) => nats + scale[pc]!);
    for (const part of DRAWING_ORDER) drawStretch(draw, stretch, part, lean);
  }
}

/** Draws one pitch for all hidden cells of `part` in a stretch. @param lean nats for each pitch class */
function drawStretch(draw: Draw, [from, to]: Stretch, part: number, lean: Float64Array): void {
  const { pitch, hidden, probability, base, moves, taste, random } = draw;
  const cells: number[] = [];
  for (let cell = from * PARTS + part; cell < to * PARTS; cell += PARTS)
    if (hidden[cell] === 1) cells.push(cell);
  if (cells.length === 0) return;
  const first = Math.floor(cells[0]! / PARTS);
  const end = Math.floor(cells.at(-1)! / PARTS) + 1;
  const before = first > 0 ? pitch[cells[0]! - PARTS]! : REST;
  const [low, high] = RANGES[part]!;
  const weights = new Float64Array(PITCHES);
  let top = -Infinity;
  for (let p = 0; p < PITCHES; p++) {
    const at = LOWEST + p;
    weights[p] = -Infinity;
    if (at < low || at > high) continue;
    let evidence = 0;
    let same = 0;
    for (const cell of cells) {
      const row = Math.floor(cell / PARTS) * PITCHES;
      evidence += Math.log(probability[(row + p) * PARTS + part]! + 1e-6);
      if (base[cell] === at) same++;
    }
    weights[p] =
      (evidence * cells.length ** (EVIDENCE - 1)) / taste.temperature +
      lean[pitchClassOf(at)]! +
      (taste.nearness * same) / cells.length -
      (at === before && moves[first] === 1 ? taste.motion : 0) -
      taste.strictness * offence(draw, [first, end], part, at);
    top = Math.max(top, weights[p]!);
  }
  for (let p = 0; p < PITCHES; p++) weights[p] = Math.exp(weights[p]! - top);
  const drawn = LOWEST + drawIndex(weights, random);
  for (const cell of cells) pitch[cell] = drawn;
}

/** What it weighs that `part` sounds `at` through a stretch, as it is come to and as it is left. */
function offence({ pitch, steps }: Draw, [from, end]: Stretch, part: number, at: Midi): number {
  let weight = 0;
  const sonority = (step: Steps) => pitch.subarray(step * PARTS, (step + 1) * PARTS);
  const nothing: Sonority = new Int16Array(PARTS).fill(REST);
  judge(from > 0 ? sonority(from - 1) : nothing, sonority(from), part, at, (rule) => {
    weight += WEIGHTS[rule] ?? 0;
  });
  if (end === steps) return weight;
  const next = sonority(end);
  if (next[part] === REST) return weight;
  const last = sonority(end - 1).slice();
  last[part] = at;
  judge(last, next, part, next[part]!, (rule, other) => {
    // Where the next step stands in itself is not this one's doing.
    if (rule !== "crossing" && other !== part) weight += WEIGHTS[rule] ?? 0;
  });
  return weight;
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
