/**
 * What speaks for and against a reading; costs, of which the path has the least sum. Fitted by coordinate descent to the ten analyses of the
 * odd numbers (`node scripts/evaluate-analysis.mjs --fit`), from first guesses that were set by hand.
 */
export const WEIGHTS = {
  /** A beat of a note that is foreign to the chord, by how it is come to and left. */
  passing: 4.0,
  suspended: 7.0,
  leftByStep: 7.7,
  reachedByStep: 7.6,
  leapt: 8,
  pedal: 2,
  /** Each such note once more, if it is struck on a beat and does not wait for a resolution. */
  accented: 0.8,
  /** A beat of a note that is foreign to key and chord. */
  foreign: 4.0,
  /** A beat of a bass that is foreign to the chord, or is another tone of it than the one it is named for. */
  bassForeign: 2.9,
  bassOther: 8.0,
  /** A tone of the chord that is never heard. */
  noRoot: 5.6,
  noThird: 1.6,
  noFifth: 0.25,
  noSeventh: 3,
  /** A chord of four tones, and one whose seventh is not heard when it begins. */
  seventh: 0.23,
  lateSeventh: 5.5,
  /** The chord in that inversion. */
  first: 0.48,
  second: 2.1,
  third: 0.8,
  /** Of a chord that begins in the middle of a beat, on a beat, and on the first of a bar or of its half. */
  startOffBeat: 1.1,
  startOnBeat: 0.8,
  startOnStrong: 0.31,
  /** A chord again, in another inversion or as another seventh of its root. */
  sameChord: 0.19,
  sameRoot: 0.31,
  /** How much how often a numeral is met counts, and how often degrees follow each other. */
  rarity: 0.8,
  succession: 0.56,
  /** An applied chord that does not go where it should. */
  unresolved: 2.6,
  /** A new key; more for each fifth that it lies from the old; less where a phrase begins; more where no chord is of both. */
  newKey: 4,
  keyDistance: 0.5,
  newPhrase: 0.94,
  noPivot: 1.5,
  /** A beat in a key whose signature is other than the score's, for each fifth. */
  farFromSignature: 0.05,
  /** A phrase that ends on V or vi, and one that ends on another chord than I, V or vi in root position. */
  openEnd: 0.3,
  weakEnd: 1.5,
  /** A piece that does not begin on its tonic, and one that does not end on it. */
  weakOpening: 0.5,
  weakClose: 2,
};

export type Weights = Readonly<Record<keyof typeof WEIGHTS, number>>;
