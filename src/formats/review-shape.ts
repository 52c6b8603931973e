import type { NoteId } from "../domain/score";
import type { Comment } from "../exercises/hand-in";
import type { Review } from "../exercises/review";
import { MAX_NOTES } from "./limits";
import { amount, fields, list, optional, text } from "./shape";
import { range } from "./sketch-shape";

const LONGEST = 20_000;

/** A review as it was stored. */
export const review = fields<Review>({
  comments: list(
    fields<Comment>({ notes: list(text<NoteId>(), MAX_NOTES), range, text: text(LONGEST) }),
    5000,
  ),
  points: list(optional(amount(0, 1000)), 50),
  words: text(LONGEST),
});
