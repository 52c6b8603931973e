import { pitchClassOf } from "../../domain/key";
import { beatTicks } from "../../domain/meter";
import {
  endOf,
  isDrums,
  overlaps,
  rangeOf,
  type Note,
  type NoteId,
  type Score,
} from "../../domain/score";
import type { Ticks } from "../../domain/units";
import type { AnalysedChord } from "./analysis";
import { isStep, neighboursOf, type Neighbours } from "./neighbours";

/** What a note that is foreign to its chord can be; `free` is none of the others. */
export const ORNAMENTS = [
  "passing",
  "neighbour",
  "doubleNeighbour",
  "suspension",
  "retardation",
  "appoggiatura",
  "anticipation",
  "escape",
  "cambiata",
  "pedal",
  "free",
] as const;
export type Ornament = (typeof ORNAMENTS)[number];

/** What each note is that, when it is struck or while it is held, is no tone of the chord. */
export function ornamentsOf(
  score: Score,
  chords: readonly AnalysedChord[],
): ReadonlyMap<NoteId, Ornament> {
  const neighbours = neighboursOf(score);
  const beat = beatTicks(score.meter);
  const found = new Map<NoteId, Ornament>();
  for (const note of score.notes) {
    if (isDrums(score, note.voice)) continue;
    const under = chordsUnder(note, chords);
    const isForeign = under.map(({ tones }) => !tones.includes(pitchClassOf(note.pitch)));
    if (!isForeign.includes(true)) continue;
    const ornament = isForeign[0]
      ? struck(note, neighbours, chords, beat)
      : held(note, isForeign, neighbours.get(note.id)!);
    found.set(note.id, ornament);
  }
  return found;
}

/** The chords that a note sounds in, in order of time; chords are in order, and no two overlap. */
function chordsUnder(note: Note, chords: readonly AnalysedChord[]): readonly AnalysedChord[] {
  let low = 0;
  let high = chords.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chords[middle]!.range.end <= note.start) low = middle + 1;
    else high = middle;
  }
  const under: AnalysedChord[] = [];
  for (let i = low; i < chords.length && overlaps(chords[i]!.range, rangeOf(note)); i++)
    under.push(chords[i]!);
  return under;
}

/** A note that belonged to its chord until the chord changed under it. */
function held(note: Note, isForeign: readonly boolean[], { after }: Neighbours): Ornament {
  const returns = isForeign.at(-1) === false;
  if (returns) return "pedal";
  if (after && isStep(note, after)) return after.pitch < note.pitch ? "suspension" : "retardation";
  return after?.pitch === note.pitch ? "pedal" : "free";
}

/** A note that is foreign to its chord from the first. */
function struck(
  note: Note,
  neighbours: ReadonlyMap<NoteId, Neighbours>,
  chords: readonly AnalysedChord[],
  beat: Ticks,
): Ornament {
  const { before, after } = neighbours.get(note.id)!;
  const isOwn = (other: Note) => {
    const chord = chords.find(({ range }) => range.start <= other.start && range.end > other.start);
    return chord?.tones.includes(pitchClassOf(other.pitch)) === true;
  };
  const comes = isStep(before, note);
  const leaves = isStep(note, after);
  if (before?.pitch === note.pitch) {
    // Struck again, it is what it would be if it were held.
    if (leaves && isOwn(before)) return after!.pitch < note.pitch ? "suspension" : "retardation";
    if (after?.pitch === note.pitch) return "pedal";
  }
  if (after?.pitch === note.pitch && isOwn(after)) return "anticipation";
  if (comes && leaves) {
    if (before!.pitch === after!.pitch) return "neighbour";
    return Math.sign(note.pitch - before!.pitch) === Math.sign(after!.pitch - note.pitch)
      ? "passing"
      : note.start % beat === 0
        ? "appoggiatura"
        : "neighbour";
  }
  if (comes && after) {
    const beyond = neighbours.get(after.id)!.after;
    const goal = beyond?.pitch;
    const turns = Math.sign(after.pitch - note.pitch) === -Math.sign(note.pitch - before!.pitch);
    // Both neighbours of a tone, one after the other, and back to it.
    if (turns && goal === before!.pitch && isStep(after, beyond)) return "doubleNeighbour";
    // Down a step, on down a third, and a step up: the nota cambiata of the species; or all of it upside down.
    const third = Math.abs(after.pitch - note.pitch);
    if (!turns && (third === 3 || third === 4) && isStep(after, beyond))
      return Math.sign(goal! - after.pitch) === -Math.sign(after.pitch - note.pitch)
        ? "cambiata"
        : "escape";
    return "escape";
  }
  if (leaves) {
    const last = before && neighbours.get(before.id)!.before;
    const isSecond =
      last !== undefined &&
      last.pitch === after!.pitch &&
      isStep(last, before) &&
      Math.sign(before!.pitch - last.pitch) === -Math.sign(note.pitch - last.pitch);
    return isSecond ? "doubleNeighbour" : "appoggiatura";
  }
  return endOf(note) - note.start >= 2 * beat ? "pedal" : "free";
}
