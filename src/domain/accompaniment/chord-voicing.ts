import { bassOf, qualityOf, type Harmony } from "../chord";
import { pitchClassOf } from "../key";
import type { Midi, PitchClass } from "../units";

/** A chord as two hands hold it. */
export interface Voicing {
  /** Three pitches from the lowest. */
  readonly upper: readonly Midi[];
  readonly bass: Midi;
}

/** Where the right hand's three notes lie about, and how low the lowest of them may be: an octave of places. */
const UPPER_MIDDLE: Midi = 57;
const LOWEST_UPPER: Midi = 48;
/** C2 to B2: below all that the right hand holds. */
const LOWEST_BASS: Midi = 36;
const BASS_MIDDLE: Midi = 42;
/** Where a bass may go when it moves: low G1 to E3. */
export const BASS_COMPASS: { readonly lowest: Midi; readonly highest: Midi } = {
  lowest: 31,
  highest: 52,
};
/** Costs of a semitone from the middle of the register, where a semitone of movement costs 1. */
const STRAYING = 0.35;

/**
 * The three pitch classes that say most of a chord over its bass: third (or what is suspended), seventh or sixth, and the highest that is
 * stacked on them, else the fifth; the root and doublings where there are fewer.
 */
export function tellingTones(chord: Harmony): readonly PitchClass[] {
  const { intervals } = qualityOf(chord);
  const stacked = intervals.slice(4).at(-1);
  const wanted = [
    ...intervals.slice(1, 2),
    ...intervals.slice(3, 4),
    ...(stacked === undefined ? [] : [stacked]),
    ...intervals.slice(2, 3),
    0,
  ];
  const tones = [...new Set(wanted.map((above) => pitchClassOf(chord.root + above)))].slice(0, 3);
  // A power chord has two: its root is doubled at the octave.
  return tones.length === 3 ? tones : [...tones, chord.root];
}

/** Every close position of the chord in the register, each over its bass. */
function positionsOf(chord: Harmony): readonly Voicing[] {
  const classes = tellingTones(chord);
  const bass = placeAbove(LOWEST_BASS, bassOf(chord));
  const lowests = classes.map((tone) => placeAbove(LOWEST_UPPER, tone));
  const positions = lowests.map((lowest, i) => {
    const others = classes
      .filter((_, other) => other !== i)
      .map((tone) => placeAbove(lowest + 1, tone));
    return { upper: [lowest, ...others].toSorted((a, b) => a - b), bass };
  });
  // Over its fifth a power chord would have both its roots on one key.
  return positions.filter(({ upper }) => new Set(upper).size === upper.length);
}

/** The lowest pitch of a class at or above `lowest`. */
function placeAbove(lowest: Midi, tone: PitchClass): Midi {
  return lowest + pitchClassOf(Number(tone) - lowest);
}

/** What is to be voiced: a chord, or one whose voicing is settled. */
export interface ChordToVoice {
  readonly chord: Harmony;
  readonly settled: Voicing | undefined;
}

/**
 * The voicings that move least from one chord to the next and stay about the middle of the register: the cheapest path through all close
 * positions (Viterbi).
 * @param before what sounds before the first chord, which it is led on from
 * @param after what sounds after the last one, which it leads to
 */
export function voiceChords(
  chords: readonly ChordToVoice[],
  before?: Voicing,
  after?: Voicing,
): readonly Voicing[] {
  let paths: readonly Path[] = [{ cost: 0, voicings: [] }];
  for (const { chord, settled } of chords) {
    const positions = settled ? [settled] : positionsOf(chord);
    paths = positions.map((voicing) => {
      const ways = paths.map(({ cost, voicings }) => ({
        cost: cost + movement(voicings.at(-1) ?? before, voicing) + straying(voicing),
        voicings: [...voicings, voicing],
      }));
      return cheapest(ways);
    });
  }
  return cheapest(
    paths.map(({ cost, voicings }) => ({
      cost: cost + (after ? movement(voicings.at(-1), after) : 0),
      voicings,
    })),
  ).voicings;
}

interface Path {
  readonly cost: number;
  readonly voicings: readonly Voicing[];
}

function cheapest(paths: readonly Path[]): Path {
  return paths.reduce((best, path) => (path.cost < best.cost ? path : best));
}

/** Semitones that all hands' notes move, taken in order from the lowest. */
function movement(from: Voicing | undefined, to: Voicing): number {
  if (!from) return 0;
  return to.upper.reduce((sum, pitch, i) => sum + Math.abs(pitch - (from.upper[i] ?? pitch)), 0);
}

function straying({ upper }: Voicing): number {
  const middle = upper.reduce((sum, pitch) => sum + pitch, 0) / upper.length;
  return STRAYING * Math.abs(middle - UPPER_MIDDLE);
}

/** The fifth of the chord next to `bass`, or its root where that is the bass's fifth already; for basses that alternate. */
export function otherBass(chord: Harmony, bass: Midi): Midi {
  const fifth = pitchClassOf(chord.root + (qualityOf(chord).intervals[2] ?? 7));
  const other = pitchClassOf(bass) === fifth ? chord.root : fifth;
  const below = bass - pitchClassOf(bass - other);
  return below + 12 - bass < bass - below || below < BASS_COMPASS.lowest ? below + 12 : below;
}

/** The pitch of `tone` nearest to `from` that a bass can play; of two as near the one towards the middle of its register. */
export function bassNear(tone: PitchClass, from: Midi): Midi {
  const above = from + pitchClassOf(tone - from);
  const candidates = [above - 12, above].filter(
    (pitch) => pitch >= BASS_COMPASS.lowest && pitch <= BASS_COMPASS.highest,
  );
  const cost = (pitch: Midi) => Math.abs(pitch - from) + 0.2 * Math.abs(pitch - BASS_MIDDLE);
  return candidates.reduce(
    (best, pitch) => (cost(pitch) < cost(best) ? pitch : best),
    candidates[0] ?? above,
  );
}
