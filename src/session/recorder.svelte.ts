import { barTicks, beatTicks } from "../domain/meter";
import type { Played, Touched } from "../domain/performance";
import { writeRound, type Stroke } from "../domain/recording";
import {
  barsOfNotes,
  MAX_BARS,
  scoreTicks,
  type Note,
  type NoteId,
  type Range,
  type Score,
  type TakeId,
  type Voice,
} from "../domain/score";
import { secondsToTicks, type Seconds, type Ticks } from "../domain/units";
import type { Playback } from "./playback.svelte";
import type { Responses } from "./responses.svelte";
import type { Sketch } from "./sketch.svelte";

/**
 * What becomes of the voice's notes where something new is recorded: it is added, it takes their place, or each round of a loop is a take
 * of its own beside the sketch.
 */
export type RecordMode = "merge" | "replace" | "takes";

/** Who plays along with a recording. */
export interface Companion {
  /** Whether it wants time to go on, without a loop. */
  readonly isLinear: boolean;
  /** @param name of the recording @param group the step that it begins */
  began(voice: Voice, from: Ticks, name: string, group: string): void;
  heard(touched: Touched, tick: Ticks): void;
  ended(at: Ticks): void;
}

export interface RecorderPorts {
  /** Calls back again and again until it is told to stop. */
  readonly often: (run: () => void) => () => void;
}

/** A round under way. */
interface Recording {
  readonly voice: Voice;
  readonly mode: RecordMode;
  readonly loop: Range | undefined;
  /** Bars that the sketch had before it grew under the recording. */
  readonly bars: number;
  /** Takes of the same recording share it. */
  readonly ask: string;
  /** The sketch before it. */
  readonly before: Score;
  /** Takes so far, the last one last. */
  readonly takes: readonly TakeId[];
  readonly stop: () => void;
  /** Changes of one round are one step. */
  readonly group: string;
  /** Where this round began. */
  readonly from: Ticks;
  readonly strokes: readonly Stroke[];
  readonly written: ReadonlySet<NoteId>;
  readonly open: ReadonlyMap<string, Omit<Stroke, "end">>;
}

/** How long before the beginning a stroke is meant for it. */
const EARLY: Seconds = 0.2;

/** Writes down what is played, each note as soon as it has ended. */
export class Recorder {
  readonly #sketch: Sketch;
  readonly #playback: Playback;
  readonly #responses: Responses;
  readonly #ports: RecorderPorts;
  #recording = $state.raw<Recording | undefined>(undefined);
  #problem = $state.raw<string | undefined>(undefined);
  #companions: readonly Companion[] = [];
  #recordings = 0;
  /** The last place in the round that is known: one far before it is in the next. */
  #last: Ticks = 0;
  /** Whether the round that the player will tell of was begun already. */
  #wentRound = false;

  /** Bars that are counted in before a recording. */
  countIn = $state.raw(1);
  mode = $state.raw<RecordMode>("merge");
  /** Set by the piano roll, which brings what was recorded into sight. */
  onRecorded: (notes: readonly Note[]) => void = () => undefined;

