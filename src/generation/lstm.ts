import * as tf from "@tensorflow/tfjs-core";
import { sigmoid, tanh } from "./activations";
import { laneOf, repeated } from "./lanes";
import { read } from "./read";

/** An LSTM cell or a dense layer as TensorFlow keeps them. */
export interface Layer {
  /** `[inputs + units, 4 * units]` with gates in the order input, new, forget, output; dense: `[units, outputs]`. */
  readonly kernel: tf.Tensor2D;
  /** `[4 * units]`, to whose forget gate 1 is added at run time; dense: `[outputs]`. */
  readonly bias: tf.Tensor1D;
}

interface Cell {
  readonly units: number;
  /** `[4 * units]`, 1 added for the forget gate. */
  readonly bias: Float32Array;
  /** `[units, 4 * units + what is heard of it]`: the recurrent kernel, and beside it that of the next cell or of the output. */
  readonly kernel: tf.Tensor2D;
}

/**
 * LSTM cells one on another, run step by step in several lanes at once. Inputs are looked up rather than multiplied, the arithmetic of the
 * cells is done on plain arrays, and one product a cell and step is left, for all lanes.
 */
export class LstmStack {
  /** `[inputs, 4 * units]`: what each input adds to the gates of the first cell. */
  readonly #rows: Float32Array;
  readonly #cells: readonly Cell[];
  /** `[outputs]`, empty where there is no output. */
  readonly #bias: Float32Array;

