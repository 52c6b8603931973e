/**
 * What speaks for and against a reading: costs, of which the path has the least sum. Only their relations matter. Fitted by local search
 * (`npm run evaluate:analysis -- --fit`) to the ten analyses with odd numbers of Riemenschneider's first twenty, from first guesses set by hand; `pedal` is
 * still such a guess.
 */
export const WEIGHTS = {
  /** A beat of a note that is foreign to the chord, by how it is come to and left. */
  passing: 4,
  suspended: 7,
  leftByStep: 7.7,
  reachedByStep: 7.6,
  leapt: 8,
  pedal: 2,
  /** Each such note once more, if it is struck on a beat and does not wait for a resolution. */
  accented: 0.8,
  /** A beat of a note that is foreign to key and chord. */
  foreign: 5.7,
  /** A beat of a bass that is foreign to the chord, or is another tone of it than the one it is named for. */
  bassForeign: 4.1,
  bassOther: 8,
  /** A tone of the chord that is never heard. */
  noRoot: 5.6,
  noThird: 1.2,
  noFifth: 0.36,
  noSeventh: 3,
  /** A chord of four tones, and one whose seventh is not heard when it begins. */
  seventh: 0.19,
  lateSeventh: 5.5,
  /** The chord in that inversion. */
  first: 0.48,
  second: 2.1,
  third: 0.8,
  /** Of a chord that begins in the middle of a beat, on a beat, and on the first of a bar or of its half. */
  startOffBeat: 1.2,
  startOnBeat: 0.52,
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
  noPivot: 1.8,
  /** A beat in a key whose signature is other than the score's, for each fifth. */
  farFromSignature: 0.034,
  /** A phrase that ends on V or vi, and one that ends on another chord than I, V or vi in root position. */
  openEnd: 0.3,
  weakEnd: 1.5,
  /** A piece that does not begin on its tonic, and one that does not end on it. */
  weakOpening: 0.27,
  weakClose: 2,
};

export type Weights = Readonly<Record<keyof typeof WEIGHTS, number>>;
