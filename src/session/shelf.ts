import { notesBeside, notesOf } from "../domain/notes-beside";
import type { Score } from "../domain/score";
import { findTake, type Take, type TakeTree } from "../domain/take";

/** Every so many originals one stays whole: no score is to be put together over a long way. */
const WHOLE = 16;

/**
 * `tree` with one more take, which holds only what it has of its own and puts its score together when it is looked at: who improvises for an
 * hour has thousands, each of which would have its own list of all notes.
 */
export function withTake(tree: TakeTree, take: Take): TakeTree {
  return [...tree, onShelf(take, baseOf(tree, take))];
}

function baseOf(tree: TakeTree, take: Take): Take | undefined {
  if (take.parent !== undefined) return findTake(tree, take.parent);
  const originals = tree.filter(({ parent }) => parent === undefined);
  return originals.length % WHOLE === 0 ? undefined : originals.at(-1);
}

/** `take` as it is beside `base`; `take` itself without one, and where hardly anything is the same. */
function onShelf(take: Take, base: Take | undefined): Take {
  if (!base) return take;
  const { score, ...rest } = take;
  const { notes, ...frame } = score;
  const beside = notesBeside(base.score.notes, notes);
  if (beside.changed.length + beside.added.length > notes.length / 2) return take;
  // As long as anybody has the score it is one and the same.
  let held = new WeakRef<Score>(score);
  return {
    ...rest,
    get score(): Score {
      const known = held.deref();
      if (known) return known;
      const whole = { ...frame, notes: notesOf(base.score.notes, beside) };
      held = new WeakRef<Score>(whole);
      return whole;
    },
  };
}
