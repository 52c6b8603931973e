import { CHORD_QUALITIES, harmony, NO_CHORD, qualityOf, type Chord } from "../domain/chord";
import { pitchClassOf } from "../domain/key";

/** Qualities that chord models tell apart: the first ones of the list. */
export const QUALITIES = 12;
/** The class of no chord: the last one. */
export const NO_CHORD_CLASS = 12 * QUALITIES;
export const CHORD_CLASSES = NO_CHORD_CLASS + 1;

/** What a chord is to a model: root × 12 + quality. A richer quality is the one with most of its tones; the bass does not count. */
export function chordClass(chord: Chord): number {
  if (chord === NO_CHORD) return NO_CHORD_CLASS;
  return chord.root * QUALITIES + nearestQuality(qualityOf(chord).intervals);
}

/** The chord of a class, in root position. @param index integer in [0, `CHORD_CLASSES`) */
export function chordOfClass(index: number): Chord {
  if (index === NO_CHORD_CLASS) return NO_CHORD;
  return harmony(Math.floor(index / QUALITIES), CHORD_QUALITIES[index % QUALITIES]!.name);
}

/** Tones in common less tones that differ; the first of several that fit as well, which is the plainest. */
function nearestQuality(intervals: readonly number[]): number {
  const tones = new Set(intervals.map(pitchClassOf));
  let best = 0;
  let most = -Infinity;
  for (let i = 0; i < QUALITIES; i++) {
    const shared = CHORD_QUALITIES[i]!.intervals.filter((above) => tones.has(above)).length;
    const fit = 2 * shared - CHORD_QUALITIES[i]!.intervals.length;
    if (fit > most) [best, most] = [i, fit];
  }
  return best;
}
