import type { Project } from "./project";
import type { Note, TakeId } from "./score";

/** What can be changed of a note. */
export const CHANGES = ["pitch", "place", "length", "loudness", "voice"] as const;
export type Change = (typeof CHANGES)[number];

/** How many of a take's notes were changed in what. One note counts in each that it was changed in. */
export type Changes = Readonly<Record<Change, number>> & {
  /** Changed notes whose first form is not known, or that are again as they came. */
  readonly untold: number;
};

/**
 * What a person changed of each take's notes, against the take itself. A note that was copied has no first form of its own; of takes that are
 * not in the tree none is known.
 */
export function changesOf({
  score,
  takes,
}: Pick<Project, "score" | "takes">): ReadonlyMap<TakeId, Changes> {
  const first = new Map<TakeId, ReadonlyMap<string, Note>>();
  const byId = new Map(takes.map((take) => [take.id, take]));
  const found = new Map<TakeId, Changes>();
  for (const note of score.notes) {
    const { origin } = note;
    if (origin.by !== "model" || !origin.changed) continue;
    const { take } = origin;
    let notes = first.get(take);
    if (!notes) {
      notes = new Map(byId.get(take)?.score.notes.map((one) => [one.id, one]));
      first.set(take, notes);
    }
    found.set(take, withChange(found.get(take) ?? NONE, notes.get(note.id), note));
  }
  return found;
}

export const NONE: Changes = { pitch: 0, place: 0, length: 0, loudness: 0, voice: 0, untold: 0 };

function withChange(changes: Changes, before: Note | undefined, note: Note): Changes {
  const what = before ? differences(before, note) : [];
  if (what.length === 0) return { ...changes, untold: changes.untold + 1 };
  return what.reduce((all, one) => ({ ...all, [one]: all[one] + 1 }), changes);
}

function differences(before: Note, note: Note): readonly Change[] {
  const isDifferent: Readonly<Record<Change, boolean>> = {
    pitch: before.pitch !== note.pitch,
    place: before.start !== note.start,
    length: before.duration !== note.duration,
    loudness: before.velocity !== note.velocity,
    voice: before.voice !== note.voice,
  };
  return CHANGES.filter((one) => isDifferent[one]);
}
