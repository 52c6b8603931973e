import type { Midi, Steps } from "../domain/units";
import { foldInto } from "./chorale";
import { REST, transposed, type Line } from "./line";

/** Magenta's melody events: the last event goes on, silence begins, or (from `FIRST_PITCH`) a note of `minPitch` + event − `FIRST_PITCH`. */
export const HOLD = 0;
export const OFF = 1;
export const FIRST_PITCH = 2;

/** The pitches that a melody network knows, both included. */
export interface Compass {
  readonly minPitch: Midi;
  readonly maxPitch: Midi;
}

/** How many events a network with this compass knows. */
export function eventCount({ minPitch, maxPitch }: Compass): number {
  return maxPitch - minPitch + 1 + FIRST_PITCH;
}

/** What an onset sounds; undefined for `HOLD` and `OFF`. */
export function eventPitch(event: number, { minPitch }: Compass): Midi | undefined {
  return event < FIRST_PITCH ? undefined : minPitch + event - FIRST_PITCH;
}

/**
 * What `line` does at each step from `from` to `to` (exclusive), which may lie behind its end; a note that sounds on into `from` starts
 * there, silence is held.
 */
export function eventsOf(line: Line, from: Steps, to: Steps, { minPitch }: Compass): Uint8Array {
  return Uint8Array.from({ length: to - from }, (_, i) => {
    const step = from + i;
    const pitch = line.pitch[step] ?? REST;
    const before = i > 0 ? (line.pitch[step - 1] ?? REST) : REST;
    if (pitch === REST) return before === REST ? HOLD : OFF;
    return line.onset[step] === 1 || pitch !== before ? pitch - minPitch + FIRST_PITCH : HOLD;
  });
}

/** Writes `events` into `line` from `from` on; a hold at the start goes on with what sounds before. */
export function writeEvents(
  line: Line,
  from: Steps,
  events: ArrayLike<number>,
  compass: Compass,
): void {
  let sounding = from > 0 ? line.pitch[from - 1]! : REST;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const pitch = eventPitch(event, compass);
    if (event === OFF) sounding = REST;
    else if (pitch !== undefined) sounding = pitch;
    line.pitch[from + i] = sounding;
    line.onset[from + i] = pitch === undefined ? 0 : 1;
  }
}

/** A line as a network can hear it, and by how many semitones its answer is to be moved back. */
export interface Fitted {
  readonly line: Line;
  readonly back: number;
}

/** `line` moved by the whole octaves that bring most of it into the compass; passages that still stick out are folded in. */
export function fitMelody(line: Line, { minPitch, maxPitch }: Compass): Fitted {
  let best = 0;
  let least = Infinity;
  for (const shift of [0, -12, 12, -24, 24, -36, 36, -48, 48]) {
    const outside = line.pitch.reduce((sum, pitch) => {
      const at = pitch + shift;
      return pitch === REST ? sum : sum + Math.max(0, minPitch - at, at - maxPitch);
    }, 0);
    if (outside < least) [best, least] = [shift, outside];
  }
  return { line: foldInto(transposed(line, best), minPitch, maxPitch), back: -best };
}
