import { NO_CHORD, pitchClassesOf, type Chord } from "../domain/chord";
import { chordName, spellBass, spellRoot, type ChordProblem } from "../domain/chord-symbol";
import { C_MAJOR, type Key } from "../domain/key";
import { barAndBeat, type Meter } from "../domain/meter";
import { unreachable } from "../domain/result";
import type { PlacedChord, Score } from "../domain/score";
import { t } from "./messages/messages.svelte";
import { noteName, spokenNote } from "./messages/note-names";
import { originWords, placeWords } from "./roll/note-words";

/**
 * The symbol as it is printed, and typed: in every language with the letters of the English one, as lead sheets are written the world
 * over; B is the note under C in German too.
 * @example chordText(chord, key) // => "F♯m7♭5"
 */
export function chordText(chord: Chord, key: Key): string {
  return chord === NO_CHORD
    ? NO_CHORD
    : chordName(chord, key)
        .replaceAll("#", "♯")
        .replace(/(?<=[A-G0-9])b/g, "♭")
        .replace(/Maj7$/, "(maj7)");
}

/** The chord as one says it. @example "D seventh over F sharp" */
export function spokenChord(chord: Chord, key: Key): string {
  if (chord === NO_CHORD) return t("sketch.chords.none");
  const spoken = t("sketch.chords.spoken", {
    root: spokenNote(spellRoot(chord, key)),
    quality: t(`sketch.chords.qualities.${chord.quality}`),
  });
  return chord.bass === undefined
    ? spoken
    : t("sketch.chords.over", {
        chord: spoken,
        bass: spokenNote(spellBass(chord, chord.bass, key)),
      });
}

/** What was typed, read back: the chord in words, and its notes. @example "A minor seventh: A C E G" */
export function readingWords(chord: Chord, key: Key): string {
  if (chord === NO_CHORD) return t("sketch.chords.noneAlone");
  const tones = pitchClassesOf(chord).map((tone) => noteName(spellBass(chord, tone, key)));
  return t("sketch.chords.reading", { chord: spokenChord(chord, key), notes: tones.join(" ") });
}

/** Why what was typed is no chord, and what would be. */
export function chordProblemWords(problem: ChordProblem): string {
  switch (problem.kind) {
    case "empty":
      return t("sketch.chords.problems.empty");
    case "noRoot":
      return t("sketch.chords.problems.noRoot");
    case "unknownQuality":
      return t("sketch.chords.problems.unknownQuality", {
        text: problem.text,
        root: problem.root,
      });
    case "unknownBass":
      return problem.text === ""
        ? t("sketch.chords.problems.noBass")
        : t("sketch.chords.problems.unknownBass", { text: problem.text });
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
    ...(placed.locked ? [t("sketch.locked")] : []),
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

/** A symbol to show in a field that is empty. */
export const EXAMPLE = chordName({ root: 9, quality: "minor-seventh", bass: undefined }, C_MAJOR);
