import type { Note, VoiceId } from "../../domain/score";
import { noteRect, type Rect, type Viewport } from "./geometry";

/** Where a note was touched: at an edge it changes its length, elsewhere it moves. */
export type NotePart = "start" | "end" | "body";

export interface Hit {
  readonly note: Note;
  readonly part: NotePart;
}

/** How near counts as touched, in CSS pixels: a finger is thicker than a mouse. */
export interface Reach {
  readonly edge: number;
  readonly around: number;
}

export const MOUSE: Reach = { edge: 7, around: 0 };
export const FINGER: Reach = { edge: 14, around: 8 };

/**
 * The note under a point of the grid. Where several lie, a selected one wins, then one of the active voice, then the one
 * painted last.
 */
export function hitTest(
  view: Viewport,
  notes: readonly Note[],
  x: number,
  y: number,
  options: {
    readonly reach?: Reach;
    readonly activeVoice?: VoiceId | undefined;
    readonly selection?: ReadonlySet<Note["id"]>;
  } = {},
): Hit | undefined {
  const reach = options.reach ?? MOUSE;
  let best: Note | undefined;
  let bestRank = -Infinity;
  for (const note of notes) {
    const distance = distanceTo(touchable(noteRect(view, note)), x, y);
    if (distance > reach.around) continue;
    const rank =
      (options.selection?.has(note.id) ? 2 : 0) +
      (note.voice === options.activeVoice ? 1 : 0) -
      distance * 4;
    if (rank >= bestRank) [best, bestRank] = [note, rank];
  }
  return best && { note: best, part: partAt(noteRect(view, best), x, reach) };
}

/** A note too short to see still takes a click. */
function touchable(rect: Rect): Rect {
  return rect.width >= 4 ? rect : { ...rect, width: 4 };
}

function distanceTo(rect: Rect, x: number, y: number): number {
  const dx = Math.max(rect.x - x, 0, x - (rect.x + rect.width));
  const dy = Math.max(rect.y - y, 0, y - (rect.y + rect.height));
  return Math.max(dx, dy);
}

/** Edges take at most a third of a note each, so that it can still be moved. */
function partAt(rect: Rect, x: number, reach: Reach): NotePart {
  const edge = Math.min(reach.edge, rect.width / 3);
  if (x >= rect.x + rect.width - edge) return "end";
  return x <= rect.x + Math.min(edge, rect.width / 4) ? "start" : "body";
}

/** Notes whose rectangles touch `box`. */
export function notesInBox(view: Viewport, notes: readonly Note[], box: Rect): readonly Note[] {
  return notes.filter((note) => {
    const rect = noteRect(view, note);
    return (
      rect.x < box.x + box.width &&
      rect.x + rect.width > box.x &&
      rect.y < box.y + box.height &&
      rect.y + rect.height > box.y
    );
  });
}
