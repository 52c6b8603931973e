import type { Note, NoteId } from "./score";

/** Notes, told beside others that nearly all of them are. */
export interface NotesBeside {
  readonly gone: readonly NoteId[];
  /** In the places of those with their ids. */
  readonly changed: readonly Note[];
  /** Behind all others. */
  readonly added: readonly Note[];
}

/** What `notes` are beside `base`; `notesOf` gives them back in their order. */
export function notesBeside(base: readonly Note[], notes: readonly Note[]): NotesBeside {
  let first = 0;
  while (first < notes.length && notes[first] === base[first]) first++;
  const tail = base.slice(first);
  const places = new Map(tail.map((note, place) => [note.id, place]));
  const changed: Note[] = [];
  const staying = new Set<NoteId>();
  let last = -1;
  for (const note of notes.slice(first)) {
    const place = places.get(note.id);
    if (place === undefined || place <= last) break;
    last = place;
    staying.add(note.id);
    if (!isSameNote(note, tail[place]!)) changed.push(note);
  }
  return {
    gone: tail.flatMap(({ id }) => (staying.has(id) ? [] : [id])),
    changed,
    added: notes.slice(first + staying.size),
  };
}

export function notesOf(
  base: readonly Note[],
  { gone, changed, added }: NotesBeside,
): readonly Note[] {
  const left = new Set(gone);
  const byId = new Map(changed.map((note) => [note.id, note]));
  const staying = base.filter(({ id }) => !left.has(id)).map((note) => byId.get(note.id) ?? note);
  return [...staying, ...added];
}

function isSameNote(a: Note, b: Note): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