  /** Copies what it needs of `cells` and `output`. */
  constructor(cells: readonly Layer[], output?: Layer) {
    const inputs = (i: number) => cells[i]!.kernel.shape[0] - unitsOf(cells[i]!);
    const rows = ({ kernel }: Layer, from: number, count: number) =>
      tf.slice2d(kernel, [from, 0], [count, -1]);
    this.#rows = read(() => rows(cells[0]!, 0, inputs(0)));
    this.#cells = cells.map((cell, i): Cell => {
      const units = unitsOf(cell);
      const bias = cell.bias.dataSync<"float32">().slice();
      for (let unit = 2 * units; unit < 3 * units; unit++) bias[unit]! += 1;
      const above = cells[i + 1];
      const kernel = tf.tidy(() =>
        tf.keep(
          tf.concat2d(
            [
              rows(cell, inputs(i), units),
              ...(above ? [rows(above, 0, units)] : output ? [output.kernel] : []),
            ],
            1,
          ),
        ),
      );
      return { units, bias, kernel };
    });
    this.#bias = output?.bias.dataSync<"float32">().slice() ?? new Float32Array();
  }

  /** All at rest. */
  start(lanes: number): LstmRun {
    return new LstmRun(this.#rows, this.#cells, this.#bias, lanes);
  }

  dispose(): void {
    tf.dispose(this.#cells.map(({ kernel }) => kernel));
  }
}

function unitsOf({ bias }: Layer): number {
  return bias.shape[0] / 4;
}

/** What the lanes have heard so far. Nothing of it is held by the backend. */
export class LstmRun {
  readonly #rows: Float32Array;
  readonly #cells: readonly Cell[];
  readonly #bias: Float32Array;
  #lanes: number;
  /** A cell's memory and its output, `[lanes, units]`, and the product of that output with the cell's kernel. */
  #memory: Float32Array[];
  #hidden: Float32Array[];
  #product: Float32Array[];
  /** `[lanes, 4 * units]` of the first cell: what is heard at every step, and what has been heard so far for the next one. */
  #always: Float32Array;
  #gates: Float32Array;

  constructor(rows: Float32Array, cells: readonly Cell[], bias: Float32Array, lanes: number) {
    this.#rows = rows;
    this.#cells = cells;
    this.#bias = bias;
    this.#lanes = lanes;
    this.#memory = cells.map(({ units }) => new Float32Array(lanes * units));
    this.#hidden = cells.map(({ units }) => new Float32Array(lanes * units));
    this.#product = cells.map(({ kernel }) => new Float32Array(lanes * kernel.shape[1]));
    this.#always = repeated(cells[0]!.bias, lanes);
    this.#gates = this.#always.slice();
  }

  /** Begins from these states. @param states for each cell its memory and its output, `[lanes, units]` */
  setStates(states: readonly (readonly [memory: Float32Array, hidden: Float32Array])[]): void {
    this.#memory = states.map(([memory]) => memory);
    this.#hidden = states.map(([, hidden]) => hidden);
    this.#product = this.#cells.map((cell, i) => this.#multiply(cell, this.#hidden[i]!));
  }

  /** `lane` hears `value` of an input at the next step. */
  hear(lane: number, input: number, value = 1): void {
    this.#add(this.#gates, lane, input, value);
  }

  /** `lane` hears `value` of an input at every step from the next one on. */
  hearAlways(lane: number, input: number, value: number): void {
    this.#add(this.#always, lane, input, value);
    this.#add(this.#gates, lane, input, value);
  }

  /** One step on. @returns `[lanes, outputs]`; empty where there is no output */
  advance(): Float32Array {
    let gates = this.#gates;
    for (const [i, cell] of this.#cells.entries()) {
      const own = this.#product[i]!;
      const { units } = cell;
      const width = own.length / this.#lanes;
      for (let lane = 0; lane < this.#lanes; lane++) {
        const at = lane * 4 * units;
        const from = lane * width;
        for (let unit = 0; unit < 4 * units; unit++) gates[at + unit]! += own[from + unit]!;
      }
      this.#turn(i, gates);
      this.#product[i] = this.#multiply(cell, this.#hidden[i]!);
      const above = this.#cells[i + 1];
      gates = this.#outputOf(i, above ? above.bias : this.#bias);
    }
    this.#gates.set(this.#always);
    return gates;
  }

  /** The output of the last cell at this step, `[lanes, units]`. */
  get hidden(): Float32Array {
    return this.#hidden.at(-1)!;
  }

  /** Goes on in so many lanes, which have all heard what the first one has. */
  spread(lanes: number): void {
    const first = (values: Float32Array) => repeated(laneOf(values, 0, this.#lanes), lanes);
    this.#memory = this.#memory.map(first);
    this.#hidden = this.#hidden.map(first);
    this.#product = this.#product.map(first);
    this.#always = first(this.#always);
    this.#gates = first(this.#gates);
    this.#lanes = lanes;
  }

  #add(gates: Float32Array, lane: number, input: number, value: number): void {
    const width = 4 * this.#cells[0]!.units;
    const from = input * width;
    const at = lane * width;
    for (let i = 0; i < width; i++) gates[at + i]! += value * this.#rows[from + i]!;
  }

  #turn(i: number, gates: Float32Array): void {
    const { units } = this.#cells[i]!;
    const memory = this.#memory[i]!;
    const hidden = this.#hidden[i]!;
    for (let lane = 0; lane < this.#lanes; lane++) {
      const at = lane * 4 * units;
      for (let unit = 0; unit < units; unit++) {
        const here = lane * units + unit;
        const next =
          sigmoid(gates[at + 2 * units + unit]!) * memory[here]! +
          sigmoid(gates[at + unit]!) * tanh(gates[at + units + unit]!);
        memory[here] = next;
        hidden[here] = sigmoid(gates[at + 3 * units + unit]!) * tanh(next);
      }
    }
  }

  /** What is heard of cell `i` beyond itself, and `bias`: `[lanes, bias]`. */
  #outputOf(i: number, bias: Float32Array): Float32Array {
    const product = this.#product[i]!;
    const width = product.length / this.#lanes;
    const own = 4 * this.#cells[i]!.units;
    const output = repeated(bias, this.#lanes);
    for (let lane = 0; lane < this.#lanes; lane++)
      for (let j = 0; j < bias.length; j++)
        output[lane * bias.length + j]! += product[lane * width + own + j]!;
    return output;
  }

  #multiply({ units, kernel }: Cell, hidden: Float32Array): Float32Array {
    return read(() => tf.matMul(tf.tensor2d(hidden, [this.#lanes, units]), kernel));
  }
}
