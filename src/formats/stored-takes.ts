import type { Project } from "../domain/project";
import type { Note, NoteId, Score, TakeId } from "../domain/score";
import type { Take, TakeTree } from "../domain/take";
import { ShapeFault } from "./shape";

/** What a take's notes are beside those of an earlier take: nearly all of them are the same. */
export interface NotesBeside {
  readonly from: TakeId;
  readonly gone: readonly NoteId[];
  /** In the places of those with their ids. */
  readonly changed: readonly Note[];
  /** Behind all others. */
  readonly added: readonly Note[];
}

/** A take as it is stored. */
export interface StoredTake extends Omit<Take, "score"> {
  readonly score: Omit<Score, "notes"> & { readonly notes: readonly Note[] | NotesBeside };
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

/** What each take is stored beside: its parent, or the original before it; nothing for the first. */
export function basesOf(tree: TakeTree): ReadonlyMap<Take, Take | undefined> {
  const byId = new Map(tree.map((take) => [take.id, take]));
  let original: Take | undefined;
  return new Map(
    tree.map((take) => {
      if (take.parent !== undefined) return [take, byId.get(take.parent)];
      const before = original;
      original = take;
      return [take, before];
    }),
  );
}

export function storedTake(take: Take, base: Take | undefined): StoredTake {
  if (!base) return take;
  return { ...take, score: { ...take.score, notes: notesBeside(base, take.score.notes) } };
}

function notesBeside({ id, score: base }: Take, notes: readonly Note[]): NotesBeside {
  const places = new Map(base.notes.map((note, place) => [note.id, place]));
  const changed: Note[] = [];
  const staying = new Set<NoteId>();
  let last = -1;
  for (const note of notes) {
    const place = places.get(note.id);
    if (place === undefined || place <= last) break;
    last = place;
    staying.add(note.id);
    if (!isSameNote(note, base.notes[place]!)) changed.push(note);
  }
  return {
    from: id,
    gone: base.notes.flatMap((note) => (staying.has(note.id) ? [] : [note.id])),
    changed,
    added: notes.slice(staying.size),
  };
}

function isSameNote(a: Note, b: Note): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** More notes than this in all takes together are no sketch but an attack on the memory. */
const MOST_NOTES = 20_000_000;

/** The takes that were stored, whole again; notes that takes have in common are the same objects. @throws ShapeFault */
export function wholeTakes(stored: readonly StoredTake[]): TakeTree {
  const scores = new Map<TakeId, Score>();
  let held = 0;
  return stored.map((take, i) => {
    const notes = wholeNotes(take.score.notes, scores, `takes[${i}].score.notes`);
    held += notes.length;
    if (held > MOST_NOTES)
      throw new ShapeFault(`takes[${i}].score.notes`, `at most ${MOST_NOTES} notes in all takes`);
    const score = { ...take.score, notes };
    scores.set(take.id, score);
    return { ...take, score };
  });
}

function wholeNotes(
  notes: readonly Note[] | NotesBeside,
  earlier: ReadonlyMap<TakeId, Score>,
  path: string,
): readonly Note[] {
  if (!("from" in notes)) return notes;
  const base = earlier.get(notes.from);
  if (!base) throw new ShapeFault(`${path}.from`, "the id of an earlier take");
  const gone = new Set(notes.gone);
  const changed = new Map(notes.changed.map((note) => [note.id, note]));
  const staying = base.notes
    .filter((note) => !gone.has(note.id))
    .map((note) => changed.get(note.id) ?? note);
  return [...staying, ...notes.added];
}
