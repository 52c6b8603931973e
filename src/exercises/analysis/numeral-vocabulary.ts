import type { Mode } from "../../domain/key";
import type { PitchClass } from "../../domain/units";
import {
  NUMERAL_QUALITIES,
  readNumeral,
  semitonesAbove,
  type NumeralQuality,
  type RomanNumeral,
} from "./roman-numeral";

/**
 * The numerals that chords are read as, by how often each stands in the ten analyses that constants were fitted to (the odd numbers of
 * Riemenschneider's first twenty; Andrew Jones and Dmitri Tymoczko): all inversions together. 0 is for those that textbooks have and the ten do not.
 */
const COUNTS: Readonly<Record<Mode, string>> = {
  major: `
    I 120 V 75 V7 47 IV 36 vi 27 ii7 16 ii 10 viio 9 iii 5 viiø7 5 IV7 3 vi7 2 v 1 I7 0 iii7 0 viio7 0 III+ 0
    V7/IV 4 V/vi 3 V7/vi 3 V7/V 3 V/V 1 V/ii 1 V7/ii 0 V/iii 0 V7/iii 0
    viio/ii 0 viio/iii 0 viio/IV 0 viio/V 0 viio/vi 0 viio7/ii 0 viio7/iii 0 viio7/V 0 viio7/vi 0 viiø7/IV 0 viiø7/V 0
    i 0 iv 0 iv7 0 iio 0 iiø7 0 bIII 0 bVI 0 bVII 0 bII 0 It6 0 Ger65 0 Fr43 0`,
  minor: `
    i 85 V 48 V7 35 iv 17 iiø7 13 viio 12 VI 12 I 11 viio7 7 iio 7 IV 6 v 5 III 4 IV7 3 VII 3 iv7 2 viiø7 1 v7 1 viø7 1
    ii 0 ii7 0 i7 0 III7 0 III+ 0 vio 0 VI7 0 VII7 0
    V/iv 4 V7/iv 3 viio7/V 3 V/III 2 V7/III 1 V7/V 1 viio7/IV 1 viiø7/V 1
    V/V 0 V/VI 0 V7/VI 0 V/VII 0 V7/VII 0 viio/III 0 viio/iv 0 viio/V 0 viio/VI 0 viio/VII 0 viio7/iv 0 viiø7/III 0 viiø7/VII 0
    bII 0 It6 1 Ger65 0 Fr43 0`,
};

/** What a chord can be in a key. */
export interface Reading {
  readonly mode: Mode;
  /** Its place among the readings of its mode. */
  readonly index: number;
  /** In the inversion of the root in the bass. */
  readonly numeral: RomanNumeral;
  /** Semitones of its root over the tonic. */
  readonly above: number;
  /** The same for chords on one root in one role: V and V7, not I and V/IV. */
  readonly family: number;
  /** Negative logarithm of how often it is met. */
  readonly rarity: number;
}

export const READINGS: Readonly<Record<Mode, readonly Reading[]>> = {
  major: readingsIn("major"),
  minor: readingsIn("minor"),
};

function readingsIn(mode: Mode): readonly Reading[] {
  const words = COUNTS[mode].trim().split(/\s+/);
  const entries = words.flatMap((name, i) =>
    i % 2 === 0 ? [{ name, count: Number(words[i + 1]) + 0.5 }] : [],
  );
  const total = entries.reduce((sum, { count }) => sum + count, 0);
  return entries.map(({ name, count }, index) => {
    const numeral = readNumeral(name, mode)!;
    const above = semitonesAbove(numeral, mode);
    const family = above * 8 + (numeral.of?.degree ?? 0);
    return { mode, index, numeral, above, family, rarity: -Math.log(count / total) };
  });
}

/** The kinds of chord that are looked for. A German sixth sounds as a dominant seventh. */
const HEARD_QUALITIES: readonly NumeralQuality[] = (
  Object.keys(NUMERAL_QUALITIES) as NumeralQuality[]
).filter((quality) => quality !== "german");

/** A chord as it sounds. */
export interface HeardChord {
  /** Its place in `HEARD_CHORDS`. */
  readonly index: number;
  readonly root: PitchClass;
  readonly quality: NumeralQuality;
  /** From the root up. */
  readonly tones: readonly PitchClass[];
  /** A bit for each pitch class. */
  readonly set: number;
}

export const HEARD_CHORDS: readonly HeardChord[] = HEARD_QUALITIES.flatMap((quality, q) =>
  Array.from({ length: 12 }, (_, root) => {
    const tones = NUMERAL_QUALITIES[quality].map((above) => (root + above) % 12);
    const set = tones.reduce((bits, tone) => bits | (1 << tone), 0);
    return { index: q * 12 + root, root, quality, tones, set };
  }),
);

const BY_SOUND = {
  major: bySound("major"),
  minor: bySound("minor"),
};

function bySound(mode: Mode): readonly (readonly Reading[])[] {
  return HEARD_CHORDS.map(({ root, quality }) =>
    READINGS[mode].filter(
      ({ above, numeral }) =>
        above === root && (numeral.quality === "german" ? "dominant" : numeral.quality) === quality,
    ),
  );
}

/** What a chord can be in the key on `tonic`. */
export function readingsOf(
  { root, quality }: HeardChord,
  tonic: PitchClass,
  mode: Mode,
): readonly Reading[] {
  const above = (root - tonic + 12) % 12;
  return BY_SOUND[mode][HEARD_QUALITIES.indexOf(quality) * 12 + above]!;
}
