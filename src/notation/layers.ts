import { endOf, type Note } from "../domain/score";
import type { Ticks } from "../domain/units";

/** Notes that begin and end together, from the lowest; no two of one pitch. */
export interface Chord {
  readonly start: Ticks;
  readonly end: Ticks;
  readonly notes: readonly Note[];
}

/**
 * `notes` as chords, dealt out into layers in which nothing overlaps, as few as can be; at least one. Higher chords go to earlier layers.
 */
export function layersOf(notes: readonly Note[]): readonly (readonly Chord[])[] {
  const layers: Chord[][] = [[]];
  const ends: Ticks[] = [0];
  for (const chord of chordsOf(notes)) {
    const free = ends.findIndex((end) => end <= chord.start);
    const layer = free < 0 ? layers.length : free;
    (layers[layer] ??= []).push(chord);
    ends[layer] = chord.end;
  }
  return layers;
}

/** In order of start, those with the highest notes first. */
function chordsOf(notes: readonly Note[]): readonly Chord[] {
  const chords = new Map<string, Note[]>();
  for (const note of notes.toSorted((a, b) => a.pitch - b.pitch)) {
    // A pitch that sounds twice at once takes a second chord.
    for (let copy = 0; ; copy++) {
      const place = `${note.start} ${endOf(note)} ${copy}`;
      const chord = chords.get(place);
      if (chord?.at(-1)?.pitch === note.pitch) continue;
      if (chord) chord.push(note);
      else chords.set(place, [note]);
      break;
    }
  }
  const top = (chord: Chord) => chord.notes.at(-1)!.pitch;
  return [...chords.values()]
    .map((members) => ({ start: members[0]!.start, end: endOf(members[0]!), notes: members }))
    .toSorted((a, b) => a.start - b.start || top(b) - top(a));
}

/** Takes the chords that begin before `end` off the end of `waiting`; one that goes on is left there. */
export function chordsUntil(waiting: Chord[], end: Ticks): readonly Chord[] {
  const taken: Chord[] = [];
  for (let next = waiting.at(-1); next && next.start < end; next = waiting.at(-1)) {
    taken.push(next);
    if (next.end > end) break;
    waiting.pop();
  }
  return taken;
}
