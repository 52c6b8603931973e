import { endOf, isNoteLocked, type Note, type NoteId, type Score } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import type { Rect } from "../roll/geometry";
import type { Engraved } from "./engrave";
import type { Head } from "./engrave-bar";

/** Where locked notes lie on a system, and where each stretch of them begins. */
export interface Ribbons {
  readonly bands: readonly Rect[];
  /** Where the lozenge stands. */
  readonly signs: readonly { readonly id: NoteId; readonly x: number; readonly y: number }[];
}

const HALF = 6.5;
const AIR = 4;

/** A band behind each locked note as long as it lasts, and one lozenge for a stretch of a voice: at the tip of its first stem. */
export function ribbonsOf(
  score: Score,
  notes: ReadonlyMap<NoteId, Note>,
  { heads, columns }: Engraved,
  end: Ticks,
): Ribbons {
  const bands: Rect[] = [];
  const signs: { id: NoteId; x: number; y: number }[] = [];
  const until = new Map<string, Ticks>();
  const seen = new Set<NoteId>();
  const inOrder = heads.toSorted((a, b) => a.x - b.x);
  for (const head of inOrder) {
    const note = notes.get(head.id);
    if (!note || seen.has(head.id)) continue;
    seen.add(head.id);
    if (!isNoteLocked(score, note)) {
      until.delete(note.voice);
      continue;
    }
    const x = head.x - AIR;
    const last = Math.min(end, endOf(note));
    const right = columns.find(({ tick }) => tick >= last)?.x ?? columns.at(-1)!.x;
    bands.push({
      x,
      y: head.y - HALF,
      width: Math.max(head.width, right - AIR - x),
      height: 2 * HALF,
    });
    if (!until.has(note.voice)) signs.push({ id: head.id, ...beyond(head) });
    until.set(note.voice, last);
  }
  return { bands, signs };
}

function beyond({ y, tip }: Head): { readonly x: number; readonly y: number } {
  return { x: tip.x, y: tip.y + (tip.y > y ? 6 : -6) };
}
