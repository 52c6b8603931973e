import { expect, test } from "vitest";
import { parseChord } from "../../src/domain/chord-symbol";
import { C_MAJOR, type Key } from "../../src/domain/key";
import type { TakeId } from "../../src/domain/score";
import {
  chordLine,
  chordProblemWords,
  chordText,
  placedChordWords,
  readingWords,
  spokenChord,
} from "../../src/ui/chord-words";
import { askWords, refusedWords } from "../../src/ui/words";
import { pressed } from "../support/ask";
import { chord, placedChord as placed, melody, score } from "../support/score";

const E_FLAT: Key = { fifths: -3, mode: "major" };
function problem(symbol: string): string {
  const read = parseChord(symbol);
  return read.ok ? "" : chordProblemWords(read.problem);
}

test("a symbol is printed with real accidentals, in the spelling of its key", () => {
  const printed = (symbol: string, key = C_MAJOR) => chordText(chord(symbol), key);
  expect(printed("F#m7b5")).toBe("F♯m7♭5");
  expect(printed("D7/F#")).toBe("D7/F♯");
  expect(printed("A#", E_FLAT)).toBe("B♭");
  expect(printed("AmMaj7")).toBe("Am(maj7)");
  expect(printed("Bb7b9/Ab")).toBe("B♭7♭9/A♭");
  expect(printed("nc")).toBe("N.C.");
});

test("a chord is said as a musician says it, and read back with its notes", () => {
  expect(spokenChord(chord("D7/F#"), C_MAJOR)).toBe("D seventh over F sharp");
  expect(spokenChord(chord("Bø"), C_MAJOR)).toBe("B half-diminished");
  expect(spokenChord(chord("Ebmaj7"), E_FLAT)).toBe("E flat major seventh");
  expect(readingWords(chord("Am7"), C_MAJOR)).toBe("A minor seventh: A C E G");
  expect(readingWords(chord("Gaug"), C_MAJOR)).toBe("G augmented: G B D♯");
  expect(readingWords(chord("N.C."), C_MAJOR)).toBe("No chord: the melody alone");
});

test("what is no chord is told in a sentence with a way out", () => {
  expect(problem("")).toMatch(/^Type a chord/);
  expect(problem("Hm7")).toMatch(/from A to G/);
  expect(problem("Bbfoo")).toBe("“foo” after Bb is no chord known here; try Bb7 or Bbm7");
  expect(problem("C/")).toMatch(/bass note is missing/);
  expect(problem("C/H")).toMatch(/“H” is no bass note/);
});

test("a chord in the track says where it is, whose, and whether it is locked", () => {
  const origin = { by: "model", take: "take" as TakeId, changed: true } as const;
  expect(placedChordWords(placed(2400, "G7", { origin, locked: true }), score())).toBe(
    "G seventh, bar 2 beat 2, the machine’s, changed by you, locked",
  );
});

test("chords in a line have a stroke where a bar begins", () => {
  const chords = [placed(0, "C"), placed(960, "Am7"), placed(1920, "F"), placed(5760, "C")];
  expect(chordLine(chords, C_MAJOR, { beats: 4, unit: 4 })).toBe("C Am7 | F | C");
});

test("Accompany says what it will write, and what stays", () => {
  const base = score(melody([60, 62, 64, 65]), { chords: [placed(0, "C")] });
  expect(askWords(pressed("accompany", base, { pattern: "waltz" }))).toBe(
    "Accompany: chords, as a waltz; one chord stays",
  );
  const part = pressed("accompany", base, { pattern: "silent" });
  expect(askWords({ ...part, range: { start: 1920, end: 5760 } })).toBe(
    "Accompany: chords in bars 2–3, symbols alone",
  );
  expect(refusedWords("accompany", "noNotes")).toMatch(/nothing to accompany yet/);
});
