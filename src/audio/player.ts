import type { MidiSending } from "../domain/midi";
import { emptyScore, type Instrument, type Range, type Score, type Voice } from "../domain/score";
import {
  ticksToSeconds,
  type Midi,
  type Seconds,
  type Ticks,
  type Velocity,
} from "../domain/units";
import { createEnsemble, type Ensemble } from "./ensemble";
import { MidiOut } from "./midi-out";
import { SILENCE, type Levels } from "./meter";
import { heardTime } from "./output-clock";
import { Playback, type Course } from "./playback";
import { clicksBefore } from "./scheduler";
import type { Sound } from "./sound";
import { AudioError, createSampleLibrary, type SampleLibrary } from "./sample-library";
import { Context, setContext } from "./tone";

/** What happens to the sound that its user did not just ask for. */
export type PlayerEvent =
  | { readonly type: "started" }
  /** `ended`: the score was over, rather than somebody stopping it. `at`: how far the listener had heard it. */
  | { readonly type: "stopped"; readonly ended: boolean; readonly at: Ticks }
  /** The sound was taken away while playing (a call, a locked phone, headphones pulled out) and does not come back by itself: a touch may bring it. */
  | { readonly type: "interrupted" }
  /** It is back, at the place where it went. */
  | { readonly type: "resumed" }
  /** The listener hears the start of the loop again. */
  | { readonly type: "looped" }
  | { readonly type: "instrumentLoading"; readonly instrument: Instrument }
  | { readonly type: "instrumentLoaded"; readonly instrument: Instrument }
  | {
      readonly type: "instrumentFailed";
      readonly instrument: Instrument;
      readonly error: AudioError;
    };

/** Plays one score. Positions are ticks from the start of the score. */
export interface Player {
  /** Starts or resumes the audio context; must be called from a user gesture. @throws AudioError where there is no sound */
  unlock(): Promise<void>;
  /** What sounds from now on, also while playing: at the same place, without a stop. Notes that are gone are let go, notes that are new begin. */
  setScore(score: Score): void;
  /**
   * Plays from `from`; notes that reach over it begin there. Resolves when the audio context runs and the first notes are scheduled.
   * Must be called from a user gesture. @throws AudioError where there is no sound, or the sound does not start: playing has stopped then
   * @param countIn ticks of clicks before it begins
   */
  play(from: Ticks, countIn?: Ticks): Promise<void>;
  /** Silence; `position` stays where the sound was. */
  pause(): void;
  /** Silence; `position` goes back to where playing was last begun. */
  stop(): void;
  seek(tick: Ticks): void;
  /** Playing goes back to the range's start when it comes to its end; ranges shorter than a 32nd do nothing. */
  setLoop(range: Range | undefined): void;
  setMetronome(on: boolean): void;
  /** Where the sound is that the listener hears now, latency of the output taken off. May lie between ticks. */
  position(): Ticks;
  /**
   * Where the sound was that the listener heard at `ms` of `performance.now()`; before the beginning while it is counted in. Undefined while
   * stopped.
   */
  positionAt(ms: number): Ticks | undefined;
  /** From where on in the score a change that is made now is heard. */
  nextChange(): Ticks;
  readonly state: "stopped" | "playing";
  /** @returns its undo */
  subscribe(listener: (event: PlayerEvent) => void): () => void;
  /** Clicks at regular times, from half a second from now on, whatever else sounds. */
  clickAlong(interval: Seconds, count: number): Clicks;
  /** A short sound of one pitch in the voice's instrument, at its volume and place, muted or not. */
  audition(pitch: Midi, velocity: Velocity, voice: Voice): void;
  /**
   * Begins a note now, with no lookahead, in the voice's instrument, at its volume and place, muted or not; it sounds until `lift` is called
   * with the same key.
   * @param goesOut whether a MIDI device that is played on hears of it too
   */
  press(key: string, pitch: Midi, velocity: Velocity, voice: Voice, goesOut?: boolean): void;
  lift(key: string): void;
  /** Plays on a MIDI device too, or alone, from now on; undefined for none. */
  setMidiOut(sending: MidiSending | undefined): void;
  /** Begins or ends to measure how loud everything is. */
  setMetering(on: boolean): void;
  /** How loud everything is now; silence while it is not measured. */
  levels(): Levels;
  /** Silence for good; the audio context is closed. */
  dispose(): void;
}