  readonly isRecording: boolean = $derived(this.#recording !== undefined);
  /** The voice that is recorded into. */
  readonly voice: Voice | undefined = $derived(this.#recording?.voice);
  /** The strokes of this round that are held still. */
  readonly holding: readonly Omit<Stroke, "end">[] = $derived([
    ...(this.#recording?.open.values() ?? []),
  ]);
  /** What stands in the way, in a sentence. */
  readonly problem = $derived(this.#problem);

  constructor(sketch: Sketch, playback: Playback, responses: Responses, ports: RecorderPorts) {
    this.#sketch = sketch;
    this.#playback = playback;
    this.#responses = responses;
    this.#ports = ports;
    playback.subscribe((event) => {
      if (event.type === "looped") this.#looped();
      if (event.type === "stopped") this.#finish(event.at);
    });
  }

  /** Has somebody play along with every recording from now on. */
  join(companion: Companion): void {
    this.#companions = [...this.#companions, companion];
  }

  /** The step that this round is, for what is written along with it. */
  get group(): string | undefined {
    return this.#recording?.group;
  }

  /** What is held now, as if it ended at `end`. */
  held(end: Ticks): readonly Played[] {
    return this.holding.filter(({ start }) => start < end).map((note) => ({ ...note, end }));
  }

  /** Records into the active voice from where playing would begin, until it stops; each round of a loop is a step or a take of its own. */
  toggle(): void {
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
    // What one hears is what one records into.
    this.#responses.audition(undefined);
    if (this.#companions.some(({ isLinear }) => isLinear)) this.#playback.setLoop(undefined);
    const { cursor, loop } = this.#playback;
    const from = loop && (cursor < loop.start || cursor >= loop.end) ? loop.start : cursor;
    const group = `record ${(this.#recordings += 1)}`;
    const ask = `${group} of ${this.#sketch.ids.note()}`;
    this.#last = from;
    this.#wentRound = false;
    this.#recording = {
      voice,
      mode: loop || this.mode !== "takes" ? this.mode : "merge",
      loop,
      bars: score.bars,
      ask,
      before: score,
      takes: [],
      group,
      from,
      strokes: [],
      written: new Set(),
      open: new Map(),
      stop: this.#ports.often(() => {
        this.#keepAhead();
      }),
    };
    for (const companion of this.#companions) companion.began(voice, from, ask, group);
    void this.#playback.play(from, this.countIn * barTicks(score.meter));
  }

  /** Takes down what a touch began and ended. @param atMs when, of `performance.now()` */
  hear(touched: Touched, atMs: number): void {
    const { ended, begun } = touched;
    const tick = this.#recording && this.#playback.positionAt(atMs);
    if (tick === undefined) return;
    this.#turnRound(tick);
    this.#last = tick;
    for (const companion of this.#companions) companion.heard(touched, tick);
    for (const { key } of ended) this.#close(key, tick);
    if (!begun || !this.#recording) return;
    const { key, pitch, velocity } = begun;
    const stroke = { id: this.#sketch.ids.note(), pitch, velocity, start: tick };
    this.#recording = {
      ...this.#recording,
      open: new Map([...this.#recording.open, [key, stroke]]),
    };
  }

  #close(key: string, end: Ticks): void {
    const recording = this.#recording;
    const stroke = recording?.open.get(key);
    if (!recording || !stroke) return;
    const open = new Map(recording.open);
    open.delete(key);
    this.#recording = { ...recording, open };
    if (end > stroke.start) this.#write({ ...stroke, end });
  }

  /** @param until where the round is */
  #write(stroke: Stroke, until: Ticks = stroke.end): void {
    const recording = this.#recording;
    if (!recording) return;
    const strokes = [...recording.strokes.filter(({ id }) => id !== stroke.id), stroke];
    const { score } = this.#sketch;
    const { edits, notes, blocked } = writeRound(
      score,
      {
        voice: recording.voice.id,
        replaces: recording.mode === "replace",
        range: { start: recording.from, end: recording.loop?.end ?? Infinity },
        until,
        early: this.#early(),
        strokes,
        written: recording.written,
      },
      stroke.pitch,
    );
    const written = new Set([...recording.written, ...notes.map(({ id }) => id)]);
    this.#recording = { ...recording, strokes, written };
    if (edits.length > 0) this.#sketch.dispatch("Record", edits, recording.group);
    if (notes.length > 0) this.onRecorded(notes);
    if (blocked)
      this.#problem =
        "Some of what you played lies where the voice is locked, and was not written.";
  }

  #early(): Ticks {
    const { meter, tempo } = this.#sketch.score;
    return Math.min(beatTicks(meter) / 2, secondsToTicks(EARLY, tempo));
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

  /** A stroke may come from the next round before the player tells of it. */
  #turnRound(tick: Ticks): void {
    const { loop } = this.#recording ?? {};
    if (!loop || this.#last - tick < (loop.end - loop.start) / 2) return;
    this.#wentRound = true;
    this.#goRound();
  }

  #looped(): void {
    if (!this.#wentRound) this.#goRound();
    this.#wentRound = false;
  }

  #goRound(): void {
    const recording = this.#recording;
    if (!recording?.loop) return;
    const { loop } = recording;
    const held = [...recording.open];
    const isEarly = ({ start }: { readonly start: Ticks }) => start >= loop.end - this.#early();
    // What was struck just before the round is over is meant for the next.
    for (const [key, stroke] of held) if (!isEarly(stroke)) this.#close(key, loop.end);
    this.#endRound(loop.end, true);
    const id = () => this.#sketch.ids.note();
    const open = new Map(
      held.map(([key, stroke]) => [key, { ...stroke, id: id(), start: loop.start }]),
    );
    const isTakes = recording.mode === "takes";
    this.#last = loop.start;
    this.#recording &&= {
      ...this.#recording,
      group: isTakes ? recording.group : `record ${(this.#recordings += 1)}`,
      from: loop.start,
      strokes: [],
      written: new Set(),
      open,
    };
  }

  /** What gives way does so up to the end; a round that is to be a take is put beside the sketch. */
  #endRound(end: Ticks, goesOn: boolean): void {
    const last = this.#recording?.strokes.at(-1);
    if (last) this.#write(last, end);
    const recording = this.#recording;
    if (!recording || recording.mode !== "takes") return;
    const { before, voice, written, ask, group, from } = recording;
    if (written.size > 0) {
      const { id } = this.#responses.bring(before, {
        name: `Take ${recording.takes.length + 1}: Played`,
        score: this.#sketch.score,
        making: {
          kind: "play",
          voices: [voice.id],
          range: { start: from, end },
          ask,
          notes: [...written],
        },
      });
      this.#recording = { ...recording, takes: [...recording.takes, id] };
      if (goesOn) this.#sketch.dispatch("Record", [{ type: "replace", score: before }], group);
    } else if (!goesOn) {
      const newest = this.#responses.tree.find(({ id }) => id === recording.takes.at(-1));
      if (newest)
        this.#sketch.dispatch("Record", [{ type: "replace", score: newest.score }], group);
    }
  }

  #finish(at: Ticks): void {
    const recording = this.#recording;
    if (!recording) return;
    recording.stop();
    for (const companion of this.#companions) companion.ended(at);
    for (const key of recording.open.keys()) this.#close(key, at);
    this.#endRound(at, false);
    const { group } = this.#recording!;
    this.#recording = undefined;
    const { score } = this.#sketch;
    const bars = Math.max(recording.bars, barsOfNotes(score.notes, score.meter));
    if (bars < score.bars) this.#sketch.dispatch("Record", [{ type: "setBars", bars }], group);
  }
}
