import type { Levels } from "../../../src/audio/meter";
import type { MidiSending } from "../../../src/domain/midi";
import type { Clicks, Player, PlayerEvent } from "../../../src/audio/player";
import { emptyScore, type Range, type Score, type Voice } from "../../../src/domain/score";
import type { Midi, Ticks } from "../../../src/domain/units";

/** A player without sound whose playhead stands where the test puts it. */
export class SilentPlayer implements Player {
  readonly auditioned: Midi[] = [];
  /** What rings. */
  readonly pressed = new Map<string, Midi>();
  countIn: Ticks | undefined;
  readonly seeks: Ticks[] = [];
  score: Score = emptyScore;
  loop: Range | undefined;
  at: Ticks = 0;
  state: Player["state"] = "stopped";
  #listeners = new Set<(event: PlayerEvent) => void>();

  unlock = () => Promise.resolve();
  setScore = (score: Score) => {
    this.score = score;
  };
  play = (from: Ticks, countIn?: Ticks) => {
    this.at = from;
    this.countIn = countIn;
    this.state = "playing";
    this.#tell({ type: "started" });
    return Promise.resolve();
  };
  pause = () => this.stop();
  stop = () => {
    this.state = "stopped";
    this.#tell({ type: "stopped", ended: false, at: this.at });
  };
  /** The playhead goes back to the loop's start. */
  goRound = () => {
    this.at = this.loop?.start ?? 0;
    this.#tell({ type: "looped" });
  };
  nextChange = () => this.at;
  positionAt = (ms: number) => (this.state === "playing" ? this.tickAt(ms) : undefined);
  tickAt: (ms: number) => Ticks = () => this.at;
  /** What was pressed that a MIDI device hears of too. */
  readonly goingOut: Midi[] = [];
  press = (key: string, pitch: Midi, _velocity: number, _voice: Voice, goesOut = true) => {
    this.pressed.set(key, pitch);
    if (goesOut) this.goingOut.push(pitch);
  };
  lift = (key: string) => {
    this.pressed.delete(key);
  };
  /** The music comes to its end. */
  end = () => {
    this.state = "stopped";
    this.#tell({ type: "stopped", ended: true, at: this.at });
  };
  seek = (tick: Ticks) => {
    this.at = tick;
    this.seeks.push(tick);
  };
  setLoop = (loop: Range | undefined) => {
    this.loop = loop;
  };
  setMetronome = () => undefined;
  position = () => this.at;
  subscribe = (listener: (event: PlayerEvent) => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  clickAlong = (): Clicks => ({
    secondsAt: (ms) => ms / 1000,
    stop: () => {
      this.clicksStopped = true;
    },
  });
  clicksStopped = false;
  setMidiOut = (sending: MidiSending | undefined) => {
    this.sending = sending;
  };
  sending: MidiSending | undefined;
  audition = (pitch: Midi) => {
    this.auditioned.push(pitch);
  };
  /** Whether anyone listens to how loud it is, and how loud it is said to be. */
  metered = false;
  loud: Levels = { master: { rms: 0, peak: 0 }, voices: new Map() };
  setMetering = (on: boolean) => {
    this.metered = on;
  };
  levels = () => this.loud;
  interrupt = () => {
    this.#tell({ type: "interrupted" });
  };
  resume = () => {
    this.#tell({ type: "resumed" });
  };
  dispose = () => this.#listeners.clear();

  #tell(event: PlayerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