/** Clicks that are on their way. */
export interface Clicks {
  /** How long after the first click it was heard at `ms` of `performance.now()`; below 0 before it. */
  secondsAt(ms: number): Seconds;
  stop(): void;
}

export interface PlayerOptions {
  readonly library?: SampleLibrary;
  /** What to play through; called at the first gesture. */
  readonly openAudio?: () => AudioContext;
  /** How long the audio context may take to run: Firefox waits for ever where no output is plugged in. */
  readonly startLimit?: Seconds;
}

/** Between pressing Play and the first sound: what the first notes need to be got ready. */
const START_DELAY: Seconds = 0.05;
const START_LIMIT: Seconds = 5;
/** How far ahead notes are scheduled; a change takes them back. */
const LOOKAHEAD: Seconds = 0.3;
/** The same in a hidden tab, whose turns may come only once a second. */
const HIDDEN_LOOKAHEAD: Seconds = 3;
const CLOCK_INTERVAL: Seconds = 0.05;
/** How long before its time a message goes to a MIDI device: two turns of the clock, and what a turn may be late. */
const SENDING: Seconds = 0.12;
const HIDDEN_SENDING: Seconds = 1.5;
const FIRST_CLICK: Seconds = 0.5;
const AUDITION_DELAY: Seconds = 0.01;
const AUDITION_LENGTH: Seconds = 0.35;
/** A key that nobody lets go is let go for them: the longest note of an organist is shorter. */
const LONGEST_PRESS: Seconds = 60;
const SHORTEST_PRESS: Seconds = 0.001;

const NO_LEVELS: Levels = { master: SILENCE, voices: new Map() };
/** How long the sound may take to come back before the listener is told. */
const REVIVAL: Seconds = 1;
/** What counts as the person's own doing, which a phone wants before it gives the sound back. */
const TOUCHES = ["pointerup", "keydown"] as const;

/** Not there in a page that is not served safely. */
function devices(): MediaDevices | undefined {
  return (navigator as Partial<Navigator>).mediaDevices;
}

export function createPlayer(options: PlayerOptions = {}): Player {
  return new TonePlayer(
    options.library ?? createSampleLibrary(),
    options.openAudio ?? (() => new AudioContext({ latencyHint: "interactive" })),
    options.startLimit ?? START_LIMIT,
  );
}

/** What needs an audio context, and so a gesture before it is made. */
interface Stage {
  readonly audio: AudioContext;
  readonly context: Context;
  readonly ensemble: Ensemble;
  readonly out: MidiOut;
}

class TonePlayer implements Player {
  readonly #library: SampleLibrary;
  readonly #openAudio: () => AudioContext;
  readonly #startLimit: Seconds;
  readonly #listeners = new Set<(event: PlayerEvent) => void>();
  readonly #loading = new Set<Instrument>();
  /** Asked for in vain: tried again when Play is pressed again. */
  readonly #failed = new Set<Instrument>();
  #stage: Stage | undefined;
  #playback: Playback | undefined;
  #disposed = false;
  #course: Course = { score: emptyScore, loop: undefined, metronome: false };
  /** Where playing was last begun. */
  #begun: Ticks = 0;
  /** The position while nothing plays. */
  #resting: Ticks = 0;
  #heard: { readonly audio: AudioContext; seconds: Seconds } | undefined;
  #loopHeard: Seconds = -1;
  #countIn: readonly Sound[] = [];
  #sending: MidiSending | undefined;
  /** Whether what plays has been heard: until then, `play` waits for the sound itself. */
  #sounding = false;
  /** Whether the listener was told that the sound is gone. */
  #interrupted = false;
  #metering = false;
  readonly #pressed = new Map<string, Sound>();

