import * as tf from "@tensorflow/tfjs-core";
import type { ModelName } from "../domain/ask";
import type { CheckpointFiles } from "./checkpoint";
import { CHORD_CLASSES, QUALITIES } from "./chord-classes";
import { PITCH_INPUTS, pitchInputs, SLOT_INPUTS, slotInputs } from "./chord-inputs";
import type { ChordNet, ChordQuestion } from "./chord-net";
import { ModelError } from "./model-error";
import { read } from "./read";
import { assertShapes, type Shapes } from "./shapes";

const PITCH_CLASSES = 12;
const EPSILON = 1e-5;

/** What config.json says of its size. */
interface Size {
  readonly channels: number;
  /** Of each block. */
  readonly dilations: readonly number[];
  /** The blocks before which there is attention. */
  readonly attending: readonly number[];
  readonly heads: number;
  /** Channels of a head, for each pitch class. */
  readonly head: number;
}

/**
 * The chord network of models/training/chords_net.py. What it knows lies by pitch class, `[questions * slots, 12, channels]`, and each
 * layer treats the twelve alike, so that the same melody in another key gets the same chords there.
 */
export class SeededChords implements ChordNet {
  readonly model: ModelName;
  readonly #size: Size;
  readonly #weights: tf.NamedTensorMap;

  private constructor(weights: tf.NamedTensorMap, size: Size, model: ModelName) {
    this.model = model;
    this.#size = size;
    this.#weights = weights;
    for (const block of size.dilations.keys()) this.#unrollIntervals(`block${block}/intervals`);
  }

  static load(files: CheckpointFiles, model: ModelName): SeededChords {
    const size = sizeOf(files.config);
    assertShapes("the chord model", files.weights, shapesOf(size));
    const weights = tf.io.decodeWeights(
      files.bytes,
      files.weights as unknown as tf.io.WeightsManifestEntry[],
    );
    return new SeededChords(weights, size, model);
  }

