import type { FileProblem } from "../domain/file-problem";
import { MAX_BARS } from "../domain/score";

/** Larger files are refused before they are read: music of this size is a recording or a mistake. */
export const MAX_FILE_BYTES = 10_000_000;
/** Antiphon's own files may hold hundreds of takes. */
export const MAX_SKETCH_BYTES = 100_000_000;
/** More than the longest symphony movements have. */
export const MAX_NOTES = 50_000;
/** More staves than any orchestral score has. */
export const MAX_VOICES = 128;

/** The first limit that is passed; undefined when all are kept. */
export function findExcess(counts: {
  readonly notes?: number;
  readonly voices?: number;
  readonly bars?: number;
}): FileProblem | undefined {
  const { notes = 0, voices = 0, bars = 0 } = counts;
  if (notes > MAX_NOTES) return { kind: "tooManyNotes", notes, limit: MAX_NOTES };
  if (voices > MAX_VOICES) return { kind: "tooManyVoices", voices, limit: MAX_VOICES };
  if (bars > MAX_BARS) return { kind: "tooManyBars", bars, limit: MAX_BARS };
  return undefined;
}
