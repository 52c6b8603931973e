import type { Answer, Ground } from "./likeness";
import { drumIndex, DRUMS } from "./drums";
import { NO_CHORD, pitchClassesOf, type Chord } from "./chord";
import { pitchClassOf, tonic, type Key } from "./key";
import { beatTicks, type Meter } from "./meter";
import { isDrums, isPart, scoreTicks, type Note, type Origin, type Score } from "./score";
import { TICKS_PER_STEP, type Midi, type PitchClass, type Ticks } from "./units";

/** What a person does how often, each counted out of 1; undefined where there is nothing of the kind. */
export interface Habits {
  /** `[25]`: melodic intervals, from an octave down to an octave up; what is wider counts as that. */
  readonly intervals: readonly number[] | undefined;
  /** `[LENGTHS * 2]`: from one onset to the next, and whether it is on a beat. */
  readonly rhythm: readonly number[] | undefined;
  /** `[128]`: pitches. */
  readonly register: readonly number[] | undefined;
  /** `[12]`: pitch classes from the tonic up. */
  readonly degrees: readonly number[] | undefined;
  /** `[12 * 12]`: beats on each root from the tonic up, by the tones over it. */
  readonly chords: readonly number[] | undefined;
  /** `[pieces * 4]`: strokes, by sixteenth of the quarter. */
  readonly strokes: readonly number[] | undefined;
}

/** Of a kept take, beside a note that a person wrote or changed. */
const KEPT = 0.5;
/** Fewer notes or strokes than this, in all, say nothing of anybody. */
const FEWEST = 8;
/** Sixteenths between two onsets, up to which a length goes by the name of the one before. */
const LENGTHS = [1, 2, 3, 4, 6, 8, 12, 16];
/** Semitones by which a register is another altogether. */
const OCTAVE = 12;

type Sounding = Pick<Note, "voice" | "pitch" | "start" | "duration">;
type Kind = keyof Habits;
const KINDS: readonly Kind[] = ["intervals", "rhythm", "register", "degrees", "chords", "strokes"];

/**
 * How the person of a sketch writes: counted from what they wrote or brought in it, and half from what they kept of models. Nothing is
 * learnt, and nothing is kept. Undefined where fewer than eight notes are there.
 */
export function habitsOf(score: Score): Habits | undefined {
  if (score.notes.length < FEWEST && score.chords.length < FEWEST) return undefined;
  const counts = new Counts(score);
  for (const { id } of score.voices) {
    const notes = score.notes.filter(({ voice }) => voice === id);
    if (isDrums(score, id)) counts.strokes(notes, weightOf);
    else if (isPart(score, id)) counts.line(notes, weightOf);
  }
  const end = scoreTicks(score);
  score.chords.forEach(({ chord, start, origin }, i) =>
    counts.chord(chord, (score.chords[i + 1]?.start ?? end) - start, weightOf({ origin })),
  );
  return counts.habits();
}

/**
 * How far an answer is from habits, in [0, 1]: the mean over what both have of the share of one that the other lacks (total variation),
 * and for the register of how many semitones the notes would have to move on the average, an octave or more being 1. Undefined where they
 * have nothing in common to compare.
 */
export function awayFrom(habits: Habits, answer: Answer, ground: Ground): number | undefined {
  const counts = new Counts(ground.score);
  if (ground.kind === "groove") counts.strokes(answer.notes);
  else if (ground.kind !== "accompany")
    for (const id of ground.voices) counts.line(answer.notes.filter(({ voice }) => voice === id));
  const chords = answer.chords ?? [];
  chords.forEach(({ chord, start }, i) =>
    counts.chord(chord, (chords[i + 1]?.start ?? ground.range.end) - start, 1),
  );
  const own = counts.habits();
  const apart = KINDS.flatMap((kind) => {
    const [a, b] = [habits[kind], own[kind]];
    if (!a || !b) return [];
    return [kind === "register" ? Math.min(1, moved(a, b) / OCTAVE) : variation(a, b)];
  });
  return apart.length === 0 ? undefined : apart.reduce((sum, n) => sum + n, 0) / apart.length;
}

