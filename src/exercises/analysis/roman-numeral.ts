import { pitchClassOf, scale, tonic, type Key, type Mode } from "../../domain/key";
import type { PitchClass } from "../../domain/units";

/** Kinds of chord that a numeral can have, as semitones over the root; the augmented sixths over the flat sixth degree, which is their bass. */
export const NUMERAL_QUALITIES = {
  major: [0, 4, 7],
  minor: [0, 3, 7],
  diminished: [0, 3, 6],
  augmented: [0, 4, 8],
  dominant: [0, 4, 7, 10],
  "minor-seventh": [0, 3, 7, 10],
  "major-seventh": [0, 4, 7, 11],
  "half-diminished": [0, 3, 6, 10],
  "diminished-seventh": [0, 3, 6, 9],
  italian: [0, 4, 10],
  german: [0, 4, 7, 10],
  french: [0, 4, 6, 10],
} as const satisfies Record<string, readonly number[]>;

export type NumeralQuality = keyof typeof NUMERAL_QUALITIES;

/** Step of a scale; 1 is the tonic. */
export type Degree = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** What an applied chord is applied to: the degree of the key that is its tonic for the moment. */
export interface AppliedTo {
  readonly degree: Degree;
  readonly alteration: number;
  readonly mode: Mode;
}

/** A chord by its place in a key. */
export interface RomanNumeral {
  readonly degree: Degree;
  /** Semitones off the degree as the key has it: -1 in bII. 0 in vii° of minor, whose root is the leading tone, as in vi°. */
  readonly alteration: number;
  readonly quality: NumeralQuality;
  /** Which of the chord's tones is in the bass, from the root; augmented sixths have 0. */
  readonly inversion: number;
  readonly of: AppliedTo | undefined;
}

const DEGREES = ["I", "II", "III", "IV", "V", "VI", "VII"] as const;
const FIGURES = {
  triad: ["", "6", "64"],
  seventh: ["7", "65", "43", "42"],
} as const;
const AUGMENTED_SIXTHS: Readonly<Record<string, NumeralQuality>> = {
  It6: "italian",
  Ger65: "german",
  Fr43: "french",
};

/**
 * Reads a numeral as textbooks and RomanText write it: case tells major from minor, `o` or `°` is diminished, `ø` or `/o` half-diminished,
 * `+` augmented; `b` and `#` alter the degree; It6, Ger65, Fr43 and N6 have names of their own, Cad64 is the tonic's six-four. A seventh is
 * the key's own. Undefined for what is no numeral.
 * @param mode of the key that it stands in: it decides the sevenths, and what Cad64 is
 * @example readNumeral("viio65/V") // => degree 7, "diminished-seventh", inversion 1, of degree 5
 */
export function readNumeral(text: string, mode: Mode = "major"): RomanNumeral | undefined {
  const plain = text.replaceAll("/o", "ø").replaceAll("°", "o").replaceAll("♭", "b");
  const [head = "", target, ...rest] = plain
    .replaceAll("♯", "#")
    .replace(/(\d)\/(?=\d)/g, "$1")
    .split("/");
  if (rest.length > 0) return undefined;
  const of = target === undefined ? undefined : readTarget(target);
  if (target !== undefined && !of) return undefined;
  return readHead(head, of?.mode ?? mode, of);
}

