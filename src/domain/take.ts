import type { AskKind, AskSettings, Chosen, ModelName } from "./ask";
import { isSameChord } from "./chord";
import type { Echo } from "./echo";
import type { PersonalName } from "./personal";
import {
  isNoteLocked,
  overlaps,
  rangeOf,
  type Note,
  type NoteId,
  type PlacedChord,
  type Range,
  type Score,
  type TakeId,
  type VoiceId,
} from "./score";

/** What every take that is no original has: where it was written, and with which others it can be compared. */
interface Made {
  readonly voices: readonly VoiceId[];
  readonly range: Range;
  /** Takes that came from one press of a button share it. */
  readonly ask: string;
}

/** How a model made a take: with it, the take can be made again. */
export interface ModelMaking extends Made {
  readonly kind: AskKind;
  readonly model: ModelName;
  readonly seed: number;
  readonly settings: AskSettings;
  /** The style that it went towards, where it did. */
  readonly personal?: PersonalName | undefined;
  /** What it copies, where that is more than people share. */
  readonly echo?: Echo | undefined;
  /** Where it was chosen among more drafts than were wanted. */
  readonly chosen?: Chosen | undefined;
}

/** How a person made a take: by playing it, in one round of a loop. */
export interface PlayedMaking extends Made {
  readonly kind: "play";
  readonly notes: readonly NoteId[];
}

export type Making = ModelMaking | PlayedMaking;

/** A node of the tree: an original (what was asked about), a model's answer to its parent, or a person's. */
export interface Take {
  readonly id: TakeId;
  /** What it answers; undefined for an original. */
  readonly parent: TakeId | undefined;
  /** "Original", "Take 1: Harmony" … */
  readonly name: string;
  /** The whole sketch as it would be if this were kept. */
  readonly score: Score;
  /** Undefined for an original. */
  readonly making: Making | undefined;
  /** Milliseconds since 1970, UTC. */
  readonly createdMs: number;
}

/** All takes of a sketch, in the order in which they came. */
export type TakeTree = readonly Take[];

export function findTake(tree: TakeTree, id: TakeId): Take | undefined {
  return tree.find((take) => take.id === id);
}

/** From the original down to `id`, both included; empty when `id` is not in the tree. */
export function lineage(tree: TakeTree, id: TakeId): readonly Take[] {
  const path: Take[] = [];
  for (let take = findTake(tree, id); take; take = take.parent && findTake(tree, take.parent))
    path.unshift(take);
  return path;
}

/** What each take has most of its notes from: its parent, or the original before it; nothing for the first. */
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

/** A note's place and pitch, so that equal notes of two scores can be told as the same whatever their ids. */
export function noteKey(note: Pick<Note, "voice" | "pitch" | "start" | "duration">): string {
  return `${note.voice} ${note.pitch} ${note.start} ${note.duration}`;
}

/** Notes of `score` that `base` does not have (same voice, pitch, start and length). */
export function newNotes(base: Score, score: Score): readonly Note[] {
  const shared = new Set(base.notes);
  const others = score.notes.filter((note) => !shared.has(note));
  const starts = new Set(others.map(({ start }) => start));
  const known = new Set(base.notes.filter(({ start }) => starts.has(start)).map(noteKey));
  return others.filter((note) => !known.has(noteKey(note)));
}

/** Chords of `score` that `base` does not have at the same place. */
export function newChords(base: Score, score: Score): readonly PlacedChord[] {
  const known = new Map(base.chords.map(({ start, chord }) => [start, chord]));
  return score.chords.filter(({ start, chord }) => {
    const there = known.get(start);
    return there === undefined || !isSameChord(there, chord);
  });
}

/** Whether anything in `sketch` was made in this take. */
export function isIn(take: Take, sketch: Score): boolean {
  return madeIn(take, sketch).length > 0;
}

/** The takes of a tree of which anything is in `sketch`. */
export function takesIn(tree: TakeTree, { notes, chords }: Score): ReadonlySet<TakeId> {
  const present = new Set(notes.map(({ id }) => id));
  const written = new Set(
    [...notes, ...chords].flatMap(({ origin }) => (origin.by === "model" ? [origin.take] : [])),
  );
  const isThere = (take: Take) => {
    const own = playedNotes(take);
    return own ? own.some((note) => present.has(note)) : written.has(take.id);
  };
  return new Set(tree.filter(isThere).map(({ id }) => id));
}

/** Whether any note or chord of this take was changed or removed by hand in `sketch` after it was kept there. */
export function isEditedByHand(take: Take, sketch: Score): boolean {
  const kept = madeIn(take, sketch);
  if (kept.length === 0) return false;
  const made = madeIn(take, take.score);
  if (kept.length < made.length) return true;
  const own = playedNotes(take);
  if (!own) return kept.some(({ origin }) => origin.by === "model" && origin.changed);
  const asPlayed = new Set(take.score.notes.map(noteKey));
  return own.some((id) => {
    const note = sketch.notes.find((one) => one.id === id);
    return note && !asPlayed.has(noteKey(note));
  });
}

/** What of a score's notes and chords was made in this take. */
function madeIn(take: Take, { notes, chords }: Score): readonly (Note | PlacedChord)[] {
  const { id } = take;
  const own = playedNotes(take);
  if (own) {
    const played = new Set(own);
    return notes.filter((note) => played.has(note.id));
  }
  return [...notes, ...chords].filter(({ origin }) => origin.by === "model" && origin.take === id);
}

/** The notes of a take that do not say themselves that they are of it: what a person played, or what was made human. */
function playedNotes(take: Take): readonly NoteId[] | undefined {
  const { making } = take;
  if (making?.kind === "play") return making.notes;
  if (making?.kind !== "humanise") return undefined;
  const { voices, range } = making;
  const { score } = take;
  return score.notes
    .filter((note) => voices.includes(note.voice) && overlaps(rangeOf(note), range))
    .filter((note) => !isNoteLocked(score, note))
    .map(({ id }) => id);
}
