import type { Range, Score } from "../domain/score";
import { ticksToSeconds } from "../domain/units";
import type { Playback } from "./playback.svelte";

export interface ExcerptPorts {
  /** Runs something after so many milliseconds; returns how to prevent it. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** What sounds when no excerpt does. */
  readonly sounding: () => Score;
}

/** Plays stretches of scores in place of what sounds, one at a time, and puts that back. `Key` tells them apart. */
export class Excerpts<Key> {
  readonly #playback: Playback;
  readonly #ports: ExcerptPorts;
  readonly #tailMs: number;
  #heard = $state.raw<Key | undefined>(undefined);
  #ending: (() => void) | undefined;
  #loop: Range | undefined;

  /** @param tailMs how long the sound goes on behind the end, so that the last note is heard out */
  constructor(playback: Playback, ports: ExcerptPorts, tailMs: number) {
    this.#playback = playback;
    this.#ports = ports;
    this.#tailMs = tailMs;
  }

  /** What is heard, or was stopped by hand and not ended yet. */
  get heard(): Key | undefined {
    return this.#heard;
  }

  /** Plays a stretch of `score`, at its tempo. */
  hear(key: Key, score: Score, { start, end }: Range): void {
    if (this.#heard === undefined) this.#loop = this.#playback.loop;
    this.#ending?.();
    this.#playback.stop();
    this.#playback.setLoop(undefined);
    this.#playback.setScore(score);
    this.#heard = key;
    const ms = 1000 * ticksToSeconds(end - start, score.tempo);
    void this.#playback.play(start);
    this.#ending = this.#ports.later(() => {
      this.hush();
    }, ms + this.#tailMs);
  }

  /** Ends what is heard, and puts back what sounded before. */
  hush(): void {
    if (this.#heard === undefined) return;
    this.#ending?.();
    this.#ending = undefined;
    this.#heard = undefined;
    this.#playback.stop();
    this.#playback.setScore(this.#ports.sounding());
    this.#playback.setLoop(this.#loop);
  }
}
