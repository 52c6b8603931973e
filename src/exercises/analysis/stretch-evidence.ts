import { pitchClassOf } from "../../domain/key";
import type { Slot } from "./evidence";
import { HEARD_CHORDS, type HeardChord } from "./numeral-vocabulary";
import type { Weights } from "./weights";

/** What is dearer than the cheapest way to the same place by this much is given up; with 14 the corpus is read no differently. */
export const BEAM = 8;
/** Chords that are weighed in each stretch: the best by their tones. */
const CHORDS = 5;

/** A chord that a stretch may be. */
export interface Candidate {
  readonly chord: HeardChord;
  readonly cost: number;
  readonly inversion: number;
}

/** What is heard in a stretch of slots that grows backwards. */
export class StretchEvidence {
  beats = 0;
  readonly #heard = new Float64Array(12);
  readonly #foreign = new Float64Array(12);
  #foreignSum = 0;
  /** A bit for each pitch class that is heard. */
  #present = 0;

  add({ heard, foreign, beats }: Slot): void {
    this.beats += beats;
    for (let i = 0; i < 12; i++) {
      this.#heard[i]! += heard[i]!;
      if (heard[i]! > 0) this.#present |= 1 << i;
      this.#foreign[i]! += foreign[i]!;
      this.#foreignSum += foreign[i]!;
    }
  }

  /** Beats of the pitch classes of a set. */
  outside(set: number): number {
    let sum = 0;
    for (let bits = set & this.#present; bits !== 0; bits &= bits - 1)
      sum += this.#heard[31 - Math.clz32(bits & -bits)]!;
    return sum;
  }

  /** The cheapest chords by their tones and bass, and by nothing else, of the stretch from slot `from` to before `end`. */
  bestChords(
    slots: readonly Slot[],
    from: number,
    end: number,
    weights: Weights,
  ): readonly Candidate[] {
    const heard = this.#heard;
    const foreign = this.#foreign;
    const first = slots[from]!.heard;
    const missing = [weights.noRoot, weights.noThird, weights.noFifth, weights.noSeventh];
    const best: { chord: HeardChord; cost: number }[] = [];
    for (const chord of HEARD_CHORDS) {
      let cost = this.#foreignSum;
      const { tones } = chord;
      for (let t = 0; t < tones.length; t++) {
        const tone = tones[t]!;
        cost -= foreign[tone]!;
        if (heard[tone] === 0) cost += missing[t]!;
      }
      if (tones.length === 4)
        cost += first[tones[3]!] === 0 ? weights.seventh + weights.lateSeventh : weights.seventh;
      if (best.length === CHORDS && cost >= best[CHORDS - 1]!.cost) continue;
      if (best.length > 0 && cost >= best[0]!.cost + BEAM) continue;
      let at = best.length;
      while (at > 0 && best[at - 1]!.cost > cost) at--;
      best.splice(at, 0, { chord, cost });
      if (best.length > CHORDS) best.pop();
    }
    return best.map(({ chord, cost }) => {
      const inversion = inversionOf(chord, slots, from, end);
      return {
        chord,
        inversion,
        cost: cost + bassCost(chord, inversion, slots, from, end, weights),
      };
    });
  }
}

/** By the first bass that is a tone of the chord, or, of a single line, the lowest tone of the stretch; the root without any. */
function inversionOf(chord: HeardChord, slots: readonly Slot[], from: number, end: number): number {
  let lowest = Infinity;
  let isSingle = true;
  for (let i = from; i < end; i++) {
    const slot = slots[i]!;
    isSingle &&= slot.isSingle;
    const found = chord.tones.indexOf(slot.bass);
    if (found >= 0 && !isSingle) return found;
    if (chord.tones.includes(pitchClassOf(slot.lowest))) lowest = Math.min(lowest, slot.lowest);
  }
  return lowest === Infinity ? 0 : chord.tones.indexOf(pitchClassOf(lowest));
}

function bassCost(
  chord: HeardChord,
  inversion: number,
  slots: readonly Slot[],
  from: number,
  end: number,
  weights: Weights,
): number {
  let cost = [0, weights.first, weights.second, weights.third][inversion]!;
  const bass = chord.tones[inversion]!;
  for (let i = from; i < end; i++) {
    const slot = slots[i]!;
    if (slot.bass === bass || slot.isSingle) continue;
    if (chord.tones.includes(slot.bass)) cost += slot.beats * weights.bassOther;
    else if (!slot.isPedal) cost += slot.beats * weights.bassForeign;
  }
  return cost;
}
