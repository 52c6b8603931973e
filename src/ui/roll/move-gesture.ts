import { moveNotes, selectedNotes, type Selection } from "../../domain/commands";
import type { Note, Score } from "../../domain/score";
import { snapNearest } from "./grid";
import type { Ticks } from "../../domain/units";
import { applied, TREMBLE_PX, type Gesture, type GridPoint } from "./gesture";

/** Drags the selection in time and pitch; the grabbed note's start goes to the grid, the others keep their distance to it. */
export function moveGesture(
  base: Score,
  selection: Selection,
  grabbed: Note,
  from: GridPoint,
  grid: Ticks,
): Gesture {
  const notes = selectedNotes(base, selection);
  const earliest = Math.min(...notes.map((note) => note.start));
  const lowest = Math.min(...notes.map((note) => note.pitch));
  const highest = Math.max(...notes.map((note) => note.pitch));
  return {
    label: "Move",
    to(point, free) {
      const start = snapNearest(grabbed.start + point.tick - from.tick, free ? 1 : grid);
      const wanted = Math.abs(point.x - from.x) < TREMBLE_PX ? 0 : start - grabbed.start;
      const ticks = Math.max(-earliest, wanted);
      const semitones = Math.min(127 - highest, Math.max(-lowest, point.pitch - from.pitch));
      const score =
        ticks === 0 && semitones === 0
          ? base
          : applied(base, moveNotes(ticks, semitones)(base, selection));
      return { score, heard: score.notes.find((note) => note.id === grabbed.id) };
    },
  };
}
