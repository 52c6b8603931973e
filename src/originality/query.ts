import { beatTicks } from "../domain/meter";
import { isPart, melodyVoice, type Note, type Score, type VoiceId } from "../domain/score";
import type { QueryKind } from "./baseline";
import type { Line } from "./seeds";

/** One voice, as it is looked for in others. */
export interface QueryLine {
  readonly voice: VoiceId;
  readonly kind: Exclude<QueryKind, "setting">;
  /** One after the other: of notes that begin together the highest. */
  readonly notes: readonly Note[];
  readonly line: Line;
}

/** How far from a beat a note may begin and be on it, in ticks: what is played is never exact. */
const NEAR = 40;

/** The voices of a score that can be looked for, as far as `counts` says so. Drums and what plays chords have no line. */
export function queryOf(
  score: Score,
  counts: (note: Note) => boolean = () => true,
): readonly QueryLine[] {
  const leading = melodyVoice(score)?.id;
  return score.voices
    .filter(({ id }) => isPart(score, id))
    .map(({ id }): QueryLine => {
      const notes = skyline(score.notes.filter((note) => note.voice === id && counts(note)));
      const kind = id === leading ? "melody" : "part";
      return { voice: id, kind, notes, line: lineOf(notes, beatTicks(score.meter)) };
    })
    .filter(({ notes }) => notes.length > 0);
}

function skyline(notes: readonly Note[]): readonly Note[] {
  return notes
    .toSorted((a, b) => a.start - b.start || b.pitch - a.pitch)
    .filter((note, i, all) => i === 0 || note.start > all[i - 1]!.start);
}

export function lineOf(
  notes: readonly { readonly pitch: number; readonly start: number }[],
  beat: number,
): Line {
  return {
    pitch: Uint8Array.from(notes, ({ pitch }) => pitch),
    start: Int32Array.from(notes, ({ start }) => start),
    onBeat: Uint8Array.from(notes, ({ start }) =>
      Math.min(start % beat, beat - (start % beat)) <= NEAR ? 1 : 0,
    ),
  };
}
