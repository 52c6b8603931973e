import type { Ask, AskSettings, Draft } from "./ask";
import { composeTake, type Ids } from "./asking";
import { barTicks } from "./meter";
import {
  barsOfNotes,
  endOf,
  isDrums,
  isPart,
  melodyVoice,
  overlaps,
  rangeOf,
  type Note,
  type NoteId,
  type Range,
  type Score,
  type TakeId,
  type Voice,
  type VoiceId,
} from "./score";
import { noteKey, type ModelMaking, type Take, type TakeTree } from "./take";
import { CHORALE_NAMES, isPartnerVoice, withChoraleVoices } from "./voicing";

/** The ask that the take belongs to which Follow writes; a sketch has one at most. */
export const FOLLOW_ASK = "follow";

/** Bars before and behind a change that are decided again with it. */
const REACH = 2;

export function followTake(tree: TakeTree): (Take & { readonly making: ModelMaking }) | undefined {
  return tree.find(
    (take): take is Take & { readonly making: ModelMaking } => take.making?.ask === FOLLOW_ASK,
  );
}

/**
 * The voices that follow the melody: of the first four, those that are not locked and have no notes, or some that a model wrote. A voice
 * that has nothing but notes of a person or a file is theirs.
 * @param take what Follow wrote so far, which is never the melody
 */
export function followingVoices(score: Score, take: TakeId | undefined): readonly Voice[] {
  const melody = leadingVoice(score, take);
  return score.voices
    .filter(({ id }) => isPart(score, id))
    .slice(0, CHORALE_NAMES.length)
    .filter((voice) => voice.id !== melody?.id && !voice.locked && !isPartnerVoice(voice))
    .filter(({ id }) => {
      const notes = score.notes.filter(({ voice }) => voice === id);
      return notes.length === 0 || notes.some(isWritten);
    });
}

function leadingVoice(score: Score, take: TakeId | undefined): Voice | undefined {
  const notes = score.notes.filter(
    ({ origin }) => origin.by !== "model" || take === undefined || origin.take !== take,
  );
  return melodyVoice({ ...score, notes });
}

/** Whether the note is a model's as the model wrote it. */
function isWritten({ origin }: Note): boolean {
  return origin.by === "model" && !origin.changed;
}

/** What is followed: all notes but those that may be written again. */
function givenNotes(score: Score, following: ReadonlySet<VoiceId>): readonly Note[] {
  return score.notes.filter(
    (note) => isPart(score, note.voice) && !(following.has(note.voice) && isWritten(note)),
  );
}

/**
 * What is to be decided again after `before` became `after`: from two bars before the first changed bar to two bars behind the last one;
 * everything where no harmony stands yet. Undefined when what is followed stayed as it was.
 */
export function followRange(
  before: Score,
  after: Score,
  take: TakeId | undefined,
): Range | undefined {
  const following = new Set(followingVoices(after, take).map(({ id }) => id));
  // Phrases end where what is followed has fermatas; those of the voices that follow say nothing.
  const keyOf = (note: Note) =>
    note.fermata && !following.has(note.voice) ? `${noteKey(note)} fermata` : noteKey(note);
  const [wasThere, isThere] = [before, after].map(({ notes }) => new Set(notes.map(keyOf)));
  const changed = [
    ...givenNotes(before, following).filter((note) => !isThere!.has(keyOf(note))),
    ...givenNotes(after, following).filter((note) => !wasThere!.has(keyOf(note))),
  ];
  if (changed.length === 0) return undefined;
  const bar = barTicks(after.meter);
  const bars = Math.max(after.bars, barsOfNotes(after.notes, after.meter));
  if (!after.notes.some((note) => following.has(note.voice))) return { start: 0, end: bars * bar };
  const first = Math.floor(Math.min(...changed.map(({ start }) => start)) / bar) - REACH;
  const last = Math.ceil(Math.max(...changed.map(endOf)) / bar) + REACH;
  const end = Math.min(bars, last) * bar;
  const start = Math.max(0, first) * bar;
  return start < end ? { start, end } : undefined;
}

export interface FollowWish {
  readonly score: Score;
  readonly range: Range;
  readonly settings: AskSettings;
  readonly seed: number;
  readonly take: TakeId | undefined;
}

/**
 * The question to the one-pass model: the voices that follow, in `range`, decided anew. Notes in them that a person wrote or changed stand,
 * as do locked ones. Undefined when no voice may follow.
 */
export function prepareFollow(wish: FollowWish, ids: Ids): Ask | undefined {
  const { range, seed, take } = wish;
  const score = withChoraleVoices(wish.score, () => ids.voice());
  const voices = followingVoices(score, take).map(({ id }) => id);
  if (voices.length === 0) return undefined;
  const settings: AskSettings = { ...wish.settings, harmonist: "harmony", takes: 1 };
  const ask = { kind: "harmonise", score: held(score, voices), voices, range, settings } as const;
  const none = { notes: [], model: { name: "", version: "" }, seed };
  // What is to be decided is not there: otherwise an answer that is the same again would count as none.
  return {
    ...ask,
    seed,
    score: composeTake({ ...ask, seed }, none, "" as TakeId, () => ids.note()),
  };
}

/** Whether nothing sounds in the ask's range that could be followed: then nothing follows. */
export function isSilent({ score, range }: Ask): boolean {
  return !score.notes.some((note) => overlaps(rangeOf(note), range) && !isDrums(score, note.voice));
}

/** `score`, which may have gone on since it was asked about, with the answer in place. */
export function composeFollow(
  ask: Ask,
  score: Score,
  draft: Draft,
  take: TakeId,
  newId: () => NoteId,
): Score {
  const known = new Set(score.voices.map(({ id }) => id));
  const added = ask.score.voices.filter(({ id }) => !known.has(id));
  const base = added.length === 0 ? score : { ...score, voices: ask.score.voices };
  const asked = { ...ask, score: held(base, ask.voices) };
  return { ...composeTake(asked, draft, take, newId), locks: score.locks };
}

/** `score` with every note of `voices` locked that no model wrote as it is. */
function held(score: Score, voices: readonly VoiceId[]): Score {
  const own = score.notes.filter((note) => voices.includes(note.voice) && !isWritten(note));
  const locks = own.map((note) => ({ voice: note.voice, ...rangeOf(note) }));
  return locks.length === 0 ? score : { ...score, locks: [...score.locks, ...locks] };
}
