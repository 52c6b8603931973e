import { endOf, type Note } from "../domain/score";
import { stepsToTicks, ticksToSteps, type Midi, type Steps, type Ticks } from "../domain/units";

/** Where a voice rests. */
export const REST = -1;

/** One voice on the model grid of sixteenths. */
export interface Line {
  /** `[steps]`: the MIDI number that sounds at each step, `REST` where none does. */
  readonly pitch: Int16Array;
  /** `[steps]`: 1 where a note starts. */
  readonly onset: Uint8Array;
}

export function emptyLine(steps: Steps): Line {
  return { pitch: new Int16Array(steps).fill(REST), onset: new Uint8Array(steps) };
}

/**
 * The top line of `notes` on the grid: starts and ends go to the nearest step, a note keeps at least one step, and the highest of
 * several sounding notes counts. Notes behind `steps` are left out.
 */
export function lineOf(notes: readonly Note[], steps: Steps): Line {
  const line = emptyLine(steps);
  const owner = new Array<Note | undefined>(steps);
  for (const note of notes) {
    const from = ticksToSteps(note.start);
    const to = Math.min(steps, Math.max(from + 1, ticksToSteps(endOf(note))));
    for (let step = from; step < to; step++) {
      const other = owner[step];
      if (other && (other.pitch > note.pitch || isStruckLater(other, note))) continue;
      owner[step] = note;
      line.pitch[step] = note.pitch;
    }
  }
  for (let step = 0; step < steps; step++)
    if (owner[step] && owner[step] !== owner[step - 1]) line.onset[step] = 1;
  return line;
}

function isStruckLater(a: Note, b: Note): boolean {
  return a.pitch === b.pitch && a.start > b.start;
}

export interface LineNote {
  readonly pitch: Midi;
  readonly start: Ticks;
  readonly duration: Ticks;
}

/**
 * The notes of `line` in the steps from `from` to `to` (exclusive). A note that sounds on from before `from` starts at `from`.
 */
export function notesOfLine(line: Line, from: Steps, to: Steps): readonly LineNote[] {
  const notes: LineNote[] = [];
  let start = -1;
  for (let step = from; step <= to; step++) {
    const ends = step === to || line.onset[step] === 1 || line.pitch[step] !== line.pitch[step - 1];
    if (ends && start >= 0) {
      notes.push({
        pitch: line.pitch[start]!,
        start: stepsToTicks(start),
        duration: stepsToTicks(step - start),
      });
      start = -1;
    }
    if (step < to && start < 0 && line.pitch[step] !== REST) start = step;
  }
  return notes;
}

/** `line` with every sounding pitch `semitones` higher. */
export function transposed(line: Line, semitones: number): Line {
  return {
    pitch: line.pitch.map((pitch) => (pitch === REST ? REST : pitch + semitones)),
    onset: line.onset,
  };
}
