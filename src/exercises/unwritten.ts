import { barTicks, beatTicks } from "../domain/meter";
import { overlaps, rangeOf, type Score } from "../domain/score";
import type { Exercise } from "./exercise";
import type { Lack } from "./rubric";

/** Kinds in which every beat has to have its notes; in the others every bar. */
const BEAT_BY_BEAT: ReadonlySet<Exercise["kind"]> = new Set([
  "harmoniseMelody",
  "figuredBass",
  "romanNumerals",
  "harmoniseBass",
  "correctErrors",
]);

/** How much of what is wanted is there, and what is not. */
export interface Counted {
  readonly lacks: readonly Lack[];
  readonly done: number;
  readonly wanted: number;
}

/** Share of what is to be written that is there, in [0, 1]. */
export function completeness(exercise: Exercise, score: Score): number {
  return shareDone(emptyIn(exercise, score));
}

export function shareDone({ done, wanted }: Counted): number {
  return wanted === 0 ? 1 : done / wanted;
}

/** Beats or bars, as the kind has it, in which a voice that is to be written has nothing. */
export function emptyIn({ target, kind }: Exercise, score: Score): Counted {
  const unit = BEAT_BY_BEAT.has(kind) ? beatTicks(score.meter) : barTicks(score.meter);
  const lacks: Lack[] = [];
  let wanted = 0;
  for (const voice of target.voices) {
    const notes = score.notes.filter((note) => note.voice === voice);
    for (let start = target.range.start; start < target.range.end; start += unit) {
      wanted++;
      const range = { start, end: Math.min(start + unit, target.range.end) };
      if (notes.some((note) => overlaps(rangeOf(note), range))) continue;
      const last = lacks.at(-1);
      if (last?.kind === "empty" && last.voice === voice && last.range.end === start)
        lacks[lacks.length - 1] = { ...last, range: { ...last.range, end: range.end } };
      else lacks.push({ kind: "empty", voice, range });
    }
  }
  const missing = lacks.reduce(
    (sum, { range }) => sum + Math.ceil((range.end - range.start) / unit),
    0,
  );
  return { lacks, done: wanted - missing, wanted };
}
