import type { Ids } from "../domain/asking";
import { applyEdit } from "../domain/edit";
import type { FileProblem, FileWarning } from "../domain/file-problem";
import type { Chord } from "../domain/chord";
import { detectKey, type Key } from "../domain/key";
import { barTicks } from "../domain/meter";
import { failed, ok, type Result } from "../domain/result";
import {
  barsOfNotes,
  emptyScore,
  type Feel,
  type Instrument,
  type Note,
  type PlacedChord,
  type Score,
} from "../domain/score";
import type { Midi, Ticks, Velocity } from "../domain/units";
import { newVoice } from "../domain/voicing";
import type { Headline } from "./headline";
import { findExcess } from "./limits";
import type { Opened } from "./opened";

/** A note of a file, at ticks of the file's own start. */
export interface ReadNote {
  readonly pitch: Midi;
  readonly start: Ticks;
  readonly duration: Ticks;
  readonly velocity: Velocity;
  readonly fermata?: true | undefined;
}

/** A chord symbol of a file, at ticks of the file's own start. */
export interface ReadChord {
  readonly start: Ticks;
  readonly chord: Chord;
}

/** What becomes a voice. */
export interface ReadPart {
  /** Empty when the file has none. */
  readonly name: string;
  readonly instrument: Instrument;
  /** Linear gain in [0, 1]; undefined when the file sets none. */
  readonly volume: number | undefined;
  /** As in `Voice`. */
  readonly pan?: number | undefined;
  readonly reverb?: number | undefined;
  readonly notes: readonly ReadNote[];
}

/** The limits that `parts` pass before anything else is made of them. */
export function findExcessOf(parts: readonly ReadPart[]): FileProblem | undefined {
  return findExcess({
    notes: parts.reduce((sum, part) => sum + part.notes.length, 0),
    voices: parts.length,
  });
}

/** Where the last note ends; 0 without notes. */
export function endOfParts(parts: readonly ReadPart[]): Ticks {
  return parts
    .flatMap((part) => part.notes)
    .reduce((last, { start, duration }) => Math.max(last, start + duration), 0);
}

/**
 * A score of what was read: a part is a voice, and a file without parts has one empty voice. A key that the file does not name is guessed.
 * @param file the file's name, as the origin of the notes
 * @param length where the file's last bar ends, when that is later than the last note
 * @param chords in any order; of those that start together the last one counts
 */
export function gather(
  parts: readonly ReadPart[],
  headline: Headline,
  about: {
    readonly title: string;
    readonly file: string;
    readonly length?: Ticks;
    readonly chords?: readonly ReadChord[];
    readonly feel?: Feel | undefined;
  },
  ids: Ids,
): Result<Opened, FileProblem> {
  const key = headline.key ?? guessKey(parts);
  let score: Score = {
    ...emptyScore,
    title: about.title,
    key: key ?? emptyScore.key,
    meter: headline.meter,
    tempo: headline.tempo,
    ...(about.feel && { feel: about.feel }),
  };
  const notes: Note[] = [];
  for (const [i, part] of parts.entries()) {
    const fallback = parts.length === 1 ? "Melody" : `Voice ${i + 1}`;
    const voice = {
      ...newVoice(score, ids.voice(), part.name || fallback),
      instrument: part.instrument,
      ...(part.volume !== undefined && { volume: part.volume }),
      ...(part.pan && { pan: part.pan }),
      ...(part.reverb && { reverb: part.reverb }),
    };
    score = { ...score, voices: [...score.voices, voice] };
    for (const { pitch, start, duration, velocity, fermata } of part.notes)
      notes.push({
        pitch,
        start: start + headline.shift,
        duration,
        velocity,
        fermata,
        id: ids.note(),
        voice: voice.id,
        origin: { by: "file", file: about.file },
      });
  }
  const length = (about.length ?? 0) + headline.shift;
  const bars = Math.max(barsOfNotes(notes, score.meter), Math.ceil(length / barTicks(score.meter)));
  const tooLong = findExcess({ bars });
  if (tooLong) return failed(tooLong);
  if (parts.length === 0) score = { ...score, voices: [newVoice(score, ids.voice(), "Melody")] };

  const warnings: FileWarning[] = [...headline.warnings];
  if (notes.length === 0) warnings.push({ kind: "noNotes" });
  else if (!headline.key) warnings.push({ kind: "keyGuessed" });
  const symbols = placed(about.chords ?? [], headline.shift, about.file).filter(
    ({ start }) => start < bars * barTicks(score.meter),
  );
  const chords = applyEdit(score, { type: "setChords", chords: symbols }).chords;
  return ok({
    score: { ...score, bars, notes, chords },
    project: undefined,
    credits: [],
    warnings,
  });
}

function placed(chords: readonly ReadChord[], shift: Ticks, file: string): readonly PlacedChord[] {
  return chords.map(({ start, chord }) => ({
    start: start + shift,
    chord,
    origin: { by: "file", file },
    locked: false,
    playing: undefined,
  }));
}

/** The key that the notes speak of, drums left out; undefined without notes. */
export function guessKey(parts: readonly ReadPart[]): Key | undefined {
  return detectKey(
    parts
      .filter(({ instrument }) => instrument !== "drums")
      .flatMap((part) => part.notes)
      .toSorted((a, b) => a.start - b.start || b.pitch - a.pitch),
  );
}
