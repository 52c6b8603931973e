import type { Selection } from "../../domain/commands";
import type { Score } from "../../domain/score";
import type { Rect, Viewport } from "./geometry";
import { notesInBox } from "./hit";
import type { Gesture, GridPoint } from "./gesture";

/** Selects what a box touches, beside what was selected before when `before` is given. */
export function boxGesture(
  base: Score,
  view: Viewport,
  from: GridPoint,
  before: Selection = new Set(),
): Gesture {
  return {
    label: "Select",
    to(point) {
      const box = boxBetween(from, point);
      const touched = notesInBox(view, base.notes, box).map((note) => note.id);
      return { score: base, box, selection: new Set([...before, ...touched]) };
    },
  };
}

function boxBetween(a: GridPoint, b: GridPoint): Rect {
  return {
    x: Math.min(a.x, b.x),
    y: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  };
}
