import type { Exercise } from "../../exercises/exercise";
import type { TimedText } from "../../notation/annotation";

/** What an exercise writes under the staff: figures for a figured bass, numerals for all others. */
export function labelsOf({ kind, target }: Exercise): {
  readonly figures: readonly TimedText[];
  readonly numerals: readonly TimedText[];
} {
  const labels = target.chords.filter(({ label }) => label !== "");
  return kind === "figuredBass"
    ? {
        figures: labels.map(({ start, label }) => ({ start, text: label.replaceAll("/", "\n") })),
        numerals: [],
      }
    : { figures: [], numerals: labels.map(({ start, label }) => ({ start, text: label })) };
}
