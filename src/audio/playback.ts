import { findVoice, type Instrument, type Range, type Score } from "../domain/score";
import { secondsToTicks, type Seconds, type Ticks } from "../domain/units";
import type { Ensemble } from "./ensemble";
import { passFrom, plan, type PlannedNote } from "./scheduler";
import type { Sound } from "./sound";
import { audioTimeToTick, cutPasses, passAt, passEnd, type Pass } from "./transport-clock";

/** What is played, and how. */
export interface Course {
  readonly score: Score;
  readonly loop: Range | undefined;
  readonly metronome: boolean;
}

/** The audio context's clock; it stands still while the context is suspended. */
export interface AudioClock {
  readonly currentTime: Seconds;
}

interface Playing {
  readonly planned: PlannedNote;
  readonly instrument: Instrument;
  readonly sound: Sound;
}

/** A change is heard this long after it was made: nothing nearer is scheduled anew. */
const CHANGE_DELAY: Seconds = 0.02;
/** A note with less than this left is not begun in its middle; a stroke on a drum never is. */
const MIN_REST: Seconds = 0.05;
const SAME_MOMENT: Seconds = 0.001;

/** One course being played by an ensemble, a little ahead of the audio clock. Holds every sound that it started until it has ended. */
export class Playback {
  readonly #clock: AudioClock;
  readonly #ensemble: Pick<Ensemble, "play" | "click">;
  #course: Course;
  #passes: readonly Pass[];
  /** Everything that starts before is scheduled. */
  #until: Seconds;
  #ended = false;
  #notes: Playing[] = [];
  #clicks: Sound[] = [];

  /** Plays `course` from `tick` at `at` seconds of the clock, once `schedule` is called. */
  constructor(
    clock: AudioClock,
    ensemble: Pick<Ensemble, "play" | "click">,
    course: Course,
    tick: Ticks,
    at: Seconds,
  ) {
    this.#clock = clock;
    this.#ensemble = ensemble;
    this.#course = course;
    this.#passes = [passFrom(tick, at, course.score, course.loop)];
    this.#until = at;
  }

  /** Starts what begins within the next `lookahead` seconds. To be called more often than that. */
  schedule(lookahead: Seconds) {
    const now = this.#clock.currentTime;
    this.#notes = this.#notes.filter(({ sound }) => sound.end > now);
    this.#clicks = this.#clicks.filter((sound) => sound.end > now);
    this.#startUntil(now + lookahead, []);
  }

  /**
   * Goes on with `course` from `tick`, or without one from where it is. Notes that both have go on sounding, others are let go,
   * and what `course` holds at that place begins.
   */
  change(course: Course, lookahead: Seconds, tick?: Ticks) {
    this.#goOn(course, lookahead, tick, false);
  }

  /** Begins what could not sound before, as an instrument has come; what is on its way stays, for a MIDI device may have it already. */
  fill(lookahead: Seconds) {
    this.#goOn(this.#course, lookahead, undefined, true);
  }

