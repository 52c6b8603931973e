import { spell, type Key, type Spelling } from "../domain/key";
import type { Midi } from "../domain/units";
import { alterationIn } from "./accidentals";
import type { Clef } from "./clef";

/** A line or space, whatever the clef: one for each letter, C0 is 0 and middle C 28. Integer, below 0 for octaves below 0. */
export type StaffStep = number;

const LETTERS = ["C", "D", "E", "F", "G", "A", "B"] as const;
const NATURAL = [0, 2, 4, 5, 7, 9, 11] as const;

/** @example stepOf({ letter: "C", alteration: 1, octave: 4 }) // => 28 */
export function stepOf({ letter, octave }: Pick<Spelling, "letter" | "octave">): StaffStep {
  return octave * 7 + LETTERS.indexOf(letter);
}

/** Where a pitch stands, spelled for the key. */
export function stepOfPitch(pitch: Midi, key: Key): StaffStep {
  return stepOf(spell(pitch, key));
}

export function letterAt(step: StaffStep): {
  readonly letter: Spelling["letter"];
  readonly octave: number;
} {
  const octave = Math.floor(step / 7);
  return { letter: LETTERS[step - octave * 7]!, octave };
}

/** What a note without an accidental sounds there, kept in MIDI's range. @example pitchAtStep(31, { fifths: 1, mode: "major" }) // => 66 */
export function pitchAtStep(step: StaffStep, key: Key): Midi {
  const { letter, octave } = letterAt(step);
  const pitch = (octave + 1) * 12 + NATURAL[LETTERS.indexOf(letter)]! + alterationIn(letter, key);
  return Math.min(127, Math.max(0, pitch));
}

/** A pitch moved along the lines and spaces: it takes what the signature says there; not moved, it keeps its accidental. */
export function movedBySteps(pitch: Midi, steps: number, key: Key): Midi {
  return steps === 0 ? pitch : pitchAtStep(stepOfPitch(pitch, key) + steps, key);
}

/** The lowest line of a staff with this clef, as it sounds. @example bottomLine({ sign: "F", line: 4, octaves: 0 }) // => 18 (G2) */
export function bottomLine({ sign, octaves }: Clef): StaffStep {
  return (sign === "F" ? 18 : 30) + 7 * octaves;
}
