import type { NoteId, Score } from "../domain/score";
import type { Comment } from "../exercises/hand-in";
import { isEmptyReview, NO_REVIEW, rangeOfNotes, type Review } from "../exercises/review";
import type { ReviewStore } from "../storage/review-store";
import type { StorageError } from "../storage/storage-error";

/** What a teacher says to hand-ins, saved with every word of it, until it is forgotten. */
export class Reviews {
  readonly #store: ReviewStore;
  #all = $state.raw<ReadonlyMap<string, Review>>(new Map());
  #problem = $state.raw<string | undefined>(undefined);
  #isLoaded = false;

  /** Why nothing can be saved, in a sentence; what is written stays on the page. */
  readonly problem = $derived(this.#problem);
  /** Hand-ins to which something was said, of this class and of others. */
  readonly count = $derived(this.#all.size);

  constructor(store: ReviewStore) {
    this.#store = store;
  }

  /** Brings what was said on earlier visits. */
  async load(): Promise<void> {
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    await this.#stored(async () => {
      const stored = await this.#store.all();
      this.#all = new Map([...stored, ...this.#all]);
    });
  }

  of(key: string): Review {
    return this.#all.get(key) ?? NO_REVIEW;
  }

  set(key: string, review: Review): void {
    const others = [...this.#all].filter(([other]) => other !== key);
    this.#all = new Map(isEmptyReview(review) ? others : [...others, [key, review]]);
    void this.#stored(() => this.#store.save(key, review));
  }

  /** A comment to these notes, behind those that lie earlier. Nothing happens where none of them is there. */
  comment(key: string, score: Score, notes: readonly NoteId[], text: string): void {
    const range = rangeOfNotes(score, { notes });
    if (!range) return;
    const review = this.of(key);
    const comments = [...review.comments, { notes, range, text }];
    this.set(key, {
      ...review,
      comments: comments.toSorted((a, b) => a.range.start - b.range.start),
    });
  }

  /** Other words for a comment; without any it goes. */
  rewrite(key: string, comment: Comment, text: string): void {
    const review = this.of(key);
    const comments = review.comments.flatMap((one) => {
      if (one !== comment) return [one];
      return text.trim() === "" ? [] : [{ ...one, text }];
    });
    this.set(key, { ...review, comments });
  }

  /** Everything that was ever said here to anybody. */
  async forget(): Promise<void> {
    const keys = [...this.#all.keys()];
    this.#all = new Map();
    await this.#stored(() => this.#store.remove(keys));
  }

  async #stored(run: () => Promise<void>): Promise<void> {
    try {
      await run();
      this.#problem = undefined;
    } catch (error) {
      this.#problem = (error as StorageError).message;
    }
  }
}
