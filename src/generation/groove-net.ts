import * as tf from "@tensorflow/tfjs-core";
import type { ModelName } from "../domain/ask";
import { DRUMS } from "../domain/drums";
import type { Steps } from "../domain/units";
import { sigmoid, tanh } from "./activations";
import type { CheckpointFiles } from "./checkpoint";
import { laneOf } from "./lanes";
import { LstmStack, type Layer, type LstmRun } from "./lstm";
import { ModelError } from "./model-error";
import { read } from "./read";
import { assertShapes, type Shapes } from "./shapes";

const KIT = DRUMS.length;
/** Numbers a step: for each drum of `DRUMS` whether it is hit (0 or 1), then how hard (0 to 1), then how many steps late (-0.5 to 0.5). */
export const PLAYED = 3 * KIT;
/** What the encoder hears a step: what is played, then hit, velocity and offset of a rhythm on no drum in particular. */
export const HEARD = PLAYED + 3;
/** Places of a bar that are told apart, in sixteenths. */
const PLACES = 16;

/** What the point was heard from. */
export const GROOVE_TASKS = ["nothing", "bars", "tap", "hits", "beat"] as const;
export type GrooveTask = (typeof GROOVE_TASKS)[number];
/** The metres that the recordings are in. */
export const GROOVE_METERS = ["4-4", "3-4", "6-8"] as const;
export type GrooveMeter = (typeof GROOVE_METERS)[number];

/** What the decoder is told of a step. */
export interface GrooveControls {
  /** One of the network's styles; undefined leaves it open. */
  readonly style: string | undefined;
  /** In [0, 1]. */
  readonly busyness: number;
  readonly fill: boolean;
  /** Quarters a minute. */
  readonly bpm: number;
  /** Of the step in its bar, integer in [0, 16). */
  readonly place: Steps;
  readonly meter: GrooveMeter;
  readonly task: GrooveTask;
}

/** What the decoder says of a step in one lane. */
export interface GrooveStep {
  /** `[9]`: logits of each drum, to which `links` add what the drums before it in `DRUMS` say. */
  readonly logits: Float32Array;
  /** `[9]` in [0, 1]. */
  readonly velocities: Float32Array;
  /** `[9]` in steps, in [-0.5, 0.5]. */
  readonly offsets: Float32Array;
}

export interface GrooveRun {
  /** One step on. @param previous `[PLAYED]` for each lane: the step before */
  advance(previous: readonly Float32Array[], controls: GrooveControls): readonly GrooveStep[];
}

export interface GrooveNet {
  readonly model: ModelName;
  readonly styles: readonly string[];
  /** How busy a bar is among those of the recordings, in [0, 1]. @param density strokes a step, on all drums */
  busynessOf(density: number): number;
  /** `[9 * 9]`: `links[9 i + j]` is what a hit on drum i adds to the logit of drum j of the same step, for i < j. */
  readonly links: Float32Array;
  /** `[9]` each: standard deviations of a velocity, and of an offset in steps, about what the decoder expects. */
  readonly spreads: { readonly velocity: Float32Array; readonly offset: Float32Array };
  /** A point for each lane. @param heard `[steps * HEARD]` each, of one length */
  encode(heard: readonly Float32Array[]): readonly Float32Array[];
  /** The point of nothing heard. */
  readonly origin: Float32Array;
  start(points: readonly Float32Array[]): GrooveRun;
}

interface Parts {
  readonly forward: LstmStack;
  readonly backward: LstmStack;
  readonly decoder: LstmStack;
  readonly mu: Layer;
  readonly initial: Layer;
}

/** The drums of `models/training/groove_net.py`: a GrooVAE (Gillick et al. 2019) that is told style, busyness, fills and metre. */
export class SeededGroove implements GrooveNet {
  readonly model: ModelName;
  readonly styles: readonly string[];
  readonly links: Float32Array;
  readonly spreads: GrooveNet["spreads"];
  readonly #densities: readonly number[];
  readonly origin: Float32Array;
  #parts: Parts | undefined;

