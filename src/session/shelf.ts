import { notesBeside, notesOf } from "../domain/notes-beside";
import type { Score } from "../domain/score";
import { findTake, type Take, type TakeTree } from "../domain/take";

/**
 * A score that can be put away: then it holds only what it has beside another, and is put together when it is looked at. Who improvises
 * for an hour makes thousands of scores, each of which has its own list of all notes.
 */
export class Shelved {
  #score: Score | undefined;
  #make: (() => Score) | undefined;
  /** As long as anybody has the score it is one and the same. */
  #known: WeakRef<Score>;

  constructor(score: Score) {
    this.#score = score;
    this.#known = new WeakRef(score);
  }

  get score(): Score {
    const known = this.#score ?? this.#known.deref();
    if (known) return known;
    const score = this.#make!();
    this.#known = new WeakRef(score);
    return score;
  }

  /** Puts it away beside `base`, unless it has hardly anything of it. */
  putAway(base: { readonly score: Score }): void {
    if (!this.#score) return;
    const { notes, ...frame } = this.#score;
    const beside = notesBeside(base.score.notes, notes);
    if (beside.changed.length + beside.added.length > notes.length / 2) return;
    this.#make = () => ({ ...frame, notes: notesOf(base.score.notes, beside) });
    this.#score = undefined;
  }
}

/** Every so many originals one stays whole: no score is to be put together over a long way. */
const WHOLE = 16;

/** `tree` with one more take, whose score is put away. */
export function withTake(tree: TakeTree, take: Take): TakeTree {
  const base = baseOf(tree, take);
  if (!base) return [...tree, take];
  const { score, ...rest } = take;
  const shelved = new Shelved(score);
  shelved.putAway(base);
  return [
    ...tree,
    {
      ...rest,
      get score() {
        return shelved.score;
      },
    },
  ];
}

function baseOf(tree: TakeTree, take: Take): Take | undefined {
  if (take.parent !== undefined) return findTake(tree, take.parent);
  const originals = tree.filter(({ parent }) => parent === undefined);
  return originals.length % WHOLE === 0 ? undefined : originals.at(-1);
}
