import { RANGES } from "../domain/part-writing";
import type { Midi, Steps } from "../domain/units";
import { REST, type Line } from "./line";

/** Parts of the chorale network: 0 soprano, 1 alto, 2 tenor, 3 bass. */
export const PARTS = 4;
/** Pitches of the chorale network: from `LOWEST` up. */
export const PITCHES = 46;
export const LOWEST: Midi = 36;

/**
 * Four parts on the grid. `pitch` is `[steps * 4]`: `[t * 4 + v]` is what part v sounds at step t, `REST` where that is not known
 * yet; `known` is 1 in the cells that are to stay as they are.
 */
export interface Chorale {
  readonly steps: Steps;
  readonly pitch: Int16Array;
  readonly known: Uint8Array;
}

/** Lines that sit in parts, in the order of the lines, and how they are moved to lie there. */
export interface Seating {
  /** The part of each line, rising. */
  readonly seats: readonly number[];
  /** Semitones, whole octaves, by which all lines are moved. */
  readonly shift: number;
}

const OCTAVES = [0, -12, 12, -24, 24, -36, 36, -48, 48];
/** What an octave's move costs beside lying badly: lines that fit where they are stay there. */
const MOVING = 0.25;

/**
 * The parts, from high to low, in which lines lie best, moved together by whole octaves where they must be. Four lines always
 * take the four parts in order.
 * @param lines at most four, from the highest to the lowest voice; lines without notes may sit anywhere
 */
export function seatLines(lines: readonly Line[]): Seating {
  let best: Seating = { seats: [0, 1, 2, 3].slice(0, lines.length), shift: 0 };
  let bestCost = Infinity;
  for (const shift of OCTAVES)
    for (const seats of choices(PARTS, lines.length)) {
      const cost = lines.reduce(
        (sum, line, i) => sum + discomfort(line, shift, seats[i]!),
        (MOVING * Math.abs(shift)) / 12,
      );
      if (cost < bestCost - 1e-9) [best, bestCost] = [{ seats, shift }, cost];
    }
  return best;
}

/** Mean semitones outside the range of a part, with a little for lying off its middle. */
function discomfort(line: Line, shift: number, part: number): number {
  const [low, high] = RANGES[part]!;
  let cost = 0;
  let sounding = 0;
  for (const pitch of line.pitch) {
    if (pitch === REST) continue;
    const at = pitch + shift;
    cost += Math.max(0, low - at, at - high) + 0.05 * Math.abs(at - (low + high) / 2);
    sounding++;
  }
  return sounding === 0 ? 0 : cost / sounding;
}

/** All rising choices of `count` from 0 … `from` - 1, the lowest first. */
function choices(from: number, count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  return Array.from({ length: from }, (_, first) => first).flatMap((first) =>
    choices(from - first - 1, count - 1).map((rest) => [first, ...rest.map((r) => r + first + 1)]),
  );
}

/**
 * `line` with whatever lies outside [low, high] moved in by octaves; a moved passage stays moved until it no longer fits or a rest ends
 * it, so that phrases keep their shape.
 * @param high at least an octave above `low`
 */
export function foldInto(line: Line, low: Midi, high: Midi): Line {
  let moved = 0;
  const pitch = line.pitch.map((at) => {
    if (at === REST) {
      moved = 0;
      return REST;
    }
    while (at + moved > high) moved -= 12;
    while (at + moved < low) moved += 12;
    return at + moved;
  });
  return { pitch, onset: line.onset };
}
