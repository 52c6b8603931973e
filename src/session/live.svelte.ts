import type { Edit } from "../domain/edit";
import { barTicks, beatTicks } from "../domain/meter";
import {
  EMPTY_HANDS,
  notesPlayed,
  touchHands,
  type Hands,
  type Played,
  type Ringing,
  type Touch,
} from "../domain/performance";
import { quantised } from "../domain/quantise";
import {
  barsOfNotes,
  findVoice,
  isLocked,
  isNoteLocked,
  MAX_BARS,
  overlaps,
  rangeOf,
  scoreTicks,
  type Note,
  type Range,
  type Voice,
} from "../domain/score";
import { secondsToTicks, type Ticks } from "../domain/units";
import type { ComputerKeys } from "../input/computer-keys";
import type { MidiInput } from "../input/midi";
import type { Playback } from "./playback.svelte";
import type { Sketch } from "./sketch.svelte";

/** What becomes of the voice's notes where something new is recorded. */
export type RecordMode = "merge" | "replace";

/** The outside world that is played on. */
export interface LivePorts {
  readonly midi: MidiInput;
  readonly keys: ComputerKeys;
  readonly nowMs: () => number;
  /** Calls back again and again until it is told to stop. */
  readonly often: (run: () => void) => () => void;
}

/** A recording under way. */
interface Recording {
  readonly voice: Voice;
  readonly group: string;
  /** Bars that the sketch had before it grew under the recording. */
  readonly bars: number;
  readonly loop: Range | undefined;
  /** Where this round began. */
  readonly from: Ticks;
  /** Notes of this round that have ended. */
  played: Played[];
  readonly open: Map<string, Omit<Played, "end">>;
  readonly stop: () => void;
}

const LOWEST_C = 24;
const HIGHEST_C = 84;

/** What hands play is heard at once, and written down when that was asked. */
export class Live {
  readonly #sketch: Sketch;
  readonly #playback: Playback;
  readonly #ports: LivePorts;
  #hands = $state.raw<Hands>(EMPTY_HANDS);
  #recording = $state.raw<Recording | undefined>(undefined);
  #devices = $state.raw<readonly string[] | undefined>(undefined);
  #problem = $state.raw<string | undefined>(undefined);
  #stopKeys = $state.raw<(() => void) | undefined>(undefined);
  #recordings = 0;

  /** Bars that are counted in before a recording. */
  countIn = $state.raw(1);
  mode = $state.raw<RecordMode>("merge");
  /** The C of the leftmost key. */
  lowest = $state.raw(60);
  /** Set by the piano roll, which brings what was recorded into sight. */
  onRecorded: (notes: readonly Note[]) => void = () => undefined;
  /** Milliseconds from a stroke until the page hears of it, taken off what is recorded. */
  latencyMs = $state.raw(0);

