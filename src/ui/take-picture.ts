import { scoreTicks, type Note, type Pigment, type Score } from "../domain/score";
import { newNotes } from "../domain/take";
import { barTicks } from "../domain/meter";

/** The notes of one voice that are drawn alike, as one SVG path. */
export interface PictureLayer {
  readonly pigment: Pigment;
  /** Not in the original: drawn in full colour. */
  readonly isNew: boolean;
  /** Closed boxes, in ticks across and rows down. */
  readonly path: string;
}

/** A take as a small drawing: x in ticks from the start, y in rows from the top, one row a semitone. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Faded layers first, so that what is new lies on top. */
  readonly layers: readonly PictureLayer[];
  /** Where bars begin, in ticks, without the first; every second, fourth … bar where they would crowd. */
  readonly barLines: readonly number[];
}

/** Fewer rows than this would make a single line of melody look like bricks. */
const FEWEST_ROWS = 16;
const MOST_BAR_LINES = 16;

/**
 * The drawing of `score` beside the `original` it answers; an original beside itself is all new.
 * @param frame what to make room for, so that pictures side by side share their axes; what the two scores need without it
 */
export function pictureOf(
  original: Score,
  score: Score,
  frame: PictureFrame = frameOf([score, original]),
): Picture {
  const width = frame.ticks;
  const rows = Math.max(FEWEST_ROWS, frame.highest - frame.lowest + 1);
  const thickness = Math.max(1, rows / 18);
  const height = rows + thickness;
  const spare = (rows - (frame.highest - frame.lowest + 1)) / 2;
  const fresh = new Set(original === score ? score.notes : newNotes(original, score));
  const box = (note: Note): string => {
    const gap = Math.min(width / 400, note.duration / 4);
    const y = round(spare + frame.highest - note.pitch);
    return `M${note.start} ${y}h${round(note.duration - gap)}v${round(thickness)}H${note.start}z`;
  };
  const layers = [false, true].flatMap((isNew) =>
    score.voices.flatMap((voice) => {
      const notes = score.notes.filter(
        (note) => note.voice === voice.id && fresh.has(note) === isNew,
      );
      return notes.length === 0
        ? []
        : [{ pigment: voice.pigment, isNew, path: notes.map(box).join("") }];
    }),
  );
  return { width, height, layers, barLines: barLines(width, barTicks(score.meter)) };
}

/** The room that notes take: from the lowest to the highest pitch, and from the start to the last bar's end. */
export interface PictureFrame {
  readonly lowest: number;
  readonly highest: number;
  readonly ticks: number;
}

/** Room for all of the scores; around middle C when they have no notes. */
export function frameOf(scores: readonly Score[]): PictureFrame {
  const ticks = Math.max(...scores.map(scoreTicks));
  let lowest = Infinity;
  let highest = -Infinity;
  for (const { notes } of scores)
    for (const { pitch } of notes) {
      lowest = Math.min(lowest, pitch);
      highest = Math.max(highest, pitch);
    }
  return lowest > highest ? { lowest: 60, highest: 60, ticks } : { lowest, highest, ticks };
}

export function isSameFrame(a: PictureFrame, b: PictureFrame): boolean {
  return a.lowest === b.lowest && a.highest === b.highest && a.ticks === b.ticks;
}

function barLines(width: number, bar: number): readonly number[] {
  let every = bar;
  while (width / every > MOST_BAR_LINES) every *= 2;
  const lines: number[] = [];
  for (let x = every; x < width; x += every) lines.push(x);
  return lines;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
