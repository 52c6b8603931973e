import { MusicRNN, type MusicRNNSpec } from "@magenta/music/esm/music_rnn/model";
import * as tf from "@tensorflow/tfjs-core";
import type { ModelName } from "../domain/ask";
import type { CheckpointFiles } from "./checkpoint";
import { NO_CHORD_CLASS } from "./chord-classes";
import { chordEncodingOf, type ChordEncoding } from "./chord-encoding";
import { eventCount, OFF } from "./melody";
import type { MelodyNet, MelodyRun } from "./melody-net";
import { assertNoControls, melodyArgs } from "./melody-config";
import { withFiles } from "./prelude";
import { assertShapes, musicRnnShapes } from "./shapes";

type Cell = (data: tf.Tensor2D, c: tf.Tensor2D, h: tf.Tensor2D) => [tf.Tensor2D, tf.Tensor2D];

interface AttentionState {
  readonly attention: tf.Tensor1D;
  readonly attentionState: tf.Tensor2D;
}

/** What Magenta's class keeps to itself. */
interface Insides {
  readonly lstmCells: readonly Cell[];
  readonly lstmFcW: tf.Tensor2D;
  readonly lstmFcB: tf.Tensor1D;
  readonly biasShapes: readonly number[];
  readonly auxInputs: readonly { getTensors(steps: number): tf.Tensor2D }[] | undefined;
  readonly attentionWrapper:
    | {
        initState(): AttentionState;
        call(
          input: tf.Tensor2D,
          c: tf.Tensor2D[],
          h: tf.Tensor2D[],
          state: AttentionState,
        ): {
          output: tf.Tensor2D;
          c: tf.Tensor2D[];
          h: tf.Tensor2D[];
          attentionState: AttentionState;
        };
      }
    | undefined;
}

/** What a run remembers. */
interface Memory {
  readonly c: tf.Tensor2D[];
  readonly h: tf.Tensor2D[];
  readonly attention: AttentionState | undefined;
}

/** Magenta's MusicRNN for melodies, heard and asked event by event: the sampling around it is ours, and seeded. */
export class SeededMusicRnn extends MusicRNN implements MelodyNet {
  readonly model: ModelName;
  readonly minPitch: number;
  readonly maxPitch: number;

  readonly #chords: ChordEncoding | undefined;

  private constructor(url: string, spec: MusicRNNSpec, model: ModelName) {
    super(url, spec);
    this.model = model;
    this.#chords = chordEncodingOf(spec.chordEncoder);
    ({ minPitch: this.minPitch, maxPitch: this.maxPitch } = melodyArgs(spec));
  }

  /** @param url the folder that `files` came from */
  static async load(
    url: string,
    files: CheckpointFiles,
    model: ModelName,
  ): Promise<SeededMusicRnn> {
    const spec = files.config as unknown as MusicRNNSpec;
    assertNoControls("MusicRNN", spec);
    const rnn = new SeededMusicRnn(url, spec, model);
    const events = eventCount(rnn);
    const counters = (spec.auxInputs ?? []).reduce((sum, { args }) => sum + args.numBits, 0);
    const beside = counters + (rnn.#chords?.width ?? 0);
    // Its own inputs are checked by what it multiplies when attention is wrapped around the cells.
    if (spec.attentionLength === undefined)
      assertShapes(
        "MusicRNN",
        files.weights,
        musicRnnShapes(files.weights, events + beside, events),
      );
    await withFiles(files.files, () => rnn.initialize());
    return rnn;
  }

  start(chords = new Int16Array()): MelodyRun {
    const insides = this as unknown as Insides;
    const zeros = () => insides.biasShapes.map((bias) => tf.zeros<tf.Rank.R2>([1, bias / 4]));
    const memory = { c: zeros(), h: zeros(), attention: insides.attentionWrapper?.initState() };
    return new Run(insides, eventCount(this), this.#chords, chords, memory);
  }

  /** What it expects after silence. */
  probe(): Float32Array {
    const run = this.start();
    try {
      return run.hear(OFF);
    } finally {
      run.dispose();
    }
  }
}

class Run implements MelodyRun {
  readonly #net: Insides;
  readonly #events: number;
  readonly #encoding: ChordEncoding | undefined;
  readonly #chords: Int16Array;
  #memory: Memory;
  #heard = 0;

  constructor(
    net: Insides,
    events: number,
    encoding: ChordEncoding | undefined,
    chords: Int16Array,
    memory: Memory,
  ) {
    this.#net = net;
    this.#events = events;
    this.#encoding = encoding;
    this.#chords = chords;
    this.#memory = memory;
  }

  hear(event: number): Float32Array {
    const before = this.#memory;
    const logits = tf.tidy(() => {
      const input = tf.concat([...this.#chord(), this.#oneHot(event), ...this.#beside()], 1);
      const { output, ...memory } = this.#step(input);
      this.#memory = keepAll(memory);
      return output.matMul(this.#net.lstmFcW).add(this.#net.lstmFcB).dataSync<"float32">();
    });
    disposeAll(before);
    this.#heard++;
    return logits;
  }

  dispose(): void {
    disposeAll(this.#memory);
  }

  #oneHot(event: number): tf.Tensor2D {
    const input = new Float32Array(this.#events);
    input[event] = 1;
    return tf.tensor2d(input, [1, this.#events]);
  }

  /** The chord of the step that is asked for. */
  #chord(): tf.Tensor2D[] {
    if (!this.#encoding) return [];
    const chord = this.#chords[this.#heard + 1] ?? NO_CHORD_CLASS;
    return [tf.tensor2d(this.#encoding.encode(chord), [1, this.#encoding.width])];
  }

  /** Magenta's counters of the place in the bar, at the step that was just heard. */
  #beside(): tf.Tensor2D[] {
    return (this.#net.auxInputs ?? []).map((input) =>
      input.getTensors(this.#heard + 1).slice([this.#heard, 0], [1, -1]),
    );
  }

  #step(input: tf.Tensor2D): Memory & { readonly output: tf.Tensor2D } {
    const { c, h, attention } = this.#memory;
    const { attentionWrapper, lstmCells } = this.#net;
    if (attentionWrapper && attention) {
      const next = attentionWrapper.call(input, c, h, attention);
      return { output: next.output, c: next.c, h: next.h, attention: next.attentionState };
    }
    const [nextC, nextH] = tf.multiRNNCell([...lstmCells], input, c, h);
    return { output: nextH.at(-1)!, c: nextC, h: nextH, attention: undefined };
  }
}

function keepAll(memory: Memory): Memory {
  for (const tensor of tensorsOf(memory)) tf.keep(tensor);
  return memory;
}

function disposeAll(memory: Memory): void {
  for (const tensor of tensorsOf(memory)) tensor.dispose();
}

function tensorsOf({ c, h, attention }: Memory): readonly tf.Tensor[] {
  return attention ? [...c, ...h, attention.attention, attention.attentionState] : [...c, ...h];
}
