import { WEIGHTS, type Weights } from "../../src/exercises/analysis/weights";
import { compare, heard, shares } from "./analysis";
import type { Analysed } from "./analysis-corpus";

/** Factors by which a weight is tried, from coarse to fine. */
const ROUNDS = [1.6, 1.3, 1.3, 1.15, 1.08] as const;

/** What is to be most: that all is right counts as much as key, numeral and inversion each right by itself. */
function worth(pieces: readonly Analysed[], weights: Weights): number {
  const { key, numeral, inversion, all } = shares(
    pieces.map((piece) => compare(piece, heard(piece.score, weights))),
  );
  return key + numeral + inversion + 3 * all;
}

/** Coordinate descent: one weight at a time is made larger or smaller as long as that helps. @param tell hears of each step */
export function fit(
  pieces: readonly Analysed[],
  tell: (what: string) => void,
  from: Weights = WEIGHTS,
): Weights {
  let weights = from;
  let best = worth(pieces, weights);
  for (const factor of ROUNDS) {
    for (const name of Object.keys(weights) as (keyof Weights)[])
      for (const step of [factor, 1 / factor]) {
        for (;;) {
          const tried = { ...weights, [name]: Number((weights[name] * step).toPrecision(2)) };
          const value = worth(pieces, tried);
          // A little must be won, or the weight would drift on what two places happen to say.
          if (value <= best + 0.002 || tried[name] === weights[name]) break;
          [weights, best] = [tried, value];
          tell(`${name} ${tried[name]}: ${best.toFixed(4)}`);
        }
      }
  }
  return weights;
}
