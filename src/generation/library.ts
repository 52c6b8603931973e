import type { ModelName } from "../domain/ask";
import { startBackend } from "./backend";
import { readCheckpoint, type CheckpointFiles, type OnBytes } from "./checkpoint";
import type { CheckpointKind, Checkpoints, CheckpointSource } from "./checkpoint-kind";
import { SeededChords } from "./chord-model";
import { SeededCoconet } from "./coconet";
import { OnePassHarmony } from "./harmony-net";
import { SeededGroove } from "./groove-net";
import type { Networks } from "./composers";
import { SeededMusicRnn } from "./melody-rnn";
import { SeededMusicVae } from "./melody-vae";
import { ModelError } from "./model-error";

interface Loaded {
  harmony: OnePassHarmony;
  coconet: SeededCoconet;
  "melody-rnn": SeededMusicRnn;
  "melody-vae": SeededMusicVae;
  chords: SeededChords;
  groove: SeededGroove;
}

/** Magenta's name for each kind; a Coconet of Magenta's own has no `config.json` at all. */
const TYPES: Record<CheckpointKind, string> = {
  harmony: "AntiphonHarmony",
  coconet: "Coconet",
  "melody-rnn": "MusicRNN",
  "melody-vae": "MusicVAE",
  chords: "AntiphonChords",
  groove: "GrooVAE",
};

const LOADERS: {
  [K in CheckpointKind]: (
    url: string,
    files: CheckpointFiles,
    model: ModelName,
  ) => Promise<Loaded[K]>;
} = {
  harmony: (_, files, model) => Promise.resolve(OnePassHarmony.load(files, model)),
  coconet: (url, files, model) => SeededCoconet.load(url, files, model),
  "melody-rnn": (url, files, model) => SeededMusicRnn.load(url, files, model),
  "melody-vae": (url, files, model) => SeededMusicVae.load(url, files, model),
  chords: (_, files, model) => Promise.resolve(SeededChords.load(files, model)),
  groove: (_, files, model) => Promise.resolve(SeededGroove.load(files, model)),
};

interface Held<Model> {
  readonly address: string;
  readonly model: Model;
}

export type OnLoading = (kind: CheckpointKind, loadedBytes: number, totalBytes: number) => void;

/** The loaded checkpoints, one of each kind: loaded once, forgotten when loading fails. */
export class Library {
  readonly #held: Partial<Record<CheckpointKind, Held<Loaded[CheckpointKind]>>> = {};
  /** What is on its way, by kind and address. */
  readonly #loading = new Map<string, Promise<Loaded[CheckpointKind]>>();
  readonly #retire: (model: Loaded[CheckpointKind]) => void;

  /** @param retire disposes of a model that another took the place of, once no ask uses it */
  constructor(retire: (model: Loaded[CheckpointKind]) => void) {
    this.#retire = retire;
  }

  /**
   * The checkpoint of `source`; one that was there before is given up once this one is loaded.
   * @param onBytes not told anything when the same checkpoint is on its way already
   */
  async load<K extends CheckpointKind>(
    kind: K,
    source: CheckpointSource,
    onBytes: OnBytes,
  ): Promise<Loaded[K]> {
    const held = this.#held[kind];
    if (held?.address === source.address) return held.model as Loaded[K];
    const key = `${kind} ${source.address}`;
    const loading =
      this.#loading.get(key) ??
      this.#replace(kind, source, onBytes).finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return (await loading) as Loaded[K];
  }

  async #replace(
    kind: CheckpointKind,
    source: CheckpointSource,
    onBytes: OnBytes,
  ): Promise<Loaded[CheckpointKind]> {
    const model = await open(kind, source, onBytes);
    const before = this.#held[kind];
    this.#held[kind] = { address: source.address, model };
    if (before) this.#retire(before.model);
    return model;
  }

  /** The networks at `checkpoints`, loaded when they are asked for. */
  networks(
    checkpoints: Checkpoints,
    onLoading: OnLoading,
    onLoaded: (kind: CheckpointKind, model: ModelName) => void,
  ): Networks {
    const get = async <K extends CheckpointKind>(kind: K): Promise<Loaded[K]> => {
      const network = await this.load(kind, checkpoints[kind], (loaded, total) =>
        onLoading(kind, loaded, total),
      );
      onLoaded(kind, network.model);
      return network;
    };
    return {
      harmony: () => get("harmony"),
      coconet: () => get("coconet"),
      melodyRnn: () => get("melody-rnn"),
      melodyVae: () => get("melody-vae"),
      chords: () => get("chords"),
      groove: () => get("groove"),
    };
  }
}

async function open<K extends CheckpointKind>(
  kind: K,
  source: CheckpointSource,
  onBytes: OnBytes,
): Promise<Loaded[K]> {
  const { address } = source;
  await startBackend();
  const files = await readCheckpoint(source, kind !== "coconet", onBytes, ({ type }) => {
    if (type !== undefined && type !== TYPES[kind])
      throw new ModelError(
        "wrongModel",
        `${address} says it is ${JSON.stringify(type)}, not a ${TYPES[kind]}`,
      );
  });
  try {
    const model = await LOADERS[kind](address, files, nameOf(kind, files.config));
    tryOut(model, address);
    return model;
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError("notACheckpoint", `${address} could not be loaded: ${String(cause)}`, {
      cause,
    });
  }
}

/** Lets a model answer once, for what is not seen from the shapes of its weights. */
function tryOut(model: Loaded[CheckpointKind], address: string): void {
  try {
    if (!model.probe().every(Number.isFinite))
      throw new ModelError("notACheckpoint", `${address} does not answer with numbers`);
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function nameOf(kind: CheckpointKind, config: Readonly<Record<string, unknown>>): ModelName {
  const { name, version } = config;
  return {
    name: typeof name === "string" ? name : TYPES[kind],
    version: typeof version === "string" || typeof version === "number" ? `${version}` : "unnamed",
  };
}
