import { barTicks, beatTicks } from "../domain/meter";
import { endOf, scoreTicks, type Note, type Range, type Score } from "../domain/score";
import { TICKS_PER_QUARTER, type Seconds, type Ticks } from "../domain/units";
import { loosened } from "./looseness";
import { swung } from "./swing";
import { passEnd, tickToAudioTime, type Pass } from "./transport-clock";

/** A note with the time at which it sounds, in seconds of the audio context's clock. */
export interface PlannedNote {
  readonly note: Note;
  readonly start: Seconds;
  readonly end: Seconds;
  /** Whether it reaches in from before the pass, so that `start` is in its middle. */
  readonly begun: boolean;
}

/** A beat of the metronome; the first of a bar is accented. */
export interface PlannedClick {
  readonly start: Seconds;
  readonly accented: boolean;
}

/** What to start, and how far playing is then decided. */
export interface Plan {
  readonly notes: readonly PlannedNote[];
  readonly clicks: readonly PlannedClick[];
  /** The passes given, and those that loops began. */
  readonly passes: readonly Pass[];
  /** Whether the last pass ends at the score's end, with nothing behind it. */
  readonly ended: boolean;
}

/** What strays to the very end of a pass is still heard. */
const SHORTEST: Seconds = 0.01;
/** A loop shorter than a 32nd is none. */
const MIN_LOOP: Ticks = TICKS_PER_QUARTER / 8;

/** `loop` within the score; undefined when too little of it is there to be heard. */
export function usableLoop(loop: Range | undefined, score: Score): Range | undefined {
  if (!loop) return undefined;
  const end = Math.min(loop.end, scoreTicks(score));
  return end - loop.start >= MIN_LOOP ? { start: loop.start, end } : undefined;
}

/**
 * The pass that begins at `tick` at `seconds`. It ends with the loop, or with the score where it begins behind the loop's end. A loop's
 * edges swing with the music, so that it has all of its notes and no others.
 * A tick past the score's end is taken to be the loop's start, or without a loop the end itself.
 */
export function passFrom(
  tick: Ticks,
  seconds: Seconds,
  score: Score,
  loop: Range | undefined,
  again = false,
): Pass {
  const last = scoreTicks(score);
  const written = usableLoop(loop, score);
  const played = written && { start: swung(written.start, score), end: swung(written.end, score) };
  const isOver = tick >= last;
  const isBefore = written && tick >= written.start && tick < swung(written.start, score);
  const from = isOver || isBefore ? (played?.start ?? last) : tick;
  const end = played && from < played.end ? played.end : last;
  return { tick: from, end, seconds, bpm: score.tempo, again };
}

/**
 * What starts at or after `from` and before `until`, both seconds of the audio clock, going on from the last of `passes`.
 * Notes are cut at the end of their pass; at the start of a pass those that reach into it begin there.
 * Calls whose windows meet give each note once.
 */
export function plan(
  passes: readonly Pass[],
  from: Seconds,
  until: Seconds,
  score: Score,
  loop: Range | undefined,
): Plan {
  const all = [...passes];
  const notes: PlannedNote[] = [];
  const clicks: PlannedClick[] = [];
  const inLoop = usableLoop(loop, score);
  for (let pass = all.at(-1); pass;) {
    notes.push(...notesIn(pass, from, until, score));
    clicks.push(...clicksIn(pass, from, until, score));
    if (passEnd(pass) >= until) break;
    if (!inLoop) return { notes, clicks, passes: all, ended: true };
    pass = passFrom(inLoop.start, passEnd(pass), score, inLoop, true);
    all.push(pass);
  }
  return { notes, clicks, passes: all, ended: false };
}

/** The beats of a count-in of `length` ticks before `from`, the first of each bar accented; none of no length. */
export function clicksBefore(
  from: Ticks,
  length: Ticks,
  { meter }: Pick<Score, "meter">,
): readonly { readonly tick: Ticks; readonly accented: boolean }[] {
  const beat = beatTicks(meter);
  const count = Math.floor(length / beat);
  return Array.from({ length: count }, (_, i) => {
    const tick = from - (count - i) * beat;
    return { tick, accented: ((tick % barTicks(meter)) + barTicks(meter)) % barTicks(meter) === 0 };
  });
}

function notesIn(pass: Pass, from: Seconds, until: Seconds, score: Score): readonly PlannedNote[] {
  const end = passEnd(pass);
  const planned: PlannedNote[] = [];
  for (const note of score.notes) {
    const starts = swung(note.start, score);
    const ends = swung(endOf(note), score);
    if (starts >= pass.end || ends <= pass.tick) continue;
    const begun = starts < pass.tick;
    const { late, velocity } = loosened(note, score.feel);
    const exact = begun ? pass.seconds : tickToAudioTime(pass, starts);
    // What strays out of the pass would not be heard.
    const strayed = Math.max(pass.seconds, Math.min(end - SHORTEST, exact + late));
    const start = begun || late === 0 ? exact : strayed;
    if (start < from || start >= until) continue;
    const stop = Math.min(end, tickToAudioTime(pass, ends) + late);
    planned.push({
      note: velocity === note.velocity ? note : { ...note, velocity },
      start,
      end: late === 0 ? stop : Math.max(start + SHORTEST, stop),
      begun,
    });
  }
  return planned;
}

function clicksIn(
  pass: Pass,
  from: Seconds,
  until: Seconds,
  score: Score,
): readonly PlannedClick[] {
  const beat = beatTicks(score.meter);
  const clicks: PlannedClick[] = [];
  for (let tick = Math.ceil(pass.tick / beat) * beat; tick < pass.end; tick += beat) {
    const start = tickToAudioTime(pass, tick);
    if (start >= until) break;
    if (start >= from) clicks.push({ start, accented: tick % barTicks(score.meter) === 0 });
  }
  return clicks;
}
