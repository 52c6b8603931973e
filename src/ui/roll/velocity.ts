import { changeVelocity, type Selection } from "../../domain/commands";
import { changeNote } from "../../domain/note";
import type { Note, Score } from "../../domain/score";
import type { Velocity } from "../../domain/units";
import { tickToX, type Viewport } from "./geometry";
import { applied } from "./gesture";

/** How far from a stem a pointer still means it, in CSS pixels. */
const REACH_PX = 8;

/** The velocity at height `y` of a lane; 127 at the top, 1 at the foot. */
export function velocityAt(y: number, laneHeight: number): Velocity {
  const share = 1 - Math.min(1, Math.max(0, y / laneHeight));
  return Math.min(127, Math.max(1, Math.round(share * 127)));
}

/** Notes whose stems stand at `x`: all that start at the nearest onset within reach. */
export function stemsAt(view: Viewport, notes: readonly Note[], x: number): readonly Note[] {
  let nearest = REACH_PX;
  let found: Note[] = [];
  for (const note of notes) {
    const distance = Math.abs(tickToX(view, note.start) - x);
    if (distance < nearest - 1e-6) [nearest, found] = [distance, [note]];
    else if (found[0]?.start === note.start) found.push(note);
  }
  return found;
}

/** Gives each of `ids` the velocity at which the pointer passed its stem. */
export function paintVelocity(base: Score, velocities: ReadonlyMap<Note["id"], Velocity>): Score {
  const notes = base.notes
    .filter((note) => velocities.has(note.id))
    .map((note) => changeNote(note, { velocity: velocities.get(note.id)! }));
  return applied(base, [{ type: "updateNotes", notes }]);
}

/** Changes the whole selection by as much as the grabbed stem changes. */
export function shiftVelocity(
  base: Score,
  selection: Selection,
  grabbed: Note,
  velocity: Velocity,
): Score {
  return applied(base, changeVelocity(velocity - grabbed.velocity)(base, selection));
}
