import type { Touch } from "../domain/performance";
import {
  FRESH_EAR,
  hear,
  hush,
  MICROPHONE,
  nearestPitch,
  type Ear,
  type PitchFrame,
  type SungEvent,
} from "../domain/sung-notes";
import type { Midi, Seconds, Velocity } from "../domain/units";
import type { Microphone } from "../input/microphone";
import type { Live } from "./live.svelte";
import type { Sketch } from "./sketch.svelte";

/** A moment of what was heard. */
export interface TracePoint {
  readonly seconds: Seconds;
  /** In semitones as MIDI counts them, whole or not; undefined while nobody sings. */
  readonly pitch: number | undefined;
}

/** A note that was sung, as it was taken; on the trace's clock. */
export interface TraceNote {
  readonly pitch: Midi;
  readonly start: Seconds;
  /** Undefined while it goes on. */
  readonly end: Seconds | undefined;
}

/** What the microphone hears. */
export interface Heard {
  /** Of the last moments, oldest first. */
  readonly trace: readonly TracePoint[];
  readonly notes: readonly TraceNote[];
  /** Decibels below full scale, at most 0. */
  readonly level: number;
}

/** How far back the trace reaches. */
export const TRACE_SECONDS: Seconds = 6;
const NOTHING: Heard = { trace: [], notes: [], level: -Infinity };
/** A note that is taken back ends so long before its beginning: what lasts no time is not written. */
const TAKEN_BACK: Seconds = 0.005;

/** What is sung, hummed or whistled, as touches like those of any keyboard. */
export class Listening {
  readonly #sketch: Sketch;
  readonly #live: Pick<Live, "touch">;
  readonly #microphone: Microphone;
  #state = $state.raw<"off" | "opening" | "on">("off");
  #heard = $state.raw<Heard>(NOTHING);
  #problem = $state.raw<string | undefined>(undefined);
  #ear: Ear = FRESH_EAR;
  #held: { readonly pitch: Midi; readonly velocity: Velocity } | undefined;
  #zeroMs = 0;
  #close: (() => void) | undefined;
  /** Counts the times that listening was begun or ended: an answer to an earlier one comes too late. */
  #turn = 0;

  /** Whether what is sung becomes the nearest note of the sketch's key. */
  snaps = $state.raw(true);

  readonly state = $derived(this.#state);
  readonly heard: Heard = $derived(this.#heard);
  /** In semitones as MIDI counts them; undefined while nobody sings. */
  readonly pitch: number | undefined = $derived(this.#heard.trace.at(-1)?.pitch);
  /** What stands in the way, in a sentence. */
  readonly problem = $derived(this.#problem);

  constructor(sketch: Sketch, live: Pick<Live, "touch">, microphone: Microphone) {
    this.#sketch = sketch;
    this.#live = live;
    this.#microphone = microphone;
  }

  toggle(): void {
    if (this.#state === "off") void this.start();
    else this.stop();
  }

  /** From a user gesture. Resolves when it listens, or says in `problem` why it does not. */
  async start(): Promise<void> {
    if (this.#state !== "off") return;
    const turn = (this.#turn += 1);
    this.#state = "opening";
    this.#problem = undefined;
    this.#ear = FRESH_EAR;
    this.#heard = NOTHING;
    try {
      const close = await this.#microphone.listen(
        (frames, zeroMs) => {
          if (turn === this.#turn) this.#hear(frames, zeroMs);
        },
        (error) => {
          if (turn !== this.#turn) return;
          this.#close = undefined;
          this.stop();
          this.#problem = error.message;
        },
      );
      if (turn !== this.#turn) {
        close();
        return;
      }
      this.#close = close;
      this.#state = "on";
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#state = "off";
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** The microphone is free again; what is sung ends. */
  stop(): void {
    if (this.#state === "off") return;
    this.#turn += 1;
    this.#close?.();
    this.#close = undefined;
    this.#take(hush(this.#ear).events);
    this.#ear = FRESH_EAR;
    this.#state = "off";
    this.#heard = NOTHING;
  }

  /** The problem was read. */
  dismiss(): void {
    this.#problem = undefined;
  }

  #hear(frames: readonly PitchFrame[], zeroMs: number): void {
    this.#zeroMs = zeroMs;
    let { trace, notes } = this.#heard;
    for (const frame of frames) {
      const { ear, events } = hear(this.#ear, frame);
      this.#ear = ear;
      for (const event of events) notes = this.#noted(notes, event);
      this.#take(events);
    }
    const last = frames.at(-1);
    if (!last) return;
    const from = last.seconds - TRACE_SECONDS;
    const point = { seconds: last.seconds, pitch: this.#ear.trail.at(-1)?.pitch };
    trace = [...trace.filter(({ seconds }) => seconds > from), point];
    notes = notes.filter(({ end }) => end === undefined || end > from);
    this.#heard = { trace, notes, level: Math.max(...frames.map(({ level }) => level)) };
  }

  #noted(notes: readonly TraceNote[], event: SungEvent): readonly TraceNote[] {
    if (event.type === "begin")
      return [
        ...notes,
        { pitch: this.#snapped(event.pitch), start: event.seconds, end: undefined },
      ];
    const last = notes.at(-1);
    if (!last) return notes;
    const changed =
      event.type === "amend" ? { pitch: this.#snapped(event.pitch) } : { end: event.seconds };
    return [...notes.slice(0, -1), { ...last, ...changed }];
  }

  #take(events: readonly SungEvent[]): void {
    for (const event of events) {
      const { seconds } = event;
      if (event.type === "end") this.#release(seconds);
      else {
        const pitch = this.#snapped(event.pitch);
        if (event.type === "amend" && pitch === this.#held?.pitch) continue;
        const velocity = event.type === "begin" ? event.velocity : (this.#held?.velocity ?? 80);
        this.#release(seconds - TAKEN_BACK);
        this.#held = { pitch, velocity };
        this.#touch({ type: "press", source: MICROPHONE, pitch, velocity }, seconds);
      }
    }
  }

  #release(seconds: Seconds): void {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.#touch({ type: "release", source: MICROPHONE, pitch: held.pitch }, seconds);
  }

  #touch(touch: Touch, seconds: Seconds): void {
    this.#live.touch(touch, this.#zeroMs + 1000 * seconds);
  }

  #snapped(pitch: number): Midi {
    return nearestPitch(pitch, this.snaps ? this.#sketch.score.key : undefined);
  }
}
