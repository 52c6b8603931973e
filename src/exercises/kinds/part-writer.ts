import { qualityOf } from "../../domain/chord";
import { pitchClassOf, spell, type Key } from "../../domain/key";
import { judgeSonority } from "../../domain/part-writing";
import type { Random } from "../../domain/random";
import type { Midi, PitchClass } from "../../domain/units";
import type { Numeral } from "./numeral";

/** Soprano, alto, tenor, bass. */
export type Voicing = readonly [Midi, Midi, Midi, Midi];

/** A chord to be written in four parts. */
export interface Slot {
  readonly numeral: Numeral;
  /** `[4]`: pitches that stand already. */
  readonly fixed?: readonly (Midi | undefined)[];
  /** What the soprano has to sing, in any octave. */
  readonly top?: PitchClass | undefined;
}

/** What every singer has: C4–G5, G3–D5, C3–G4 and E2–C4 (Open Music Theory). */
export const SINGABLE: readonly (readonly [low: Midi, high: Midi])[] = [
  [60, 79],
  [55, 74],
  [48, 67],
  [40, 60],
];

const NEVER = Infinity;
/** Semitones that a part may leap at the most: a fifth on top, fourths in the middle, an octave in the bass, which leaps no sixth. */
const LEAPS = [7, 5, 5, 12] as const;

/**
 * Four parts for the chords, breaking none of the rules of `part-writing.ts` nor those of doubling and resolution, by dynamic programming
 * over the voicings of each: near at hand in the middle, in steps on top. What is left open is drawn. Undefined where there is no way.
 */
export function writeParts(
  slots: readonly Slot[],
  key: Key,
  random: Random,
): readonly Voicing[] | undefined {
  interface State {
    readonly voicing: Voicing;
    readonly cost: number;
    readonly from: State | undefined;
  }
  let states: readonly State[] = [];
  for (const [i, slot] of slots.entries()) {
    const next: State[] = [];
    const before = slots[i - 1];
    for (const { voicing, cost: own } of voicings(slot, key)) {
      const base = own + 2 * random();
      let from: State | undefined;
      let cost = i === 0 ? base : NEVER;
      for (const state of states) {
        if (state.cost + base >= cost) continue;
        const moved = state.cost + base + motion(state.voicing, voicing, before!, slot, key, cost);
        if (moved < cost) [from, cost] = [state, moved];
      }
      if (cost < NEVER) next.push({ voicing, cost, from });
    }
    states = next;
  }
  let best: State | undefined;
  for (const state of states) if (!best || state.cost < best.cost) best = state;
  const written: Voicing[] = [];
  for (let state = best; state; state = state.from) written.unshift(state.voicing);
  return best && written;
}

interface Placed {
  readonly voicing: Voicing;
  readonly cost: number;
}

/** Every way to lay out a chord, with what its doubling costs. */
function voicings({ numeral, fixed = [], top }: Slot, key: Key): readonly Placed[] {
  const { chord } = numeral;
  const tones = qualityOf(chord).intervals.map((above) => pitchClassOf(chord.root + above));
  const choices = SINGABLE.map(([low, high], part) => {
    const stands = fixed[part];
    if (stands !== undefined) return [stands];
    return Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((pitch) => {
      const tone = pitchClassOf(pitch);
      if (part === 3) return tone === (chord.bass ?? chord.root);
      return part === 0 && top !== undefined ? tone === top : tones.includes(tone);
    });
  });
  const result: Placed[] = [];
  for (const bass of choices[3]!)
    for (const soprano of choices[0]!)
      for (const alto of choices[1]!) {
        if (alto > soprano || soprano - alto > 12) continue;
        for (const tenor of choices[2]!) {
          if (tenor > alto || alto - tenor > 12 || tenor < bass) continue;
          const voicing: Voicing = [soprano, alto, tenor, bass];
          const cost = doubling(voicing, numeral, tones, key);
          if (cost < NEVER) result.push({ voicing, cost });
        }
      }
  return result;
}