/** Counts what is done how often, in a key and a meter. */
class Counts {
  readonly #key: Key;
  readonly #meter: Meter;
  readonly #counts = {
    intervals: zeros(2 * OCTAVE + 1),
    rhythm: zeros(2 * LENGTHS.length),
    register: zeros(128),
    degrees: zeros(12),
    chords: zeros(12 * 12),
    strokes: zeros(4 * DRUMS.length),
  } satisfies Record<Kind, number[]>;

  constructor({ key, meter }: Pick<Score, "key" | "meter">) {
    this.#key = key;
    this.#meter = meter;
  }

  line<N extends Sounding>(notes: readonly N[], weigh: (note: N) => number = () => 1): void {
    const { intervals, rhythm, register, degrees } = this.#counts;
    const inTurn = notes.toSorted((a, b) => a.start - b.start || a.pitch - b.pitch);
    inTurn.forEach((note, i) => {
      const weight = weigh(note);
      register[note.pitch]! += weight;
      degrees[this.#degree(note.pitch)]! += weight;
      const next = inTurn[i + 1];
      // Behind a rest of a whole note something else begins.
      const goesOn = next && next.start - note.start - note.duration < 16 * TICKS_PER_STEP;
      const length = goesOn ? next.start - note.start : note.duration;
      rhythm[2 * lengthOf(length) + (this.#isOnBeat(note.start) ? 0 : 1)]! += weight;
      if (!goesOn || next.start === note.start) return;
      const interval = Math.min(OCTAVE, Math.max(-OCTAVE, next.pitch - note.pitch));
      intervals[interval + OCTAVE]! += Math.min(weight, weigh(next));
    });
  }

  strokes<N extends Sounding>(notes: readonly N[], weigh: (note: N) => number = () => 1): void {
    for (const note of notes) {
      const sixteenth = Math.round(note.start / TICKS_PER_STEP) % 4;
      this.#counts.strokes[4 * drumIndex(note.pitch) + sixteenth]! += weigh(note);
    }
  }

  chord(chord: Chord, duration: Ticks, weight: number): void {
    if (chord === NO_CHORD) return;
    const tones = pitchClassesOf(chord);
    const share = (weight * duration) / beatTicks(this.#meter) / tones.length;
    for (const tone of tones)
      this.#counts.chords[12 * this.#degree(chord.root) + pitchClassOf(tone - chord.root)]! +=
        share;
  }

  habits(): Habits {
    const { intervals, rhythm, register, degrees, chords, strokes } = this.#counts;
    return {
      intervals: outOfOne(intervals),
      rhythm: outOfOne(rhythm),
      register: outOfOne(register),
      degrees: outOfOne(degrees),
      chords: outOfOne(chords),
      strokes: outOfOne(strokes),
    };
  }

  #degree(pitch: Midi | PitchClass): number {
    return pitchClassOf(pitch - tonic(this.#key));
  }

  #isOnBeat(tick: Ticks): boolean {
    return (Math.round(tick / TICKS_PER_STEP) * TICKS_PER_STEP) % beatTicks(this.#meter) === 0;
  }
}

function weightOf({ origin }: { readonly origin: Origin }): number {
  return origin.by === "model" && !origin.changed ? KEPT : 1;
}

/** The place of a length among `LENGTHS`. */
function lengthOf(ticks: Ticks): number {
  const steps = Math.max(1, Math.round(ticks / TICKS_PER_STEP));
  return LENGTHS.findLastIndex((length) => length <= steps);
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function outOfOne(counts: readonly number[]): readonly number[] | undefined {
  const sum = counts.reduce((a, b) => a + b, 0);
  return sum === 0 ? undefined : counts.map((count) => count / sum);
}

function variation(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, share, i) => sum + Math.abs(share - b[i]!), 0) / 2;
}

/** How many places a count has to move on the average for one to become the other. */
function moved(a: readonly number[], b: readonly number[]): number {
  let ahead = 0;
  return a.reduce((sum, share, i) => sum + Math.abs((ahead += share - b[i]!)), 0);
}
