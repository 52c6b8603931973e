import { createRandom } from "../../src/domain/random";
import { WEIGHTS, type Weights } from "../../src/exercises/analysis/weights";
import { compare, heard, shares } from "./analysis";
import type { Analysed } from "./analysis-corpus";

/** How far a weight is changed at a time, as the deviation of its logarithm: at first, at last, and by what factor it shrinks each hundred tries. */
const [WIDE, NARROW, SHRINK] = [0.5, 0.2, 0.93];
/** Weights that chorales say nothing about: a pedal of four beats and more is rare in them. */
const LEFT_ALONE: readonly (keyof Weights)[] = ["pedal"];

/** What a weight loses by going away from where it began, for the square of the logarithm: chorales would let some run off without end. */
const PULL = 0.004;

interface FitSettings {
  readonly tries?: number;
  readonly seed?: number;
  readonly from?: Weights;
}

/** What is to be most: that all is right counts three times as much as key, numeral and inversion each right by itself. */
function worth(pieces: readonly Analysed[], weights: Weights, from: Weights): number {
  const { key, numeral, inversion, all } = shares(
    pieces.map((piece) => compare(piece, heard(piece.score, weights))),
  );
  const names = Object.keys(from) as (keyof Weights)[];
  const away = names.reduce((sum, name) => sum + Math.log(weights[name] / from[name]) ** 2, 0);
  return key + numeral + inversion + 3 * all - PULL * away;
}

/**
 * Local search: one to four weights at a time are changed at random, and what is not worse is kept. What is right goes in steps, so that there is no slope
 * to follow.
 * @param tell hears of each gain
 */
export function fit(
  pieces: readonly Analysed[],
  tell: (what: string) => void,
  { tries = 300, seed = 1, from = WEIGHTS }: FitSettings = {},
): Weights {
  const random = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const names = (Object.keys(from) as (keyof Weights)[]).filter(
    (name) => !LEFT_ALONE.includes(name),
  );
  let weights = from;
  let best = worth(pieces, weights, from);
  for (let i = 0; i < tries; i++) {
    const deviation = Math.max(NARROW, WIDE * SHRINK ** Math.floor(i / 100));
    const tried: Record<keyof Weights, number> = { ...weights };
    for (let n = 1 + Math.floor(4 * random()); n > 0; n--) {
      const name = names[Math.floor(names.length * random())]!;
      tried[name] = Number((tried[name] * Math.exp(deviation * normal())).toPrecision(2));
    }
    const value = worth(pieces, tried, from);
    if (value > best) tell(`${i}: ${value.toFixed(4)}`);
    if (value >= best) [weights, best] = [tried, value];
  }
  return weights;
}
