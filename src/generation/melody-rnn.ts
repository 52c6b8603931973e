import { MusicRNN, type MusicRNNSpec } from "@magenta/music/esm/music_rnn/model";
import * as tf from "@tensorflow/tfjs-core";
import type { ModelName } from "../domain/ask";
import type { CheckpointFiles } from "./checkpoint";
import { NO_CHORD_CLASS } from "./chord-classes";
import { chordEncodingOf, type ChordEncoding } from "./chord-encoding";
import { LstmStack, type LstmRun } from "./lstm";
import { eventCount, OFF } from "./melody";
import type { MelodyNet, MelodyRun } from "./melody-net";
import { assertNoControls, melodyArgs } from "./melody-config";
import { withFiles } from "./prelude";
import { read } from "./read";
import { assertShapes, musicRnnShapes } from "./shapes";

interface AttentionState {
  readonly attention: tf.Tensor1D;
  readonly attentionState: tf.Tensor2D;
}

/** What Magenta's class keeps to itself. */
interface Insides {
  readonly rawVars: tf.NamedTensorMap;
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

/** What a lane remembers under attention. */
interface Memory {
  readonly c: tf.Tensor2D[];
  readonly h: tf.Tensor2D[];
  readonly attention: AttentionState;
}

/** Magenta's MusicRNN for melodies, heard and asked event by event: the sampling around it is ours, and seeded. */
export class SeededMusicRnn extends MusicRNN implements MelodyNet {
  readonly model: ModelName;
  readonly minPitch: number;
  readonly maxPitch: number;

  readonly #chords: ChordEncoding | undefined;
  /** Undefined where attention is wrapped around the cells. */
  #stack: LstmStack | undefined;

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
    if (!rnn.#insides.attentionWrapper) rnn.#stack = rnn.#stacked();
    return rnn;
  }

  start(chords = new Int16Array()): MelodyRun {
    const told = new Inputs(this.#insides, eventCount(this), this.#chords, chords);
    return this.#stack
      ? new StackRun(this.#stack.start(1), told)
      : new AttentionRun(this.#insides, told);
  }

  /** What it expects after silence. */
  probe(): Float32Array {
    const run = this.start();
    try {
      return run.hear([OFF]);
    } finally {
      run.dispose();
    }
  }

  override dispose(): void {
    this.#stack?.dispose();
    this.#stack = undefined;
    super.dispose();
  }

  get #insides(): Insides {
    return this as unknown as Insides;
  }

  #stacked(): LstmStack {
    const { rawVars, biasShapes, lstmFcW, lstmFcB } = this.#insides;
    const cells = biasShapes.map((_, i) => {
      const prefix = `rnn/multi_rnn_cell/cell_${i}/basic_lstm_cell`;
      return {
        kernel: rawVars[`${prefix}/kernel`] as tf.Tensor2D,
        bias: rawVars[`${prefix}/bias`] as tf.Tensor1D,
      };
    });
    return new LstmStack(cells, { kernel: lstmFcW, bias: lstmFcB });
  }
}

/** What a step's input is made of beside the event: the chord before it, the place in the bar behind it. */
class Inputs {
  readonly events: number;
  readonly #encoding: ChordEncoding | undefined;
  readonly #chords: Int16Array;
  readonly #counters: NonNullable<Insides["auxInputs"]>;

  constructor(
    { auxInputs }: Insides,
    events: number,
    encoding: ChordEncoding | undefined,
    chords: Int16Array,
  ) {
    this.events = events;
    this.#encoding = encoding;
    this.#chords = chords;
    this.#counters = auxInputs ?? [];
  }

  /** The chord of the step that is asked for after `heard` others. */
  chord(heard: number): Float32Array {
    return this.#encoding?.encode(this.#chords[heard + 1] ?? NO_CHORD_CLASS) ?? new Float32Array();
  }

