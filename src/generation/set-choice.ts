import { distance, type Portrait } from "../domain/likeness";

/** A draft that may become a take. */
export interface Candidate {
  readonly portrait: Portrait;
  /** How much is wrong with it, in each of several ways and any unit: it counts beside the others'. */
  readonly faults: readonly number[];
  /** How far it is from the person's habits, in [0, 1]; undefined where there are none to tell. */
  readonly away: number | undefined;
}

export interface Leanings {
  /** What was offered of late, which is not to be offered again. */
  readonly recent: readonly Portrait[];
  /** What stands where the takes are to be; undefined for nothing. */
  readonly standing: Portrait | undefined;
  /** 0 similar to what stands, 1 different from it: how far to keep away from it. */
  readonly difference: number;
  /** 0 like the person's habits, 1 unlike them and what was offered of late. */
  readonly daring: number;
}

/** How much distance from recent takes counts in the middle of *like me – surprise me*, beside distance from each other. */
const RECENT = 0.5;
/** How much a deviation from the pool's mean distance to habits counts at either end. */
const HABIT = 0.5;
/** How much a deviation from the pool's mean of faults counts. */
const FAULT = 0.07;
/** Distances of a pool of a few bars deviate from their mean by this share of it or more; those of long drafts by less. */
const DEVIATION = 0.15;
/** How much less they may deviate and still count as much: a difference that is hardly there is none. */
const LEAST_DEVIATION = 0.05;

/** A set, and how much there was to choose. */
export interface SetChoice {
  /** Places among the candidates, as they were chosen; all in order where there are no more than are wanted. */
  readonly places: readonly number[];
  /** How different any two candidates are on the average. */
  readonly byChance: number;
}

/**
 * Which `count` of the candidates are offered: those that together are most different from each other, on the average and at the
 * least, without those that were offered of late or have more faults than the rest. A set is begun as maximal marginal relevance has it
 * (Carbonell and Goldstein, 1998), each next one the best beside those before; then any is exchanged for another as long as that makes
 * the set better. The same candidates give the same choice.
 */
export function chooseSet(
  candidates: readonly Candidate[],
  count: number,
  leanings: Leanings,
): SetChoice {
  const all = candidates.map((_, i) => i);
  const apart = candidates.map((a) => candidates.map((b) => distance(a.portrait, b.portrait)));
  const pairs = apart.flatMap((row, i) => row.slice(0, i));
  const byChance = mean(pairs);
  if (candidates.length <= count) return { places: all, byChance };
  // Counted by how much distances of this pool deviate, a choice among long drafts is one for difference as much as one among short.
  const deviation = deviationOf(pairs) / byChance;
  const share = Math.max(LEAST_DEVIATION, Math.min(DEVIATION, deviation)) / DEVIATION;
  const unit = share * byChance || 1;
  const worth = worthOf(candidates, leanings, unit);
  const value = (set: readonly number[]) =>
    mean(set.map((i) => worth[i]!)) + spread(set, apart) / unit;
  const bestBeside = (set: readonly number[]) =>
    best(all, (i) => (set.includes(i) ? -Infinity : value([...set, i])));
  let set: readonly number[] = [];
  while (set.length < count) set = [...set, bestBeside(set)];
  for (let isBetter = true; isBetter;) {
    isBetter = false;
    for (let place = 0; place < count; place++) {
      const changed = set.with(place, bestBeside(set.toSpliced(place, 1)));
      if (value(changed) <= value(set) + 1e-9) continue;
      set = changed;
      isBetter = true;
    }
  }
  return { places: set, byChance };
}

/** What each candidate is worth by itself. */
function worthOf(
  candidates: readonly Candidate[],
  { recent, standing, difference, daring }: Leanings,
  unit: number,
): readonly number[] {
  const known = candidates.flatMap(({ away }) => away ?? []);
  const awayOf = deviations(candidates.map(({ away }) => away ?? mean(known)));
  const ways = candidates[0]?.faults ?? [];
  const faultsOf = ways.map((_, way) => deviations(candidates.map(({ faults }) => faults[way]!)));
  return candidates.map(({ portrait }, i) => {
    const near = recent.map((other) => distance(portrait, other));
    const fresh = near.length === 0 ? 0 : Math.min(...near) / unit;
    const gone = standing ? distance(portrait, standing) / unit : 0;
    return (
      RECENT * (2 * daring * fresh + difference * gone) +
      HABIT * (2 * daring - 1) * awayOf[i]! -
      FAULT * faultsOf.reduce((sum, of) => sum + of[i]!, 0)
    );
  });
}

/** The mean of the mean and the least distance within a set; 0 of one alone. */
function spread(set: readonly number[], apart: readonly (readonly number[])[]): number {
  if (set.length < 2) return 0;
  let sum = 0;
  let least = Infinity;
  let pairs = 0;
  set.forEach((a, i) => {
    for (const b of set.slice(0, i)) {
      sum += apart[a]![b]!;
      least = Math.min(least, apart[a]![b]!);
      pairs++;
    }
  });
  return (sum / pairs + least) / 2;
}

/** The first of those of the greatest value. */
function best(all: readonly number[], value: (i: number) => number): number {
  return all.reduce((a, b) => (value(b) > value(a) ? b : a));
}

/** How many standard deviations each value is above the mean; 0 where all are the same. */
function deviations(values: readonly number[]): readonly number[] {
  const middle = mean(values);
  const deviation = deviationOf(values);
  return values.map((value) => (deviation === 0 ? 0 : (value - middle) / deviation));
}

function deviationOf(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
