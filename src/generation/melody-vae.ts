import { MusicVAE, type MusicVAESpec } from "@magenta/music/esm/music_vae/model";
import * as tf from "@tensorflow/tfjs-core";
import type { ModelName } from "../domain/ask";
import type { CheckpointFiles } from "./checkpoint";
import { eventCount, HOLD } from "./melody";
import { assertNoChords, assertNoControls, melodyArgs } from "./melody-config";
import type { MelodyCoder } from "./melody-net";
import { ModelError } from "./model-error";
import { withFiles } from "./prelude";
import { assertShapes, musicVaeShapes } from "./shapes";

interface Layer {
  readonly kernel: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

/** What Magenta's class keeps to itself. */
interface Insides {
  readonly encoder: { encode(sequence: tf.Tensor3D): tf.Tensor2D };
  readonly decoder: {
    readonly lstmCellVars: readonly Layer[];
    readonly zToInitStateVars: Layer;
    readonly outputProjectVars: Layer;
  };
}

/** Magenta's MusicVAE for melodies, decoded step by step: the sampling around it is ours, and seeded. */
export class SeededMusicVae extends MusicVAE implements MelodyCoder {
  readonly model: ModelName;
  readonly minPitch: number;
  readonly maxPitch: number;
  readonly window: number;

  private constructor(url: string, spec: MusicVAESpec, model: ModelName) {
    super(url, spec);
    this.model = model;
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
    const vae = new SeededMusicVae(url, spec, model);
    assertShapes("MusicVAE", files.weights, musicVaeShapes(files.weights, eventCount(vae)));
    await withFiles(files.files, () => vae.initialize());
    return vae;
  }

  encodeMelody(events: Uint8Array): Float32Array {
    const { encoder } = this.#insides;
    return tf.tidy(() => {
      const rows = new Float32Array(events.length * eventCount(this));
      events.forEach((event, step) => (rows[step * eventCount(this) + event] = 1));
      const input = tf.tensor3d(rows, [1, events.length, eventCount(this)]);
      return encoder.encode(input).dataSync<"float32">();
    });
  }

  decodeMelody(
    z: Float32Array,
    choose: (logits: Float32Array, step: number) => number,
  ): Uint8Array {
    const { lstmCellVars, zToInitStateVars, outputProjectVars } = this.#insides.decoder;
    const forgetBias = 1;
    return tf.tidy(() => {
      const point = tf.tensor2d(z, [1, z.length]);
      const cells = lstmCellVars.map(
        ({ kernel, bias }) =>
          (data: tf.Tensor2D, c: tf.Tensor2D, h: tf.Tensor2D) =>
            tf.basicLSTMCell(forgetBias, kernel, bias, data, c, h),
      );
      // c and h of each layer by turns, each as wide as the layer.
      const states = tf.split(
        dense(zToInitStateVars, point).tanh(),
        lstmCellVars.flatMap(({ bias }) => [bias.shape[0] / 4, bias.shape[0] / 4]),
        1,
      );
      let c = cells.map((_, layer) => states[2 * layer] as tf.Tensor2D);
      let h = cells.map((_, layer) => states[2 * layer + 1] as tf.Tensor2D);
      const events = new Uint8Array(this.window);
      for (let step = 0; step < events.length; step++) {
        const before = new Float32Array(eventCount(this));
        if (step > 0) before[events[step - 1]!] = 1;
        const input = tf.concat([tf.tensor2d(before, [1, before.length]), point], 1);
        [c, h] = tf.multiRNNCell(cells, input, c, h);
        const logits = dense(outputProjectVars, h.at(-1)!).dataSync<"float32">();
        events[step] = choose(logits, step);
      }
      return events;
    });
  }

  /** What it makes of silence, at the last step. */
  probe(): Float32Array {
    let last = new Float32Array();
    this.decodeMelody(this.encodeMelody(new Uint8Array(this.window)), (logits) => {
      last = Float32Array.from(logits);
      return HOLD;
    });
    return last;
  }

  get #insides(): Insides {
    return this as unknown as Insides;
  }
}

function dense({ kernel, bias }: Layer, inputs: tf.Tensor2D): tf.Tensor2D {
  return inputs.matMul<tf.Tensor2D>(kernel).add(bias);
}
