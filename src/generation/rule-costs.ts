import type { AskSettings, Strictness } from "../domain/ask";
import type { Rule } from "../domain/part-writing";

/** Nats that each offence costs. */
export type Costs = Readonly<Record<Rule, number>>;

export const NONE: Costs = {
  parallelFifth: 0,
  parallelOctave: 0,
  hiddenFifth: 0,
  hiddenOctave: 0,
  crossing: 0,
  overlap: 0,
  spacing: 0,
  range: 0,
  leadingTone: 0,
  seventh: 0,
};

/** What the rules cost at each degree of strictness; measured by `npm run evaluate:harmony`. */
const COSTS: Record<Strictness, Costs> = {
  off: NONE,
  normal: {
    parallelFifth: 8,
    parallelOctave: 10,
    hiddenFifth: 0.5,
    hiddenOctave: 2,
    crossing: 0,
    overlap: 0.2,
    spacing: 0,
    range: 12,
    leadingTone: 0.5,
    seventh: 2.4,
  },
  strict: {
    parallelFifth: 60,
    parallelOctave: 60,
    hiddenFifth: 6,
    hiddenOctave: 6,
    crossing: 20,
    overlap: 8,
    spacing: 12,
    range: 20,
    leadingTone: 6,
    seventh: 6,
  },
};

/** Hymns keep their parts in place and apart where chorales let them cross and spread; they have hardly a fifth too many. */
const HYMN: Costs = {
  ...COSTS.normal,
  parallelFifth: 60,
  parallelOctave: 9,
  hiddenFifth: 2,
  hiddenOctave: 4,
  crossing: 2.5,
  overlap: 0.4,
  spacing: 3,
  leadingTone: 0.8,
};

export function costsOf({ rules, style }: AskSettings): Costs {
  return rules === "normal" && style === "hymn" ? HYMN : COSTS[rules];
}
