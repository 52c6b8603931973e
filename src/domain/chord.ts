import { pitchClassOf } from "./key";
import type { PitchClass } from "./units";

/** A kind of chord, by the names that MusicXML has for most of them. */
export interface ChordQuality {
  readonly name: string;
  /** What is printed behind the root. */
  readonly suffix: string;
  /** Semitones above the root from the bottom up: thirds, then what is stacked or put on them. */
  readonly intervals: readonly number[];
}

/**
 * What a chord can be. The first twelve are what chord models tell apart, in their order; only behind them may the list grow, because
 * checkpoints count on it.
 */
export const CHORD_QUALITIES = [
  { name: "major", suffix: "", intervals: [0, 4, 7] },
  { name: "minor", suffix: "m", intervals: [0, 3, 7] },
  { name: "dominant", suffix: "7", intervals: [0, 4, 7, 10] },
  { name: "major-seventh", suffix: "maj7", intervals: [0, 4, 7, 11] },
  { name: "minor-seventh", suffix: "m7", intervals: [0, 3, 7, 10] },
  { name: "diminished", suffix: "dim", intervals: [0, 3, 6] },
  { name: "half-diminished", suffix: "m7b5", intervals: [0, 3, 6, 10] },
  { name: "diminished-seventh", suffix: "dim7", intervals: [0, 3, 6, 9] },
  { name: "augmented", suffix: "aug", intervals: [0, 4, 8] },
  { name: "suspended-fourth", suffix: "sus4", intervals: [0, 5, 7] },
  { name: "major-sixth", suffix: "6", intervals: [0, 4, 7, 9] },
  { name: "minor-sixth", suffix: "m6", intervals: [0, 3, 7, 9] },
  { name: "suspended-second", suffix: "sus2", intervals: [0, 2, 7] },
  { name: "power", suffix: "5", intervals: [0, 7] },
  { name: "suspended-seventh", suffix: "7sus4", intervals: [0, 5, 7, 10] },
  { name: "augmented-seventh", suffix: "7#5", intervals: [0, 4, 8, 10] },
  { name: "flat-fifth", suffix: "7b5", intervals: [0, 4, 6, 10] },
  { name: "major-minor", suffix: "mMaj7", intervals: [0, 3, 7, 11] },
  { name: "added-ninth", suffix: "add9", intervals: [0, 4, 7, 14] },
  { name: "minor-added-ninth", suffix: "madd9", intervals: [0, 3, 7, 14] },
  { name: "sixth-ninth", suffix: "6/9", intervals: [0, 4, 7, 9, 14] },
  { name: "dominant-ninth", suffix: "9", intervals: [0, 4, 7, 10, 14] },
  { name: "major-ninth", suffix: "maj9", intervals: [0, 4, 7, 11, 14] },
  { name: "minor-ninth", suffix: "m9", intervals: [0, 3, 7, 10, 14] },
  { name: "suspended-ninth", suffix: "9sus4", intervals: [0, 5, 7, 10, 14] },
  { name: "flat-ninth", suffix: "7b9", intervals: [0, 4, 7, 10, 13] },
  { name: "sharp-ninth", suffix: "7#9", intervals: [0, 4, 7, 10, 15] },
  { name: "sharp-eleventh", suffix: "7#11", intervals: [0, 4, 7, 10, 18] },
  { name: "dominant-11th", suffix: "11", intervals: [0, 4, 7, 10, 14, 17] },
  { name: "minor-11th", suffix: "m11", intervals: [0, 3, 7, 10, 14, 17] },
  { name: "dominant-13th", suffix: "13", intervals: [0, 4, 7, 10, 14, 21] },
] as const satisfies readonly ChordQuality[];

export type QualityName = (typeof CHORD_QUALITIES)[number]["name"];

/** Nothing but the melody. */
export const NO_CHORD = "N.C.";

/** A chord that sounds. */
export interface Harmony {
  readonly root: PitchClass;
  readonly quality: QualityName;
  /** What lies lowest, where that is not the root. */
  readonly bass: PitchClass | undefined;
}

/** What a chord symbol stands for. */
export type Chord = Harmony | typeof NO_CHORD;

const BY_NAME: ReadonlyMap<string, ChordQuality> = new Map(
  CHORD_QUALITIES.map((quality) => [quality.name, quality]),
);

export function qualityOf({ quality }: Harmony): ChordQuality {
  return BY_NAME.get(quality)!;
}

/** A chord with its bass left out where it is the root. */
export function harmony(root: PitchClass, quality: QualityName, bass?: PitchClass): Harmony {
  return { root, quality, bass: bass === root ? undefined : bass };
}

/** The pitch classes of a chord, its bass first, each once; none for no chord. */
export function pitchClassesOf(chord: Chord): readonly PitchClass[] {
  if (chord === NO_CHORD) return [];
  const tones = qualityOf(chord).intervals.map((above) => pitchClassOf(chord.root + above));
  return [...new Set([bassOf(chord), ...tones])];
}

export function bassOf({ root, bass }: Harmony): PitchClass {
  return bass ?? root;
}

/** Whether both stand for the same. */
export function isSameChord(a: Chord, b: Chord): boolean {
  if (a === NO_CHORD || b === NO_CHORD) return a === b;
  return a.root === b.root && a.quality === b.quality && a.bass === b.bass;
}