function readHead(head: string, mode: Mode, of: AppliedTo | undefined): RomanNumeral | undefined {
  const sixth = AUGMENTED_SIXTHS[head.replace(/^(It|Ger|Fr)$/, (name) => NAMED[name]!)];
  if (sixth) return { degree: 6, alteration: 0, quality: sixth, inversion: 0, of };
  if (/^(Cad|K)64$/.test(head)) return readHead(mode === "major" ? "I64" : "i64", mode, of);
  if (head.startsWith("N")) return readHead(`bII${head.slice(1)}`, mode, of);
  const match = /^([b#]?)([IViv]+)(o|ø|\+)?(maj)?(7|6|64|65|43|42|2|)(?:\[maj7\])?$/.exec(head);
  if (!match) return undefined;
  const [, accidental, letters = "", mark, maj, written = ""] = match;
  const degree = degreeOf(letters);
  if (!degree) return undefined;
  const figures = written === "2" ? "42" : written;
  const isSeventh = maj !== undefined || (FIGURES.seventh as readonly string[]).includes(figures);
  const alteration = accidental === "b" ? -1 : accidental === "#" ? 1 : 0;
  const inversion = (FIGURES[isSeventh ? "seventh" : "triad"] as readonly string[]).indexOf(
    figures,
  );
  if (inversion < 0) return undefined;
  const isUpper = letters === letters.toUpperCase();
  const triad: NumeralQuality =
    mark === "+" ? "augmented" : mark ? "diminished" : isUpper ? "major" : "minor";
  const root = rootAbove({ degree, alteration, quality: triad }, mode);
  const quality = isSeventh ? seventhOn(triad, mark, maj !== undefined, root, mode) : triad;
  return quality && { degree, alteration, quality, inversion, of };
}

const NAMED: Readonly<Record<string, string>> = { It: "It6", Ger: "Ger65", Fr: "Fr43" };

function seventhOn(
  triad: NumeralQuality,
  mark: string | undefined,
  maj: boolean,
  root: number,
  mode: Mode,
): NumeralQuality | undefined {
  if (mark === "ø") return "half-diminished";
  if (triad === "diminished") return "diminished-seventh";
  if (triad === "augmented") return undefined;
  if (triad === "minor") return "minor-seventh";
  const isOwn = scale({ fifths: mode === "major" ? 0 : -3, mode }).includes(
    pitchClassOf(root + 11),
  );
  return maj || isOwn ? "major-seventh" : "dominant";
}

function readTarget(text: string): AppliedTo | undefined {
  const match = /^([b#]?)([IViv]+)$/.exec(text);
  const letters = match?.[2] ?? "";
  const degree = degreeOf(letters);
  if (!match || !degree) return undefined;
  const alteration = match[1] === "b" ? -1 : match[1] === "#" ? 1 : 0;
  return { degree, alteration, mode: letters === letters.toUpperCase() ? "major" : "minor" };
}

function degreeOf(letters: string): Degree | undefined {
  const index = DEGREES.indexOf(letters.toUpperCase() as (typeof DEGREES)[number]);
  return index < 0 || (letters !== letters.toUpperCase() && letters !== letters.toLowerCase())
    ? undefined
    : ((index + 1) as Degree);
}

/** As a musician writes it. @example numeralName(readNumeral("viio6/5/V")) // => "vii°65/V" */
export function numeralName(numeral: RomanNumeral): string {
  const { degree, alteration, quality, inversion, of } = numeral;
  const target = of ? `/${accidentals(of.alteration)}${degreeName(of.degree, of.mode)}` : "";
  const sixth = Object.entries(AUGMENTED_SIXTHS).find(([, name]) => name === quality);
  if (sixth) return sixth[0] + target;
  const tones: readonly number[] = NUMERAL_QUALITIES[quality];
  const isMinor = tones[1] === 3;
  const mark =
    quality === "half-diminished"
      ? "ø"
      : quality.startsWith("diminished")
        ? "°"
        : quality === "augmented"
          ? "+"
          : "";
  const figures = FIGURES[tones.length === 4 ? "seventh" : "triad"][inversion] ?? "";
  return `${accidentals(alteration)}${degreeName(degree, isMinor ? "minor" : "major")}${mark}${figures}${target}`;
}

function degreeName(degree: Degree, mode: Mode): string {
  const name = DEGREES[degree - 1]!;
  return mode === "major" ? name : name.toLowerCase();
}

function accidentals(alteration: number): string {
  return (alteration < 0 ? "b" : "#").repeat(Math.abs(alteration));
}

/** The tones of a chord in a key, from the root up. @example tonesOf(readNumeral("V7"), C_MAJOR) // => [7, 11, 2, 5] */
export function tonesOf(numeral: RomanNumeral, key: Key): readonly PitchClass[] {
  const root = rootOf(numeral, key);
  return NUMERAL_QUALITIES[numeral.quality].map((above) => pitchClassOf(root + above));
}

/** The root; of an augmented sixth the flat sixth degree. */
export function rootOf(numeral: RomanNumeral, key: Key): PitchClass {
  return pitchClassOf(tonic(key) + semitonesAbove(numeral, key.mode));
}

/** What is to lie in the bass. */
export function bassOfNumeral(numeral: RomanNumeral, key: Key): PitchClass {
  return tonesOf(numeral, key)[numeral.inversion]!;
}

/** Semitones of the root over the key's tonic, in [0, 11]. */
export function semitonesAbove(numeral: RomanNumeral, mode: Mode): number {
  const { of } = numeral;
  if (!of) return pitchClassOf(rootAbove(numeral, mode));
  const from = degreeAbove(of.degree, mode) + of.alteration;
  return pitchClassOf(from + rootAbove(numeral, of.mode));
}

function rootAbove(
  { degree, alteration, quality }: Pick<RomanNumeral, "degree" | "alteration" | "quality">,
  mode: Mode,
): number {
  if (quality === "italian" || quality === "german" || quality === "french") return 8;
  const isRaised =
    mode === "minor" && degree >= 6 && (quality.includes("diminished") || alteration === 1);
  return degreeAbove(degree, mode) + (isRaised ? 1 : alteration);
}

function degreeAbove(degree: Degree, mode: Mode): number {
  return SCALES[mode][degree - 1]!;
}

const SCALES: Readonly<Record<Mode, readonly number[]>> = {
  major: scale({ fifths: 0, mode: "major" }),
  minor: scale({ fifths: -3, mode: "minor" }),
};
