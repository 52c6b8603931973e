import type { Comparison, Echo } from "../domain/echo";
import { barsOfNotes, type Note, type NoteId, type Score } from "../domain/score";
import type { Ticks } from "../domain/units";
import type { Comparer } from "../generation/client";
import { Excerpts, type ExcerptPorts } from "./excerpts.svelte";
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

export interface OriginalityPorts extends ExcerptPorts {
  readonly known: Known;
  readonly comparer: Comparer;
}

/** Rings out. */
const TAIL_MS = 600;
const VELOCITY = 84;

/** What music has in common with the pieces that models were trained on, and both sides of it to hear. */
export class Originality {
  readonly #ports: OriginalityPorts;
  readonly #excerpts: Excerpts<{ readonly echo: Echo; readonly side: Side }>;
  #state = $state.raw<ComparisonState>({ phase: "idle" });
  #abort: AbortController | undefined;

  readonly known: Known;
  readonly state = $derived(this.#state);

  constructor(playback: Playback, ports: OriginalityPorts) {
    this.#ports = ports;
    this.#excerpts = new Excerpts(playback, ports, TAIL_MS);
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
    const { heard } = this.#excerpts;
    return heard?.echo === echo && heard.side === side;
  }

  /** Plays one side of an echo alone, as fast as the sketch. */
  hear(score: Score, echo: Echo, side: Side): void {
    const excerpt = excerptOf(score, echo, side);
    this.#excerpts.hear({ echo, side }, excerpt.score, { start: 0, end: excerpt.end });
  }

  /** Ends what is heard, and puts back what sounded before. */
  hush(): void {
    this.#excerpts.hush();
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