  private constructor(files: CheckpointFiles, weights: tf.NamedTensorMap, model: ModelName) {
    this.model = model;
    this.styles = stylesOf(files);
    this.#densities = densitiesOf(files);
    const values = (name: string) => weights[name]!.dataSync<"float32">().slice();
    const layer = (name: string): Layer => ({
      kernel: tf.keep(weights[`${name}/kernel`]!.clone() as tf.Tensor2D),
      bias: tf.keep(weights[`${name}/bias`]!.clone() as tf.Tensor1D),
    });
    const cell = (name: string): Layer => ({
      kernel: weights[`${name}/kernel`] as tf.Tensor2D,
      bias: weights[`${name}/bias`] as tf.Tensor1D,
    });
    this.links = values(LINKS);
    this.spreads = { velocity: values(VELOCITY_SPREAD), offset: values(OFFSET_SPREAD) };
    this.#parts = {
      forward: new LstmStack([cell(encoderCell("fw"))]),
      backward: new LstmStack([cell(encoderCell("bw"))]),
      decoder: new LstmStack([cell(DECODER)], cell(OUTPUT)),
      mu: layer(MU),
      initial: layer(INITIAL),
    };
    this.origin = new Float32Array(this.#parts.mu.bias.size);
  }

  static load(files: CheckpointFiles, model: ModelName): SeededGroove {
    assertShapes("Groove", files.weights, grooveShapes(files));
    const weights = tf.io.decodeWeights(
      files.bytes,
      files.weights as unknown as tf.io.WeightsManifestEntry[],
    );
    try {
      return new SeededGroove(files, weights, model);
    } finally {
      tf.dispose(weights);
    }
  }

  encode(heard: readonly Float32Array[]): readonly Float32Array[] {
    const { forward, backward, mu } = this.#running;
    const lanes = heard.length;
    const ways = [forward.start(lanes), backward.start(lanes)] as const;
    const steps = heard[0]!.length / HEARD;
    for (let step = 0; step < steps; step++) {
      heard.forEach((values, lane) => {
        hearStep(ways[0], lane, values, step);
        hearStep(ways[1], lane, values, steps - 1 - step);
      });
      for (const way of ways) way.advance();
    }
    const points = read(() => {
      const states = ways.map(({ hidden }) => tf.tensor2d(hidden, [lanes, hidden.length / lanes]));
      return dense(mu, tf.concat2d(states, 1));
    });
    return heard.map((_, lane) => laneOf(points, lane, lanes).slice());
  }

