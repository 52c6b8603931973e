import { tonic } from "./key";
import { byStart, endOf, isPart, type Note, type Score } from "./score";
import { TICKS_PER_QUARTER } from "./units";

/** What a person writes how often, over all their sketches: what a model's card counts of its data. */
export interface OwnCounts {
  /** Sketches with enough notes of the person's own. */
  readonly sketches: number;
  readonly notes: number;
  /** `[24]`: sketches in each key, C major to B major, then C minor to B minor. */
  readonly keys: readonly number[];
  /** Sketches in each metre, as "3/4", the commonest first. */
  readonly metres: readonly (readonly [metre: string, sketches: number])[];
  /** `[26]`: melodic intervals in semitones, from an octave down to an octave up, then all that are wider. */
  readonly intervals: readonly number[];
}

/** A sketch with fewer notes of one's own says nothing of one's habits. */
const FEWEST = 8;
const OCTAVE = 12;
const WIDER = 2 * OCTAVE + 1;
/** Behind a rest of a whole note something else begins. */
const LONGEST_REST = 4 * TICKS_PER_QUARTER;

/** Counts what the person wrote in `scores`: no model's note, no file's, and no drums but for the metre. */
export function ownCountsOf(scores: readonly Score[]): OwnCounts {
  const keys = new Array<number>(24).fill(0);
  const intervals = new Array<number>(WIDER + 1).fill(0);
  const metres = new Map<string, number>();
  let sketches = 0;
  let notes = 0;
  for (const score of scores) {
    const own = score.notes.filter(({ origin }) => origin.by === "you");
    if (own.length < FEWEST) continue;
    sketches += 1;
    notes += own.length;
    keys[tonic(score.key) + (score.key.mode === "minor" ? 12 : 0)]! += 1;
    const metre = `${score.meter.beats}/${score.meter.unit}`;
    metres.set(metre, (metres.get(metre) ?? 0) + 1);
    for (const { id } of score.voices.filter((voice) => isPart(score, voice.id)))
      for (const interval of intervalsIn(own.filter(({ voice }) => voice === id)))
        intervals[Math.abs(interval) > OCTAVE ? WIDER : OCTAVE + interval]! += 1;
  }
  return { sketches, notes, keys, metres: [...metres].toSorted((a, b) => b[1] - a[1]), intervals };
}

/** Semitones from each note of a voice to the next, of those that begin together the highest; none over a long rest. */
function intervalsIn(notes: readonly Note[]): readonly number[] {
  const line = notes.toSorted(byStart).filter((note, i, all) => all[i + 1]?.start !== note.start);
  return line.slice(1).flatMap((note, i) => {
    const before = line[i]!;
    return note.start - endOf(before) >= LONGEST_REST ? [] : [note.pitch - before.pitch];
  });
}
