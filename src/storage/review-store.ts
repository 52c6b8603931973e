import type { Review } from "../exercises/review";
import { isEmptyReview } from "../exercises/review";
import { HAND_IN_VERSION } from "../formats/hand-in-file";
import { checked } from "../formats/own-json";
import { review as reviewShape } from "../formats/review-shape";
import { connect, type DatabaseOptions } from "./database";

/** What a teacher said to hand-ins, by their digests: kept until it is forgotten. Every method rejects with a `StorageError`. */
export interface ReviewStore {
  /** Those that can be read. */
  all(): Promise<ReadonlyMap<string, Review>>;
  /** Takes the place of the one before; one in which nothing stands is removed. */
  save(id: string, review: Review): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}

export function createReviewStore(options: DatabaseOptions = {}): ReviewStore {
  const withDatabase = connect(options);
  return {
    all: () =>
      withDatabase(async (db) => {
        const records = await db.getAll("reviews");
        return new Map(
          records.flatMap(({ id, version, review }) => {
            const read = checked(version, HAND_IN_VERSION, review, "", reviewShape);
            return read.ok ? [[id, read.value] as const] : [];
          }),
        );
      }),
    save: (id, review) =>
      withDatabase(async (db) => {
        if (isEmptyReview(review)) await db.delete("reviews", id);
        else await db.put("reviews", { id, version: HAND_IN_VERSION, review });
      }),
    remove: (ids) =>
      withDatabase(async (db) => {
        const tx = db.transaction("reviews", "readwrite");
        await Promise.all([...ids.map((id) => tx.store.delete(id)), tx.done]);
      }),
  };
}
