import { MusicVAE, type MusicVAESpec } from "@magenta/music/esm/music_vae/model";
import * as tf from "@tensorflow/tfjs-core";
import { MELODY_ATTRIBUTES, type ModelName } from "../domain/ask";
import type { CheckpointFiles } from "./checkpoint";
import { laneOf } from "./lanes";
import { LstmStack, type Layer } from "./lstm";
import { eventCount, HOLD } from "./melody";
import { assertNoChords, assertNoControls, melodyArgs } from "./melody-config";
import type { MelodyCoder } from "./melody-net";
import { ModelError } from "./model-error";
import { withFiles } from "./prelude";
import { read } from "./read";
import { assertShapes, musicVaeShapes } from "./shapes";

/** What Magenta's class keeps to itself. */
interface Insides {
  readonly rawVars: tf.NamedTensorMap;
}

interface Stacks {
  readonly forward: LstmStack;
  readonly backward: LstmStack;
  readonly decoder: LstmStack;
}

/** Magenta's MusicVAE for melodies, decoded step by step: the sampling around it is ours, and seeded. */
export class SeededMusicVae extends MusicVAE implements MelodyCoder {
  readonly model: ModelName;
  readonly digest: string;
  readonly minPitch: number;
  readonly maxPitch: number;
  readonly window: number;
  directions: MelodyCoder["directions"];
  #stacks: Stacks | undefined;

  private constructor(url: string, spec: MusicVAESpec, model: ModelName, bytes: ArrayBuffer) {
    super(url, spec);
    this.model = model;
    this.digest = digestOf(bytes);
    const args = melodyArgs(spec);
    if (args.numSteps < 1)
      throw new ModelError("unsupported", "a MusicVAE has to say how many steps it sees");
    ({ minPitch: this.minPitch, maxPitch: this.maxPitch, numSteps: this.window } = args);
  }

  /** @param url the folder that `files` came from */
  static async load(
    url: string,
    files: CheckpointFiles,
    model: ModelName,
  ): Promise<SeededMusicVae> {
    const spec = files.config as unknown as MusicVAESpec;
    assertNoChords("MusicVAE", spec);
    assertNoControls("MusicVAE", spec);
    const vae = new SeededMusicVae(url, spec, model, files.bytes);
    assertShapes("MusicVAE", files.weights, musicVaeShapes(files.weights, eventCount(vae)));
    await withFiles(files.files, () => vae.initialize());
    vae.#stacks = vae.#stacked();
    vae.directions = vae.#found();
    return vae;
  }

