import { authorOf } from "./ledger";
import type { Edit } from "./edit";
import type { Origin, Score } from "./score";

/** What becomes of notes and chords of the machine's that a person changed: they are the machine's still, changed by that person. */
export type Changed = "keep" | "remove";

/** What of a score is the machine's: that it wrote, and how much of that a person changed. */
export interface MachinePart {
  readonly notes: number;
  readonly changedNotes: number;
  readonly chords: number;
  readonly changedChords: number;
}

export function machinePart({ notes, chords }: Pick<Score, "notes" | "chords">): MachinePart {
  return {
    notes: notes.filter(isMachine).length,
    changedNotes: notes.filter(isChanged).length,
    chords: chords.filter(isMachine).length,
    changedChords: chords.filter(isChanged).length,
  };
}

/**
 * `score` without what models wrote; voices stay, were they empty. Own chords stay as symbols: what a model had play them is gone with
 * it. The same score where nothing is the machine's.
 */
export function ownPart(score: Score, changed: Changed): Score {
  const stays = (one: { readonly origin: Origin }) =>
    !isMachine(one) || (changed === "keep" && isChanged(one));
  const notes = score.notes.filter(stays);
  const left = score.chords.filter(stays);
  if (notes.length === score.notes.length && left.length === score.chords.length) return score;
  const takes = new Set(
    notes.flatMap(({ origin }) => (origin.by === "model" ? [origin.take] : [])),
  );
  const chords = left.map((placed) =>
    placed.playing && !takes.has(placed.playing.take) ? { ...placed, playing: undefined } : placed,
  );
  return { ...score, notes, chords };
}

/** Leaves a person's own part; undefined where there is nothing to remove. */
export function removal(score: Score, changed: Changed): readonly Edit[] | undefined {
  const own = ownPart(score, changed);
  return own === score ? undefined : [{ type: "replace", score: own }];
}

export function isMachine({ origin }: { readonly origin: Origin }): boolean {
  return origin.by === "model";
}

function isChanged({ origin }: { readonly origin: Origin }): boolean {
  return authorOf(origin) === "changed";
}
