import { isSameChord } from "../chord";
import type { Edit } from "../edit";
import {
  isLocked,
  isNoteLocked,
  overlaps,
  rangeOf,
  type Note,
  type NoteId,
  type PlacedChord,
  type Range,
  type Score,
} from "../score";
import { noteKey } from "../take";
import { heardVoicing, playRun, runsOf, stretchesOf } from "./accompany";
import type { PlayedNote, Stretch } from "./patterns";

/**
 * Puts `chords` in place of the score's, and brings the accompaniment after them: only notes of stretches that sound another way are
 * written again, and never those that a person changed or locked. What lies before and behind keeps its notes, and is led on from.
 * @returns nothing when these are the score's chords
 */
export function chordEdits(
  score: Score,
  chords: readonly PlacedChord[],
  newId: () => NoteId,
): readonly Edit[] {
  if (chords === score.chords) return [];
  return [{ type: "setChords", chords }, ...playedAfter(score, { ...score, chords }, newId)];
}

/**
 * Brings the accompaniment of `score` after the chords and the length that it is to have; see `chordEdits`.
 * @param next as `score`, with other chords or bars
 */
export function playedAfter(
  score: Score,
  next: Pick<Score, "chords" | "bars" | "meter">,
  newId: () => NoteId,
): readonly Edit[] {
  const { accompaniment } = score;
  if (!accompaniment) return [];
  const before = stretchesOf(score);
  const after = stretchesOf(next);
  const gone = without(before, after);
  const changed = without(after, before);
  if (gone.length === 0 && changed.length === 0) return [];

  const voices = new Set([accompaniment.upper, accompaniment.bass]);
  const played = score.notes.filter(
    (note) => voices.has(note.voice) && [...gone, ...changed].some(holds(note)),
  );
  const replaced = played.filter(
    (note) => note.origin.by === "model" && !note.origin.changed && !isNoteLocked(score, note),
  );
  const kept = played.filter((note) => !replaced.includes(note));
  const written = runsOf(changed).flatMap((run) =>
    withMakers(playedRun(run, score, before), run).flatMap(({ note, playing }) => {
      const voice = accompaniment[note.part];
      const { pitch, start, duration, velocity } = note;
      const drawn: Note = {
        id: newId(),
        voice,
        pitch,
        start,
        duration,
        velocity,
        origin: { by: "model", take: playing.take, changed: false },
      };
      const there = score.voices.some(({ id }) => id === voice);
      return there && !isLocked(score, voice, rangeOf(drawn)) ? [drawn] : [];
    }),
  );
  const open = besides(
    written,
    kept.filter(({ origin }) => origin.by === "model"),
  );
  const same = new Map(replaced.map((note) => [noteKey(note), note]));
  const added = open.filter((note) => !same.has(noteKey(note)));
  const staying = new Set(open.map(noteKey));
  const removed = replaced.filter((note) => !staying.has(noteKey(note)));
  return [
    { type: "removeNotes", ids: new Set(removed.map(({ id }) => id)) },
    { type: "addNotes", notes: added },
  ];
}

/** Takes the accompaniment away: its voices, and that chords are played. The symbols stay. */
export function removeAccompaniment(score: Score): readonly Edit[] | undefined {
  const { accompaniment, chords } = score;
  if (!accompaniment) return undefined;
  return [
    { type: "removeVoice", id: accompaniment.upper },
    { type: "removeVoice", id: accompaniment.bass },
    { type: "setAccompaniment", accompaniment: undefined },
    { type: "setChords", chords: chords.map((placed) => ({ ...placed, playing: undefined })) },
  ];
}

/** Those of `stretches` that do not sound the same among `others`. */
function without(stretches: readonly Stretch[], others: readonly Stretch[]): readonly Stretch[] {
  const known = new Map(others.map((other) => [other.start, other]));
  return stretches.filter((stretch) => {
    const other = known.get(stretch.start);
    return !other || !soundsAs(stretch, other);
  });
}

function soundsAs(a: Stretch, b: Stretch): boolean {
  return (
    a.end === b.end &&
    isSameChord(a.chord, b.chord) &&
    a.playing.pattern === b.playing.pattern &&
    a.playing.seed === b.playing.seed &&
    (a.playing.pattern !== "walking" || leadsTo(a) === leadsTo(b))
  );
}

/** The bass that a walking bass leads into. */
function leadsTo({ next }: Stretch): number | undefined {
  return next && (next.bass ?? next.root);
}

function holds(note: Note): (range: Range) => boolean {
  return ({ start, end }) => note.start >= start && note.start < end;
}

/** A run with what is beside it, and with the voicings of chords that are still the same. */
function playedRun(
  run: readonly Stretch[],
  score: Score,
  before: readonly Stretch[],
): readonly PlayedNote[] {
  const { notes, accompaniment } = score;
  const heard = (stretch: Stretch | undefined) =>
    stretch && heardVoicing(notes, accompaniment!, stretch);
  const last = before.findLast(({ start }) => start < run[0]!.start);
  const next = before.find(({ start }) => start >= run.at(-1)!.end);
  return playRun(
    run,
    score,
    (stretch) =>
      heard(
        before.find(
          ({ start, chord }) => start === stretch.start && isSameChord(chord, stretch.chord),
        ),
      ),
    heard(last),
    heard(next),
  );
}

function withMakers(notes: readonly PlayedNote[], run: readonly Stretch[]) {
  return notes.map((note) => {
    const { playing } = run.findLast(({ start }) => start <= note.start)!;
    return { note, playing };
  });
}

/** `written` without the note that each of `kept` stands for: of those of its voice that it sounds with, the nearest in pitch. */
function besides(written: readonly Note[], kept: readonly Note[]): readonly Note[] {
  const open = [...written];
  for (const own of kept) {
    const { pitch } = own;
    const there = open.filter(
      (note) => note.voice === own.voice && overlaps(rangeOf(note), rangeOf(own)),
    );
    const nearest = there.toSorted((a, b) => Math.abs(a.pitch - pitch) - Math.abs(b.pitch - pitch));
    if (nearest[0]) open.splice(open.indexOf(nearest[0]), 1);
  }
  return open;
}
