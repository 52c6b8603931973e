import { notesBeside, notesOf, type NotesBeside } from "../domain/notes-beside";
import type { Project } from "../domain/project";
import type { Note, Score, TakeId } from "../domain/score";
import { basesOf, type Take, type TakeTree } from "../domain/take";
import { ShapeFault } from "./shape";

/** The notes of a take beside those of an earlier one. */
export interface StoredNotes extends NotesBeside {
  readonly from: TakeId;
}

/** A take as it is stored. */
export interface StoredTake extends Omit<Take, "score"> {
  readonly score: Omit<Score, "notes"> & { readonly notes: readonly Note[] | StoredNotes };
}

/** A sketch as it is stored. */
export interface StoredProject extends Omit<Project, "takes"> {
  readonly takes: readonly StoredTake[];
}

/** All takes as they are stored. */
export function storedTakes(tree: TakeTree): readonly StoredTake[] {
  const bases = basesOf(tree);
  return tree.map((take) => storedTake(take, bases.get(take)));
}

export function storedTake(take: Take, base: Take | undefined): StoredTake {
  if (!base) return take;
  const { score } = take;
  const notes = { from: base.id, ...notesBeside(base.score.notes, score.notes) };
  return { ...take, score: { ...score, notes } };
}

/** More notes than this in all takes together are no sketch but an attack on the memory. */
const MOST_NOTES = 20_000_000;

/** The takes that were stored, whole again; notes that takes have in common are the same objects. @throws ShapeFault */
export function wholeTakes(stored: readonly StoredTake[]): TakeTree {
  const scores = new Map<TakeId, Score>();
  let held = 0;
  return stored.map((take, i) => {
    const path = `takes[${i}].score.notes`;
    const notes = wholeNotes(take.score.notes, scores, path);
    held += notes.length;
    if (held > MOST_NOTES) throw new ShapeFault(path, `at most ${MOST_NOTES} notes in all takes`);
    const score = { ...take.score, notes };
    scores.set(take.id, score);
    return { ...take, score };
  });
}

function wholeNotes(
  notes: readonly Note[] | StoredNotes,
  earlier: ReadonlyMap<TakeId, Score>,
  path: string,
): readonly Note[] {
  if (!("from" in notes)) return notes;
  const base = earlier.get(notes.from);
  if (!base) throw new ShapeFault(`${path}.from`, "the id of an earlier take");
  return notesOf(base.notes, notes);
}
