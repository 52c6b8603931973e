import { applyEdit } from "../domain/edit";
import { pitchClassOf, tonic, type Key } from "../domain/key";
import {
  endOf,
  isNoteLocked,
  type Note,
  type NoteId,
  type Range,
  type Score,
  type VoiceId,
} from "../domain/score";
import { bassOf, type Harmony } from "../domain/chord";
import type { Finding } from "./finding";
import { transformed } from "./kinds/motives";
import type { Exercise } from "./exercise";
import type { Lack } from "./rubric";

/** What a chord is there for. */
export type ChordFunction = "tonic" | "predominant" | "dominant" | "other";

/** How a part goes on: never to which note. */
export interface Motion {
  readonly direction: "up" | "down" | "hold";
  readonly size: "hold" | "step" | "third" | "leap";
}

/** Where to look. */
export interface WhereHint {
  readonly step: 1;
  readonly range: Range;
  readonly notes: readonly NoteId[];
  readonly voices: readonly VoiceId[];
}

/** What it is about: a rule, what is missing, or what kind of chord is wanted. */
export interface WhatHint {
  readonly step: 2;
  readonly about: string;
  readonly chord: { readonly function: ChordFunction; readonly quality: string } | undefined;
}

/** Which way to go; `motion` is undefined where one note's motion does not mend it. */
export interface HowHint {
  readonly step: 3;
  readonly voice: VoiceId | undefined;
  readonly motion: Motion | undefined;
}

/** Three hints, each of which says more than the one before, and none of which gives the note. */
export type Hints = readonly [WhereHint, WhatHint, HowHint];

/** Semitones that a note is moved by in search of a way out, the nearest first. */
const MOVES = [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 7, -7, 12, -12];

/**
 * Hints about a finding. Which way to go is tried: the smallest motion of one of its notes that is not given, after which it is not found, nor
 * anything that was not found before.
 * @param findAgain what is found in a score, by the same rules
 */
export function hintsOnFinding(
  finding: Finding,
  exercise: Exercise,
  score: Score,
  findAgain: (score: Score) => readonly Finding[],
): Hints {
  const notes = finding.notes.flatMap((id) => score.notes.find((note) => note.id === id) ?? []);
  const voices = [...new Set(notes.map(({ voice }) => voice))];
  const before = new Set(findAgain(score).map(keyOf));
  const way = wayOut(notes, exercise, score, (tried) => {
    const found = findAgain(tried).map(keyOf);
    return !found.includes(keyOf(finding)) && found.every((one) => before.has(one));
  });
  return [
    { step: 1, range: finding.range, notes: finding.notes, voices },
    { step: 2, about: finding.rule, chord: undefined },
    { step: 3, voice: way?.note.voice ?? voices[0], motion: way && motionOf(way.by) },
  ];
}

function wayOut(
  notes: readonly Note[],
  exercise: Exercise,
  score: Score,
  isMended: (score: Score) => boolean,
): { readonly note: Note; readonly by: number } | undefined {
  const open = notes.filter((note) => !isNoteLocked(exercise.given, note));
  for (const by of MOVES)
    for (const note of open) {
      const moved = { ...note, pitch: note.pitch + by };
      if (isMended(applyEdit(score, { type: "updateNotes", notes: [moved] }))) return { note, by };
    }
  return undefined;
}