  start(points: readonly Float32Array[]): GrooveRun {
    const { decoder } = this.#running;
    const lanes = points.length;
    const run = decoder.start(lanes);
    run.setStates([this.#firstState(points)]);
    const size = this.origin.length;
    points.forEach((z, lane) => {
      z.forEach((value, i) => {
        if (value !== 0) run.hearAlways(lane, PLAYED + i, value);
      });
    });
    return {
      advance: (previous, controls) => {
        const told = this.#told(controls);
        previous.forEach((values, lane) => {
          values.forEach((value, i) => {
            if (value !== 0) run.hear(lane, i, value);
          });
          for (const [at, value] of told) run.hear(lane, PLAYED + size + at, value);
        });
        const outputs = run.advance();
        return points.map((_, lane) => stepOf(laneOf(outputs, lane, lanes)));
      },
    };
  }

  busynessOf(density: number): number {
    const table = this.#densities;
    const above = table.findIndex((value) => value > density);
    if (above < 0) return 1;
    if (above === 0) return 0;
    const low = table[above - 1]!;
    return (above - 1 + (density - low) / (table[above]! - low)) / (table.length - 1);
  }

  /** What it makes of nothing, at its first step. */
  probe(): Float32Array {
    this.encode([new Float32Array(HEARD)]);
    const controls: GrooveControls = {
      style: undefined,
      busyness: 0.5,
      fill: false,
      bpm: 120,
      place: 0,
      meter: "4-4",
      task: "nothing",
    };
    const [step] = this.start([this.origin]).advance([new Float32Array(PLAYED)], controls);
    return Float32Array.of(...step!.logits, ...step!.velocities, ...step!.offsets);
  }

  dispose(): void {
    if (!this.#parts) return;
    const { forward, backward, decoder, mu, initial } = this.#parts;
    for (const stack of [forward, backward, decoder]) stack.dispose();
    tf.dispose([mu.kernel, mu.bias, initial.kernel, initial.bias]);
    this.#parts = undefined;
  }

  get #running(): Parts {
    if (!this.#parts) throw new RangeError("this drum model was disposed of");
    return this.#parts;
  }

  /** tanh of a dense layer of each point: memory, then output. */
  #firstState(
    points: readonly Float32Array[],
  ): readonly [memory: Float32Array, hidden: Float32Array] {
    const { initial } = this.#running;
    const rows = Float32Array.from(points.flatMap((point) => [...point]));
    const values = read(() =>
      dense(initial, tf.tensor2d(rows, [points.length, this.origin.length])).tanh(),
    );
    const units = values.length / points.length / 2;
    const half = (from: number) =>
      Float32Array.from(
        points.flatMap((_, i) => [
          ...values.subarray((2 * i + from) * units, (2 * i + from + 1) * units),
        ]),
      );
    return [half(0), half(1)];
  }

  /** The controls that are not 0, by their place among them. */
  #told(controls: GrooveControls): readonly (readonly [at: number, value: number])[] {
    const { style, busyness, fill, bpm, place, meter, task } = controls;
    const known = style === undefined ? -1 : this.styles.indexOf(style);
    const after = this.styles.length;
    return [
      ...(known >= 0 ? [[known, 1] as const] : []),
      [after, busyness],
      [after + 1, fill ? 1 : 0],
      // Octaves from 120 beats a minute.
      [after + 2, Math.log2(bpm / 120)],
      [after + 3 + place, 1],
      [after + 3 + PLACES + GROOVE_METERS.indexOf(meter), 1],
      [after + 3 + PLACES + GROOVE_METERS.length + GROOVE_TASKS.indexOf(task), 1],
    ];
  }
}

const encoderCell = (direction: string) =>
  `encoder/cell_0/bidirectional_rnn/${direction}/multi_rnn_cell/cell_0/lstm_cell`;
const DECODER = "decoder/multi_rnn_cell/cell_0/lstm_cell";
const OUTPUT = "decoder/output_projection";
const MU = "encoder/mu";
const INITIAL = "decoder/z_to_initial_state";
const LINKS = "decoder/hit_links/kernel";
const VELOCITY_SPREAD = "decoder/velocity_spread";
const OFFSET_SPREAD = "decoder/offset_spread";

/** In whatever sizes the checkpoint has it. */
function grooveShapes(files: CheckpointFiles): Shapes {
  const size = (name: string) =>
    files.weights.find((weight) => weight.name === name)?.shape[0] ?? 0;
  const encoder = size(`${encoderCell("fw")}/bias`) / 4;
  const decoder = size(`${DECODER}/bias`) / 4;
  const z = size(`${MU}/bias`);
  const controls = stylesOf(files).length + 3 + PLACES + GROOVE_METERS.length + GROOVE_TASKS.length;
  const layer = (name: string, inputs: number, outputs: number): Shapes => [
    [`${name}/kernel`, [inputs, outputs]],
    [`${name}/bias`, [outputs]],
  ];
  return [
    ...layer(encoderCell("fw"), HEARD + encoder, 4 * encoder),
    ...layer(encoderCell("bw"), HEARD + encoder, 4 * encoder),
    ...layer(MU, 2 * encoder, z),
    ...layer(INITIAL, z, 2 * decoder),
    ...layer(DECODER, PLAYED + z + controls + decoder, 4 * decoder),
    ...layer(OUTPUT, decoder, PLAYED),
    [LINKS, [KIT, KIT]],
    [VELOCITY_SPREAD, [KIT]],
    [OFFSET_SPREAD, [KIT]],
  ];
}

function stylesOf({ config }: CheckpointFiles): readonly string[] {
  const styles = config["styles"];
  const isSame = (told: unknown, known: readonly string[]) =>
    Array.isArray(told) && told.join() === known.join();
  if (
    !Array.isArray(styles) ||
    !styles.every((style) => typeof style === "string") ||
    !isSame(config["meters"], GROOVE_METERS) ||
    !isSame(config["tasks"], GROOVE_TASKS)
  )
    throw new ModelError("unsupported", "only drum models that this program’s training made fit");
  return styles;
}

/** Strokes a step at evenly spaced quantiles of the recordings' bars, rising. */
function densitiesOf({ config }: CheckpointFiles): readonly number[] {
  const table = config["busyness"];
  if (!Array.isArray(table) || table.length < 2 || !table.every((n) => typeof n === "number"))
    throw new ModelError("unsupported", "a drum model has to say how busy its recordings are");
  return table;
}

function hearStep(way: LstmRun, lane: number, heard: Float32Array, step: Steps): void {
  for (let i = 0; i < HEARD; i++) {
    const value = heard[step * HEARD + i]!;
    if (value !== 0) way.hear(lane, i, value);
  }
}

function stepOf(output: Float32Array): GrooveStep {
  return {
    logits: output.slice(0, KIT),
    velocities: output.slice(KIT, 2 * KIT).map(sigmoid),
    offsets: output.slice(2 * KIT, PLAYED).map((value) => 0.5 * tanh(value)),
  };
}

function dense({ kernel, bias }: Layer, inputs: tf.Tensor2D): tf.Tensor2D {
  return inputs.matMul<tf.Tensor2D>(kernel).add(bias);
}