  #goOn(course: Course, lookahead: Seconds, tick: Ticks | undefined, isFilling: boolean) {
    const now = this.#clock.currentTime;
    const at = Math.max(now + CHANGE_DELAY, this.#passes[0]?.seconds ?? 0);
    const from = tick ?? this.positionAt(at);
    const [begun, ahead] = partition(this.#notes, ({ sound }) => sound.start < at);
    if (!isFilling) for (const { sound } of ahead) sound.endAt(sound.start);
    for (const click of this.#clicks) if (click.start >= at) click.endAt(click.start);
    this.#clicks = this.#clicks.filter((click) => click.start < at);
    const sounding = begun.filter(({ sound }) => sound.end > at);
    if (isFilling) sounding.push(...ahead);
    this.#course = course;
    this.#passes = [...cutPasses(this.#passes, at), passFrom(from, at, course.score, course.loop)];
    this.#notes = [];
    this.#until = at;
    this.#ended = false;
    const left = this.#startUntil(now + lookahead, tick === undefined ? sounding : []);
    const gone = tick === undefined ? left : sounding;
    for (const { sound } of gone) sound.endAt(Math.max(at, sound.start));
    // What rings on by itself still has to fall silent with the rest.
    this.#notes.push(...gone.filter((p) => p.instrument === "drums" && p.sound.end > at));
  }

  /** Where the sound of `seconds` on the clock is in the score; the start before anything has begun. */
  positionAt(seconds: Seconds): Ticks {
    const pass = this.passAt(seconds);
    return pass ? audioTimeToTick(pass, seconds) : 0;
  }

  /** `positionAt`, and before the beginning how far before it. */
  tickAt(seconds: Seconds): Ticks {
    const [first] = this.#passes;
    if (!first || seconds >= first.seconds) return this.positionAt(seconds);
    return first.tick + secondsToTicks(seconds - first.seconds, first.bpm);
  }

  /** From where on a change that is made now is heard. */
  nextChange(): Ticks {
    return this.tickAt(this.#clock.currentTime + CHANGE_DELAY);
  }

  passAt(seconds: Seconds): Pass | undefined {
    return passAt(this.#passes, seconds);
  }

  /** Forgets what was heard before `seconds`. */
  forget(seconds: Seconds) {
    const heard = this.passAt(seconds);
    if (heard) this.#passes = this.#passes.slice(this.#passes.indexOf(heard));
  }

  /** Whether at `seconds` the score is over. */
  isOver(seconds: Seconds): boolean {
    const last = this.#passes.at(-1);
    return this.#ended && last !== undefined && seconds >= passEnd(last);
  }

  /** Lets go of everything at once, also of what has not begun. */
  silence() {
    const now = this.#clock.currentTime;
    for (const sound of [...this.#notes.map((playing) => playing.sound), ...this.#clicks])
      sound.endAt(Math.min(now, sound.start));
    this.#notes = [];
    this.#clicks = [];
    this.#ended = true;
  }

  /** @returns those of `sounding` that nothing goes on with */
  #startUntil(wanted: Seconds, sounding: readonly Playing[]): readonly Playing[] {
    const until = Math.max(this.#until, wanted);
    if (this.#ended || until === this.#until) return sounding;
    const { score, loop, metronome } = this.#course;
    const { notes, clicks, passes, ended } = plan(this.#passes, this.#until, until, score, loop);
    this.#passes = passes;
    this.#ended = ended;
    this.#until = until;
    const left = [...sounding];
    for (const planned of notes) {
      const instrument = findVoice(score, planned.note.voice)?.instrument;
      if (!instrument) continue;
      const index = left.findIndex((p) => isSame(p, planned, instrument));
      const sound = index < 0 ? this.#start(planned, instrument) : left.splice(index, 1)[0]?.sound;
      if (!sound) continue;
      sound.endAt(planned.end);
      this.#notes.push({ planned, instrument, sound });
    }
    if (metronome)
      this.#clicks.push(...clicks.map((c) => this.#ensemble.click(c.start, c.accented)));
    return left;
  }

  #start({ note, start, end, begun }: PlannedNote, instrument: Instrument): Sound | undefined {
    const rest = end - Math.max(start, this.#clock.currentTime);
    const isTooLate = rest < MIN_REST || instrument === "drums";
    if (rest <= 0 || (begun && isTooLate)) return undefined;
    const { voice, pitch, velocity } = note;
    return this.#ensemble.play(voice, { instrument, pitch, velocity, start, end });
  }
}

/** Whether what plays is what was planned: it reaches in, or starts at the same moment but for rounding. */
function isSame(playing: Playing, planned: PlannedNote, instrument: Instrument): boolean {
  const before = playing.planned.note;
  const { note, start, begun } = planned;
  return (
    playing.instrument === instrument &&
    before.voice === note.voice &&
    before.pitch === note.pitch &&
    (begun || Math.abs(playing.sound.start - start) < SAME_MOMENT)
  );
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
