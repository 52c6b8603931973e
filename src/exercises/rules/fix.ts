import { pitchClassesOf } from "../../domain/chord";
import { isInKey, pitchClassOf } from "../../domain/key";
import { changeNote } from "../../domain/note";
import {
  endOf,
  isNoteLocked,
  notesOfVoice,
  type Note,
  type NoteId,
  type Score,
  type VoiceId,
} from "../../domain/score";
import type { Finding } from "../finding";
import type { RuleId } from "./catalogue";
import { check, keyOf } from "./check";
import { chordAt, type Context } from "./context";
import type { RuleSet } from "./rule-set";

/** Semitones that a note is moved at most. */
const REACH = 12;
/** Scores that are tried at most: what is not found by then would be a rewriting rather than a fix. */
const TRIES = 600;
/** Ticks on either side of a finding in which a change is tried first: two bars of 4/4. */
const AROUND = 2 * 1920;

export interface FixOptions {
  /** Voices that stay as they are besides what is locked: the melody that was given, or the cantus. */
  readonly keep: ReadonlySet<VoiceId>;
}

/**
 * The smallest change that removes a finding and brings no other: one note moved by as little as it takes, else two. Notes go to tones of the chord that they stand
 * in, without one to notes of the key. Undefined where none is found.
 * @returns the notes as they are to be, for one `updateNotes`
 */
export function fixOf(
  score: Score,
  finding: Finding<RuleId>,
  set: RuleSet,
  context: Context,
  { keep }: FixOptions = { keep: new Set() },
): readonly Note[] | undefined {
  const byId = new Map(score.notes.map((note) => [note.id, note]));
  const movable = finding.notes
    .map((id) => byId.get(id))
    .filter((note) => note !== undefined)
    .filter(
      (note) =>
        !keep.has(note.voice) && note.voice !== context.cantus && !isNoteLocked(score, note),
    );
  const singles = movable.flatMap((note) => candidatesFor(note, score, context));
  const nearby = around(score, finding);
  const before = keysOf(check(nearby, set, context));
  const beforeAll = keysOf(check(score, set, context));
  let tries = TRIES;
  for (const change of inOrder(singles)) {
    if (tries-- <= 0) return undefined;
    if (!mends(nearby, change, finding, set, context, before)) continue;
    if (mends(score, change, finding, set, context, beforeAll)) return change;
  }
  return undefined;
}

/** Changes of one note, then of two, each kind by how far it moves them. */
function* inOrder(singles: readonly Moved[]): Generator<readonly Note[]> {
  const sorted = singles.toSorted((a, b) => a.distance - b.distance);
  for (const { note } of sorted) yield [note];
  const pairs = sorted.flatMap((a, i) =>
    sorted
      .slice(i + 1)
      .filter((b) => b.note.id !== a.note.id)
      .map((b) => ({ notes: [a.note, b.note], distance: a.distance + b.distance })),
  );
  for (const { notes } of pairs.toSorted((a, b) => a.distance - b.distance)) yield notes;
}

interface Moved {
  readonly note: Note;
  /** Semitones. */
  readonly distance: number;
}

function candidatesFor(note: Note, score: Score, context: Context): readonly Moved[] {
  const span = chordAt(context, note.start);
  const tones = span && pitchClassesOf(span.chord);
  return Array.from({ length: 2 * REACH + 1 }, (_, i) => note.pitch - REACH + i)
    .filter((pitch) => pitch !== note.pitch && pitch >= 0 && pitch <= 127)
    .filter((pitch) => tones?.includes(pitchClassOf(pitch)) ?? isInKey(pitch, score.key))
    .map((pitch) => ({
      note: changeNote(note, { pitch }),
      distance: Math.abs(pitch - note.pitch),
    }))
    .filter((moved) => keepsOrnaments(moved.note, note, score, context));
}

/** A passing note beside the note that moves stays a step away from it. */
function keepsOrnaments(moved: Note, note: Note, score: Score, { ornaments }: Context): boolean {
  const line = notesOfVoice(score, note.voice);
  const at = line.indexOf(note);
  return [line[at - 1], line[at + 1]].every((beside) => {
    if (!beside || !ornaments.has(beside.id)) return true;
    const [was, is] = [note, moved].map(({ pitch }) => Math.abs(pitch - beside.pitch));
    return was! > 2 || (is! >= 1 && is! <= 2);
  });
}

function around(score: Score, { range }: Finding): Score {
  const notes = score.notes.filter(
    (note) => endOf(note) > range.start - AROUND && note.start < range.end + AROUND,
  );
  return { ...score, notes };
}

function mends(
  score: Score,
  change: readonly Note[],
  finding: Finding<RuleId>,
  set: RuleSet,
  context: Context,
  before: ReadonlySet<string>,
): boolean {
  const moved = new Map(change.map((note) => [note.id, note]));
  const after = check(
    { ...score, notes: score.notes.map((note) => moved.get(note.id) ?? note) },
    set,
    { ...context, ornaments: without(context.ornaments, moved) },
  );
  const gone = keyOf(finding);
  return after.every((one) => keyOf(one) !== gone && before.has(keyOf(one)));
}

/** A note that has moved stands where a tone of the chord does. */
function without(
  ornaments: Context["ornaments"],
  moved: ReadonlyMap<NoteId, Note>,
): Context["ornaments"] {
  return new Map([...ornaments].filter(([id]) => !moved.has(id)));
}

function keysOf(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map(keyOf));
}
