import { beatTicks, type Meter } from "./meter";
import { endOf, type Note } from "./score";
import { ticksToSteps, type Steps } from "./units";

/** A voice on the sixteenth grid: `[steps]` MIDI numbers, below 0 where it rests, and 1 where a note starts. */
interface Line {
  readonly pitch: ArrayLike<number>;
  readonly onset: ArrayLike<number>;
}

/** `[steps]`: 1 under each of `notes` that has a fermata; undefined where none has. */
export function fermataEnds(notes: readonly Note[], steps: Steps): Uint8Array | undefined {
  const ends = new Uint8Array(steps);
  for (const note of notes) {
    if (!note.fermata) continue;
    const start = ticksToSteps(note.start);
    ends.fill(1, start, Math.max(start + 1, ticksToSteps(endOf(note))));
  }
  return ends.includes(1) ? ends : undefined;
}

/**
 * `[steps]`: 1 under the last note of each phrase of a melody that has no marks of its own: a note before a rest of half a beat or more, a note of two beats or
 * more that is at least twice as long as the note before it, and the last note.
 */
export function phraseEnds({ pitch, onset }: Line, meter: Meter): Uint8Array {
  const steps = pitch.length;
  const beat = ticksToSteps(beatTicks(meter));
  const ends = new Uint8Array(steps);
  let lengthBefore = Infinity;
  for (let start = 0; start < steps;) {
    if (pitch[start]! < 0) {
      start++;
      continue;
    }
    let end = start + 1;
    while (end < steps && pitch[end] === pitch[start] && onset[end] !== 1) end++;
    let next = end;
    while (next < steps && pitch[next]! < 0) next++;
    const length = end - start;
    const isLong = length >= 2 * beat && length >= 2 * lengthBefore;
    if (isLong || next === steps || next - end >= beat / 2) ends.fill(1, start, end);
    lengthBefore = length;
    start = end;
  }
  return ends;
}
