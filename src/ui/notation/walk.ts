import { byStart, endOf, type Note, type Score } from "../../domain/score";

export const WALKS = {
  ArrowLeft: "back",
  ArrowRight: "on",
  ArrowUp: "up",
  ArrowDown: "down",
} as const;
export type Walk = (typeof WALKS)[keyof typeof WALKS];

/**
 * The note that an arrow goes to: back and on along a voice, up and down through what sounds when the note begins. Undefined where there is
 * none further; without a note to go from it is the first of all.
 */
export function noteBeside(score: Score, from: Note | undefined, walk: Walk): Note | undefined {
  if (!from) return score.notes.toSorted(byStart)[0];
  if (walk === "up" || walk === "down") {
    const rank = new Map(score.voices.map(({ id }, i) => [id, i]));
    const sounding = score.notes
      .filter((note) => note.start <= from.start && endOf(note) > from.start)
      .toSorted((a, b) => rank.get(a.voice)! - rank.get(b.voice)! || b.pitch - a.pitch);
    return sounding[sounding.indexOf(from) + (walk === "up" ? -1 : 1)];
  }
  const line = score.notes.filter(({ voice }) => voice === from.voice);
  const starts = line
    .map(({ start }) => start)
    .filter((start) => (walk === "on" ? start > from.start : start < from.start));
  if (starts.length === 0) return undefined;
  const start = walk === "on" ? Math.min(...starts) : Math.max(...starts);
  const away = (note: Note) => Math.abs(note.pitch - from.pitch);
  return line
    .filter((note) => note.start === start)
    .reduce((best, other) => (away(other) < away(best) ? other : best));
}
