import type { NoteId } from "../../domain/score";
import type { Head } from "./engrave-bar";

/** Where the number of a comment stands on a system. */
export interface CommentSign {
  readonly number: number;
  readonly x: number;
  readonly y: number;
}

export const SIGN_RADIUS = 8;
/** From the tip of a stem, with room for the lozenge of a lock. */
const AWAY = 21;
const STEP = 2 * SIGN_RADIUS + 1;

/** A number beyond the stem of each note that comments begin at; several go on to the right. */
export function commentSigns(
  commented: ReadonlyMap<NoteId, readonly number[]>,
  heads: readonly Head[],
): readonly CommentSign[] {
  return heads.flatMap(({ id, isFirst, y, tip }) =>
    isFirst
      ? (commented.get(id) ?? []).map((number, i) => ({
          number,
          x: tip.x + i * STEP,
          y: tip.y + (tip.y > y ? AWAY : -AWAY),
        }))
      : [],
  );
}