  constructor(library: SampleLibrary, openAudio: () => AudioContext, startLimit: Seconds) {
    this.#library = library;
    this.#openAudio = openAudio;
    this.#startLimit = startLimit;
    document.addEventListener("visibilitychange", this.#onVisibility);
    window.addEventListener("pagehide", this.#onPageHide);
    // Behind whatever the touch was for, which may be to stop.
    for (const touch of TOUCHES) window.addEventListener(touch, this.#revive);
    devices()?.addEventListener("devicechange", this.#revive);
  }

  get state() {
    return this.#playback ? "playing" : "stopped";
  }

  async unlock() {
    const { audio } = this.#open();
    if (audio.state !== "running") await audio.resume();
  }

  setScore(score: Score) {
    this.#setCourse({ score });
  }

  setLoop(loop: Range | undefined) {
    this.#setCourse({ loop });
  }

  setMetronome(metronome: boolean) {
    this.#setCourse({ metronome });
  }

  async play(from: Ticks, countIn: Ticks = 0) {
    const { audio, ensemble, out } = this.#open();
    this.#playback?.silence();
    out.silence();
    this.#silenceCountIn();
    this.#failed.clear();
    this.#loadInstruments();
    this.#begun = from;
    const { score } = this.#course;
    const begin = audio.currentTime + START_DELAY;
    const at = begin + ticksToSeconds(countIn, score.tempo);
    this.#countIn = clicksBefore(from, countIn, score).map(({ tick, accented }) =>
      ensemble.click(at + ticksToSeconds(tick - from, score.tempo), accented),
    );
    this.#playback = new Playback(audio, ensemble, this.#course, from, at);
    this.#playback.schedule(lookahead());
    out.startClock(at, from, score.tempo);
    this.#emit({ type: "started" });
    await this.#started(this.#playback);
  }

  pause() {
    this.#halt(this.position(), false);
  }

  stop() {
    if (this.#playback) this.#halt(this.#begun, false);
    else this.#resting = this.#begun;
  }

  seek(tick: Ticks) {
    this.#begun = tick;
    this.#resting = tick;
    this.#playback?.change(this.#course, lookahead(), tick);
    if (this.#playback && this.#stage) {
      const { audio, out } = this.#stage;
      out.startClock(audio.currentTime, tick, this.#course.score.tempo);
    }
  }

  position(): Ticks {
    if (!this.#playback || !this.#stage) return this.#resting;
    return this.#playback.positionAt(this.#heardNow(this.#stage.audio));
  }

  positionAt(ms: number): Ticks | undefined {
    if (!this.#playback || !this.#stage) return undefined;
    return this.#playback.tickAt(heardTime(this.#stage.audio, ms, performance.now()));
  }

  nextChange(): Ticks {
    return this.#playback?.nextChange() ?? this.#resting;
  }

  /** `heardTime`, which never runs back: what the browser says of its output wavers by parts of a millisecond. */
  #heardNow(audio: AudioContext): Seconds {
    const seconds = heardTime(audio, performance.now());
    if (this.#heard?.audio !== audio) this.#heard = { audio, seconds };
    else this.#heard.seconds = Math.max(this.#heard.seconds, seconds);
    return this.#heard.seconds;
  }

  subscribe(listener: (event: PlayerEvent) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  clickAlong(interval: Seconds, count: number): Clicks {
    const { audio, ensemble } = this.#open();
    if (audio.state !== "running") void audio.resume();
    const first = audio.currentTime + FIRST_CLICK;
    const clicks = Array.from({ length: count }, (_, i) =>
      ensemble.click(first + i * interval, i % 4 === 0),
    );
    return {
      secondsAt: (ms) => heardTime(audio, ms, performance.now()) - first,
      stop() {
        for (const click of clicks) click.endAt(0);
      },
    };
  }

  audition(pitch: Midi, velocity: Velocity, voice: Voice) {
    const { audio, ensemble } = this.#open();
    const { instrument } = voice;
    this.#load(instrument);
    const start = audio.currentTime + AUDITION_DELAY;
    const end = start + AUDITION_LENGTH;
    ensemble.audition(voice, { instrument, pitch, velocity, start, end });
    void this.unlock();
  }

  press(key: string, pitch: Midi, velocity: Velocity, voice: Voice, goesOut = true) {
    const { audio, ensemble, out } = this.#open();
    const { instrument } = voice;
    this.#load(instrument);
    this.lift(key);
    const start = audio.currentTime;
    const end = start + LONGEST_PRESS;
    const tone = { instrument, pitch, velocity, start, end };
    const sent = goesOut ? out.play(voice.id, tone) : undefined;
    const isSilent = sent !== undefined && out.isAlone;
    this.#pressed.set(
      key,
      together(isSilent ? undefined : ensemble.audition(voice, tone), sent) ?? SILENT,
    );
    this.#flush();
    if (audio.state !== "running") void audio.resume();
  }

  lift(key: string) {
    const sound = this.#pressed.get(key);
    if (!sound || !this.#stage) return;
    this.#pressed.delete(key);
    // Touched for less than the clock can tell, a drum was struck all the same.
    sound.endAt(Math.max(this.#stage.audio.currentTime, sound.start + SHORTEST_PRESS));
    this.#flush();
  }

  setMidiOut(sending: MidiSending | undefined) {
    this.#sending = sending;
    if (!this.#stage) return;
    this.#stage.out.use(sending);
    this.#stage.out.setVoices(this.#course.score);
    this.#playback?.change(this.#course, lookahead());
  }

  setMetering(on: boolean) {
    this.#metering = on;
    this.#stage?.ensemble.meter(on);
  }

  levels(): Levels {
    return this.#stage?.ensemble.levels() ?? NO_LEVELS;
  }

  dispose() {
    if (this.#disposed) return;
    this.#listeners.clear();
    this.stop();
    this.#disposed = true;
    document.removeEventListener("visibilitychange", this.#onVisibility);
    window.removeEventListener("pagehide", this.#onPageHide);
    for (const touch of TOUCHES) window.removeEventListener(touch, this.#revive);
    devices()?.removeEventListener("devicechange", this.#revive);
    this.#stage?.audio.removeEventListener("statechange", this.#onState);
    this.#stage?.out.use(undefined);
    this.#stage?.ensemble.dispose();
    this.#stage?.context.dispose();
    this.#stage = undefined;
  }

  /** Waits until `playback` sounds, or somebody stopped it. */
  async #started(playback: Playback) {
    await this.#within(this.#startLimit, this.unlock());
    if (this.#playback !== playback) return;
    this.#sounding = this.#stage?.audio.state === "running";
    if (this.#sounding) return;
    this.#halt(this.#begun, false);
    throw new AudioError(
      "noAudio",
      "The sound does not start. Check that headphones or loudspeakers are connected, then press Play again.",
    );
  }

  async #within(limit: Seconds, wanted: Promise<void>) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limit * 1000);
    });
    try {
      await Promise.race([wanted, over]);
    } finally {
      clearTimeout(timer);
    }
  }

  #setCourse(change: Partial<Course>) {
    const before = this.#course;
    this.#course = { ...before, ...change };
    if (!this.#stage) return;
    if (this.#course.score !== before.score) {
      this.#stage.ensemble.setVoices(this.#course.score);
      this.#loadInstruments();
    }
    this.#playback?.change(this.#course, lookahead());
  }

  #open(): Stage {
    if (this.#disposed) throw new Error("the player was disposed of");
    if (this.#stage) return this.#stage;
    const audio = this.#audio();
    // Times are worked out here: Tone's own lookahead would be added to every ramp.
    const context = new Context({
      context: audio,
      lookAhead: 0,
      updateInterval: CLOCK_INTERVAL,
    });
    setContext(context);
    context.on("tick", this.#onTick);
    const out = new MidiOut((seconds) => {
      const now = performance.now();
      return now + 1000 * (seconds - heardTime(audio, now));
    });
    out.use(this.#sending);
    const ensemble = sendingOut(createEnsemble(context, this.#library), out);
    ensemble.setVoices(this.#course.score);
    ensemble.meter(this.#metering);
    audio.addEventListener("statechange", this.#onState);
    this.#stage = { audio, context, ensemble, out };
    return this.#stage;
  }

  #audio(): AudioContext {
    try {
      return this.#openAudio();
    } catch (cause) {
      throw new AudioError("noAudio", "this browser gives no audio output", { cause });
    }
  }

  // A worker's clock, since a hidden page's own timers are slowed down.
  readonly #onTick = () => {
    if (this.#playback) this.#playback.schedule(lookahead());
    this.#flush();
    if (!this.#playback || !this.#stage) return;
    const heard = this.#heardNow(this.#stage.audio);
    this.#playback.forget(heard);
    const pass = this.#playback.passAt(heard);
    const over = this.#playback.isOver(heard);
    if (pass?.again === true && pass.seconds > this.#loopHeard) {
      this.#loopHeard = pass.seconds;
      this.#emit({ type: "looped" });
    }
    if (over) this.#halt(this.#begun, true);
  };

  readonly #onVisibility = () => {
    this.#onTick();
    this.#revive();
  };

  readonly #onState = () => {
    if (this.#stage?.audio.state !== "running") this.#revive();
    else if (this.#interrupted) {
      this.#interrupted = false;
      if (this.#playback) this.#emit({ type: "resumed" });
    }
  };

  /** What takes the sound from a page does not give it back by itself. The clock stands still meanwhile, so nothing is missed. */
  readonly #revive = () => {
    const audio = this.#stage?.audio;
    const isLost = audio && audio.state !== "running" && audio.state !== "closed";
    if (!isLost || !this.#sounding) return;
    const playback = this.#playback;
    const tell = () => {
      const isBack = this.#stage?.audio.state === "running";
      if (isBack || this.#interrupted || this.#playback !== playback || document.hidden) return;
      this.#interrupted = true;
      this.#emit({ type: "interrupted" });
    };
    this.#within(REVIVAL, audio.resume()).then(tell, tell);
  };

  readonly #onPageHide = () => {
    this.pause();
  };

  /** Sends what a MIDI device has to hear before the next turn. */
  #flush() {
    if (!this.#stage) return;
    const { audio, out } = this.#stage;
    const ahead = document.hidden ? HIDDEN_SENDING : SENDING;
    out.flush(audio.currentTime + ahead, this.#course.score.tempo);
  }

  #silenceCountIn() {
    for (const click of this.#countIn) click.endAt(0);
    this.#countIn = [];
  }

  #halt(resting: Ticks, ended: boolean) {
    if (!this.#playback) return;
    const at = this.position();
    this.#playback.silence();
    this.#stage?.out.silence();
    this.#stage?.out.stopClock();
    this.#silenceCountIn();
    this.#playback = undefined;
    this.#sounding = false;
    this.#interrupted = false;
    this.#resting = resting;
    this.#emit({ type: "stopped", ended, at });
  }

  #loadInstruments() {
    for (const { instrument } of this.#course.score.voices) this.#load(instrument);
  }

  #load(instrument: Instrument) {
    const asked = this.#loading.has(instrument) || this.#failed.has(instrument);
    if (asked || this.#library.find(instrument)) return;
    this.#loading.add(instrument);
    this.#emit({ type: "instrumentLoading", instrument });
    void this.#library
      .load(instrument)
      .then(
        () => {
          this.#emit({ type: "instrumentLoaded", instrument });
          this.#playback?.fill(lookahead());
        },
        (error: unknown) => {
          if (!(error instanceof AudioError)) throw error;
          this.#failed.add(instrument);
          this.#emit({ type: "instrumentFailed", instrument, error });
        },
      )
      .finally(() => this.#loading.delete(instrument));
  }

  #emit(event: PlayerEvent) {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function lookahead(): Seconds {
  return document.hidden ? HIDDEN_LOOKAHEAD : LOOKAHEAD;
}

/** An ensemble of which everything that voices play goes to a MIDI device too, or there alone. */
function sendingOut(ensemble: Ensemble, out: MidiOut): Ensemble {
  return {
    ...ensemble,
    setVoices(score) {
      ensemble.setVoices(score);
      out.setVoices(score);
    },
    play(voice, tone) {
      const sent = out.play(voice, tone);
      const heard = sent && out.isAlone ? undefined : ensemble.play(voice, tone);
      return together(heard, sent) ?? SILENT;
    },
  };
}

const SILENT: Sound = { start: 0, end: 0, endAt: () => undefined };

/** Two sounds as one. */
function together(a: Sound | undefined, b: Sound | undefined): Sound | undefined {
  if (!a || !b) return a ?? b;
  return {
    start: a.start,
    get end() {
      return Math.max(a.end, b.end);
    },
    endAt(end) {
      a.endAt(end);
      b.endAt(end);
    },
  };
}
