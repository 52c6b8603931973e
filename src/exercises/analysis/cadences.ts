import { pitchClassOf, tonic } from "../../domain/key";
import { endOf, melodyVoice, notesOfVoice, type Score } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import type { AnalysedChord } from "./analysis";
import { phraseEndsOf } from "./phrases";

export const CADENCES = [
  "perfectAuthentic",
  "imperfectAuthentic",
  "half",
  "plagal",
  "deceptive",
] as const;

/** How a phrase ends. */
export interface Cadence {
  /** Where its last chord begins. */
  readonly at: Ticks;
  readonly kind: (typeof CADENCES)[number];
}

/** The cadence of each phrase that ends with one. A phrase that ends on no chord that cadences has none. */
export function cadencesOf(score: Score, chords: readonly AnalysedChord[]): readonly Cadence[] {
  const melody = melodyVoice(score);
  if (!melody) return [];
  const notes = notesOfVoice(score, melody.id);
  return [...phraseEndsOf(score)]
    .toSorted((a, b) => a - b)
    .flatMap((end): readonly Cadence[] => {
      const index = chords.findLastIndex(({ range }) => range.start < end);
      const last = chords[index];
      if (!last) return [];
      const top = notes.findLast((note) => note.start < end && endOf(note) > last.range.start);
      // A chord that only changes its place, as V does to V7, comes from before.
      const before = chords
        .slice(0, index)
        .findLast(({ numeral, key }) => numeral.degree !== last.numeral.degree || key !== last.key);
      const kind = kindOf(before, last, top && pitchClassOf(top.pitch));
      return kind ? [{ at: last.range.start, kind }] : [];
    });
}

function kindOf(
  before: AnalysedChord | undefined,
  last: AnalysedChord,
  top: number | undefined,
): Cadence["kind"] | undefined {
  const { degree, of, inversion } = last.numeral;
  if (of) return undefined;
  if (degree === 5) return "half";
  if (!before || before.key !== last.key || before.numeral.of) return undefined;
  const from = before.numeral;
  const isDominant = from.degree === 5 || (from.degree === 7 && from.quality !== "major");
  if (degree === 6 && from.degree === 5) return "deceptive";
  if (degree !== 1) return undefined;
  if (from.degree === 4) return "plagal";
  if (!isDominant) return undefined;
  const isPerfect =
    from.degree === 5 && from.inversion === 0 && inversion === 0 && top === tonic(last.key);
  return isPerfect ? "perfectAuthentic" : "imperfectAuthentic";
}
