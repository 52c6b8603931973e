import { spell, spelledAt, type Key, type SpelledClass } from "../../domain/key";
import type { Midi } from "../../domain/units";
import { language, t, type Language } from "./messages.svelte";

type Letter = SpelledClass["letter"];

const SYLLABLES: Readonly<Record<Letter, string>> = {
  C: "Do",
  D: "Re",
  E: "Mi",
  F: "Fa",
  G: "Sol",
  A: "La",
  B: "Si",
};

/** What a letter is called; German has its own for what is altered too. */
const NATURALS: Readonly<Record<Language, Readonly<Record<Letter, string>>>> = {
  en: { C: "C", D: "D", E: "E", F: "F", G: "G", A: "A", B: "B" },
  es: SYLLABLES,
  fr: { ...SYLLABLES, D: "Ré" },
  de: { C: "C", D: "D", E: "E", F: "F", G: "G", A: "A", B: "H" },
};

/** Those that do not end in -es and -eses, as Ces and Ceses do. */
const GERMAN_FLATS: Readonly<Record<string, string>> = {
  "E-1": "Es",
  "E-2": "Eses",
  "A-1": "As",
  "A-2": "Asas",
  "B-1": "B",
};

function germanName({ letter, alteration }: SpelledClass): string {
  const own = GERMAN_FLATS[`${letter}${alteration}`];
  if (own !== undefined) return own;
  return NATURALS.de[letter] + (alteration < 0 ? "es" : "is").repeat(Math.abs(alteration));
}

/** A note in no octave, as it is printed. @example "F♯", in German "Fis", in French "Fa♯" */
export function noteName(spelled: SpelledClass): string {
  const now = language();
  if (now === "de") return germanName(spelled);
  const { letter, alteration } = spelled;
  return NATURALS[now][letter] + (alteration < 0 ? "♭" : "♯").repeat(Math.abs(alteration));
}

const SIGNS = { [-2]: "doubleFlat", [-1]: "flat", 1: "sharp", 2: "doubleSharp" } as const;

/** The same as it is said. @example "F sharp", in French "Fa dièse" */
export function spokenNote(spelled: SpelledClass): string {
  const { letter, alteration } = spelled;
  if (language() === "de" || alteration === 0) return noteName(spelled);
  const sign = SIGNS[alteration as keyof typeof SIGNS];
  return t(`sketch.notes.${sign}`, { note: noteName({ letter, alteration: 0 }) });
}

/**
 * A pitch with its octave. Middle C is C4, also in German, as programs have it; for French musicians it is Do3, and 440 Hz are La3.
 * @example pitchWords(66, { fifths: 1, mode: "major" }) // => "F♯4"
 */
export function pitchWords(pitch: Midi, key: Key): string {
  const { octave, ...spelled } = spell(pitch, key);
  return `${noteName(spelled)}${language() === "fr" ? octave - 1 : octave}`;
}

/** @example tonicName({ fifths: -3, mode: "major" }) // => "E♭", in German "Es" */
export function tonicName({ fifths, mode }: Key): string {
  return noteName(spelledAt(fifths + (mode === "minor" ? 3 : 0)));
}

/** @example keyWords({ fifths: -3, mode: "major" }) // => "E♭ major", in German "Es-Dur" */
export function keyWords({ fifths, mode }: Key): string {
  const tonic = tonicName({ fifths, mode });
  // German writes the tonic of minor small: fis-Moll.
  const written = language() === "de" && mode === "minor" ? tonic.toLowerCase() : tonic;
  return t(`sketch.keys.${mode}`, { tonic: written });
}
