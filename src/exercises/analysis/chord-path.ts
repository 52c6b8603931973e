import { KEYS, pitchClassOf, scale, tonic, type Key } from "../../domain/key";
import type { Range } from "../../domain/score";
import type { Slot } from "./evidence";
import {
  HEARD_CHORDS,
  READINGS,
  readingsOf,
  type HeardChord,
  type Reading,
} from "./numeral-vocabulary";
import { BEAM, StretchEvidence } from "./stretch-evidence";
import { successionCost } from "./succession";
import type { Weights } from "./weights";

/** A stretch of one chord in one inversion, read in one key. */
export interface Stretch extends Range {
  readonly key: Key;
  readonly chord: HeardChord;
  readonly reading: Reading;
  readonly inversion: number;
}

/** Slots that one chord may last; one that lasts longer comes again. */
const LONGEST = 8;

const WIDTH = Math.max(READINGS.major.length, READINGS.minor.length);

/** The cheapest way to a place. */
interface State {
  readonly cost: number;
  readonly key: number;
  /** Undefined where the chord before has no reading in the key. */
  readonly reading: Reading | undefined;
  readonly chord: HeardChord;
  readonly inversion: number;
  readonly from: number;
  readonly before: State | undefined;
}

interface Place {
  /** `[keys]`: the ways on from here, by the key they are in. */
  readonly byKey: readonly (readonly State[])[];
  readonly states: readonly State[];
}

/** Major and minor on each pitch class, once. */
const ALL_KEYS = KEYS.filter(({ fifths }) => fifths > -6);
const TONICS = ALL_KEYS.map(tonic);
const OUTSIDE = ALL_KEYS.map((key) => {
  const own = [...scale(key), ...(key.mode === "minor" ? [tonic(key) + 9, tonic(key) + 11] : [])];
  return own.reduce((bits, pitch) => bits & ~(1 << pitchClassOf(pitch)), 0xfff);
});

/** What each chord can be in all keys. */
const ALL_READINGS: readonly (readonly { readonly key: number; readonly reading: Reading }[])[] =
  HEARD_CHORDS.map((chord) =>
    ALL_KEYS.flatMap((key, k) =>
      readingsOf(chord, TONICS[k]!, key.mode).map((reading) => ({ key: k, reading })),
    ),
  );

/**
 * The chords and keys that are the cheapest explanation of all slots together (a semi-Markov model: each stretch of slots is given a chord,
 * an inversion and a key at once, and is weighed by its tones, its place in the bar, what comes before and what the key expects).
 */
export function chordPath(
  slots: readonly Slot[],
  signature: Key,
  weights: Weights,
): readonly Stretch[] {
  if (slots.length === 0) return [];
  const transitions = {
    major: transitionTable(READINGS.major, weights),
    minor: transitionTable(READINGS.minor, weights),
  };
  const changes = ALL_KEYS.map((from) => ALL_KEYS.map((to) => changeCost(from, to, weights)));
  const far = ALL_KEYS.map((key) => weights.farFromSignature * fifthsApart(key, signature));
  const places: Place[] = [];
  for (let end = 1; end <= slots.length; end++) {
    const best: State[] = [];
    const found = new Int32Array(ALL_KEYS.length * WIDTH).fill(-1);
    const stretch = new StretchEvidence();
    const endsPiece = end === slots.length;
    let cheapest = Infinity;
    for (let from = end - 1; from >= 0 && end - from <= LONGEST; from--) {
      const first = slots[from]!;
      if (from < end - 1 && first.endsPhrase) break;
      stretch.add(first);
      const place = places[from - 1];
      const startCost = place
        ? [weights.startOffBeat, weights.startOnBeat, weights.startOnStrong][first.strength]!
        : 0;
      for (const { chord, cost: byTones, inversion } of stretch.bestChords(
        slots,
        from,
        end,
        weights,
      )) {
        const isEnd = slots[end - 1]!.endsPhrase;
        for (const { key, reading } of ALL_READINGS[chord.index]!) {
          let here = byTones + far[key]! * stretch.beats;
          const ways = place?.byKey[key];
          // What cannot be within the beam is not looked at closer.
          if (here + (ways ? (ways[0]?.cost ?? Infinity) : 0) >= cheapest + BEAM) continue;
          here += weights.foreign * stretch.outside(OUTSIDE[key]! & ~chord.set);
          if (reading.numeral.quality === "german" && inversion !== 0) continue;
          if (isEnd) here += endCost(reading, inversion, weights);
          if (endsPiece && !isTonic(reading)) here += weights.weakClose;
          if (!place)
            here += weights.rarity * reading.rarity + (isTonic(reading) ? 0 : weights.weakOpening);
          let before: State | undefined;
          let least = ways ? cheapest + BEAM - here : 0;
          if (ways) {
            const row = transitions[reading.mode][reading.index]!;
            for (const state of ways) {
              // They are in order of cost, and no transition has less than none.
              if (state.cost >= least) break;
              const total =
                state.cost + stepCost(state, reading, inversion, row, startCost, weights);
              if (total < least) [least, before] = [total, state];
            }
            if (!before) continue;
          }
          const cost = here + least;
          cheapest = Math.min(cheapest, cost);
          const id = key * WIDTH + reading.index;
          const known = found[id]!;
          if (known >= 0 && best[known]!.cost <= cost) continue;
          const at = known >= 0 ? known : best.length;
          found[id] = at;
          best[at] = { cost, key, reading, chord, inversion, from, before };
        }
      }
    }
    if (best.length === 0) best.push(goingOn(places.at(-1)!, end - 1));
    places.push(withNewKeys(best, changes, slots[end - 1]!.endsPhrase, weights));
  }
  return pathTo(places.at(-1)!, slots);
}

