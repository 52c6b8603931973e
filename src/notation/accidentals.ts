import { spell, type Key, type Spelling } from "../domain/key";
import type { Midi } from "../domain/units";
import type { Piece } from "./notation";

/** The order in which sharps come into a key signature; flats come in the reverse order. */
const SHARPS = ["F", "C", "G", "D", "A", "E", "B"] as const;

/** What the signature does to a letter: -1, 0 or 1. @example alterationIn("F", { fifths: 1, mode: "major" }) // => 1 */
export function alterationIn(letter: Spelling["letter"], key: Key): number {
  const at = SHARPS.indexOf(letter);
  if (at < key.fifths) return 1;
  return 6 - at < -key.fifths ? -1 : 0;
}

/**
 * The notes of one bar and staff that need an accidental: where the spelling is neither what the signature says nor what stands before
 * on the same line. Notes held over from before need none.
 * @param layers pieces of each layer of the bar
 */
export function accidentalsOf(
  layers: readonly (readonly Piece[])[],
  key: Key,
): ReadonlyMap<Piece, ReadonlySet<Midi>> {
  const inForce = new Map<string, number>();
  const shown = new Map<Piece, Set<Midi>>();
  for (const piece of layers.flat().toSorted((a, b) => a.start - b.start)) {
    if (!piece.chord || piece.tiedFrom) continue;
    for (const { pitch } of piece.chord.notes) {
      const { letter, alteration, octave } = spell(pitch, key);
      const line = `${letter}${octave}`;
      if ((inForce.get(line) ?? alterationIn(letter, key)) === alteration) continue;
      inForce.set(line, alteration);
      shown.set(piece, (shown.get(piece) ?? new Set()).add(pitch));
    }
  }
  return shown;
}
