import { drumIndex, DRUMS } from "../domain/drums";
import type { Echo, EchoNote } from "../domain/echo";
import { barTicks, type Meter } from "../domain/meter";
import { isDrums, type Note, type Score, type VoiceId } from "../domain/score";
import { ticksToSteps, TICKS_PER_STEP, type Steps } from "../domain/units";
import type { BaselineRow } from "./baseline";
import { judgeDrums, type AskedDrums, type DrumIndex, type JudgedDrums } from "./drum-search";
import { KIT, MOST_STEPS } from "./drums";
import { gathered } from "./gathered";
import { pieceNamed } from "./named";

/** The drums of one voice as they are asked about, and the notes that they are. */
export interface VoiceDrums extends AskedDrums {
  readonly voice: VoiceId;
  /** Sixteenths from the beginning of the score to its first bar. */
  readonly from: Steps;
  readonly notes: readonly Note[];
}

/**
 * The drums of a score, as far as `counts` says so, in bars as the recordings have them: in 2/4 two bars are one, in 12/8 one is two. None in
 * metres in which nothing was recorded.
 * @param own notes that were there already: in their bars what stays as it was, strokes and rests, does not count
 */
export function drumsIn(
  score: Score,
  counts: (note: Note) => boolean = () => true,
  own: readonly Note[] = [],
): readonly VoiceDrums[] {
  const steps = stepsIn(score.meter);
  if (steps === undefined) return [];
  return score.voices
    .filter(({ id }) => isDrums(score, id))
    .flatMap(({ id }): readonly VoiceDrums[] => {
      const notes = score.notes.filter((note) => note.voice === id && counts(note));
      if (notes.length === 0) return [];
      const places = notes.map(({ start }) => ticksToSteps(start));
      const from = Math.floor(Math.min(...places) / steps) * steps;
      const bars = Math.floor((Math.max(...places) - from) / steps) + 1;
      const strokesOf = (struck: readonly Note[]) => {
        const strokes = new Uint16Array(bars * KIT);
        for (const { start, pitch } of struck) {
          const { bar, step } = placeIn(start, from, steps);
          if (bar >= 0 && bar < bars) strokes[bar * KIT + drumIndex(pitch)]! |= 1 << step;
        }
        return strokes;
      };
      const strokes = strokesOf(notes);
      const before = strokesOf(own.filter(({ voice }) => voice === id));
      const aside = strokes.map((struck, at) => {
        const bar = KIT * Math.floor(at / KIT);
        const wasPlayed = before.subarray(bar, bar + KIT).some((mask) => mask > 0);
        return wasPlayed ? ~(struck ^ before[at]!) & ((1 << steps) - 1) : 0;
      });
      return [{ voice: id, steps, from, notes, strokes, aside }];
    });
}

/** Sixteenths of a bar of a recording that bars of a metre are counted in. */
function stepsIn(meter: Meter): Steps | undefined {
  const bar = barTicks(meter) / TICKS_PER_STEP;
  return [MOST_STEPS, 12].find((steps) => bar % steps === 0 || steps % bar === 0);
}

function placeIn(start: number, from: Steps, steps: Steps) {
  const step = ticksToSteps(start) - from;
  const bar = Math.floor(step / steps);
  return { bar, step: step - bar * steps };
}

/** What drums have in common with recordings, as far as it is unusual. */
export function drumEchoes(
  index: DrumIndex,
  rows: readonly BaselineRow[],
  asked: readonly VoiceDrums[],
  meter: Meter,
): readonly Echo[] {
  return gathered(
    judgeDrums(index, rows, asked).map((found) => {
      const { asked: ours, ours: place, oneIn, beyond } = found;
      return { found, ours, place, oneIn, beyond };
    }),
    ({ found }) => index.recordings.recordings[found.recording]!.title,
    ({ found }) => echoOf(index, asked[found.asked]!, meter, found),
  );
}

function echoOf(
  { recordings }: DrumIndex,
  { voice, steps, from, notes }: VoiceDrums,
  meter: Meter,
  { recording, ours: [a, b], theirs: [c, d], oneIn, isRarest, beyond }: JudgedDrums,
): Echo {
  const begin = (from + a * steps) * TICKS_PER_STEP;
  const theirs: EchoNote[] = [];
  /** Where theirs has each stroke, by step and drum. */
  const places = new Map<number, number>();
  for (let bar = c; bar <= d; bar++)
    for (let step = 0; step < steps; step++)
      for (let drum = 0; drum < KIT; drum++) {
        if (((recordings.strokes[bar * KIT + drum]! >> step) & 1) === 0) continue;
        const at = (bar - c) * steps + step;
        places.set(at * KIT + drum, theirs.length);
        const start = at * TICKS_PER_STEP;
        theirs.push({
          pitch: DRUMS[drum]!.pitch,
          start,
          duration: TICKS_PER_STEP,
          same: undefined,
        });
      }
  const here = notes.filter(({ start }) => {
    const { bar } = placeIn(start, from, steps);
    return bar >= a && bar <= b;
  });
  const ours = here.map(({ pitch, start, duration }): EchoNote => {
    const at = ticksToSteps(start) - from - a * steps;
    const same = places.get(at * KIT + drumIndex(pitch));
    return { pitch, start: start - begin, duration, same };
  });
  ours.forEach(({ same }, i) => {
    if (same !== undefined) theirs[same] = { ...theirs[same]!, same: i };
  });
  const bar = barTicks(meter);
  const end = begin + (b - a + 1) * steps * TICKS_PER_STEP;
  const firstBar = recordings.first[recording]!;
  return {
    piece: pieceNamed(
      { pieces: recordings.recordings, collections: recordings.collections },
      recording,
    ),
    bars: [Math.floor(begin / bar) + 1, Math.ceil(end / bar)],
    theirBars: [c - firstBar + 1, d - firstBar + 1],
    start: begin,
    transposition: 0,
    matched: ours.filter(({ same }) => same !== undefined).length,
    of: ours.length,
    oneIn,
    isRarest,
    beyond,
    lines: [{ voice, part: "drums", ours, theirs }],
    also: [],
  };
}