/** Hints about something that is missing. */
export function hintsOnLack(lack: Lack, exercise: Exercise, score: Score): Hints {
  const { range } = lack;
  const where = (voices: readonly VoiceId[], notes: readonly NoteId[] = []): WhereHint => ({
    step: 1,
    range,
    notes,
    voices,
  });
  const what = (about: string, chord?: Harmony): WhatHint => ({
    step: 2,
    about,
    chord: chord && { function: functionOf(chord, score.key), quality: chord.quality },
  });
  const how = (voice?: VoiceId, motion?: Motion): HowHint => ({ step: 3, voice, motion });
  const { voices } = exercise.target;
  switch (lack.kind) {
    case "empty": {
      const chord = exercise.target.chords.find(
        ({ start, end }) => start <= range.start && range.start < end,
      )?.chord;
      const from = noteBefore(score, lack.voice, range.start);
      const by = from && chord ? nearest(from.pitch, chord) : undefined;
      return [
        where([lack.voice]),
        what("empty", chord),
        how(lack.voice, by === undefined ? undefined : motionOf(by)),
      ];
    }
    case "chord": {
      const { chord, start } = lack.chord;
      const bass = voices.at(-1);
      const from = bass && noteBefore(score, bass, start);
      const by = from ? nearestClass(from.pitch, bassOf(chord)) : undefined;
      return [
        where(voices),
        what("chord", chord),
        how(bass, by === undefined ? undefined : motionOf(by)),
      ];
    }
    case "motive": {
      const { task, first } = lack;
      const goal = transformed(exercise.given, task);
      const [before, next] = [goal[first - 1], goal[first]];
      const motion = before && next ? motionOf(next.pitch - before.pitch) : undefined;
      return [where([task.voice]), what(task.transformation), how(task.voice, motion)];
    }
    case "section": {
      const { start, end } = lack.other;
      return [
        where(voices),
        what(lack.section.letter === lack.other.letter ? "sameSection" : "otherSection"),
        // The section to compare with is the last thing that is told.
        how(score.notes.find((note) => note.start >= start && note.start < end)?.voice),
      ];
    }
    case "outside": {
      const note = score.notes.find(({ id }) => id === lack.notes[0]);
      const [low] = exercise.target.pitches ?? [0];
      return [
        where(voices, lack.notes),
        what("range"),
        how(note?.voice, note && motionOf(note.pitch < low ? 12 : -12)),
      ];
    }
    case "close": {
      const lowest = voices.at(-1);
      const last = lowest && noteBefore(score, lowest, range.end);
      const by = last ? nearestClass(last.pitch, tonic(score.key)) : undefined;
      return [
        where(voices),
        what("close"),
        how(lowest, by === undefined ? undefined : motionOf(by)),
      ];
    }
    case "planted": {
      const { part, other, rule } = lack.planted;
      const parts = [...new Set([part, other])].flatMap((i) => voices[i] ?? []);
      return [where(voices), what(rule), how(parts[0])];
    }
    case "given":
      return [where(voices, lack.added), what("given"), how()];
  }
}

/** Semitones to the nearest tone of a chord. */
function nearest(pitch: number, chord: Harmony): number {
  const tones = [chord.root, bassOf(chord)];
  return tones
    .map((tone) => nearestClass(pitch, tone))
    .reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
}

/** Semitones to the nearest pitch of this class. */
function nearestClass(pitch: number, tone: number): number {
  const up = pitchClassOf(tone - pitch);
  return up > 6 ? up - 12 : up;
}

function noteBefore(score: Score, voice: VoiceId, tick: number): Note | undefined {
  return score.notes
    .filter((note) => note.voice === voice && note.start < tick)
    .toSorted((a, b) => endOf(a) - endOf(b))
    .at(-1);
}

/** @param by semitones, up when positive */
export function motionOf(by: number): Motion {
  if (by === 0) return { direction: "hold", size: "hold" };
  const size = Math.abs(by);
  return {
    direction: by > 0 ? "up" : "down",
    size: size <= 2 ? "step" : size <= 4 ? "third" : "leap",
  };
}

/** What a chord does in a key, by its root: the first, third and sixth degree rest, the second and fourth lead on, the fifth and seventh lead home. */
export function functionOf({ root }: Harmony, key: Key): ChordFunction {
  const above = pitchClassOf(root - tonic(key));
  if ([0, 3, 4, 8, 9].includes(above)) return "tonic";
  if ([2, 5].includes(above)) return "predominant";
  return [7, 11].includes(above) ? "dominant" : "other";
}

function keyOf({ rule, notes }: Finding): string {
  return `${rule} ${notes.toSorted().join(" ")}`;
}
