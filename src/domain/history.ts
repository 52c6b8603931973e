import type { Score } from "./score";

/** One undoable step: its label is the menu's text, `before` the score it started from. */
export interface Change {
  readonly label: string;
  readonly before: Score;
  /** Changes of one pointer drag share a group and are one step. */
  readonly group: string | undefined;
}

export interface History {
  readonly score: Score;
  readonly done: readonly Change[];
  readonly undone: readonly Change[];
}

/** Steps kept. Scores share structure, so this bounds memory only loosely. */
export const HISTORY_CAPACITY = 200;

export function createHistory(score: Score): History {
  return { score, done: [], undone: [] };
}

/** The history after `score` became the present one; `history` itself when nothing changed. */
export function record(history: History, score: Score, label: string, group?: string): History {
  if (score === history.score) return history;
  const last = history.done.at(-1);
  if (group !== undefined && last?.group === group) return { ...history, score, undone: [] };
  return {
    score,
    done: [...history.done, { label, before: history.score, group }].slice(-HISTORY_CAPACITY),
    undone: [],
  };
}

export function undo(history: History): History {
  const last = history.done.at(-1);
  if (!last) return history;
  return {
    score: last.before,
    done: history.done.slice(0, -1),
    undone: [...history.undone, { ...last, before: history.score }],
  };
}

export function redo(history: History): History {
  const last = history.undone.at(-1);
  if (!last) return history;
  return {
    score: last.before,
    done: [...history.done, { ...last, before: history.score }],
    undone: history.undone.slice(0, -1),
  };
}

/** The history without its last step when that belongs to `group`, as if the drag had never begun; it cannot be redone. */
export function discard(history: History, group: string): History {
  const last = history.done.at(-1);
  if (last?.group !== group) return history;
  return { ...history, score: last.before, done: history.done.slice(0, -1) };
}
