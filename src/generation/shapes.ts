import { HARMONY_STYLES } from "../domain/ask";
import { PARTS } from "./chorale";
import type { WeightEntry } from "./checkpoint";
import { HABIT_TABLE } from "./habits";
import { CHOICES, CONTEXT_INPUTS, DECODING_ORDER, OUTPUTS, TOKENS } from "./harmony-run";
import { ModelError } from "./model-error";

/** Names and shapes that a network needs. */
export type Shapes = readonly (readonly [name: string, shape: readonly number[]])[];

/** Rejects weights that lack something or have it in another shape; more than is needed does no harm. */
export function assertShapes(model: string, weights: readonly WeightEntry[], needed: Shapes): void {
  const found = new Map(weights.map((weight) => [weight.name, weight.shape]));
  for (const [name, shape] of needed) {
    const has = found.get(name);
    if (!has) throw new ModelError("wrongShape", `${model} needs the weights ${name}`);
    if (has.join() !== shape.join())
      throw new ModelError(
        "wrongShape",
        `${model} needs ${name} of shape [${shape.join(", ")}], not [${has.join(", ")}]`,
      );
  }
}

/** What of a Coconet decides its weights' shapes. */
export interface CoconetSize {
  readonly numLayers: number;
  readonly numFilters: number;
  /** 0 for none. */
  readonly interleaveSplitEveryNLayers: number;
  readonly numPointwiseSplits: number;
}

/** Separable convolutions, 3 × 3 but for the last two, which are 2 × 2; in every so many layers the pointwise half is split. */
export function coconetShapes(size: CoconetSize): Shapes {
  const { numLayers, numFilters, numPointwiseSplits } = size;
  return Array.from({ length: numLayers }, (_, i): Shapes => {
    const isLast = i === numLayers - 1;
    const kernel = i >= numLayers - 2 ? 2 : 3;
    const from = i === 0 ? 2 * PARTS : numFilters;
    const to = isLast ? PARTS : numFilters;
    const conv = `model/conv${i}`;
    const norms = ["gamma", "beta", "popmean", "popvariance"].map(
      (name) => [`${conv}/${name}`, [1, 1, 1, to]] as const,
    );
    const depthwise = [
      `${conv}/SeparableConv2d/depthwise_weights`,
      [kernel, kernel, from, 1],
    ] as const;
    if (isSplit(i, size)) {
      const width = numFilters / numPointwiseSplits;
      const splits = Array.from({ length: numPointwiseSplits }, (__, s) => [
        [`${conv}/split_${i}_${s}/kernel`, [width, width]] as const,
        [`${conv}/split_${i}_${s}/bias`, [width]] as const,
      ]).flat();
      return [depthwise, ...splits, ...norms];
    }
    return [
      depthwise,
      [`${conv}/SeparableConv2d/pointwise_weights`, [1, 1, from, to]],
      [`${conv}/SeparableConv2d/biases`, [to]],
      ...norms,
    ];
  }).flat();
}

function isSplit(layer: number, { numLayers, interleaveSplitEveryNLayers }: CoconetSize): boolean {
  const every = interleaveSplitEveryNLayers;
  return every > 0 && layer > 0 && layer < numLayers - 2 && layer % (every + 1) === 0;
}

/** An LSTM's kernel and bias, `[inputs + units, 4 * units]` and `[4 * units]`. */
function lstmShapes(prefix: string, inputs: number, units: number): Shapes {
  return [
    [`${prefix}kernel`, [inputs + units, 4 * units]],
    [`${prefix}bias`, [4 * units]],
  ];
}

/** Units of the LSTM whose bias has this name; undefined where there is none. */
function unitsOf(weights: readonly WeightEntry[], name: string): number | undefined {
  const length = weights.find((weight) => weight.name === name)?.shape[0];
  return length === undefined ? undefined : length / 4;
}

