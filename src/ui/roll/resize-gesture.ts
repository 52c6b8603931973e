import { growToHold, lengthenNotes, selectedNotes, type Selection } from "../../domain/commands";
import { changeNote } from "../../domain/note";
import { endOf, type Note, type Score } from "../../domain/score";
import type { Ticks } from "../../domain/units";
import { snapNearest } from "./grid";
import { applied, SHORTEST, TREMBLE_PX, type Gesture, type GridPoint } from "./gesture";

/** Drags the end of the grabbed note to the grid; the other selected notes grow or shrink by as much. */
export function resizeEndGesture(
  base: Score,
  selection: Selection,
  grabbed: Note,
  from: GridPoint,
  grid: Ticks,
): Gesture {
  return {
    label: "Resize",
    to(point, free) {
      if (Math.abs(point.x - from.x) < TREMBLE_PX) return { score: base };
      const end = snapNearest(endOf(grabbed) + point.tick - from.tick, free ? 1 : grid);
      const shortest = free ? SHORTEST : Math.min(grid, grabbed.duration);
      return {
        score: applied(base, lengthenNotes(end - endOf(grabbed), shortest)(base, selection)),
      };
    },
  };
}

/** Drags the start of the grabbed note to the grid; the ends stay. */
export function resizeStartGesture(
  base: Score,
  selection: Selection,
  grabbed: Note,
  from: GridPoint,
  grid: Ticks,
): Gesture {
  return {
    label: "Resize",
    to(point, free) {
      if (Math.abs(point.x - from.x) < TREMBLE_PX) return { score: base };
      const start = snapNearest(grabbed.start + point.tick - from.tick, free ? 1 : grid);
      const shortest = free ? SHORTEST : Math.min(grid, grabbed.duration);
      const notes = selectedNotes(base, selection).map((note) => {
        const moved = Math.max(0, note.start + start - grabbed.start);
        const latest = Math.max(note.start, endOf(note) - shortest);
        const next = Math.min(latest, moved);
        return changeNote(note, { start: next, duration: endOf(note) - next });
      });
      return { score: applied(base, [{ type: "updateNotes", notes }]) };
    },
  };
}

/** The drag that follows drawing `note`: its end goes to the grid line behind the pointer, its pitch to the pointer's row. */
export function drawGesture(base: Score, note: Note, from: GridPoint, grid: Ticks): Gesture {
  return {
    label: "Draw",
    to(point, free) {
      const unit = free ? 1 : grid;
      const dragged = Math.abs(point.x - from.x) >= TREMBLE_PX;
      const end = Math.ceil(point.tick / unit) * unit;
      const duration = dragged ? Math.max(free ? SHORTEST : grid, end - note.start) : note.duration;
      const drawn = changeNote(note, { pitch: point.pitch, duration });
      if (drawn === note) return { score: base, heard: note };
      const edits = [
        { type: "updateNotes" as const, notes: [drawn] },
        ...growToHold(base, [drawn]),
      ];
      return { score: applied(base, edits), heard: drawn };
    },
  };
}