  predict(questions: readonly ChordQuestion[]): readonly Float32Array[] {
    const answers = questions.map(() => new Float32Array());
    const byLength = new Map<number, number[]>();
    for (const [i, { slots }] of questions.entries())
      byLength.set(slots.length, [...(byLength.get(slots.length) ?? []), i]);
    for (const [slots, asked] of byLength) {
      if (slots === 0) continue;
      const found = this.#answer(
        asked.map((i) => questions[i]!),
        slots,
      );
      const size = slots * CHORD_CLASSES;
      for (const [k, i] of asked.entries()) answers[i] = found.slice(k * size, (k + 1) * size);
    }
    return answers;
  }

  /** What it makes of a bar of silence. */
  probe(): Float32Array {
    const [answer] = this.predict([
      {
        line: { pitch: new Int16Array(), onset: new Uint8Array() },
        barSteps: 16,
        slots: [{ from: 0, to: 16 }],
        known: Int16Array.of(-1),
      },
    ]);
    return answer!;
  }

  dispose(): void {
    tf.dispose(this.#weights);
  }

  /** A map from each pitch class to each, by the interval between them, as one matrix of all pitch classes and channels. */
  #unrollIntervals(name: string): void {
    const { channels } = this.#size;
    const byInterval = this.#get(name);
    const values = byInterval.dataSync<"float32">();
    const width = PITCH_CLASSES * channels;
    const whole = new Float32Array(width * width);
    for (let from = 0; from < PITCH_CLASSES; from++)
      for (let to = 0; to < PITCH_CLASSES; to++) {
        const interval = (to - from + PITCH_CLASSES) % PITCH_CLASSES;
        for (let channel = 0; channel < channels; channel++) {
          const row = (interval * channels + channel) * channels;
          whole.set(
            values.subarray(row, row + channels),
            (from * channels + channel) * width + to * channels,
          );
        }
      }
    this.#weights[name] = tf.tensor2d(whole, [width, width]);
    byInterval.dispose();
  }

  #get(name: string): tf.Tensor {
    return this.#weights[name]!;
  }

  #matrix(name: string): tf.Tensor2D {
    return this.#get(name) as tf.Tensor2D;
  }

  /** `[questions, slots, CHORD_CLASSES]` log-probabilities of questions of the same number of slots. */
  #answer(questions: readonly ChordQuestion[], slots: number): Float32Array {
    const rows = questions.length * slots;
    return read(() => {
      const { channels, dilations, attending } = this.#size;
      const pitch = tf.tensor2d(joined(questions.map(pitchInputs)), [
        rows * PITCH_CLASSES,
        PITCH_INPUTS,
      ]);
      const slot = tf.tensor2d(joined(questions.map(slotInputs)), [rows, SLOT_INPUTS]);
      const everywhere = tf.add(
        tf.matMul(slot, this.#matrix("enter/slot_kernel")),
        this.#get("enter/bias"),
      );
      let x = tf.add(
        tf.reshape(tf.matMul(pitch, this.#matrix("enter/pitch_kernel")), [
          rows,
          PITCH_CLASSES,
          channels,
        ]),
        tf.reshape(everywhere, [rows, 1, channels]),
      );
      for (const [block, dilation] of dilations.entries()) {
        const attention = attending.indexOf(block);
        if (attention >= 0) x = tf.add(x, this.#attend(x, slots, `attention${attention}`));
        x = tf.add(x, this.#hear(x, slots, `block${block}`, dilation));
      }
      x = this.#norm(x, "last");
      const chords = this.#linear(flat(x, channels), "root");
      const none = this.#linear(tf.mean(x, 1), "silent");
      const logits = tf.concat2d([tf.reshape(chords, [rows, PITCH_CLASSES * QUALITIES]), none], 1);
      return tf.logSoftmax(logits);
    });
  }

  #linear(x: tf.Tensor, name: string): tf.Tensor2D {
    const kernel = this.#matrix(`${name}/kernel`);
    return tf.add(tf.matMul(x as tf.Tensor2D, kernel), this.#get(`${name}/bias`));
  }

  /** Over all pitch classes and channels of a slot, scaled by channel. */
  #norm(x: tf.Tensor, name: string): tf.Tensor {
    const { mean, variance } = tf.moments(x, [1, 2], true);
    const normed = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, EPSILON)));
    return tf.add(tf.mul(normed, this.#get(`${name}/gamma`)), this.#get(`${name}/beta`));
  }

  /** Every interval in a slot, and each pitch class `dilation` slots before and behind. */
  #hear(x: tf.Tensor, slots: number, name: string, dilation: number): tf.Tensor {
    const { channels } = this.#size;
    const width = PITCH_CLASSES * channels;
    const questions = x.shape[0] / slots;
    const normed = this.#norm(x, name);
    const here = tf.matMul(
      tf.reshape<tf.Rank.R2>(normed, [-1, width]),
      this.#matrix(`${name}/intervals`),
    );
    const padded = tf.pad3d(tf.reshape(normed, [questions, slots, width]), [
      [0, 0],
      [dilation, dilation],
      [0, 0],
    ]);
    const shifted = (by: number) =>
      flat(tf.slice3d(padded, [0, by, 0], [questions, slots, width]), channels);
    const around = tf.matMul(
      tf.concat2d([shifted(0), shifted(2 * dilation)], 1),
      this.#matrix(`${name}/taps`),
    );
    const heard = tf.add(tf.add(flat(here, channels), around), this.#get(`${name}/bias`));
    return tf.reshape(tf.relu(heard), x.shape);
  }

  /** What stands at the slots whose music is like that of each slot. */
  #attend(x: tf.Tensor, slots: number, name: string): tf.Tensor {
    const { channels, heads, head } = this.#size;
    const questions = x.shape[0] / slots;
    const width = PITCH_CLASSES * head;
    const normed = flat(this.#norm(x, name), channels);
    const split = (what: string, axes: number[]) => {
      const mapped = tf.matMul(normed, this.#matrix(`${name}/${what}`));
      const parted = tf.reshape(mapped, [questions, slots, PITCH_CLASSES, heads, head]);
      return tf.reshape<tf.Rank.R2>(tf.transpose(parted, axes), [questions * heads, -1]);
    };
    const queries = split("queries", [0, 3, 1, 2, 4]);
    const keys = split("keys", [0, 3, 2, 4, 1]);
    const values = split("values", [0, 3, 1, 2, 4]);
    // One by one: WebAssembly multiplies single matrices many times faster than batches of them.
    const row = (x: tf.Tensor2D, i: number, shape: [number, number]) =>
      tf.reshape<tf.Rank.R2>(tf.slice2d(x, [i, 0], [1, -1]), shape);
    const each = Array.from({ length: questions * heads }, (_, i) => {
      const likeness = tf.matMul(row(queries, i, [slots, width]), row(keys, i, [width, slots]));
      const weights = tf.softmax(tf.mul<tf.Tensor2D>(likeness, width ** -0.5));
      return tf.matMul(weights, row(values, i, [slots, width]));
    });
    const seen = tf.reshape(tf.concat(each, 0), [questions, heads, slots, PITCH_CLASSES, head]);
    const together = flat(tf.transpose(seen, [0, 2, 3, 1, 4]), heads * head);
    const out = tf.matMul(together, this.#matrix(`${name}/out`));
    return tf.reshape(tf.add(out, this.#get(`${name}/bias`)), x.shape);
  }
}

function flat(x: tf.Tensor, channels: number): tf.Tensor2D {
  return tf.reshape(x, [-1, channels]);
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function sizeOf(config: Readonly<Record<string, unknown>>): Size {
  const isCount = (value: unknown, least = 1) => Number.isInteger(value) && Number(value) >= least;
  const { channels, dilations, attending, heads, head } = config as Partial<Size>;
  if (
    ![channels, heads, head].every((value) => isCount(value)) ||
    !Array.isArray(dilations) ||
    !dilations.every((value) => isCount(value)) ||
    !Array.isArray(attending) ||
    !attending.every((value) => isCount(value, 0))
  )
    throw new ModelError("notACheckpoint", "config.json gives a size that no chord model has");
  return { channels, dilations, attending, heads, head } as Size;
}

function shapesOf({ channels, dilations, attending, heads, head }: Size): Shapes {
  const norm = (name: string): Shapes => [
    [`${name}/gamma`, [channels]],
    [`${name}/beta`, [channels]],
  ];
  return [
    ["enter/pitch_kernel", [PITCH_INPUTS, channels]],
    ["enter/slot_kernel", [SLOT_INPUTS, channels]],
    ["enter/bias", [channels]],
    ...dilations.flatMap((_, i): Shapes => [
      ...norm(`block${i}`),
      [`block${i}/intervals`, [PITCH_CLASSES, channels, channels]],
      [`block${i}/taps`, [2 * channels, channels]],
      [`block${i}/bias`, [channels]],
    ]),
    ...attending.flatMap((_, i): Shapes => [
      ...norm(`attention${i}`),
      ...["queries", "keys", "values"].map(
        (name) => [`attention${i}/${name}`, [channels, heads * head]] as const,
      ),
      [`attention${i}/out`, [heads * head, channels]],
      [`attention${i}/bias`, [channels]],
    ]),
    ...norm("last"),
    ["root/kernel", [channels, QUALITIES]],
    ["root/bias", [QUALITIES]],
    ["silent/kernel", [channels, 1]],
    ["silent/bias", [1]],
  ];
}
