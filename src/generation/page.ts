import type { Ask, DraftNote } from "../domain/ask";
import { replaceableNotes } from "../domain/asking";
import { barTicks } from "../domain/meter";
import {
  byStart,
  endOf,
  isLocked,
  isNoteLocked,
  overlaps,
  rangeOf,
  type Note,
  type NoteId,
  type Range,
  type Score,
  type VoiceId,
} from "../domain/score";
import {
  ticksToSteps,
  TICKS_PER_STEP,
  type Midi,
  type Steps,
  type Ticks,
  type Velocity,
} from "../domain/units";
import type { LineNote } from "./line";

/** The steps that `range` touches: first, and end (exclusive). */
export function stepsOf(range: Range): readonly [from: Steps, to: Steps] {
  return [Math.floor(range.start / TICKS_PER_STEP), Math.ceil(range.end / TICKS_PER_STEP)];
}

/**
 * `[steps]`: 1 where a model may write into `voice`: inside the range, outside locked stretches and away from locked notes, which stay
 * whole.
 */
export function openSteps(score: Score, voice: VoiceId, range: Range, steps: Steps): Uint8Array {
  const open = new Uint8Array(steps);
  const [from, to] = stepsOf(range);
  open.fill(1, from, Math.min(to, steps));
  const locked = score.notes.filter((note) => note.voice === voice && isNoteLocked(score, note));
  for (let step = from; step < Math.min(to, steps); step++) {
    const cell = { start: step * TICKS_PER_STEP, end: (step + 1) * TICKS_PER_STEP };
    if (isLocked(score, voice, cell) || locked.some((note) => overlaps(rangeOf(note), cell)))
      open[step] = 0;
  }
  return open;
}

const DEFAULT_VELOCITY: Velocity = 80;

/** How loud a note is to be at a tick. */
export type Loudness = (tick: Ticks) => Velocity;

/**
 * The mean velocity of the notes that sound within a bar of a tick; of all notes where none do. Each tick is worked out once: a long
 * answer that is drawn up again and again as it grows asks for the same ones.
 */
export function loudnessOf(notes: readonly Note[], bar: Ticks): Loudness {
  const known = new Map<Ticks, Velocity>();
  return (tick) => {
    const velocity = known.get(tick) ?? velocityNear(notes, tick, bar);
    known.set(tick, velocity);
    return velocity;
  };
}

function velocityNear(notes: readonly Note[], tick: Ticks, bar: Ticks): Velocity {
  const near = notes.filter((note) => note.start < tick + bar && endOf(note) > tick - bar);
  const heard = near.length > 0 ? near : notes;
  if (heard.length === 0) return DEFAULT_VELOCITY;
  return Math.round(heard.reduce((sum, note) => sum + note.velocity, 0) / heard.length);
}

/** The parts of `notes` that lie in `range`. */
export function clipped<N extends LineNote>(notes: readonly N[], range: Range): readonly N[] {
  return notes.flatMap((note) => {
    const start = Math.max(note.start, range.start);
    const end = Math.min(note.start + note.duration, range.end);
    return end > start ? [{ ...note, start, duration: end - start }] : [];
  });
}

/**
 * Notes as a draft has them: cut to `range`, as loud as what is near in `heard`. A note of the grid that stands for one that was there is
 * that one again, off the grid or not.
 */
export function draftNotes(
  notes: readonly LineNote[],
  voice: VoiceId,
  range: Range,
  score: Score,
  heard: readonly Note[],
  loudnessAt: Loudness = loudnessOf(heard, barTicks(score.meter)),
): readonly DraftNote[] {
  const before = heard.filter((note) => note.voice === voice).toSorted(byStart);
  return clipped(unbent(notes, before), range).map(({ pitch, start, duration }) => {
    const velocity = loudnessAt(start);
    return { voice, pitch: withinMidi(pitch), start, duration, velocity };
  });
}

/** `pitch`, or the nearest octave of it that MIDI has. */
function withinMidi(pitch: number): Midi {
  if (pitch < 0) return pitch + 12 * Math.ceil(-pitch / 12);
  return pitch > 127 ? pitch - 12 * Math.ceil((pitch - 127) / 12) : pitch;
}

/**
 * `notes` with the exact start and length of those of `before` that they are on the grid. None sounds into the next.
 * @param before in order of start
 */
function unbent(notes: readonly LineNote[], before: readonly Note[]): readonly LineNote[] {
  const placeOf = ({ pitch, start, duration }: LineNote) => {
    const from = ticksToSteps(start);
    return `${pitch} ${from} ${Math.max(from + 1, ticksToSteps(start + duration))}`;
  };
  const exact = new Map(inTurn(before).map((note) => [placeOf(note), note]));
  return inTurn(notes.map((note) => exact.get(placeOf(note)) ?? note));
}

/** Each note up to the start of the next. @param notes in order of start; of those that start together only the last is cut */
function inTurn(notes: readonly LineNote[]): readonly LineNote[] {
  return notes.map(({ pitch, start, duration }, i) => {
    const next = notes[i + 1];
    const most = next && next.start > start ? next.start - start : duration;
    return { pitch, start, duration: Math.min(duration, most) };
  });
}

/** `ask.score` with `notes` written into it. */
export function withNotes(
  ask: Pick<Ask, "score" | "voices" | "range">,
  notes: readonly DraftNote[],
): Score {
  const replaced = new Set(replaceableNotes(ask));
  const kept = ask.score.notes.filter((note) => !replaced.has(note));
  const written = notes.map((note, i): Note => ({
    ...note,
    id: `written ${i}` as NoteId,
    origin: { by: "you" },
  }));
  return { ...ask.score, notes: [...kept, ...written] };
}

/**
 * `[steps]`: 1 where all `lines` rest for at least `shortest` steps on end; a shorter breath is sounded through.
 * @param lines `[steps]` each, below 0 where it rests; with none there is no silence
 */
export function silences(lines: readonly Int16Array[], steps: Steps, shortest: Steps): Uint8Array {
  const silent = new Uint8Array(steps);
  if (lines.length === 0) return silent;
  let from = 0;
  for (let step = 0; step <= steps; step++) {
    if (step < steps && lines.every((line) => line[step]! < 0)) continue;
    if (step - from >= shortest) silent.fill(1, from, step);
    from = step + 1;
  }
  return silent;
}
