import type { AskKind, ModelName } from "../domain/ask";
import { notesBeside, notesOf, type NotesBeside } from "../domain/notes-beside";
import type { Project } from "../domain/project";
import type { NoteId, Range, Score } from "../domain/score";
import { noteKey, takesIn } from "../domain/take";
import type { Ticks } from "../domain/units";
import type { Exercise } from "./exercise";

/** One step of how a work grew: what its notes are beside those before it. */
export interface GrowthStep {
  /** Milliseconds since the exercise was opened. */
  readonly atMs: number;
  readonly notes: NotesBeside;
  /** All but the notes, where any of it changed. */
  readonly head: Omit<Score, "notes"> | undefined;
}

/** How a work grew, from what was given. */
export interface Growth {
  readonly first: Score;
  readonly steps: readonly GrowthStep[];
}

/** Help that no take tells of. */
export interface HelpAsked {
  readonly atMs: number;
  readonly kind: "hint" | "findings" | "fix";
  /** Of a hint, how far it went; 0 for others. */
  readonly step: 0 | 1 | 2 | 3;
}

/** What a student gives to the teacher. All words in it are plain text, as they were typed. */
export interface HandIn {
  readonly name: string;
  readonly group: string;
  readonly exercise: Exercise;
  readonly work: Project;
  readonly growth: Growth;
  readonly helps: readonly HelpAsked[];
  readonly reflection: string;
}

/** A month: no clock of a work goes further. */
export const LONGEST_WORK_MS = 31 * 24 * 3_600_000;

/** More steps than this are thinned out. */
export const MOST_STEPS = 4000;

export function startGrowth(first: Score): Growth {
  return { first, steps: [] };
}

/**
 * `growth` with another step; `growth` itself when nothing changed.
 * @param last the score as it was after the last step
 */
export function grown(growth: Growth, last: Score, score: Score, atMs: number): Growth {
  if (last === score) return growth;
  const notes = notesBeside(last.notes, score.notes);
  const head = headOf(score);
  const isSameHead = JSON.stringify(head) === JSON.stringify(headOf(last));
  const { gone, changed, added } = notes;
  if (isSameHead && gone.length + changed.length + added.length === 0) return growth;
  const step = { atMs, notes, head: isSameHead ? undefined : head };
  const next = { ...growth, steps: [...growth.steps, step] };
  return next.steps.length > MOST_STEPS ? thinned(next) : next;
}

function headOf(score: Score): Omit<Score, "notes"> {
  const { title, key, meter, tempo, bars, voices, locks, chords, accompaniment } = score;
  const { feel, volume } = score;
  return {
    ...{ title, key, meter, tempo, bars, voices, locks, chords, accompaniment },
    ...{ feel, volume },
  };
}

function after(score: Score, { notes, head }: GrowthStep): Score {
  return { ...score, ...head, notes: notesOf(score.notes, notes) };
}

/** Every second step told together with the one before it. */
function thinned({ first, steps }: Growth): Growth {
  let thin = startGrowth(first);
  let [last, score] = [first, first];
  steps.forEach((step, i) => {
    score = after(score, step);
    if (i % 2 === 0 && i < steps.length - 1) return;
    thin = grown(thin, last, score, step.atMs);
    last = score;
  });
  return thin;
}

/** The work after `step` steps; what was given at 0, and as it was handed in from the last one on. */
export function scoreAt({ growth }: Pick<HandIn, "growth">, step: number): Score {
  return growth.steps.slice(0, Math.max(0, step)).reduce(after, growth.first);
}

/** A pause longer than this is no work. */
const LONGEST_PAUSE_MS = 120_000;

/** Milliseconds that were worked, with pauses of more than two minutes counted as two. */
export function timeSpent({ steps }: Growth): number {
  return steps.reduce((sum, { atMs }, i) => {
    const pause = atMs - (steps[i - 1]?.atMs ?? 0);
    return sum + Math.min(Math.max(0, pause), LONGEST_PAUSE_MS);
  }, 0);
}

/** Whose notes are in a work. */
export const MAKERS = ["given", "you", "file", "model", "changed"] as const;
export type Maker = (typeof MAKERS)[number];

/** What was asked of a model, and what of it was kept. */
export interface AskUse {
  readonly kind: AskKind;
  readonly model: ModelName;
  readonly takes: number;
  readonly kept: number;
}

export interface HelpUse {
  readonly asks: readonly AskUse[];
  readonly helps: readonly HelpAsked[];
  /** `changed` are notes of a model that were changed by hand; `ticks` is how long they sound. */
  readonly notes: Readonly<Record<Maker, { readonly count: number; readonly ticks: Ticks }>>;
}

/**
 * Which help a work had, told from its takes and from who made each note. It is as truthful as the page was: it cannot tell what somebody
 * played after hearing it elsewhere, or wrote into the file by hand.
 */
export function helpUseOf({
  exercise,
  work,
  helps,
}: Pick<HandIn, "exercise" | "work" | "helps">): HelpUse {
  const kept = takesIn(work.takes, work.score);
  const asks = new Map<string, AskUse>();
  for (const { id, making } of work.takes) {
    if (!making || making.kind === "play") continue;
    const before = asks.get(making.ask);
    asks.set(making.ask, {
      kind: making.kind,
      model: making.model,
      takes: (before?.takes ?? 0) + 1,
      kept: (before?.kept ?? 0) + (kept.has(id) ? 1 : 0),
    });
  }
  const given = new Set(exercise.given.notes.map(noteKey));
  const nobody = Object.fromEntries(MAKERS.map((maker) => [maker, { count: 0, ticks: 0 }]));
  const notes = nobody as Record<Maker, { count: number; ticks: number }>;
  for (const note of work.score.notes) {
    const { origin } = note;
    const own = origin.by === "model" && origin.changed ? "changed" : origin.by;
    const maker = given.has(noteKey(note)) ? "given" : own;
    notes[maker].count++;
    notes[maker].ticks += note.duration;
  }
  return { asks: [...asks.values()], helps, notes };
}

/** A hand-in as it was read. */
export interface ReadHandIn {
  readonly handIn: HandIn;
  /** Of its content, as the file names it. */
  readonly digest: string;
  /** Whether the content is the one that the digest was made of. */
  readonly intact: boolean;
}

/** JSON with the fields of each object in alphabetical order. */
export function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** What a teacher says to some notes, or to a stretch. */
export interface Comment {
  readonly notes: readonly NoteId[];
  readonly range: Range;
  readonly text: string;
}

/** What comes back to the student. */
export interface Returned {
  /** The digest of the hand-in that it is about. */
  readonly of: string;
  readonly name: string;
  readonly exercise: string;
  readonly comments: readonly Comment[];
  /** By the place of the criterion in the rubric, the points that the teacher gives; undefined where none were given. */
  readonly points: readonly (number | undefined)[];
  readonly words: string;
}