  /** What rings, by key or pedal. */
  readonly ringing: readonly Ringing[] = $derived(this.#hands.ringing);
  readonly isRecording: boolean = $derived(this.#recording !== undefined);
  /** Names of MIDI devices; undefined before anybody asked for them. */
  readonly devices = $derived(this.#devices);
  /** What stands in the way, in a sentence. */
  readonly problem = $derived(this.#problem);
  /** Whether the computer's letters play. */
  readonly keysPlay: boolean = $derived(this.#stopKeys !== undefined);

  constructor(sketch: Sketch, playback: Playback, ports: LivePorts) {
    this.#sketch = sketch;
    this.#playback = playback;
    this.#ports = ports;
    playback.subscribe((event) => {
      if (event.type === "looped") this.#goRound();
      if (event.type !== "stopped") return;
      this.#finish(event.at);
      // Whoever presses Stop wants silence.
      if (!event.ended) this.letGo();
    });
  }

  /** Plays. @param atMs when, of `performance.now()` */
  touch(touch: Touch, atMs: number = this.#ports.nowMs()): void {
    const voice = this.#sketch.activeVoice;
    const { hands, ended, begun } = touchHands(this.#hands, touch);
    this.#hands = hands;
    for (const { key } of ended) this.#playback.lift(key);
    if (begun && voice) this.#playback.press(begun.key, begun.pitch, begun.velocity, voice);
    const recording = this.#recording;
    const tick = recording && this.#tickAt(atMs);
    if (!recording || tick === undefined) return;
    for (const { key } of ended) close(recording, key, tick);
    if (begun) {
      const { key, pitch, velocity } = begun;
      recording.open.set(key, { pitch, velocity, start: tick });
    }
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
        (names) => {
          this.#devices = names;
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

  /** Records into the active voice from where playing would begin, until it stops; each round of a loop is a step of its own. */
  record(): void {
    if (this.#recording) {
      this.#playback.stop();
      return;
    }
    const { score, activeVoice: voice } = this.#sketch;
    if (!voice) {
      this.#problem = "There is no voice to record into: add one first.";
      return;
    }
    if (voice.locked) {
      this.#problem = `${voice.name} is locked: unlock it, or choose another voice to record into.`;
      return;
    }
    this.#problem = undefined;
    const { cursor, loop } = this.#playback;
    const from = loop && (cursor < loop.start || cursor >= loop.end) ? loop.start : cursor;
    this.#recording = {
      voice,
      group: `record ${(this.#recordings += 1)}`,
      bars: score.bars,
      loop,
      from,
      played: [],
      open: new Map(),
      stop: this.#ports.often(() => {
        this.#keepAhead();
      }),
    };
    void this.#playback.play(from, this.countIn * barTicks(score.meter));
  }

  #tickAt(atMs: number): Ticks | undefined {
    return this.#playback.positionAt(atMs - this.latencyMs);
  }

  /** The sketch grows before the playhead comes to its end. */
  #keepAhead(): void {
    const recording = this.#recording;
    if (!recording || recording.loop) return;
    const { score } = this.#sketch;
    const ahead = scoreTicks(score) - this.#playback.position();
    if (ahead > 2 * barTicks(score.meter) || score.bars >= MAX_BARS) return;
    const bars = Math.min(MAX_BARS, score.bars + 2);
    this.#sketch.dispatch("Record", [{ type: "setBars", bars }], recording.group);
  }

  #goRound(): void {
    const recording = this.#recording;
    if (!recording?.loop) return;
    const { loop } = recording;
    const ringing = [...recording.open];
    this.#write(recording, { start: recording.from, end: loop.end });
    // What is still held goes on into the next round.
    const open = new Map(ringing.map(([key, note]) => [key, { ...note, start: loop.start }]));
    const group = `record ${(this.#recordings += 1)}`;
    this.#recording = { ...recording, group, from: loop.start, played: [], open };
  }

  #finish(at: Ticks): void {
    const recording = this.#recording;
    if (!recording) return;
    recording.stop();
    this.#recording = undefined;
    this.#write(recording, { start: recording.from, end: at });
    const { score } = this.#sketch;
    const bars = Math.max(recording.bars, barsOfNotes(score.notes, score.meter));
    if (bars < score.bars)
      this.#sketch.dispatch("Record", [{ type: "setBars", bars }], recording.group);
  }

  /** Writes what was played in `range` into the voice. */
  #write(recording: Recording, range: Range): void {
    for (const key of [...recording.open.keys()]) close(recording, key, range.end);
    const { score, ids } = this.#sketch;
    const { voice, group, played } = recording;
    const early = Math.min(beatTicks(score.meter) / 2, secondsToTicks(EARLY_SECONDS, score.tempo));
    const notes = notesPlayed(played, range, early).map(({ pitch, velocity, start, end }) => {
      const asPlayed: Note = {
        id: ids.note(),
        voice: voice.id,
        pitch,
        start,
        duration: end - start,
        velocity,
        origin: { by: "you" },
      };
      return quantised(asPlayed, findVoice(score, voice.id)?.quantise);
    });
    const open = notes.filter((note) => !isLocked(score, voice.id, rangeOf(note)));
    // A round in which nothing was played takes nothing away.
    if (open.length === 0) return;
    const gone = score.notes.filter(
      (note) =>
        note.voice === voice.id &&
        !isNoteLocked(score, note) &&
        (this.mode === "replace"
          ? note.start >= range.start && note.start < range.end
          : open.some((one) => one.pitch === note.pitch && overlaps(rangeOf(one), rangeOf(note)))),
    );
    const edits: Edit[] = [
      { type: "removeNotes", ids: new Set(gone.map(({ id }) => id)) },
      { type: "addNotes", notes: open },
    ];
    this.#sketch.dispatch("Record", edits, group);
    this.onRecorded(open);
    if (open.length < notes.length)
      this.#problem =
        "Some of what you played lies where the voice is locked, and was not written.";
  }
}

/** How long before the beginning a stroke is meant for it. */
const EARLY_SECONDS = 0.2;

function close(recording: Recording, key: string, end: Ticks): void {
  const note = recording.open.get(key);
  if (!note) return;
  recording.open.delete(key);
  if (end > note.start) recording.played.push({ ...note, end });
}
