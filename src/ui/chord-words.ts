import { NO_CHORD, pitchClassesOf, type Chord, type QualityName } from "../domain/chord";
import { chordName, spellBass, spellRoot, type ChordProblem } from "../domain/chord-symbol";
import { C_MAJOR, type Key, type SpelledClass } from "../domain/key";
import { barAndBeat, type Meter } from "../domain/meter";
import { unreachable } from "../domain/result";
import type { PlacedChord, Score } from "../domain/score";
import { originWords, placeWords } from "./roll/note-words";

/** The symbol as it is printed. @example chordText(chord, key) // => "F♯m7♭5" */
export function chordText(chord: Chord, key: Key): string {
  return chord === NO_CHORD
    ? NO_CHORD
    : chordName(chord, key)
        .replaceAll("#", "♯")
        .replace(/(?<=[A-G0-9])b/g, "♭")
        .replace(/Maj7$/, "(maj7)");
}

const SPOKEN: Partial<Record<QualityName, string>> = {
  dominant: "seventh",
  "diminished-seventh": "diminished seventh",
  "suspended-seventh": "seventh suspended fourth",
  "flat-fifth": "seventh flat five",
  "major-minor": "minor with a major seventh",
  "dominant-ninth": "ninth",
  "suspended-ninth": "ninth suspended fourth",
  "flat-ninth": "seventh flat nine",
  "sharp-ninth": "seventh sharp nine",
  "sharp-eleventh": "seventh sharp eleven",
  "dominant-11th": "eleventh",
  "minor-11th": "minor eleventh",
  "dominant-13th": "thirteenth",
  "half-diminished": "half-diminished",
};

/** The chord as one says it. @example "D seventh over F sharp" */
export function spokenChord(chord: Chord, key: Key): string {
  if (chord === NO_CHORD) return "no chord";
  const quality = SPOKEN[chord.quality] ?? chord.quality.replaceAll("-", " ");
  const over =
    chord.bass === undefined ? "" : ` over ${spokenNote(spellBass(chord, chord.bass, key))}`;
  return `${spokenNote(spellRoot(chord, key))} ${quality}${over}`;
}

/** What was typed, read back: the chord in words, and its notes. @example "A minor seventh: A C E G" */
export function readingWords(chord: Chord, key: Key): string {
  if (chord === NO_CHORD) return "No chord: the melody alone";
  const tones = pitchClassesOf(chord).map((tone) => printedNote(spellBass(chord, tone, key)));
  return `${spokenChord(chord, key)}: ${tones.join(" ")}`;
}

/** Why what was typed is no chord, and what would be. */
export function chordProblemWords(problem: ChordProblem): string {
  switch (problem.kind) {
    case "empty":
      return "Type a chord such as Am7, or N.C. for none";
    case "noRoot":
      return "A chord begins with a letter from A to G, as in Am7";
    case "unknownQuality":
      return `“${problem.text}” after ${problem.root} is no chord known here; try ${problem.root}7 or ${problem.root}m7`;
    case "unknownBass":
      return problem.text === ""
        ? "A bass note is missing behind the slash, as in D/F♯"
        : `“${problem.text}” is no bass note; write one as in D/F♯`;
    default:
      return unreachable(problem);
  }
}

/** @example "A minor seventh, bar 2 beat 1, yours, locked" */
export function placedChordWords(placed: PlacedChord, { key, meter }: Score): string {
  return [
    spokenChord(placed.chord, key),
    placeWords(placed.start, meter),
    originWords(placed.origin),
    ...(placed.locked ? ["locked"] : []),
  ].join(", ");
}

/**
 * Chords in a line as on a lead sheet, a stroke between bars.
 * @example "C Am7 | F | G7 C"
 */
export function chordLine(chords: readonly PlacedChord[], key: Key, meter: Meter): string {
  let bar = 0;
  return chords
    .map(({ start, chord }) => {
      const there = barAndBeat(start, meter).bar;
      const stroke = bar === 0 ? "" : there > bar ? " | " : " ";
      bar = there;
      return `${stroke}${chordText(chord, key)}`;
    })
    .join("");
}

function spokenNote({ letter, alteration }: SpelledClass): string {
  const sign = { [-1]: " flat", 1: " sharp", [-2]: " double flat", 2: " double sharp" }[alteration];
  return `${letter}${sign ?? ""}`;
}

function printedNote({ letter, alteration }: SpelledClass): string {
  return `${letter}${(alteration < 0 ? "♭" : "♯").repeat(Math.abs(alteration))}`;
}

/** A symbol to show in a field that is empty. */
export const EXAMPLE = chordName({ root: 9, quality: "minor-seventh", bass: undefined }, C_MAJOR);
