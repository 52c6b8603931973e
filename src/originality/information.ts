import type { Corpus } from "./corpus";
import { ratioClass } from "./seeds";

/** Bits that each note says, given the note before it: scales and repeated notes say little, for they stand everywhere. */
export interface Information {
  /** `[notes]`: of its interval after the one before. */
  readonly pitch: Float32Array;
  /** `[notes]`: of the time to the next note, after that from the one before. */
  readonly time: Float32Array;
}

const INTERVALS = 25;
const RATIOS = 17;

/** Counted over the corpus itself, event after event. */
export function informationOf({ first, pitch, start }: Corpus): Information {
  const notes = pitch.length;
  const intervals = new Uint8Array(notes);
  const ratios = new Uint8Array(notes);
  for (let line = 0; line + 1 < first.length; line++)
    for (let i = first[line]! + 1; i < first[line + 1]!; i++) {
      const interval = pitch[i]! - pitch[i - 1]!;
      intervals[i] = Math.max(-12, Math.min(12, interval)) + 12;
      if (i + 1 < first[line + 1]!)
        ratios[i] = ratioClass(start[i]! - start[i - 1]!, start[i + 1]! - start[i]!) + 8;
    }
  return {
    pitch: bitsAfter(intervals, INTERVALS),
    time: bitsAfter(ratios, RATIOS),
  };
}

/** −log2 of each event's share among those that follow its kind of event, all counted one time more. */
function bitsAfter(events: Uint8Array, kinds: number): Float32Array {
  const counts = new Float64Array(kinds * kinds).fill(1);
  for (let i = 1; i < events.length; i++) counts[events[i - 1]! * kinds + events[i]!]!++;
  const bits = new Float32Array(counts.length);
  for (let row = 0; row < counts.length; row += kinds) {
    const total = counts.subarray(row, row + kinds).reduce((sum, count) => sum + count, 0);
    for (let i = row; i < row + kinds; i++) bits[i] = -Math.log2(counts[i]! / total);
  }
  const result = new Float32Array(events.length);
  for (let i = 1; i < events.length; i++) result[i] = bits[events[i - 1]! * kinds + events[i]!]!;
  return result;
}
