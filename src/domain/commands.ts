import type { Edit } from "./edit";
import { scale, pitchClassOf, type Key } from "./key";
import { changeNote, shifted } from "./note";
import {
  endOf,
  overlaps,
  scoreTicks,
  type Lock,
  type Note,
  type NoteId,
  type Range,
  type Score,
  type VoiceId,
} from "./score";
import type { Ticks } from "./units";

/** The ids of the selected notes. */
export type Selection = ReadonlySet<NoteId>;

/** The selection with a note more, or less where it has it. */
export function toggled(selection: Selection, id: NoteId): Selection {
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** What a command would do; undefined when it does not apply, which greys its button. */
export type Command = (score: Score, selection: Selection) => readonly Edit[] | undefined;

export function selectedNotes(score: Score, selection: Selection): readonly Note[] {
  return selection.size === 0 ? [] : score.notes.filter((note) => selection.has(note.id));
}

/** From the first selected note's start to the last one's end; undefined when nothing is selected. */
export function selectionRange(score: Score, selection: Selection): Range | undefined {
  const notes = selectedNotes(score, selection);
  if (notes.length === 0) return undefined;
  return {
    start: Math.min(...notes.map((note) => note.start)),
    end: Math.max(...notes.map(endOf)),
  };
}

export const removeNotes: Command = (score, selection) =>
  selectedNotes(score, selection).length === 0
    ? undefined
    : [{ type: "removeNotes", ids: selection }];

/** Moves the selection by `ticks` and `semitones`; undefined when any note would leave the score's start or MIDI's range. */
export function moveNotes(ticks: Ticks, semitones: number): Command {
  return (score, selection) => {
    const notes = selectedNotes(score, selection);
    const fits = notes.every(
      (note) =>
        note.start + ticks >= 0 && note.pitch + semitones >= 0 && note.pitch + semitones <= 127,
    );
    if (notes.length === 0 || !fits) return undefined;
    const moved = notes.map((note) =>
      changeNote(note, { start: note.start + ticks, pitch: note.pitch + semitones }),
    );
    return [{ type: "updateNotes", notes: moved }, ...growToHold(score, moved)];
  };
}

/** Moves the selection by steps of the key's scale (natural minor); a note outside the scale goes to the next scale note that way. */
export function moveInScale(degrees: number): Command {
  return (score, selection) => {
    const notes = selectedNotes(score, selection);
    if (notes.length === 0) return undefined;
    const moved = notes.map((note) =>
      changeNote(note, { pitch: stepInScale(note.pitch, degrees, score.key) }),
    );
    return moved.some((note) => note.pitch < 0 || note.pitch > 127)
      ? undefined
      : [{ type: "updateNotes", notes: moved }];
  };
}

function stepInScale(pitch: number, degrees: number, key: Key): number {
  const classes = scale(key);
  const direction = Math.sign(degrees);
  let steps = Math.abs(degrees);
  let at = pitch;
  while (steps > 0) {
    at += direction;
    if (classes.includes(pitchClassOf(at))) steps--;
  }
  return at;
}

/** Makes the selection longer or shorter by `ticks`, each note at least `shortest` long. */
export function lengthenNotes(ticks: Ticks, shortest: Ticks): Command {
  return (score, selection) => {
    const notes = selectedNotes(score, selection);
    if (notes.length === 0) return undefined;
    const changed = notes.map((note) =>
      changeNote(note, { duration: Math.max(shortest, note.duration + ticks) }),
    );
    return [{ type: "updateNotes", notes: changed }, ...growToHold(score, changed)];
  };
}

/** @param change added to each velocity, kept in [1, 127] */
export function changeVelocity(change: number): Command {
  return (score, selection) => {
    const notes = selectedNotes(score, selection);
    if (notes.length === 0) return undefined;
    return [
      {
        type: "updateNotes",
        notes: notes.map((note) =>
          changeNote(note, {
            velocity: Math.min(127, Math.max(1, Math.round(note.velocity + change))),
          }),
        ),
      },
    ];
  };
}

/** Puts a fermata on each selected note; takes it away when all have one. */
export const toggleFermata: Command = (score, selection) => {
  const notes = selectedNotes(score, selection);
  if (notes.length === 0) return undefined;
  const fermata = notes.every((note) => note.fermata) ? undefined : true;
  return [{ type: "updateNotes", notes: notes.map((note) => changeNote(note, { fermata })) }];
};

/** Copies of `notes`, `offset` later, yours only where they were yours: a copy of a model's note stays the model's. */
export function copiesOf(
  notes: readonly Note[],
  offset: Ticks,
  newId: () => NoteId,
): readonly Note[] {
  return notes.map((note) => ({ ...shifted(note, offset), id: newId() }));
}

/** Adds notes and the bars that they need. */
export function addNotes(score: Score, notes: readonly Note[]): readonly Edit[] {
  return [{ type: "addNotes", notes }, ...growToHold(score, notes)];
}

export function growToHold(score: Score, notes: readonly Note[]): readonly Edit[] {
  const end = notes.reduce((latest, note) => Math.max(latest, endOf(note)), 0);
  const length = scoreTicks(score);
  if (end <= length) return [];
  return [{ type: "setBars", bars: Math.ceil(end / (length / score.bars)) }];
}

/** Locks `range` of the voices when any of it is open, opens it when all is locked. */
export function toggleLocks(
  score: Score,
  voices: readonly VoiceId[],
  range: Range,
): readonly Edit[] {
  const closed = voices.every((voice) =>
    score.locks.some((l) => l.voice === voice && l.start <= range.start && l.end >= range.end),
  );
  const locks: Lock[] = score.locks.flatMap((lock) =>
    voices.includes(lock.voice) && overlaps(lock, range) ? without(lock, range) : [lock],
  );
  if (!closed) for (const voice of voices) locks.push({ voice, ...range });
  return [{ type: "setLocks", locks: joined(locks) }];
}

function without(lock: Lock, range: Range): readonly Lock[] {
  return [
    { ...lock, end: Math.min(lock.end, range.start) },
    { ...lock, start: Math.max(lock.start, range.end) },
  ].filter((part) => part.start < part.end);
}

/** Touching stretches of a voice become one. */
function joined(locks: readonly Lock[]): readonly Lock[] {
  const result: Lock[] = [];
  for (const lock of locks.toSorted((a, b) => a.start - b.start)) {
    const i = result.findIndex((other) => other.voice === lock.voice && other.end >= lock.start);
    const other = result[i];
    if (other) result[i] = { ...other, end: Math.max(other.end, lock.end) };
    else result.push(lock);
  }
  return result;
}
