import { Coconet } from "@magenta/music/esm/coconet/model";
import * as tf from "@tensorflow/tfjs-core";
import type { ModelName } from "../domain/ask";
import type { Steps } from "../domain/units";
import type { CheckpointFiles } from "./checkpoint";
import { PARTS, PITCHES } from "./chorale";
import type { ChoraleNet } from "./gibbs";
import { ModelError } from "./model-error";
import { withFiles } from "./prelude";
import { read } from "./read";
import { assertShapes, coconetShapes, type CoconetSize } from "./shapes";

interface Spec extends CoconetSize {
  readonly dilation: readonly (readonly [number, number])[] | null;
}

/** What Magenta's class keeps to itself. */
interface Insides {
  spec: Spec;
  readonly convnet: {
    predictFromPianoroll(roll: tf.Tensor4D, masks: tf.Tensor4D): tf.Tensor4D;
  };
}

/** Magenta's Coconet, asked for one pass at a time: the sampling around it is ours, and seeded. */
export class SeededCoconet extends Coconet implements ChoraleNet {
  readonly model: ModelName;

  private constructor(url: string, model: ModelName) {
    super(url);
    this.model = model;
  }

  /** @param url the folder that `files` came from */
  static async load(url: string, files: CheckpointFiles, model: ModelName): Promise<SeededCoconet> {
    const coconet = new SeededCoconet(url, model);
    // A copy: Magenta writes the layers into the one object that all instances start with.
    coconet.#insides.spec = specOf(coconet.#insides.spec, files.config);
    assertShapes("Coconet", files.weights, coconetShapes(coconet.#insides.spec));
    await withFiles(files.files, () => coconet.initialize());
    return coconet;
  }

  predict(roll: Float32Array, mask: Float32Array, steps: Steps): Float32Array {
    const shape: [number, number, number, number] = [1, steps, PITCHES, PARTS];
    return read(() => {
      const rolls = tf.tensor4d(roll, shape);
      const masks = tf.tensor4d(mask, shape);
      return this.#insides.convnet.predictFromPianoroll(rolls, masks);
    });
  }

  /** What it makes of a step of which nothing is known. */
  probe(): Float32Array {
    const cells = PITCHES * PARTS;
    return this.predict(new Float32Array(cells), new Float32Array(cells).fill(1), 1);
  }

  get #insides(): Insides {
    return this as unknown as Insides;
  }
}

/** Magenta's own size unless `config.json` says another. */
function specOf(usual: Spec, config: Readonly<Record<string, unknown>>): Spec {
  const given = (config["spec"] ?? config) as Partial<Spec>;
  const spec = {
    ...usual,
    numLayers: given.numLayers ?? usual.numLayers,
    numFilters: given.numFilters ?? usual.numFilters,
    dilation: given.dilation === undefined ? usual.dilation : given.dilation,
    interleaveSplitEveryNLayers:
      given.interleaveSplitEveryNLayers ?? usual.interleaveSplitEveryNLayers,
    numPointwiseSplits: given.numPointwiseSplits ?? usual.numPointwiseSplits,
  };
  if (!isSpec(spec))
    throw new ModelError("notACheckpoint", "config.json gives a size that no Coconet has");
  return spec;
}

/** The first layer and the last two are never dilated. */
function isSpec({ numLayers, numFilters, dilation, numPointwiseSplits }: Spec): boolean {
  const isSize = (value: unknown) => Number.isInteger(value) && (value as number) > 0;
  const isPair = (value: unknown) =>
    Array.isArray(value) && value.length === 2 && value.every(isSize);
  return (
    [numLayers, numFilters, numPointwiseSplits].every(isSize) &&
    numLayers >= 3 &&
    (dilation === null ||
      (Array.isArray(dilation) && dilation.length >= numLayers - 3 && dilation.every(isPair)))
  );
}
