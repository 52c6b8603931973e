import type { Review } from "../../src/exercises/review";
import type { ExerciseStore, KeptExercise } from "../../src/storage/exercise-store";
import type { ReviewStore } from "../../src/storage/review-store";

/** Exercises that are kept as long as the test lasts. */
export class MemoryExercises implements ExerciseStore {
  readonly kept = new Map<string, KeptExercise>();

  list() {
    return Promise.resolve([...this.kept.values()].toSorted((a, b) => b.changedMs - a.changedMs));
  }
  save(kept: KeptExercise) {
    this.kept.set(kept.exercise.id, kept);
    return Promise.resolve();
  }
  remove(id: string) {
    this.kept.delete(id);
    return Promise.resolve();
  }
}

/** Reviews that are kept as long as the test lasts. */
export class MemoryReviews implements ReviewStore {
  readonly reviews = new Map<string, Review>();

  all() {
    return Promise.resolve(new Map(this.reviews));
  }
  save(id: string, review: Review) {
    this.reviews.set(id, review);
    return Promise.resolve();
  }
  remove(ids: readonly string[]) {
    for (const id of ids) this.reviews.delete(id);
    return Promise.resolve();
  }
}
