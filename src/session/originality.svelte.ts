import { accompany } from "../domain/accompaniment/accompany";
import { NO_CHORD } from "../domain/chord";
import type { Comparison, Echo, EchoChord } from "../domain/echo";
import {
  barsOfNotes,
  type Note,
  type NoteId,
  type PlacedChord,
  type Score,
  type TakeId,
  type VoiceId,
} from "../domain/score";
import { withAccompanimentVoices } from "../domain/voicing";
import { barTicks } from "../domain/meter";
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

/** A side of an echo by itself, and where it ends. */
interface Excerpt {
  readonly score: Score;
  readonly end: Ticks;
}

/**
 * One side of an echo as a score of its own, in the sketch's voices: theirs as high as it is in the piece. Chords are played as blocks, in the
 * voices that play the sketch's chords or would.
 */
export function excerptOf(score: Score, echo: Echo, side: Side): Excerpt {
  return echo.chords ? chordsOf(score, echo.chords[side]) : linesOf(score, echo, side);
}

function linesOf(score: Score, echo: Echo, side: Side): Excerpt {
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
  return {
    end: Math.max(...notes.map(({ start, duration }) => start + duration)),
    score: alone(score, notes),
  };
}

function chordsOf(score: Score, chords: readonly EchoChord[]): Excerpt {
  let made = 0;
  const whole = withAccompanimentVoices(score, () => `chords ${made++}` as VoiceId);
  const last = chords.at(-1)!;
  const end = last.start + last.duration;
  const shared = { origin: { by: "you" }, locked: false } as const;
  const playing = { pattern: "block", seed: 0, take: "" as TakeId } as const;
  const placed: readonly PlacedChord[] = [
    ...chords.map(({ chord, start }) => ({ chord, start, playing, ...shared })),
    { chord: NO_CHORD, start: end, playing: undefined, ...shared },
  ];
  const { meter } = score;
  const bars = Math.ceil(end / barTicks(meter));
  const notes = accompany({ chords: placed, meter, bars }).map(({ part, ...note }, i): Note => ({
    ...note,
    id: `chord ${i}` as NoteId,
    voice: whole.accompaniment![part],
    origin: { by: "you" },
  }));
  return { end, score: alone(whole, notes) };
}

/** Nothing but `notes`, and their voices sounding. */
function alone(score: Score, notes: readonly Note[]): Score {
  const known = new Set(notes.map(({ voice }) => voice));
  return {
    ...score,
    notes,
    bars: barsOfNotes(notes, score.meter),
    voices: score.voices
      .filter(({ id }) => known.has(id))
      .map((voice) => ({ ...voice, muted: false, solo: false })),
    chords: [],
    locks: [],
    accompaniment: undefined,
  };
}
