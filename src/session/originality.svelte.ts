import type { Comparison, Echo } from "../domain/echo";
import { barsOfNotes, type Note, type NoteId, type Range, type Score } from "../domain/score";
import { ticksToSeconds, type Ticks } from "../domain/units";
import type { Comparer } from "../generation/client";
import type { Playback } from "./playback.svelte";

/** What was last compared. */
export type ComparisonState =
  | { readonly phase: "idle" }
  | { readonly phase: "comparing" }
  | { readonly phase: "compared"; readonly score: Score; readonly comparison: Comparison }
  | { readonly phase: "failed"; readonly message: string };

export type Side = "ours" | "theirs";

/** What there is to compare with. */
export interface Known {
  readonly pieces: number;
  /** Names of the collections. */
  readonly collections: readonly string[];
}

export interface OriginalityPorts {
  readonly known: Known;
  readonly comparer: Comparer;
  /** What sounds when nothing is compared. */
  readonly sounding: () => Score;
  /** Runs something after so many milliseconds; returns how to prevent it. */
  readonly later: (run: () => void, ms: number) => () => void;
}

/** Rings out. */
const TAIL_MS = 600;
const VELOCITY = 84;

/** What music has in common with the pieces that models were trained on, and both sides of it to hear. */
export class Originality {
  readonly #ports: OriginalityPorts;
  readonly #playback: Playback;
  #state = $state.raw<ComparisonState>({ phase: "idle" });
  #heard = $state.raw<{ readonly echo: Echo; readonly side: Side } | undefined>(undefined);
  #abort: AbortController | undefined;
  #loop: Range | undefined;
  #ending: (() => void) | undefined;

  readonly known: Known;
  readonly state = $derived(this.#state);

  constructor(playback: Playback, ports: OriginalityPorts) {
    this.#playback = playback;
    this.#ports = ports;
    this.known = ports.known;
  }

  /** Compares all voices of a score. */
  async compare(score: Score): Promise<void> {
    this.hush();
    this.#abort?.abort(new DOMException("compared anew", "AbortError"));
    const abort = new AbortController();
    this.#abort = abort;
    this.#state = { phase: "comparing" };
    try {
      const comparison = await this.#ports.comparer.compare(score, abort.signal);
      if (!abort.signal.aborted) this.#state = { phase: "compared", score, comparison };
    } catch (error) {
      if (abort.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      this.#state = { phase: "failed", message };
    }
  }

  isHeard(echo: Echo, side: Side): boolean {
    return this.#heard?.echo === echo && this.#heard.side === side;
  }

  /** Plays one side of an echo alone, as fast as the sketch. */
  hear(score: Score, echo: Echo, side: Side): void {
    const excerpt = excerptOf(score, echo, side);
    if (this.#heard === undefined) this.#loop = this.#playback.loop;
    this.#ending?.();
    this.#playback.stop();
    this.#playback.setLoop(undefined);
    this.#playback.setScore(excerpt.score);
    this.#heard = { echo, side };
    const ms = 1000 * ticksToSeconds(excerpt.end, score.tempo);
    void this.#playback.play(0);
    this.#ending = this.#ports.later(() => {
      this.hush();
    }, ms + TAIL_MS);
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

/** One side of an echo as a score of its own, in the sketch's voices: theirs as high as it is in the piece. */
export function excerptOf(
  score: Score,
  echo: Echo,
  side: Side,
): { readonly score: Score; readonly end: Ticks } {
  const all = echo.lines.flatMap((line) =>
    line[side].map((note) => ({ ...note, voice: line.voice })),
  );
  const first = Math.min(...all.map(({ start }) => start));
  const notes = all.map(({ pitch, start, duration, voice }, i): Note => ({
    id: `${side} ${i}` as NoteId,
    voice,
    pitch,
    start: start - first,
    duration,
    velocity: VELOCITY,
    origin: { by: "you" },
  }));
  const known = new Set(notes.map(({ voice }) => voice));
  return {
    end: Math.max(...notes.map(({ start, duration }) => start + duration)),
    score: {
      ...score,
      notes,
      bars: barsOfNotes(notes, score.meter),
      voices: score.voices
        .filter(({ id }) => known.has(id))
        .map((voice) => ({ ...voice, muted: false, solo: false })),
      chords: [],
      locks: [],
      accompaniment: undefined,
    },
  };
}
