import { createRandom } from "../../src/domain/random";

/** Weights by name with their shapes; values are drawn, but for those whose name says what they must be. */
type Shapes = readonly (readonly [name: string, shape: readonly number[]])[];

/** The files of a checkpoint by their name in its folder. */
export type CheckpointFolder = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

function size(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** A checkpoint with random weights in [-0.5, 0.5], quantised to 8 bits. */
export function checkpointFolder(
  config: object | undefined,
  shapes: Shapes,
  seed = 1,
): CheckpointFolder {
  const random = createRandom(seed);
  const weights = shapes.map(([name, shape]) => ({
    name,
    shape,
    dtype: "float32",
    quantization: { dtype: "uint8", scale: 1 / 255, min: -0.5 },
  }));
  const bytes = Uint8Array.from(
    shapes.flatMap(([name, shape]) =>
      Array.from({ length: size(shape) }, () =>
        /popvariance|gamma/.test(name) ? 255 : Math.floor(random() * 256),
      ),
    ),
  );
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return new Map([
    ["weights_manifest.json", json([{ paths: ["group1-shard1of1"], weights }])],
    ["group1-shard1of1", bytes],
    ...(config ? ([["config.json", json(config)]] as const) : []),
  ]);
}

interface CoconetOptions {
  readonly numLayers?: number;
  readonly numFilters?: number;
  /** What the weights have, where that is not what the config says. */
  readonly numFiltersStored?: number;
  readonly dilation?: unknown;
  /** The layer whose pointwise half is split in four, where one is. */
  readonly split?: number;
  readonly version?: string;
}

export function randomCoconet(options: CoconetOptions = {}, seed?: number): CheckpointFolder {
  const { numLayers = 5, numFilters = 8, dilation = null, split, version = "1" } = options;
  const stored = options.numFiltersStored ?? numFilters;
  const shapes = Array.from({ length: numLayers }, (_, i): Shapes => {
    const from = i === 0 ? 8 : stored;
    const to = i === numLayers - 1 ? 4 : stored;
    const kernel = i >= numLayers - 2 ? 2 : 3;
    const pointwise: Shapes =
      i === split
        ? [0, 1, 2, 3].flatMap((s) => [
            [`model/conv${i}/split_${i}_${s}/kernel`, [from / 4, to / 4]] as const,
            [`model/conv${i}/split_${i}_${s}/bias`, [to / 4]] as const,
          ])
        : [
            [`model/conv${i}/SeparableConv2d/pointwise_weights`, [1, 1, from, to]],
            [`model/conv${i}/SeparableConv2d/biases`, [to]],
          ];
    return [
      [`model/conv${i}/SeparableConv2d/depthwise_weights`, [kernel, kernel, from, 1]],
      ...pointwise,
      ...["gamma", "beta", "popmean", "popvariance"].map(
        (name) => [`model/conv${i}/${name}`, [1, 1, 1, to]] as const,
      ),
    ];
  }).flat();
  const spec = { numLayers, numFilters, dilation, interleaveSplitEveryNLayers: 0 };
  return checkpointFolder({ type: "Coconet", name: "random coconet", version, spec }, shapes, seed);
}

/** Of the size of Magenta's own, which says nothing of itself. */
export function coconetWithoutConfig(): CheckpointFolder {
  const folder = randomCoconet({ numLayers: 33, numFilters: 128, split: 17 });
  return new Map([...folder].filter(([name]) => name !== "config.json"));
}

interface HarmonyOptions {
  /** Of the embeddings. */
  readonly width?: number;
  /** What the decoder has, where that is not what the encoder has. */
  readonly widthHeard?: number;
  readonly version?: string;
}

/** The one-pass model, eight layers deep and a few numbers wide. */
export function randomHarmony(options: HarmonyOptions = {}, seed?: number): CheckpointFolder {
  const { width = 3, widthHeard = width, version = "1" } = options;
  const [channels, units, head] = [6, 5, 4];
  const layers = Array.from({ length: 8 }, (_, i): Shapes => [
    [`conv${i}/gamma`, [channels]],
    [`conv${i}/beta`, [channels]],
    [`conv${i}/kernel`, [3 * channels, channels]],
    [`conv${i}/bias`, [channels]],
  ]);
  const heads = Array.from({ length: 4 }, (_, k): Shapes => [
    [`head${k}/kernel`, [units + channels + k * widthHeard, head]],
    [`head${k}/bias`, [head]],
    [`out${k}/kernel`, [head, 48]],
    [`out${k}/bias`, [48]],
  ]);
  return checkpointFolder(
    { type: "AntiphonHarmony", name: "random harmony", version },
    [
      ["cells", [48, width]],
      ["tokens", [94, width]],
      ["enter/kernel", [4 * (width + 3) + 30, channels]],
      ["enter/bias", [channels]],
      ...layers.flat(),
      ["lstm/input_kernel", [channels + 4 * widthHeard, 4 * units]],
      ["lstm/hidden_kernel", [units, 4 * units]],
      ["lstm/bias", [4 * units]],
      ...heads.flat(),
    ],
    seed,
  );
}

function lstm(prefix: string, inputs: number, units: number): Shapes {
  return [
    [`${prefix}/kernel`, [inputs + units, 4 * units]],
    [`${prefix}/bias`, [4 * units]],
  ];
}

/** @param chords numbers that a chord is told in, where the config says that it is told any */
export function randomMusicRnn(config: object = {}, seed?: number, chords = 0): CheckpointFolder {
  const events = 38;
  const units = 16;
  return checkpointFolder(
    {
      type: "MusicRNN",
      name: "random rnn",
      version: "1",
      dataConverter: { type: "MelodyConverter", args: { minPitch: 48, maxPitch: 83 } },
      ...config,
    },
    [
      ...lstm("rnn/multi_rnn_cell/cell_0/basic_lstm_cell", chords + events, units),
      ...lstm("rnn/multi_rnn_cell/cell_1/basic_lstm_cell", units, units),
      ["fully_connected/weights", [units, events]],
      ["fully_connected/biases", [events]],
    ],
    seed,
  );
}

/** Three cells under attention over the last two steps, as Magenta's attention_rnn has them. */
export function randomAttentionRnn(): CheckpointFolder {
  const [events, units, attentionLength] = [38, 8, 2];
  const wrapper = "rnn/attention_cell_wrapper";
  return checkpointFolder(
    {
      type: "MusicRNN",
      name: "random attention rnn",
      version: "1",
      attentionLength,
      dataConverter: { type: "MelodyConverter", args: { minPitch: 48, maxPitch: 83 } },
    },
    [
      [`${wrapper}/kernel`, [events + units, units]],
      [`${wrapper}/bias`, [units]],
      [`${wrapper}/attention/attn_w`, [1, 1, units, units]],
      [`${wrapper}/attention/attn_v`, [units]],
      [`${wrapper}/attention/kernel`, [6 * units, units]],
      [`${wrapper}/attention/bias`, [units]],
      [`${wrapper}/attention_output_projection/kernel`, [2 * units, units]],
      [`${wrapper}/attention_output_projection/bias`, [units]],
      ...[0, 1, 2].flatMap((layer) =>
        lstm(`${wrapper}/multi_rnn_cell/cell_${layer}/basic_lstm_cell`, units, units),
      ),
      ["fully_connected/weights", [units, events]],
      ["fully_connected/biases", [events]],
    ],
  );
}

export function randomMusicVae(seed?: number): CheckpointFolder {
  const events = 90;
  const units = 16;
  const z = 8;
  const encoder = (direction: string) =>
    `encoder/cell_0/bidirectional_rnn/${direction}/multi_rnn_cell/cell_0/lstm_cell`;
  return checkpointFolder(
    {
      type: "MusicVAE",
      name: "random vae",
      version: "1",
      dataConverter: {
        type: "MelodyConverter",
        args: { minPitch: 21, maxPitch: 108, numSteps: 32 },
      },
    },
    [
      ...lstm(encoder("fw"), events, units),
      ...lstm(encoder("bw"), events, units),
      ["encoder/mu/kernel", [2 * units, z]],
      ["encoder/mu/bias", [z]],
      ...lstm("decoder/multi_rnn_cell/cell_0/lstm_cell", events + z, units),
      ["decoder/z_to_initial_state/kernel", [z, 2 * units]],
      ["decoder/z_to_initial_state/bias", [2 * units]],
      ["decoder/output_projection/kernel", [units, events]],
      ["decoder/output_projection/bias", [events]],
    ],
    seed,
  );
}

export function randomChords(seed?: number): CheckpointFolder {
  const size = { channels: 4, dilations: [1, 2], attending: [1], heads: 2, head: 3 };
  const { channels } = size;
  const norm = (name: string): Shapes => [
    [`${name}/gamma`, [channels]],
    [`${name}/beta`, [channels]],
  ];
  const blocks = size.dilations.flatMap((_, i): Shapes => [
    ...norm(`block${i}`),
    [`block${i}/intervals`, [12, channels, channels]],
    [`block${i}/taps`, [2 * channels, channels]],
    [`block${i}/bias`, [channels]],
  ]);
  const seen = size.heads * size.head;
  return checkpointFolder(
    { type: "AntiphonChords", name: "random chords", version: "1", ...size },
    [
      ["enter/pitch_kernel", [20, channels]],
      ["enter/slot_kernel", [21, channels]],
      ["enter/bias", [channels]],
      ...blocks,
      ...norm("attention0"),
      ["attention0/queries", [channels, seen]],
      ["attention0/keys", [channels, seen]],
      ["attention0/values", [channels, seen]],
      ["attention0/out", [seen, channels]],
      ["attention0/bias", [channels]],
      ...norm("last"),
      ["root/kernel", [channels, 12]],
      ["root/bias", [12]],
      ["silent/kernel", [channels, 1]],
      ["silent/bias", [1]],
    ],
    seed,
  );
}

export function randomGroove(config: object = {}, seed?: number): CheckpointFolder {
  const [styles, units, z] = [["rock", "funk"], 6, 4];
  const controls = styles.length + 3 + 16 + 3 + 5;
  const encoder = (direction: string) =>
    `encoder/cell_0/bidirectional_rnn/${direction}/multi_rnn_cell/cell_0/lstm_cell`;
  return checkpointFolder(
    {
      type: "GrooVAE",
      name: "random groove",
      version: "1",
      styles,
      meters: ["4-4", "3-4", "6-8"],
      tasks: ["nothing", "bars", "tap", "hits", "beat"],
      busyness: [0, 1, 3],
      ...config,
    },
    [
      ...lstm(encoder("fw"), 30, units),
      ...lstm(encoder("bw"), 30, units),
      ["encoder/mu/kernel", [2 * units, z]],
      ["encoder/mu/bias", [z]],
      ...lstm("decoder/multi_rnn_cell/cell_0/lstm_cell", 27 + z + controls, units),
      ["decoder/z_to_initial_state/kernel", [z, 2 * units]],
      ["decoder/z_to_initial_state/bias", [2 * units]],
      ["decoder/output_projection/kernel", [units, 27]],
      ["decoder/output_projection/bias", [27]],
      ["decoder/hit_links/kernel", [9, 9]],
      ["decoder/velocity_spread", [9]],
      ["decoder/offset_spread", [9]],
    ],
    seed,
  );
}
