import { growToHold, selectedNotes, type Command } from "./commands";
import { touched } from "./note";
import { rangeOf, type Note, type Quantise, type Range, type VoiceId } from "./score";
import type { Edit } from "./edit";
import type { Ticks } from "./units";

/** A 64th: nothing that was played becomes shorter. */
const SHORTEST: Ticks = 30;

/** `note` as played where `by` is undefined, else drawn to the grid from where it was played. Same reference when nothing differs. */
export function quantised(note: Note, by: Quantise | undefined): Note {
  const played = note.asPlayed ?? rangeOf(note);
  const { start, end } = by ? drawn(played, by) : played;
  if (start === note.start && end - start === note.duration && (by || !note.asPlayed)) return note;
  const moved = start !== played.start || end !== played.end;
  return { ...note, start, duration: end - start, asPlayed: moved ? played : undefined };
}

/** Draws the selection to the grid, or lets it go back to how it was played. */
export function quantiseNotes(by: Quantise | undefined): Command {
  return (score, selection) => {
    const notes = selectedNotes(score, selection);
    const next = notes.map((note) => asChanged(note, quantised(note, by)));
    if (next.every((note, i) => note === notes[i])) return undefined;
    return [{ type: "updateNotes", notes: next }, ...growToHold(score, next)];
  };
}

/** Draws all notes of a voice to the grid, and what is recorded into it from now on. */
export function quantiseVoice(voice: VoiceId, by: Quantise | undefined): Command {
  return (score) => {
    const of = score.voices.find(({ id }) => id === voice);
    if (!of) return undefined;
    const own = new Set(score.notes.flatMap((note) => (note.voice === voice ? [note.id] : [])));
    const edit: Edit = { type: "updateVoice", voice: { ...of, quantise: by } };
    return [edit, ...(quantiseNotes(by)(score, own) ?? [])];
  };
}

function asChanged(before: Note, after: Note): Note {
  return after === before ? before : { ...after, origin: touched(after.origin) };
}

function drawn({ start, end }: Range, { grid, strength, swing }: Quantise): Range {
  const line = nearestLine(start, grid, swing);
  const from = Math.round(start + strength * (lineAt(line, grid, swing) - start));
  const last = Math.max(line + 1, nearestLine(end, grid, swing));
  const to = Math.round(end + strength * (lineAt(last, grid, swing) - end));
  return { start: from, end: Math.max(to, from + SHORTEST) };
}

function lineAt(line: number, grid: Ticks, swing: number): Ticks {
  return line * grid + (line % 2 === 1 ? (swing * grid) / 3 : 0);
}

function nearestLine(tick: Ticks, grid: Ticks, swing: number): number {
  const below = Math.floor(tick / grid);
  return [below - 1, below, below + 1]
    .filter((line) => line >= 0)
    .reduce((best, line) =>
      Math.abs(lineAt(line, grid, swing) - tick) <= Math.abs(lineAt(best, grid, swing) - tick)
        ? line
        : best,
    );
}
