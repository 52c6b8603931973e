import {
  CHORD_QUALITIES,
  harmony,
  NO_CHORD,
  qualityOf,
  type Chord,
  type Harmony,
  type QualityName,
} from "./chord";
import { fifthsOf, pitchClassOf, spelledAt, type Key, type SpelledClass } from "./key";
import { failed, ok, type Result } from "./result";
import type { PitchClass } from "./units";

/** Why a symbol is none. The words are in `ui`. */
export type ChordProblem =
  | { readonly kind: "empty" }
  /** It does not begin with a letter from A to G. */
  | { readonly kind: "noRoot"; readonly text: string }
  | { readonly kind: "unknownQuality"; readonly root: string; readonly text: string }
  /** What stands behind the slash is no note. */
  | { readonly kind: "unknownBass"; readonly text: string };

const NATURAL: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const NOTE = /^([A-Ga-g])(##|#|bb|b)?/;
const ALTERATION: Readonly<Record<string, number>> = { "##": 2, "#": 1, b: -1, bb: -2 };

/** Other ways to write a suffix, behind what `plainSuffix` does. */
const ALIASES: Readonly<Record<string, QualityName>> = {
  maj: "major",
  sus: "suspended-fourth",
  maj6: "major-sixth",
  add6: "major-sixth",
  "#5": "augmented",
  "7sus": "suspended-seventh",
  sus7: "suspended-seventh",
  aug7: "augmented-seventh",
  "9sus": "suspended-ninth",
  mmaj7: "major-minor",
  "2": "added-ninth",
  add2: "added-ninth",
  madd2: "minor-added-ninth",
  "69": "sixth-ninth",
  "6add9": "sixth-ninth",
  mb5: "diminished",
};

const SUFFIXES: ReadonlyMap<string, QualityName> = new Map([
  ...CHORD_QUALITIES.map(({ name, suffix }) => [suffix.toLowerCase(), name] as const),
  ...Object.entries(ALIASES),
]);

/**
 * What a musician means by a chord symbol, in any of the usual ways to write it: Am7, A-7, Amin7; Cmaj7, CM7, C△7; Bø, Bm7b5;
 * D7/F#; N.C.
 * @example parseChord("A-7") // => { ok: true, value: { root: 9, quality: "minor-seventh", bass: undefined } }
 */
export function parseChord(symbol: string): Result<Chord, ChordProblem> {
  const text = symbol.trim().replaceAll("♯", "#").replaceAll("♭", "b").replaceAll("𝄪", "##");
  if (text === "") return failed({ kind: "empty" });
  if (/^n\.?\s*c\.?$/i.test(text)) return ok(NO_CHORD);
  const written = NOTE.exec(text);
  if (!written) return failed({ kind: "noRoot", text });
  const root = classOf(written);
  const rest = text.slice(written[0].length);
  const slash = rest.lastIndexOf("/");
  const below = slash < 0 ? "" : rest.slice(slash + 1).trim();
  // The slash of 6/9 is no bass.
  const hasBass = slash >= 0 && !/^\(?9\)?$/.test(below);
  const suffix = hasBass ? rest.slice(0, slash) : rest;
  const quality = SUFFIXES.get(plainSuffix(suffix));
  if (quality === undefined)
    return failed({
      kind: "unknownQuality",
      root: written[0][0]!.toUpperCase() + written[0].slice(1),
      text: suffix.trim(),
    });
  if (!hasBass) return ok(harmony(root, quality));
  const bass = NOTE.exec(below);
  if (bass?.[0].length !== below.length) return failed({ kind: "unknownBass", text: below });
  return ok(harmony(root, quality, classOf(bass)));
}

function classOf([, letter = "", alteration = ""]: RegExpExecArray): PitchClass {
  return pitchClassOf(NATURAL[letter.toUpperCase()]! + (ALTERATION[alteration] ?? 0));
}

/** A suffix in the spelling of the list: signs and long words become its short ones. */
function plainSuffix(suffix: string): string {
  return (
    suffix
      .replace(/[\s(),]/g, "")
      .replace(/[−–]/g, "-")
      .replace(/M(?!a|i)/g, "maj")
      .toLowerCase()
      .replace(/major|ma(?!j|dd)/g, "maj")
      .replace(/minor|min|mi(?!n)/g, "m")
      // Before a number a minus or plus alters it, elsewhere it is minor or augmented.
      .replace(/(?<=\d)-(?=5|9|11|13)/g, "b")
      .replace(/(?<=\d)\+(?=5|9|11|13)/g, "#")
      .replace(/^-/, "m")
      .replace(/[△∆δ^]7?(?!\d)/g, "maj7")
      .replace(/[△∆δ^]/g, "maj")
      .replace(/[øØ]7?/g, "m7b5")
      .replace(/^[°oº]/, "dim")
      .replace(/^\+7$|^7\+$/, "7#5")
      .replace(/^\+$/, "aug")
      .replace(/^6\/9$/, "69")
  );
}

/** How far on the line of fifths from the signature the roots of major chords may lie: from the Neapolitan to the dominant of the leading tone. */
const FLATTEST = -5;
/** Those of chords with a minor third lean to sharps, as leading-tone chords do. */
const FLATTEST_MINOR = -3;

/** Letter and alteration of the root as it is written in `key`. */
export function spellRoot(chord: Harmony, key: Key): SpelledClass {
  return spelledAt(rootPosition(chord, key));
}

/** Letter and alteration of the bass: the chord's own letter where it is one of its tones. */
export function spellBass(chord: Harmony, bass: PitchClass, key: Key): SpelledClass {
  const root = rootPosition(chord, key);
  const above = pitchClassOf(bass - chord.root);
  const tone = qualityOf(chord).intervals.some((interval) => interval % 12 === above);
  const spelled = spelledAt(root + fifthsAbove(above, chord));
  return tone && Math.abs(spelled.alteration) <= 1
    ? spelled
    : spelledAt(fifthsOf(bass, lowestRoot(key, FLATTEST_MINOR)));
}

function rootPosition(chord: Harmony, key: Key): number {
  const isMinor = qualityOf(chord).intervals.includes(3);
  return fifthsOf(chord.root, lowestRoot(key, isMinor ? FLATTEST_MINOR : FLATTEST));
}

/** From Fb to A# at the most: nobody reads Ebb7. */
function lowestRoot(key: Key, flattest: number): number {
  return Math.min(-1, Math.max(-8, key.fifths + flattest));
}

/** Fifths up to a tone `semitones` above the root: thirds, fifths and sevenths keep their letter. */
function fifthsAbove(semitones: number, chord: Harmony): number {
  const intervals = qualityOf(chord).intervals;
  if (semitones === 6 && !intervals.includes(7)) return -6;
  if (semitones === 8 && intervals.includes(8)) return 8;
  return fifthsOf(semitones, -5);
}

const SIGNS: Readonly<Record<number, string>> = { [-2]: "bb", [-1]: "b", 0: "", 1: "#", 2: "##" };

/**
 * The symbol as a lead sheet in `key` has it.
 * @example chordName({ root: 2, quality: "dominant", bass: 6 }, C_MAJOR) // => "D7/F#"
 */
export function chordName(chord: Chord, key: Key): string {
  if (chord === NO_CHORD) return NO_CHORD;
  const bass = chord.bass === undefined ? "" : `/${className(spellBass(chord, chord.bass, key))}`;
  return `${className(spellRoot(chord, key))}${qualityOf(chord).suffix}${bass}`;
}

function className({ letter, alteration }: SpelledClass): string {
  return `${letter}${SIGNS[alteration] ?? ""}`;
}
