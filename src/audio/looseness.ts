import type { Feel, Note } from "../domain/score";
import type { Seconds, Velocity } from "../domain/units";

/**
 * Standard deviations at full looseness. Strokes of the drummers of Groove lie 21 ms off the mean of their drum and place, in the mean
 * (models/groove/card.md): of a normal distribution that is a deviation of 26 ms. Their loudness strays by 34, but most of that are
 * accents that the music asks for.
 */
const STRAY: Seconds = 0.026;
const STRAY_LOUDNESS: Velocity = 11;
/** Nobody strays further, in deviations. */
const FURTHEST = 2;

/**
 * How a person might play a note that is written exactly: how much later, below 0 for sooner, and how loud. Always the same for one note, so that it is
 * the same music each time round.
 */
export function loosened(
  { id, velocity }: Pick<Note, "id" | "velocity">,
  feel: Feel | undefined,
): { readonly late: Seconds; readonly velocity: Velocity } {
  const looseness = feel?.looseness ?? 0;
  if (looseness === 0) return { late: 0, velocity };
  const [inTime, inLoudness] = strays(id);
  return {
    late: looseness * STRAY * inTime,
    velocity: Math.min(
      127,
      Math.max(1, Math.round(velocity + looseness * STRAY_LOUDNESS * inLoudness)),
    ),
  };
}

/** Two numbers that are nearly normal, of a name and nothing else. */
function strays(id: string): readonly [number, number] {
  const [u, v] = [hash(id, 0x811c9dc5), hash(id, 0x9747b28c)];
  const radius = Math.sqrt(-2 * Math.log(u));
  return [clipped(radius * Math.cos(2 * Math.PI * v)), clipped(radius * Math.sin(2 * Math.PI * v))];
}

function clipped(deviations: number): number {
  return Math.min(FURTHEST, Math.max(-FURTHEST, deviations));
}

/** In (0, 1). FNV-1a (Fowler, Noll and Vo), with its bits mixed once more at the end. */
function hash(text: string, seed: number): number {
  let bits = seed;
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (((bits ^ (bits >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}
