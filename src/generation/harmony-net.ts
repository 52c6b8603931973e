import * as tf from "@tensorflow/tfjs-core";
import { HARMONY_STYLES, type ModelName } from "../domain/ask";
import type { Steps } from "../domain/units";
import { sigmoid, tanh } from "./activations";
import type { CheckpointFiles } from "./checkpoint";
import { PARTS } from "./chorale";
import { HABIT_TABLE, habitsIn } from "./habits";
import {
  CHOICES,
  CONTEXT_INPUTS,
  CONTEXT_STEPS,
  DECODING_ORDER,
  OUTPUTS,
  UNKNOWN,
  UNSAID,
  type HarmonyNet,
  type HarmonyRun,
  type HarmonySheet,
} from "./harmony-run";
import { read } from "./read";
import { assertShapes, harmonyShapes, HARMONY_DILATIONS } from "./shapes";

/** Steps that are encoded at once, so that the first bar of a long score does not wait for the last. */
const STRETCH: Steps = 64;
const EPSILON = 1e-5;

interface Layer {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  /** `[1, 3, channels, channels]` */
  readonly kernel: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
  readonly dilation: number;
}

/** A table of rows, one for each token. */
interface Table {
  readonly values: Float32Array;
  readonly width: number;
}

/**
 * The one-pass harmony network (models/training/harmony_net.py). What the decoder's products have in common is taken out of its loop: the
 * encoder's part is done for all steps at once, each token's part is looked up, and one product a step is left, of the hidden
 * states of all takes with the recurrent kernel and the kernels of all four heads side by side.
 */
export class OnePassHarmony implements HarmonyNet {
  readonly model: ModelName;
  readonly habits: HarmonyNet["habits"];
  readonly #cells: Table;
  readonly #enter: { readonly kernel: tf.Tensor2D; readonly bias: tf.Tensor };
  readonly #layers: readonly Layer[];
  readonly #project: { readonly kernel: tf.Tensor2D; readonly bias: tf.Tensor };
  readonly #hidden: tf.Tensor2D;
  readonly #previous: readonly Table[];
  /** `[k][j]`: what head k hears of the voice that was decided j-th in its step. */
  readonly #beside: readonly (readonly Table[])[];
  readonly #outs: readonly { readonly kernel: Float32Array; readonly bias: Float32Array }[];
  readonly #units: number;
  readonly #head: number;

