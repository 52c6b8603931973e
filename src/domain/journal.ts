import type { Score } from "./score";
import { authorOf, type Author } from "./ledger";

/** How many notes are whose. */
export type Tally = Readonly<Record<Author, number>>;

/** What a sketch had become after a step. */
export interface JournalEntry {
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number;
  /** Time spent on the sketch until then, pauses left out, in milliseconds. */
  readonly spentMs: number;
  /** The step's label, as undo has it; "Undo" and "Redo" for those. */
  readonly label: string;
  readonly notes: Tally;
}

/** How a sketch came about, in order of time. */
export type Journal = readonly JournalEntry[];

/** Who does nothing for longer is not at work. */
export const LONGEST_PAUSE_MS = 120_000;
/** Steps of one kind that follow one another so soon are one entry. */
const TOGETHER_MS = 60_000;
/** More entries than this are thinned out. */
export const MOST_ENTRIES = 1000;

/** How many of the score's notes are whose. */
export function tallyOf({ notes }: Pick<Score, "notes">): Tally {
  const tally = { you: 0, file: 0, model: 0, changed: 0 };
  for (const { origin } of notes) tally[authorOf(origin)] += 1;
  return tally;
}

/**
 * `journal` with what the sketch has become. A step like the last one takes its place within a minute of the entry before that: a
 * melody that is drawn is one entry a minute. Of a journal that grows too long every other entry of its older half goes; the first one stays.
 */
export function journalled(
  journal: Journal,
  label: string,
  score: Pick<Score, "notes">,
  nowMs: number,
): Journal {
  const last = journal.at(-1);
  const pauseMs = last ? Math.max(0, nowMs - last.atMs) : 0;
  const spentMs = (last?.spentMs ?? 0) + (pauseMs <= LONGEST_PAUSE_MS ? pauseMs : 0);
  const entry = {
    atMs: last ? Math.max(last.atMs, nowMs) : nowMs,
    spentMs,
    label,
    notes: tallyOf(score),
  };
  const before = journal.at(-2);
  const isMore =
    last?.label === label && before !== undefined && entry.atMs - before.atMs <= TOGETHER_MS;
  const next = [...(isMore ? journal.slice(0, -1) : journal), entry];
  return next.length > MOST_ENTRIES ? thinned(next) : next;
}

function thinned(journal: Journal): Journal {
  const half = journal.length / 2;
  return journal.filter((_, i) => i >= half || i % 2 === 0);
}

/** Time spent on the sketch, pauses of more than two minutes left out, in milliseconds. */
export function spentOn(journal: Journal): number {
  return journal.at(-1)?.spentMs ?? 0;
}