/** What the choice of tones costs: leading tones and sevenths are never doubled, nothing but the fifth is left out. */
function doubling(
  voicing: Voicing,
  { chord, leading }: Numeral,
  tones: readonly PitchClass[],
  key: Key,
): number {
  const count = (tone: PitchClass | undefined) =>
    voicing.filter((pitch) => pitchClassOf(pitch) === tone).length;
  const [root, third, fifth, seventh] = tones;
  if (count(root) === 0 || count(third) === 0) return NEVER;
  if (seventh !== undefined && count(seventh) !== 1) return NEVER;
  if (leading !== undefined && count(leading) > 1) return NEVER;
  // The leading tone of the key is one in every chord that has it.
  const natural = pitchClassOf(key.fifths * 7 + (key.mode === "minor" ? 9 : 0) - 1);
  if (count(natural) > 1) return NEVER;
  const inversion = tones.indexOf(chord.bass ?? chord.root);
  const unisons = voicing.filter((pitch, i) => pitch === voicing[i + 1]).length * 3;
  if (count(fifth) === 0) return inversion === 0 ? 4 + unisons : NEVER;
  if (seventh !== undefined) return unisons;
  // A six-four chord doubles its bass.
  if (inversion === 2) return count(fifth) === 2 ? unisons : NEVER;
  if (qualityOf(chord).name === "diminished") return unisons + (count(third) === 2 ? 0 : 4);
  if (inversion === 1) return unisons + (count(third) > 1 ? 2 : 0);
  return unisons + (count(root) === 2 ? 0 : count(third) === 2 ? 5 : 2);
}

/** What it costs to go on from one voicing to the next; `NEVER` for what breaks a rule. @param most more than this need not be told */
function motion(
  from: Voicing,
  to: Voicing,
  before: Slot,
  now: Slot,
  key: Key,
  most: number,
): number {
  let cost = 0;
  for (let part = 0; part < 4; part++) {
    const leap = Math.abs(to[part]! - from[part]!);
    if (leap > LEAPS[part]! || leap === 6 || (leap > 7 && leap < 12)) return NEVER;
    cost += part === 0 ? SOPRANO[leap]! : part === 3 ? leap / 4 : leap;
  }
  if (cost >= most) return NEVER;
  if (!resolves(from, to, before.numeral, now.numeral)) return NEVER;
  for (let part = 0; part < 4; part++) if (isAugmented(from[part]!, to[part]!, key)) return NEVER;
  if (isUnequal(from, to)) return NEVER;
  let offences = 0;
  judgeSonority(from, to, () => offences++);
  return offences === 0 ? cost : NEVER;
}

/** What a soprano's step or leap costs, by semitones: steps are best, standing still is dull. */
const SOPRANO = [5, 0, 0, 5, 6, 8, NEVER, 10];

/** Whether leading tones rise and sevenths are met and left as they should be. */
function resolves(from: Voicing, to: Voicing, before: Numeral, now: Numeral): boolean {
  const seventh = qualityOf(before.chord).intervals[3];
  const nextSeventh = qualityOf(now.chord).intervals[3];
  const goal = before.leading === undefined ? -1 : pitchClassOf(before.leading + 1);
  for (let part = 0; part < 4; part++) {
    const [old, fresh] = [from[part]!, to[part]!];
    if (old !== fresh && pitchClassOf(old) === before.leading) {
      const falls = part > 0 && part < 3 && old - fresh === 4 && now.chord.root === goal;
      if (fresh - old !== 1 && !falls) return false;
    }
    const isSeventh =
      seventh !== undefined && pitchClassOf(old) === pitchClassOf(before.chord.root + seventh);
    if (isSeventh && fresh !== old && (old - fresh > 2 || old < fresh)) return false;
    // AP takes points for a seventh that is met by a leap down of a fourth or more.
    const isMet =
      nextSeventh !== undefined &&
      pitchClassOf(fresh) === pitchClassOf(now.chord.root + nextSeventh);
    if (isMet && old - fresh >= 5) return false;
  }
  return true;
}

/** Semitones of the major and perfect intervals. */
const LARGEST = [0, 2, 4, 5, 7, 9, 11];
const LETTERS = "CDEFGAB";

/** Whether going from one pitch to the other is an augmented interval as `key` spells them; a semitone on one letter is none. */
export function isAugmented(from: Midi, to: Midi, key: Key): boolean {
  const [low, high] = from < to ? [from, to] : [to, from];
  const [a, b] = [spell(low, key), spell(high, key)];
  const letters = (b.octave - a.octave) * 7 + LETTERS.indexOf(b.letter) - LETTERS.indexOf(a.letter);
  if (letters <= 0) return false;
  return high - low > LARGEST[letters % 7]! + 12 * Math.floor(letters / 7);
}

/** Whether two parts go from a diminished fifth to a perfect one. */
function isUnequal(from: Voicing, to: Voicing): boolean {
  for (let low = 1; low < 4; low++)
    for (let high = 0; high < low; high++) {
      const moves = from[high] !== to[high] && from[low] !== to[low];
      if (!moves) continue;
      if ((from[high]! - from[low]!) % 12 === 6 && (to[high]! - to[low]!) % 12 === 7) return true;
    }
  return false;
}