  private constructor(weights: tf.NamedTensorMap, model: ModelName) {
    this.model = model;
    const get = <R extends tf.Rank = tf.Rank>(name: string) => weights[name] as tf.Tensor<R>;
    const values = (name: string) => get(name).dataSync<"float32">();
    const habits = "habits" in weights ? values("habits") : undefined;
    this.habits = Object.fromEntries(
      HARMONY_STYLES.map((style, i) => [
        style,
        habits && habitsIn(habits.subarray(i * HABIT_TABLE, (i + 1) * HABIT_TABLE)),
      ]),
    );
    const channels = get("enter/bias").size;
    const units = get("lstm/bias").size / 4;
    const head = get("head0/bias").size;
    const width = get("tokens").shape[1]!;
    this.#units = units;
    this.#head = head;
    this.#cells = { values: values("cells"), width };
    this.#enter = {
      kernel: keep(get<tf.Rank.R2>("enter/kernel")),
      bias: keep(get("enter/bias")),
    };
    this.#layers = HARMONY_DILATIONS.map((dilation, i) => ({
      gamma: values(`conv${i}/gamma`),
      beta: values(`conv${i}/beta`),
      kernel: tf.reshape<tf.Rank.R4>(get(`conv${i}/kernel`), [1, 3, channels, channels]),
      bias: keep(get<tf.Rank.R1>(`conv${i}/bias`)),
      dilation,
    }));
    const heads = DECODING_ORDER.map((_, k) => get<tf.Rank.R2>(`head${k}/kernel`));
    const rows = (kernel: tf.Tensor2D, from: number, count: number) =>
      tf.slice2d(kernel, [from, 0], [count, -1]);
    const input = get<tf.Rank.R2>("lstm/input_kernel");
    this.#project = tf.tidy(() => ({
      kernel: tf.keep(
        tf.concat2d(
          [rows(input, 0, channels), ...heads.map((kernel) => rows(kernel, units, channels))],
          1,
        ),
      ),
      bias: tf.keep(
        tf.concat1d([
          get<tf.Rank.R1>("lstm/bias"),
          ...heads.map((_, k) => get<tf.Rank.R1>(`head${k}/bias`)),
        ]),
      ),
    }));
    this.#hidden = tf.tidy(() =>
      tf.keep(
        tf.concat2d(
          [get<tf.Rank.R2>("lstm/hidden_kernel"), ...heads.map((kernel) => rows(kernel, 0, units))],
          1,
        ),
      ),
    );
    const table = (kernel: tf.Tensor2D, from: number): Table => ({
      values: read(() => tf.matMul(get("tokens"), rows(kernel, from, width))),
      width: kernel.shape[1],
    });
    this.#previous = Array.from({ length: PARTS }, (_, part) =>
      table(input, channels + part * width),
    );
    this.#beside = heads.map((kernel, k) =>
      Array.from({ length: k }, (_, j) => table(kernel, units + channels + j * width)),
    );
    this.#outs = heads.map((_, k) => ({
      kernel: values(`out${k}/kernel`),
      bias: values(`out${k}/bias`),
    }));
  }

  static load(files: CheckpointFiles, model: ModelName): OnePassHarmony {
    assertShapes("The harmony model", files.weights, harmonyShapes(files.weights));
    const weights = tf.io.decodeWeights(
      files.bytes,
      files.weights as unknown as tf.io.WeightsManifestEntry[],
    );
    try {
      return new OnePassHarmony(weights, model);
    } finally {
      tf.dispose(weights);
    }
  }

  start(sheet: HarmonySheet, takes: number): HarmonyRun {
    return new Run(this.#parts, sheet, takes);
  }

  /** What it makes of one step of which nothing is known. */
  probe(): Float32Array {
    const sheet: HarmonySheet = {
      steps: 1,
      cell: new Uint8Array(PARTS).fill(UNKNOWN),
      attack: new Uint8Array(PARTS).fill(UNSAID),
      context: new Float32Array(CONTEXT_INPUTS),
    };
    const run = this.start(sheet, 1);
    try {
      run.advance(0, new Uint8Array(PARTS).fill(CHOICES - 1));
      const logits = new Float32Array(OUTPUTS);
      run.logits(0, 0, new Uint8Array(PARTS), logits);
      return logits;
    } finally {
      run.dispose();
    }
  }

  dispose(): void {
    tf.dispose([
      this.#enter,
      this.#project,
      this.#hidden,
      this.#layers.map(({ kernel, bias }) => [kernel, bias]),
    ]);
  }

  get #parts(): Parts {
    return {
      units: this.#units,
      head: this.#head,
      previous: this.#previous,
      beside: this.#beside,
      outs: this.#outs,
      encode: (sheet, from, to) => this.#encode(sheet, from, to),
      multiply: (hidden, takes) =>
        read(() => tf.matMul(tf.tensor2d(hidden, [takes, this.#units]), this.#hidden)),
    };
  }

  /** `[to - from, 4 * units + 4 * head]`: the encoder's share of the gates and of the heads in these steps. */
  #encode(sheet: HarmonySheet, from: Steps, to: Steps): Float32Array {
    const first = Math.max(0, from - CONTEXT_STEPS);
    const end = Math.min(sheet.steps, to + CONTEXT_STEPS);
    const steps = end - first;
    const input = inputOf(sheet, this.#cells, first, end);
    const { kernel, bias } = this.#enter;
    const channels = kernel.shape[1];
    const x = read(() =>
      tf.add(tf.matMul(tf.tensor2d(input, [steps, kernel.shape[0]]), kernel), bias),
    );
    const normed = new Float32Array(x.length);
    for (const layer of this.#layers) {
      normalise(x, channels, layer, normed);
      const heard = read(() =>
        tf.fused.conv2d({
          x: tf.tensor4d(normed, [1, 1, steps, channels]),
          filter: layer.kernel,
          strides: 1,
          pad: "same",
          dataFormat: "NHWC",
          dilations: [1, layer.dilation],
          bias: layer.bias,
          activation: "relu",
        }),
      );
      for (let i = 0; i < x.length; i++) x[i]! += heard[i]!;
    }
    const wanted = x.subarray((from - first) * channels, (to - first) * channels);
    return read(() =>
      tf.add(
        tf.matMul(tf.tensor2d(wanted, [to - from, channels]), this.#project.kernel),
        this.#project.bias,
      ),
    );
  }
}

/** Layer normalisation of `[steps, channels]`; in ten small operations of the backend it takes longer than the convolution after it. */
function normalise(
  x: Float32Array,
  channels: number,
  { gamma, beta }: Layer,
  out: Float32Array,
): void {
  for (let row = 0; row < x.length; row += channels) {
    let sum = 0;
    for (let i = 0; i < channels; i++) sum += x[row + i]!;
    const mean = sum / channels;
    let squares = 0;
    for (let i = 0; i < channels; i++) squares += (x[row + i]! - mean) ** 2;
    const scale = 1 / Math.sqrt(squares / channels + EPSILON);
    for (let i = 0; i < channels; i++)
      out[row + i] = (x[row + i]! - mean) * scale * gamma[i]! + beta[i]!;
  }
}

/** A copy that outlives the weights it was loaded with. */
function keep<R extends tf.Rank>(tensor: tf.Tensor<R>): tf.Tensor<R> {
  return tf.keep(tf.clone(tensor));
}

/** The encoder's input: each part's cell and attack, then the context. */
function inputOf(sheet: HarmonySheet, cells: Table, from: Steps, end: Steps): Float32Array {
  const perPart = cells.width;
  const width = PARTS * (perPart + 3) + CONTEXT_INPUTS;
  const input = new Float32Array((end - from) * width);
  for (let step = from; step < end; step++) {
    const row = (step - from) * width;
    for (let part = 0; part < PARTS; part++) {
      const cell = sheet.cell[step * PARTS + part]!;
      input.set(cells.values.subarray(cell * perPart, (cell + 1) * perPart), row + part * perPart);
      input[row + PARTS * perPart + part * 3 + sheet.attack[step * PARTS + part]!] = 1;
    }
    input.set(
      sheet.context.subarray(step * CONTEXT_INPUTS, (step + 1) * CONTEXT_INPUTS),
      row + PARTS * (perPart + 3),
    );
  }
  return input;
}

interface Parts {
  readonly units: number;
  readonly head: number;
  readonly previous: readonly Table[];
  readonly beside: readonly (readonly Table[])[];
  readonly outs: readonly { readonly kernel: Float32Array; readonly bias: Float32Array }[];
  encode(sheet: HarmonySheet, from: Steps, to: Steps): Float32Array;
  multiply(hidden: Float32Array, takes: number): Float32Array;
}

class Run implements HarmonyRun {
  readonly #parts: Parts;
  readonly #sheet: HarmonySheet;
  readonly #takes: number;
  readonly #cell: Float32Array;
  readonly #hidden: Float32Array;
  readonly #gates: Float32Array;
  /** `[takes, 4 * units + 4 * head]` of the hidden states as they are. */
  #product: Float32Array;
  #encoded: Float32Array = new Float32Array();
  #encodedFrom = 0;
  #encodedTo = 0;
  #step = 0;
  readonly #relu: Float32Array;
  /** A head's units that are not silent, and what they add up to. */
  readonly #active: {
    readonly values: Float64Array;
    readonly rows: Int32Array;
    readonly sum: Float64Array;
  };

  constructor(parts: Parts, sheet: HarmonySheet, takes: number) {
    const { units, head } = parts;
    this.#parts = parts;
    this.#sheet = sheet;
    this.#takes = takes;
    this.#cell = new Float32Array(takes * units);
    this.#hidden = new Float32Array(takes * units);
    this.#gates = new Float32Array(4 * units);
    this.#product = new Float32Array(takes * (4 * units + PARTS * head));
    this.#relu = new Float32Array(head);
    this.#active = {
      values: new Float64Array(head + 3),
      rows: new Int32Array(head + 3),
      sum: new Float64Array(OUTPUTS),
    };
  }

  advance(step: Steps, previous: Uint8Array): void {
    this.#reach(step);
    this.#step = step;
    const { units, head, previous: tables } = this.#parts;
    const width = 4 * units + PARTS * head;
    const row = (step - this.#encodedFrom) * width;
    const gates = this.#gates;
    for (let take = 0; take < this.#takes; take++) {
      const at = take * width;
      for (let i = 0; i < 4 * units; i++)
        gates[i] = this.#encoded[row + i]! + this.#product[at + i]!;
      for (let part = 0; part < PARTS; part++)
        addRow(gates, tables[part]!, previous[take * PARTS + part]!);
      this.#turn(take * units, gates);
    }
    this.#product = this.#parts.multiply(this.#hidden, this.#takes);
  }

  /** One LSTM cell: gates in the order input, forget, new, output. */
  #turn(at: number, gates: Float32Array): void {
    const { units } = this.#parts;
    for (let i = 0; i < units; i++) {
      const input = sigmoid(gates[i]!);
      const forget = sigmoid(gates[units + i]!);
      const output = sigmoid(gates[3 * units + i]!);
      const cell = forget * this.#cell[at + i]! + input * tanh(gates[2 * units + i]!);
      this.#cell[at + i] = cell;
      this.#hidden[at + i] = output * tanh(cell);
    }
  }

  logits(k: number, take: number, tokens: Uint8Array, out: Float32Array): void {
    const { units, head, beside, outs } = this.#parts;
    const width = 4 * units + PARTS * head;
    const relu = this.#relu;
    const fromEncoder = (this.#step - this.#encodedFrom) * width + 4 * units + k * head;
    const fromHidden = take * width + 4 * units + k * head;
    for (let i = 0; i < head; i++)
      relu[i] = this.#encoded[fromEncoder + i]! + this.#product[fromHidden + i]!;
    beside[k]!.forEach((table, j) =>
      addRow(relu, table, tokens[take * PARTS + DECODING_ORDER[j]!]!),
    );
    const { kernel, bias } = outs[k]!;
    const { values, rows, sum } = this.#active;
    // About half of the units are silent; the others are taken four at a time.
    let count = 0;
    for (let i = 0; i < head; i++) {
      if (relu[i]! <= 0) continue;
      values[count] = relu[i]!;
      rows[count++] = i * OUTPUTS;
    }
    for (const end = (count + 3) & ~3; count < end; count++) values[count] = rows[count] = 0;
    sum.set(bias);
    for (let i = 0; i < count; i += 4) {
      const [a, b, c, d] = [values[i]!, values[i + 1]!, values[i + 2]!, values[i + 3]!];
      const [ra, rb, rc, rd] = [rows[i]!, rows[i + 1]!, rows[i + 2]!, rows[i + 3]!];
      for (let o = 0; o < OUTPUTS; o++)
        sum[o]! +=
          a * kernel[ra + o]! + b * kernel[rb + o]! + c * kernel[rc + o]! + d * kernel[rd + o]!;
    }
    out.set(sum);
  }

  copy(from: number, to: number): void {
    const { units, head } = this.#parts;
    const width = 4 * units + PARTS * head;
    this.#cell.copyWithin(to * units, from * units, (from + 1) * units);
    this.#hidden.copyWithin(to * units, from * units, (from + 1) * units);
    this.#product.copyWithin(to * width, from * width, (from + 1) * width);
  }

  #reach(step: Steps): void {
    if (step >= this.#encodedFrom && step < this.#encodedTo) return;
    this.#encodedFrom = step;
    this.#encodedTo = Math.min(this.#sheet.steps, step + STRETCH);
    this.#encoded = this.#parts.encode(this.#sheet, this.#encodedFrom, this.#encodedTo);
  }

  /** Nothing of it is held by the backend. */
  dispose(): void {
    this.#encoded = new Float32Array();
  }
}

function addRow(sum: Float32Array, { values, width }: Table, row: number): void {
  const at = row * width;
  for (let i = 0; i < width; i++) sum[i]! += values[at + i]!;
}
