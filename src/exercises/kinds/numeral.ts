import { harmony, qualityOf, type Harmony, type QualityName } from "../../domain/chord";
import { pitchClassOf, scale, spell, tonic, type Key } from "../../domain/key";
import type { PitchClass } from "../../domain/units";

/** A chord by its place in a key. */
export interface Numeral {
  readonly text: string;
  readonly chord: Harmony;
  /** The tone that has to rise by a semitone; undefined outside dominants. */
  readonly leading: PitchClass | undefined;
}

const PATTERN = /^(VII|VI|IV|V|III|II|I)(o|ø)?(7|65|64|6|43|42)?(?:\/(VII|VI|IV|V|III|II|I))?$/i;
const DEGREES = ["I", "II", "III", "IV", "V", "VI", "VII"];
/** Which tone of the chord lies lowest. */
const INVERSIONS: Readonly<Record<string, number>> = { 6: 1, 65: 1, 64: 2, 43: 2, 42: 3 };

/**
 * The chord of a Roman numeral as AP writes them: capitals for major, o diminished, ø half-diminished, figures for the inversion, "V65/V".
 * The seventh degree is the raised one under o and ø; in minor VII is not.
 * @throws RangeError for what is none
 */
export function numeral(text: string, key: Key): Numeral {
  const [, degree = "", sign, figures = "", of] = PATTERN.exec(text) ?? [];
  const index = DEGREES.indexOf(degree.toUpperCase());
  if (index < 0) throw new RangeError(`no Roman numeral: ${text}`);
  const isMajor = degree === degree.toUpperCase();
  const home = of === undefined ? tonic(key) : rootAt(DEGREES.indexOf(of.toUpperCase()), key);
  const raised = index === 6 && sign !== undefined;
  const root =
    of === undefined && !raised ? rootAt(index, key) : pitchClassOf(home + MAJOR[index]!);
  const isSeventh = ["7", "65", "43", "42"].includes(figures);
  const quality = qualityFor(isMajor, sign, isSeventh, index);
  const plain = harmony(root, quality);
  const bass = pitchClassOf(root + qualityOf(plain).intervals[INVERSIONS[figures] ?? 0]!);
  const leading = index === 4 && isMajor ? root + 4 : raised ? root : undefined;
  return {
    text,
    chord: harmony(root, quality, bass),
    leading: leading === undefined ? undefined : pitchClassOf(leading),
  };
}

const MAJOR = [0, 2, 4, 5, 7, 9, 11];

function rootAt(degree: number, key: Key): PitchClass {
  return scale(key)[degree]!;
}

function qualityFor(
  isMajor: boolean,
  sign: string | undefined,
  isSeventh: boolean,
  degree: number,
): QualityName {
  if (sign === "ø") return "half-diminished";
  if (sign === "o") return isSeventh ? "diminished-seventh" : "diminished";
  if (!isSeventh) return isMajor ? "major" : "minor";
  if (!isMajor) return "minor-seventh";
  return degree === 4 ? "dominant" : "major-seventh";
}

/** Signs of figures, as they are printed. */
const SIGNS: Readonly<Record<number, string>> = { [-1]: "♭", 0: "♮", 1: "♯", 2: "𝄪" };

/** Figures by inversion, of triads and of seventh chords; those in the first place are left out unless they are altered. */
const FIGURES: Readonly<Record<3 | 4, readonly (readonly number[])[]>> = {
  3: [[], [6], [6, 4]],
  4: [[7], [6, 5], [4, 3], [4, 2]],
};

/**
 * The figures over a bass that ask for `chord` in `key`, the highest first with "/" between: "" for a triad on its root, "6/5", "♯" for a
 * raised third.
 */
export function figuresOf(chord: Harmony, key: Key): string {
  const tones = qualityOf(chord).intervals.map((above) => pitchClassOf(chord.root + above));
  const bass = chord.bass ?? chord.root;
  const usual = FIGURES[tones.length as 3 | 4][tones.indexOf(bass)] ?? [];
  const low = spell(48 + bass, key);
  const figures = tones
    .filter((tone) => tone !== bass)
    .flatMap((tone) => {
      const written = spell(60 + tone, key);
      const number = ((LETTERS.indexOf(written.letter) - LETTERS.indexOf(low.letter) + 7) % 7) + 1;
      const isAltered = !scale(key).includes(tone);
      if (!isAltered && !usual.includes(number)) return [];
      const sign = isAltered ? (SIGNS[written.alteration] ?? "") : "";
      return [{ number, text: number === 3 && !usual.includes(3) ? sign : `${sign}${number}` }];
    });
  return figures
    .toSorted((a, b) => b.number - a.number)
    .map(({ text }) => text)
    .join("/");
}

const LETTERS = "CDEFGAB";
