import type { AskKind, AskSettings, ModelName } from "./ask";
import { isSameChord } from "./chord";
import type { Note, PlacedChord, Range, Score, TakeId, VoiceId } from "./score";

/** How a model made a take: with it, the take can be made again. */
export interface Making {
  readonly kind: AskKind;
  readonly model: ModelName;
  readonly seed: number;
  readonly settings: AskSettings;
  readonly voices: readonly VoiceId[];
  readonly range: Range;
  /** Takes that came from one press of a button share it. */
  readonly ask: string;
}

/** A node of the tree: an original (what was asked about) or a model's answer to its parent. */
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

export function answersTo(tree: TakeTree, id: TakeId): readonly Take[] {
  return tree.filter((take) => take.parent === id);
}

/** From the original down to `id`, both included; empty when `id` is not in the tree. */
export function lineage(tree: TakeTree, id: TakeId): readonly Take[] {
  const path: Take[] = [];
  for (let take = findTake(tree, id); take; take = take.parent && findTake(tree, take.parent))
    path.unshift(take);
  return path;
}

/** A note's place and pitch, so that equal notes of two scores can be told as the same whatever their ids. */
export function noteKey(note: Pick<Note, "voice" | "pitch" | "start" | "duration">): string {
  return `${note.voice} ${note.pitch} ${note.start} ${note.duration}`;
}

/** Notes of `score` that `base` does not have (same voice, pitch, start and length). */
export function newNotes(base: Score, score: Score): readonly Note[] {
  const known = new Set(base.notes.map(noteKey));
  return score.notes.filter((note) => !known.has(noteKey(note)));
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
export function isIn(take: TakeId, sketch: Score): boolean {
  return madeIn(take, sketch).length > 0;
}

/** Whether any note or chord of this take was changed or removed by hand in `sketch` after it was kept there. */
export function isEditedByHand(take: Take, sketch: Score): boolean {
  const kept = madeIn(take.id, sketch);
  if (kept.length === 0) return false;
  return (
    kept.length < madeIn(take.id, take.score).length ||
    kept.some(({ origin }) => origin.by === "model" && origin.changed)
  );
}

/** What of a score's notes and chords was made in this take. */
function madeIn(take: TakeId, { notes, chords }: Score): readonly (Note | PlacedChord)[] {
  return [...notes, ...chords].filter(
    ({ origin }) => origin.by === "model" && origin.take === take,
  );
}