  encodeMelodies(melodies: readonly Uint8Array[]): readonly Float32Array[] {
    const { forward, backward } = this.#running;
    const ways = [forward, backward].map((stack) => stack.start(melodies.length));
    for (let step = 0; step < this.window; step++) {
      for (const [lane, events] of melodies.entries()) {
        ways[0]!.hear(lane, events[step]!);
        ways[1]!.hear(lane, events[this.window - 1 - step]!);
      }
      for (const way of ways) way.advance();
    }
    const values = read(() => {
      const states = ways.map(({ hidden }) =>
        tf.tensor2d(hidden, [melodies.length, hidden.length / melodies.length]),
      );
      return dense(this.#layer("encoder/mu"), tf.concat2d(states, 1));
    });
    return melodies.map((_, lane) => laneOf(values, lane, melodies.length));
  }

  decodeMelodies(
    points: readonly Float32Array[],
    choose: (logits: Float32Array, step: number, index: number) => number,
  ): readonly Uint8Array[] {
    const lanes = points.length;
    const run = this.#running.decoder.start(lanes);
    run.setStates(this.#firstStates(points));
    for (const [lane, z] of points.entries())
      for (const [i, value] of z.entries()) run.hearAlways(lane, eventCount(this) + i, value);
    const melodies = points.map(() => new Uint8Array(this.window));
    for (let step = 0; step < this.window; step++) {
      const logits = run.advance();
      for (const [lane, events] of melodies.entries()) {
        events[step] = choose(laneOf(logits, lane, lanes), step, lane);
        run.hear(lane, events[step]!);
      }
    }
    return melodies;
  }

  /** What it makes of silence, at the last step. */
  probe(): Float32Array {
    let last = new Float32Array();
    this.decodeMelodies(this.encodeMelodies([new Uint8Array(this.window)]), (logits) => {
      last = Float32Array.from(logits);
      return HOLD;
    });
    return last;
  }

  override dispose(): void {
    this.#stacks?.forward.dispose();
    this.#stacks?.backward.dispose();
    this.#stacks?.decoder.dispose();
    this.#stacks = undefined;
    super.dispose();
  }

  /** tanh of a dense layer of z: c and h of each cell by turns, each as wide as the cell. */
  #firstStates(
    points: readonly Float32Array[],
  ): readonly (readonly [memory: Float32Array, hidden: Float32Array])[] {
    const size = points[0]!.length;
    const rows = new Float32Array(points.length * size);
    points.forEach((z, i) => rows.set(z, i * size));
    const widths = this.#decoderCells().map(({ bias }) => bias.shape[0] / 4);
    const states = tf.tidy(() =>
      tf.split(
        dense(
          this.#layer("decoder/z_to_initial_state"),
          tf.tensor2d(rows, [points.length, size]),
        ).tanh(),
        widths.flatMap((width) => [width, width]),
        1,
      ),
    );
    const values = states.map((state) => state.dataSync<"float32">());
    tf.dispose(states);
    return widths.map((_, i) => [values[2 * i]!, values[2 * i + 1]!] as const);
  }

  get #running(): Stacks {
    if (!this.#stacks) throw new RangeError("this MusicVAE was disposed of");
    return this.#stacks;
  }

  #stacked(): Stacks {
    const encoder = (direction: string) =>
      new LstmStack([
        this.#layer(
          `encoder/cell_0/bidirectional_rnn/${direction}/multi_rnn_cell/cell_0/lstm_cell`,
        ),
      ]);
    return {
      forward: encoder("fw"),
      backward: encoder("bw"),
      decoder: new LstmStack(this.#decoderCells(), this.#layer("decoder/output_projection")),
    };
  }

  /** What models/training/melody_attributes.py found; a checkpoint of somebody else's has none. */
  #found(): MelodyCoder["directions"] {
    const size = this.#layer("encoder/mu").bias.size;
    const vectors = MELODY_ATTRIBUTES.map((name) => this.#vars[`attributes/${name}`]);
    if (vectors.some((vector) => vector?.size !== size)) return undefined;
    return Object.fromEntries(
      MELODY_ATTRIBUTES.map((name, i) => [name, vectors[i]!.dataSync<"float32">()]),
    ) as MelodyCoder["directions"];
  }

  #decoderCells(): readonly Layer[] {
    const cells: Layer[] = [];
    const name = () => `decoder/multi_rnn_cell/cell_${cells.length}/lstm_cell`;
    while (`${name()}/kernel` in this.#vars) cells.push(this.#layer(name()));
    return cells;
  }

  #layer(name: string): Layer {
    return {
      kernel: this.#vars[`${name}/kernel`] as tf.Tensor2D,
      bias: this.#vars[`${name}/bias`] as tf.Tensor1D,
    };
  }

  get #vars(): tf.NamedTensorMap {
    return (this as unknown as Insides).rawVars;
  }
}

function dense({ kernel, bias }: Layer, inputs: tf.Tensor2D): tf.Tensor2D {
  return inputs.matMul<tf.Tensor2D>(kernel).add(bias);
}

/** 64 bits of FNV-1a in two halves (Fowler, Noll and Vo), as 16 hexadecimal digits: Web Crypto is not there on every page. */
function digestOf(bytes: ArrayBuffer): string {
  let [a, b] = [0x811c9dc5, 0xcbf29ce4];
  for (const byte of new Uint8Array(bytes)) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte ^ 0x5b, 0x01000193);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