/** The states of a place, and what they are in each key into which the music may turn from there: a pivot chord is read anew. */
function withNewKeys(
  states: readonly State[],
  changes: readonly (readonly number[])[],
  endsPhrase: boolean,
  weights: Weights,
): Place {
  const least = states.reduce((cost, state) => Math.min(cost, state.cost), Infinity);
  const kept = states.filter(({ cost }) => cost <= least + BEAM);
  const byKey: State[][] = ALL_KEYS.map(() => []);
  for (const state of kept) byKey[state.key]!.push(state);
  const bonus = endsPhrase ? -weights.newPhrase : 0;
  const byChord = new Map<number, State[]>();
  for (const state of kept) {
    const same = byChord.get(state.chord.index);
    if (same) same.push(state);
    else byChord.set(state.chord.index, [state]);
  }
  const turned: State[] = [];
  const noPivot = new Array<State | undefined>(ALL_KEYS.length);
  for (const same of byChord.values()) {
    for (let key = 0; key < ALL_KEYS.length; key++) {
      let cost = Infinity;
      let origin: State | undefined;
      for (const state of same) {
        if (state.key === key) continue;
        const total = state.cost + changes[state.key]![key]! + bonus;
        if (total < cost) [cost, origin] = [total, state];
      }
      if (!origin) continue;
      const plain = cost + weights.noPivot;
      if (plain < (noPivot[key]?.cost ?? least + BEAM))
        noPivot[key] = { ...origin, cost: plain, key, reading: undefined, before: origin };
      if (cost > least + BEAM) continue;
      for (const reading of readingsOf(same[0]!.chord, TONICS[key]!, ALL_KEYS[key]!.mode))
        turned.push({ ...origin, cost, key, reading, before: origin });
    }
  }
  for (const state of turned) byKey[state.key]!.push(state);
  for (const state of noPivot) if (state) byKey[state.key]!.push(state);
  for (const ways of byKey) ways.sort((a, b) => a.cost - b.cost);
  return { byKey, states: kept };
}

/** What nothing explains goes on as it was. @param from the slot that has no other chord */
function goingOn({ states }: Place, from: number): State {
  const before = cheapestOf(states);
  return { ...before, from, before, cost: before.cost + BEAM };
}

function cheapestOf(states: readonly State[]): State {
  return states.reduce((best, next) => (next.cost < best.cost ? next : best));
}

function pathTo(last: Place, slots: readonly Slot[]): readonly Stretch[] {
  let state: State | undefined = cheapestOf(last.states);
  let end = slots.length;
  const path: Stretch[] = [];
  while (state) {
    const { chord, inversion, from, key, reading } = state;
    // A state that was read anew stands behind the one that it was read from, with no slot of its own.
    if (from < end && reading && !isTurned(state)) {
      path.unshift({
        start: slots[from]!.start,
        end: slots[end - 1]!.end,
        key: ALL_KEYS[key]!,
        chord,
        reading,
        inversion,
      });
      end = from;
    }
    state = state.before;
  }
  return path;
}

function isTurned(state: State): boolean {
  return state.before !== undefined && state.before.from === state.from;
}

function isTonic({ numeral }: Reading): boolean {
  return numeral.degree === 1 && !numeral.of;
}

/** What it costs that a phrase ends on a chord. */
function endCost(reading: Reading, inversion: number, weights: Weights): number {
  const { degree, of } = reading.numeral;
  if (inversion !== 0 || of || ![1, 5, 6].includes(degree)) return weights.weakEnd;
  return degree === 1 ? 0 : weights.openEnd;
}

/** What it costs that a chord comes after the one that a way has led to. @param row of the chord, in `transitionTable` */
function stepCost(
  { reading: from, inversion: before }: State,
  reading: Reading,
  inversion: number,
  row: Float64Array,
  startCost: number,
  weights: Weights,
): number {
  if (!from) return row.at(-1)! + startCost;
  if (from === reading) return before === inversion ? 0 : weights.sameChord + startCost;
  return row[from.index]! + (from.family === reading.family ? 0 : startCost);
}

/** `[to][from]`: what it costs that a reading follows another; the last is for a chord before that has no reading in the key. */
function transitionTable(readings: readonly Reading[], weights: Weights): readonly Float64Array[] {
  return readings.map((to) =>
    Float64Array.from([...readings, undefined], (from) => transitionCost(from, to, weights)),
  );
}

function transitionCost(from: Reading | undefined, to: Reading, weights: Weights): number {
  // What only gains a seventh is as much rarer as that makes it.
  if (from?.family === to.family)
    return weights.sameRoot + weights.rarity * Math.max(0, to.rarity - from.rarity);
  const rarity = weights.rarity * to.rarity;
  const cost = rarity + weights.succession * successionCost(from?.numeral, to.numeral);
  const goal = from?.numeral.of?.degree;
  if (goal === undefined) return cost;
  const isResolved = to.numeral.of?.degree === goal || to.numeral.degree === goal;
  return isResolved ? rarity : cost + weights.unresolved;
}

function fifthsApart(a: Key, b: Key): number {
  const apart = (((a.fifths - b.fifths) % 12) + 12) % 12;
  return Math.min(apart, 12 - apart);
}

function changeCost(from: Key, to: Key, weights: Weights): number {
  return weights.newKey + weights.keyDistance * fifthsApart(from, to);
}