  /** Magenta's counters of the place in the bar, at the step that is heard after `heard` others. */
  counters(heard: number): Float32Array {
    if (this.#counters.length === 0) return new Float32Array();
    return read(() =>
      tf.concat(
        this.#counters.map((input) => input.getTensors(heard + 1).slice([heard, 0], [1, -1])),
        1,
      ),
    );
  }
}

class StackRun implements MelodyRun {
  readonly #run: LstmRun;
  readonly #told: Inputs;
  #heard = 0;

  constructor(run: LstmRun, told: Inputs) {
    this.#run = run;
    this.#told = told;
  }

  hear(events: ArrayLike<number>): Float32Array {
    const chord = this.#told.chord(this.#heard);
    const counters = this.#told.counters(this.#heard);
    const behind = chord.length + this.#told.events;
    for (let lane = 0; lane < events.length; lane++) {
      for (const [i, value] of chord.entries()) if (value !== 0) this.#run.hear(lane, i, value);
      this.#run.hear(lane, chord.length + events[lane]!);
      for (const [i, value] of counters.entries()) this.#run.hear(lane, behind + i, value);
    }
    this.#heard++;
    return this.#run.advance();
  }

  spread(lanes: number): void {
    this.#run.spread(lanes);
  }

  dispose(): void {
    // Nothing of it is held by the backend.
  }
}

/** Magenta's attention has no lanes: each goes by itself. */
class AttentionRun implements MelodyRun {
  readonly #net: Insides;
  readonly #told: Inputs;
  #lanes: Memory[];
  #heard = 0;

  constructor(net: Insides, told: Inputs) {
    this.#net = net;
    this.#told = told;
    const zeros = () => net.biasShapes.map((bias) => tf.zeros<tf.Rank.R2>([1, bias / 4]));
    this.#lanes = [{ c: zeros(), h: zeros(), attention: net.attentionWrapper!.initState() }];
  }

  hear(events: ArrayLike<number>): Float32Array {
    const all = new Float32Array(events.length * this.#told.events);
    const chord = this.#told.chord(this.#heard);
    const counters = this.#told.counters(this.#heard);
    this.#lanes = this.#lanes.map((before, lane) => {
      const input = new Float32Array(chord.length + this.#told.events + counters.length);
      input.set(chord);
      input[chord.length + events[lane]!] = 1;
      input.set(counters, chord.length + this.#told.events);
      let after = before;
      tf.tidy(() => {
        const { output, ...memory } = this.#step(tf.tensor2d(input, [1, input.length]), before);
        const logits = output.matMul(this.#net.lstmFcW).add(this.#net.lstmFcB);
        all.set(logits.dataSync<"float32">(), lane * this.#told.events);
        after = keepAll(memory);
      });
      disposeAll(before);
      return after;
    });
    this.#heard++;
    return all;
  }

  spread(lanes: number): void {
    const [first, ...others] = this.#lanes;
    others.forEach(disposeAll);
    this.#lanes = Array.from({ length: lanes }, () => copyOf(first!));
    disposeAll(first!);
  }

  dispose(): void {
    this.#lanes.forEach(disposeAll);
    this.#lanes = [];
  }

  #step(
    input: tf.Tensor2D,
    { c, h, attention }: Memory,
  ): Memory & { readonly output: tf.Tensor2D } {
    const next = this.#net.attentionWrapper!.call(input, c, h, attention);
    return { output: next.output, c: next.c, h: next.h, attention: next.attentionState };
  }
}

function keepAll(memory: Memory): Memory {
  for (const tensor of tensorsOf(memory)) tf.keep(tensor);
  return memory;
}

function copyOf({ c, h, attention }: Memory): Memory {
  return {
    c: c.map((one) => one.clone()),
    h: h.map((one) => one.clone()),
    attention: {
      attention: attention.attention.clone(),
      attentionState: attention.attentionState.clone(),
    },
  };
}

function disposeAll(memory: Memory): void {
  for (const tensor of tensorsOf(memory)) tensor.dispose();
}

function tensorsOf({ c, h, attention }: Memory): readonly tf.Tensor[] {
  return [...c, ...h, attention.attention, attention.attentionState];
}
