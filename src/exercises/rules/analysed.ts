import { harmony, type QualityName } from "../../domain/chord";
import type { Analysis } from "../analysis/analysis";
import type { NumeralQuality } from "../analysis/roman-numeral";
import type { ChordSpan, Context } from "./context";

/** Augmented sixths have no root, seventh or leading tone in the sense of the rules: they are left out. */
const QUALITIES: Readonly<Record<NumeralQuality, QualityName | undefined>> = {
  major: "major",
  minor: "minor",
  diminished: "diminished",
  augmented: "augmented",
  dominant: "dominant",
  "minor-seventh": "minor-seventh",
  "major-seventh": "major-seventh",
  "half-diminished": "half-diminished",
  "diminished-seventh": "diminished-seventh",
  italian: undefined,
  german: undefined,
  french: undefined,
};

/** What the rules are told of a score by its analysis. */
export function contextOf({ chords, ornaments }: Pick<Analysis, "chords" | "ornaments">): Context {
  return {
    chords: chords.flatMap(({ range, key, root, bass, quality }): readonly ChordSpan[] => {
      const name = QUALITIES[quality];
      return name ? [{ ...range, key, chord: harmony(root, name, bass) }] : [];
    }),
    ornaments,
  };
}