/** LSTM cells one on another, with what their numbers and sizes are in `weights`; at least one. */
function stackedShapes(
  weights: readonly WeightEntry[],
  prefix: (layer: number) => string,
  inputs: number,
): { shapes: Shapes; units: number } {
  const sizes: number[] = [];
  for (let units; (units = unitsOf(weights, `${prefix(sizes.length)}bias`)) !== undefined;)
    sizes.push(units);
  if (sizes.length === 0)
    throw new ModelError("wrongShape", `the checkpoint has no weights ${prefix(0)}bias`);
  return {
    shapes: sizes.flatMap((units, i) =>
      lstmShapes(prefix(i), i === 0 ? inputs : sizes[i - 1]!, units),
    ),
    units: sizes.at(-1)!,
  };
}

/** @param inputs width of a step: events and whatever stands beside them @param events how many events are told apart */
export function musicRnnShapes(
  weights: readonly WeightEntry[],
  inputs: number,
  events: number,
): Shapes {
  const cells = stackedShapes(
    weights,
    (layer) => `rnn/multi_rnn_cell/cell_${layer}/basic_lstm_cell/`,
    inputs,
  );
  return [
    ...cells.shapes,
    ["fully_connected/weights", [cells.units, events]],
    ["fully_connected/biases", [events]],
  ];
}

/** @param events how many events are told apart */
export function musicVaeShapes(weights: readonly WeightEntry[], events: number): Shapes {
  const z = weights.find((weight) => weight.name === "encoder/mu/bias")?.shape[0] ?? 0;
  const encoder = (direction: string) =>
    `encoder/cell_0/bidirectional_rnn/${direction}/multi_rnn_cell/cell_0/lstm_cell/`;
  const units = unitsOf(weights, `${encoder("fw")}bias`) ?? 0;
  const decoder = stackedShapes(
    weights,
    (layer) => `decoder/multi_rnn_cell/cell_${layer}/lstm_cell/`,
    events + z,
  );
  const states = decoder.shapes.reduce(
    (sum, [name, shape]) => (name.endsWith("bias") ? sum + shape[0]! / 2 : sum),
    0,
  );
  return [
    ...lstmShapes(encoder("fw"), events, units),
    ...lstmShapes(encoder("bw"), events, units),
    ["encoder/mu/kernel", [2 * units, z]],
    ["encoder/mu/bias", [z]],
    ...decoder.shapes,
    ["decoder/z_to_initial_state/kernel", [z, states]],
    ["decoder/z_to_initial_state/bias", [states]],
    ["decoder/output_projection/kernel", [decoder.units, events]],
    ["decoder/output_projection/bias", [events]],
  ];
}

/** How far apart the three steps are that each layer of the harmony model's encoder hears. */
export const HARMONY_DILATIONS = [1, 2, 4, 8, 16, 1, 2, 4] as const;

/** The one-pass harmony model, in whatever sizes `weights` has it. */
export function harmonyShapes(weights: readonly WeightEntry[]): Shapes {
  const size = (name: string, axis: number) =>
    weights.find((weight) => weight.name === name)?.shape[axis] ?? 0;
  const embedding = size("tokens", 1);
  const channels = size("enter/bias", 0);
  const units = size("lstm/bias", 0) / 4;
  const head = size("head0/bias", 0);
  return [
    ["cells", [CHOICES + 1, embedding]],
    ["tokens", [TOKENS, embedding]],
    ["enter/kernel", [PARTS * (embedding + 3) + CONTEXT_INPUTS, channels]],
    ["enter/bias", [channels]],
    ...HARMONY_DILATIONS.flatMap((_, i): Shapes => [
      [`conv${i}/gamma`, [channels]],
      [`conv${i}/beta`, [channels]],
      [`conv${i}/kernel`, [3 * channels, channels]],
      [`conv${i}/bias`, [channels]],
    ]),
    ["lstm/input_kernel", [channels + PARTS * embedding, 4 * units]],
    ["lstm/hidden_kernel", [units, 4 * units]],
    ["lstm/bias", [4 * units]],
    ...DECODING_ORDER.flatMap((_, k): Shapes => [
      [`head${k}/kernel`, [units + channels + k * embedding, head]],
      [`head${k}/bias`, [head]],
      [`out${k}/kernel`, [head, OUTPUTS]],
      [`out${k}/bias`, [OUTPUTS]],
    ]),
    ...(size("habits", 0) > 0 ? [["habits", [HARMONY_STYLES.length, HABIT_TABLE]] as const] : []),
  ];
}
