import type { Score } from "../domain/score";
import { scoreAt, type Growth } from "../exercises/hand-in";

/** A pause longer than this is shown as so long. */
const LONGEST_PAUSE_MS = 900;
/** Steps follow one another no faster, so that they can be seen. */
const SHORTEST_PAUSE_MS = 60;
/** Every so many steps the score is kept, to go on from there. */
const APART = 50;

/** How a work grew, step by step. */
export class Replay {
  readonly #growth: Growth;
  readonly #later: (run: () => void, ms: number) => () => void;
  readonly #marks = new Map<number, Score>();
  #step = $state.raw(0);
  #stop = $state.raw<(() => void) | undefined>(undefined);

  readonly step = $derived(this.#step);
  readonly playing = $derived(this.#stop !== undefined);
  readonly score: Score = $derived.by(() => this.#at(this.#step));

  /** @param later runs something after so many milliseconds; returns how to prevent it */
  constructor(growth: Growth, later: (run: () => void, ms: number) => () => void) {
    this.#growth = growth;
    this.#later = later;
    this.#marks.set(0, growth.first);
    this.#step = this.steps;
  }

  get steps(): number {
    return this.#growth.steps.length;
  }

  /** Milliseconds after the exercise was opened at which the step was made. */
  get atMs(): number {
    return this.#growth.steps[this.#step - 1]?.atMs ?? 0;
  }

  goTo(step: number): void {
    this.pause();
    this.#step = Math.min(this.steps, Math.max(0, Math.round(step)));
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  /** From where it is, or from the start where it is at its end. */
  play(): void {
    if (this.steps === 0) return;
    if (this.#step >= this.steps) this.#step = 0;
    this.#next();
  }

  pause(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #next(): void {
    const { steps } = this.#growth;
    const pause = steps[this.#step]!.atMs - this.atMs;
    const ms = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, pause));
    this.#stop = this.#later(() => {
      this.#step++;
      if (this.#step < this.steps) this.#next();
      else this.#stop = undefined;
    }, ms);
  }

  #at(step: number): Score {
    const from = Math.floor(step / APART) * APART;
    let base = this.#marks.get(from);
    if (!base) {
      base = this.#onFrom(this.#at(from - APART), from - APART, from);
      this.#marks.set(from, base);
    }
    return this.#onFrom(base, from, step);
  }

  #onFrom(first: Score, from: number, to: number): Score {
    const steps = this.#growth.steps.slice(from, to);
    return scoreAt({ growth: { first, steps } }, steps.length);
  }
}
