import type { Levels } from "../audio/meter";
import type { Clicks, Player, PlayerEvent } from "../audio/player";
import type { MidiSending } from "../domain/midi";
import type { Range, Score, Voice } from "../domain/score";
import type { Midi, Seconds, Ticks, Velocity } from "../domain/units";

const INTERRUPTED =
  "Something took the sound away. Touch the page, or check what is plugged in: it goes on where it was.";

/** What the transport shows and does; the sound itself is the player's. */
export class Playback {
  #player: Player;
  #playing = $state.raw(false);
  #loop = $state.raw<Range | undefined>(undefined);
  #metronome = $state.raw(false);
  #loading = $state.raw<ReadonlySet<string>>(new Set());
  #problem = $state.raw<string | undefined>(undefined);
  /** Where playing starts from: set by seeking, and back to it on stop. */
  #cursor = $state.raw<Ticks>(0);
  readonly #unsubscribe: () => void;

  constructor(player: Player) {
    this.#player = player;
    this.#unsubscribe = player.subscribe((event) => {
      this.#heard(event);
    });
  }

  get playing(): boolean {
    return this.#playing;
  }
  get loop(): Range | undefined {
    return this.#loop;
  }
  get metronome(): boolean {
    return this.#metronome;
  }
  get cursor(): Ticks {
    return this.#cursor;
  }
  /** Names of the instruments whose samples are on their way. */
  get loading(): ReadonlySet<string> {
    return this.#loading;
  }
  /** The last thing that went wrong with the sound, until playing works again. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Where the sound is now; the cursor while stopped. Not reactive: read it once a frame. */
  position(): Ticks {
    return this.#playing ? this.#player.position() : this.#cursor;
  }

  /** What sounds, or would. */
  setScore(score: Score): void {
    this.#player.setScore(score);
  }

  /** @param countIn ticks of clicks before it begins */
  async play(from: Ticks = this.#cursor, countIn?: Ticks): Promise<void> {
    try {
      await this.#player.play(from, countIn);
      this.#problem = undefined;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }

  stop(): void {
    this.#player.stop();
  }

  toggle(): void {
    if (this.#playing) this.stop();
    else void this.play();
  }

  seek(tick: Ticks): void {
    this.#cursor = Math.max(0, tick);
    if (this.#playing) this.#player.seek(this.#cursor);
  }

  setLoop(range: Range | undefined): void {
    this.#loop = range;
    this.#player.setLoop(range);
  }

  setMetronome(on: boolean): void {
    this.#metronome = on;
    this.#player.setMetronome(on);
  }

  /** Where the sound was that was heard at `ms` of `performance.now()`; undefined while stopped. */
  positionAt(ms: number): Ticks | undefined {
    return this.#player.positionAt(ms);
  }

  /** From where on in the score a change that is made now is heard. */
  nextChange(): Ticks {
    return this.#player.nextChange();
  }

  /** Clicks, and nothing else. @throws AudioError where there is no sound */
  clickAlong(interval: Seconds, count: number): Clicks {
    return this.#player.clickAlong(interval, count);
  }

  /** Plays on a MIDI device too, or alone, from now on; undefined for none. */
  setMidiOut(sending: MidiSending | undefined): void {
    this.#player.setMidiOut(sending);
  }

  /** Begins a note at once, which sounds until `lift`. @param goesOut whether a MIDI device hears of it too */
  press(key: string, pitch: Midi, velocity: Velocity, voice: Voice, goesOut = true): void {
    try {
      this.#player.press(key, pitch, velocity, voice, goesOut);
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }

  lift(key: string): void {
    this.#player.lift(key);
  }

  /** Tells of starts, stops and loops. @returns its undo */
  subscribe(listener: (event: PlayerEvent) => void): () => void {
    return this.#player.subscribe(listener);
  }

  /** A short sound of a note just drawn or touched. */
  audition(pitch: Midi, velocity: Velocity, voice: Voice): void {
    void this.#player.unlock().then(
      () => {
        if (!this.#playing) this.#player.audition(pitch, velocity, voice);
      },
      () => undefined, // The page has had no gesture yet: drawing goes on in silence.
    );
  }

  /** Begins or ends to measure how loud everything is. */
  setMetering(on: boolean): void {
    this.#player.setMetering(on);
  }

  /** How loud everything is now. Not reactive: read it once a frame. */
  levels(): Levels {
    return this.#player.levels();
  }

  dispose(): void {
    this.#unsubscribe();
    this.#player.dispose();
  }

  #heard(event: PlayerEvent): void {
    switch (event.type) {
      case "started":
        this.#playing = true;
        break;
      case "stopped":
        this.#playing = false;
        if (this.#problem === INTERRUPTED) this.#problem = undefined;
        break;
      case "looped":
        break;
      case "interrupted":
        this.#problem = INTERRUPTED;
        break;
      case "resumed":
        if (this.#problem === INTERRUPTED) this.#problem = undefined;
        break;
      case "instrumentLoading":
        this.#loading = new Set([...this.#loading, event.instrument]);
        break;
      case "instrumentLoaded":
        this.#loading = new Set([...this.#loading].filter((name) => name !== event.instrument));
        break;
      case "instrumentFailed":
        this.#loading = new Set([...this.#loading].filter((name) => name !== event.instrument));
        this.#problem = `The ${event.instrument} samples did not load; a plain synthesiser plays instead.`;
        break;
    }
  }
}
