import {
  overlaps,
  rangeOf,
  scoreTicks,
  type Note,
  type Pigment,
  type Range,
  type Score,
} from "../domain/score";
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

/** A take, or a stretch of it, as a small drawing: x in ticks from its start, y in rows from the top, one row a semitone. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Faded layers first, so that what is new lies on top. */
  readonly layers: readonly PictureLayer[];
  /** Where bars begin, in ticks from its start, without the first; every second, fourth … bar where they would crowd. */
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
  const width = frame.end - frame.start;
  const rows = Math.max(FEWEST_ROWS, frame.highest - frame.lowest + 1);
  const thickness = Math.max(1, rows / 18);
  const height = rows + thickness;
  const spare = (rows - (frame.highest - frame.lowest + 1)) / 2;
  const shown = within(score, frame);
  const fresh = new Set(
    original === score ? shown.notes : newNotes(within(original, frame), shown),
  );
  const box = (note: Note): string => {
    const gap = Math.min(width / 400, note.duration / 4);
    const x = note.start - frame.start;
    const y = round(spare + frame.highest - note.pitch);
    return `M${x} ${y}h${round(note.duration - gap)}v${round(thickness)}H${x}z`;
  };
  const layers = [false, true].flatMap((isNew) =>
    score.voices.flatMap((voice) => {
      const notes = shown.notes.filter(
        (note) => note.voice === voice.id && fresh.has(note) === isNew,
      );
      return notes.length === 0
        ? []
        : [{ pigment: voice.pigment, isNew, path: notes.map(box).join("") }];
    }),
  );
  return { width, height, layers, barLines: barLines(width, barTicks(score.meter)) };
}

/** The stretch that is shown, and the room that its notes take: from the lowest to the highest pitch. */
export interface PictureFrame extends Range {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Room for all of the scores; around middle C when they have no notes.
 * @param about what the pictures are to show: of long scores no more than that, with some bars around it
 */
export function frameOf(scores: readonly Score[], about?: Range): PictureFrame {
  const stretch = stretchOf(scores, about);
  let lowest = Infinity;
  let highest = -Infinity;
  for (const score of scores)
    for (const { pitch } of within(score, stretch).notes) {
      lowest = Math.min(lowest, pitch);
      highest = Math.max(highest, pitch);
    }
  return lowest > highest
    ? { lowest: 60, highest: 60, ...stretch }
    : { lowest, highest, ...stretch };
}

/** Scores of up to so many bars are shown whole; of longer ones at least half as many bars are. */
const WHOLE_BARS = 16;
/** Bars shown on each side of what is new. */
const MARGIN_BARS = 2;

function stretchOf(scores: readonly Score[], about: Range | undefined): Range {
  const total = Math.max(...scores.map(scoreTicks));
  const bar = barTicks(scores[0]!.meter);
  if (!about || total <= WHOLE_BARS * bar) return { start: 0, end: total };
  const last = Math.min(total, Math.ceil(about.end / bar + MARGIN_BARS) * bar);
  const first = Math.min(
    Math.floor(about.start / bar - MARGIN_BARS) * bar,
    last - (WHOLE_BARS / 2) * bar,
  );
  const start = Math.max(0, first);
  return { start, end: Math.max(last, Math.min(total, start + (WHOLE_BARS / 2) * bar)) };
}

/** The notes of a score that sound in a stretch. */
function within(score: Score, stretch: Range): Score {
  if (isAllOf(stretch, score)) return score;
  return { ...score, notes: score.notes.filter((note) => overlaps(rangeOf(note), stretch)) };
}

export function isAllOf(stretch: Range, score: Score): boolean {
  return stretch.start <= 0 && stretch.end >= scoreTicks(score);
}

export function isSameFrame(a: PictureFrame, b: PictureFrame): boolean {
  return a.lowest === b.lowest && a.highest === b.highest && a.start === b.start && a.end === b.end;
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
