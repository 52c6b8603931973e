import {
  EMPTY_HANDS,
  touchHands,
  type Hands,
  type Ringing,
  type Source,
  type Touch,
} from "../domain/performance";
import type { MidiPort } from "../domain/midi";
import { handOf, type Hand } from "../domain/latency";
import { MICROPHONE } from "../domain/sung-notes";
import type { ComputerKeys } from "../input/computer-keys";
import type { MidiInput } from "../input/midi";
import type { Playback } from "./playback.svelte";
import type { Recorder } from "./recorder.svelte";
import type { Sketch } from "./sketch.svelte";

/** The outside world that is played on. */
export interface LivePorts {
  readonly midi: MidiInput;
  readonly keys: ComputerKeys;
  readonly nowMs: () => number;
  /** Milliseconds from a stroke on such a thing until the page hears of it, taken off what is recorded. */
  readonly latencyMs: (hand: Hand) => number;
}

const LOWEST_C = 24;
const HIGHEST_C = 84;

/** What hands play is heard at once, and written down when that was asked. */
export class Live {
  readonly #sketch: Sketch;
  readonly #playback: Playback;
  readonly #recorder: Recorder;
  readonly #ports: LivePorts;
  readonly #listeners = new Set<(source: Source, atMs: number) => void>();
  #hands = $state.raw<Hands>(EMPTY_HANDS);
  #devices = $state.raw<readonly string[] | undefined>(undefined);
  #problem = $state.raw<string | undefined>(undefined);
  #stopKeys = $state.raw<(() => void) | undefined>(undefined);

  /** Told of the devices that can be played, whenever they change. */
  onOutputs: (ports: readonly MidiPort[]) => void = () => undefined;
  /** The C of the leftmost key. */
  lowest = $state.raw(60);
  /** What rings, by key or pedal. */
  readonly ringing: readonly Ringing[] = $derived(this.#hands.ringing);
  /** Names of MIDI devices; undefined before anybody asked for them. */
  readonly devices = $derived(this.#devices);
  /** What stands in the way, in a sentence. */
  readonly problem = $derived(this.#problem);
  /** Whether the computer's letters play. */
  readonly keysPlay: boolean = $derived(this.#stopKeys !== undefined);

  constructor(sketch: Sketch, playback: Playback, recorder: Recorder, ports: LivePorts) {
    this.#sketch = sketch;
    this.#playback = playback;
    this.#recorder = recorder;
    this.#ports = ports;
    playback.subscribe((event) => {
      // Whoever presses Stop wants silence.
      if (event.type === "stopped" && !event.ended) this.letGo();
    });
  }

  /** Plays. @param atMs when, of `performance.now()` */
  touch(touch: Touch, atMs: number = this.#ports.nowMs()): void {
    const voice = this.#sketch.activeVoice;
    const touched = touchHands(this.#hands, touch);
    const { hands, ended, begun } = touched;
    this.#hands = hands;
    for (const { key } of ended) this.#playback.lift(key);
    if (begun && voice && begun.source !== MICROPHONE)
      // What a MIDI device plays is not sent to one again: it may be the same.
      this.#playback.press(
        begun.key,
        begun.pitch,
        begun.velocity,
        voice,
        handOf(begun.source) !== "midi",
      );
    if (begun) for (const listener of this.#listeners) listener(begun.source, atMs);
    const hand = handOf(touch.source);
    this.#recorder.hear(touched, atMs - (hand ? this.#ports.latencyMs(hand) : 0));
  }

  /** Tells of every stroke, and when the page heard of it. @returns its undo */
  listen(listener: (source: Source, atMs: number) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Everything that rings is let go. */
  letGo(): void {
    this.touch({ type: "letGo" });
  }

  /** Has MIDI devices play. */
  async connect(): Promise<void> {
    try {
      await this.#ports.midi.connect(
        (touch, atMs) => {
          this.touch(touch, atMs);
        },
        ({ inputs, outputs }) => {
          this.#devices = inputs;
          this.onOutputs(outputs);
        },
      );
      this.#problem = undefined;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** Has the computer's letters play, or no longer. */
  setKeysPlay(on: boolean): void {
    if (on === this.keysPlay) return;
    this.#stopKeys?.();
    this.#stopKeys = on
      ? this.#ports.keys.listen(
          () => this.lowest,
          (touch, atMs) => {
            this.touch(touch, atMs);
          },
          (direction) => {
            this.moveOctave(direction);
          },
        )
      : undefined;
  }

  moveOctave(direction: -1 | 1): void {
    this.lowest = Math.min(HIGHEST_C, Math.max(LOWEST_C, this.lowest + 12 * direction));
  }
}
