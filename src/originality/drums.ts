import { DRUMS } from "../domain/drums";
import { barTicks } from "../domain/meter";
import { ticksToSteps, type Steps } from "../domain/units";
import { columnFile, columnsOf, packed, unpacked } from "./columns";
import { sums, type Collection, type PieceName } from "./corpus";
import { namesColumn, namesOf } from "./named";

export const KIT = DRUMS.length;
/** Most sixteenths of a bar. */
export const MOST_STEPS = 16;

/**
 * Which drums are struck when. `[bars * KIT]`: bit `s` of the number of a drum, in the order of `DRUMS`, is 1 where it is struck at sixteenth `s`
 * of the bar.
 */
export type Strokes = Uint16Array;

/** The bars of many recordings side by side: those of recording `r` are `first[r]` up to `first[r + 1]`. */
export interface Recordings {
  readonly collections: readonly Collection[];
  readonly recordings: readonly PieceName[];
  /** `[recordings + 1]` */
  readonly first: Int32Array;
  readonly strokes: Strokes;
}

export interface WrittenRecording extends PieceName {
  /** Of each bar the numbers of the nine drums. */
  readonly bars: readonly (readonly number[])[];
}

export function recordingsOf(
  recordings: readonly WrittenRecording[],
  collections: readonly Collection[],
): Recordings {
  return {
    collections,
    recordings: recordings.map(({ title, composer, collection, family, meter }) => ({
      ...{ title, composer, collection, family, meter },
    })),
    first: sums(recordings.map(({ bars }) => bars.length)),
    strokes: Uint16Array.from(recordings.flatMap(({ bars }) => bars.flat())),
  };
}

/** Sixteenths of a bar of a recording. */
export function stepsOf({ meter }: PieceName): Steps {
  return ticksToSteps(barTicks(meter));
}

/** Recordings as bytes: drum by drum, since one is like itself from bar to bar. */
export function encodeRecordings({
  collections,
  recordings,
  first,
  strokes,
}: Recordings): Uint8Array {
  const drums = DRUMS.map((_, drum) => {
    const column = strokes.filter((_, i) => i % KIT === drum);
    const bytes = new Uint8Array(2 * column.length);
    const view = new DataView(bytes.buffer);
    column.forEach((value, bar) => view.setUint16(2 * bar, value, true));
    return bytes;
  });
  const counts = recordings.map((_, r) => first[r + 1]! - first[r]!);
  return columnFile([namesColumn(collections, recordings), packed(counts), ...drums]);
}

/** The inverse of `encodeRecordings`; throws for anything else. */
export function decodeRecordings(file: Uint8Array): Recordings {
  const columns = columnsOf(file);
  if (columns.length !== 2 + KIT)
    throw new RangeError(`recordings have ${2 + KIT} columns, here are ${columns.length}`);
  const { collections, pieces } = namesOf(columns[0]!);
  const first = sums([...unpacked(columns[1]!)]);
  const strokes = new Uint16Array(KIT * first.at(-1)!);
  columns.slice(2).forEach((column, drum) => {
    const view = new DataView(column.buffer, column.byteOffset, column.byteLength);
    for (let bar = 0; bar < first.at(-1)!; bar++)
      strokes[bar * KIT + drum] = view.getUint16(2 * bar, true);
  });
  return { collections, recordings: pieces, first, strokes };
}
