import type { ModelName } from "../domain/ask";
import { startBackend } from "./backend";
import { readCheckpoint, type CheckpointFiles, type OnBytes } from "./checkpoint";
import type { CheckpointKind, Checkpoints } from "./checkpoint-kind";
import { SeededCoconet } from "./coconet";
import type { Networks } from "./composers";
import { SeededMusicRnn } from "./melody-rnn";
import { SeededMusicVae } from "./melody-vae";
import { ModelError } from "./model-error";

interface Loaded {
  coconet: SeededCoconet;
  "melody-rnn": SeededMusicRnn;
  "melody-vae": SeededMusicVae;
}

/** Magenta's name for each kind; a Coconet of Magenta's own has no `config.json` at all. */
const TYPES: Record<CheckpointKind, string> = {
  coconet: "Coconet",
  "melody-rnn": "MusicRNN",
  "melody-vae": "MusicVAE",
};

const LOADERS: {
  [K in CheckpointKind]: (
    url: string,
    files: CheckpointFiles,
    model: ModelName,
  ) => Promise<Loaded[K]>;
} = {
  coconet: (url, files, model) => SeededCoconet.load(url, files, model),
  "melody-rnn": (url, files, model) => SeededMusicRnn.load(url, files, model),
  "melody-vae": (url, files, model) => SeededMusicVae.load(url, files, model),
};

interface Held<Model> {
  readonly url: string;
  readonly model: Promise<Model>;
}

export type OnLoading = (kind: CheckpointKind, loadedBytes: number, totalBytes: number) => void;

/** The loaded checkpoints, one of each kind: loaded once, forgotten when loading fails. */
export class Library {
  readonly #held: { [K in CheckpointKind]?: Held<Loaded[K]> } = {};

  /** The checkpoint at `url`; one that was there before is given up once this one is loaded. */
  async load<K extends CheckpointKind>(kind: K, url: string, onBytes: OnBytes): Promise<Loaded[K]> {
    const before = this.#held[kind];
    if (before?.url === url) return before.model;
    const model = open(kind, url, onBytes);
    const loaded = await model;
    (this.#held as Partial<Record<CheckpointKind, Held<unknown>>>)[kind] = { url, model };
    if (before) (await before.model).dispose();
    return loaded;
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
      coconet: () => get("coconet"),
      melodyRnn: () => get("melody-rnn"),
      melodyVae: () => get("melody-vae"),
    };
  }
}

async function open<K extends CheckpointKind>(
  kind: K,
  url: string,
  onBytes: OnBytes,
): Promise<Loaded[K]> {
  await startBackend();
  const files = await readCheckpoint(url, kind !== "coconet", onBytes);
  const type = files.config["type"];
  if (type !== undefined && type !== TYPES[kind])
    throw new ModelError(
      "wrongModel",
      `${url} says it is ${JSON.stringify(type)}, not a ${TYPES[kind]}`,
    );
  const model = nameOf(kind, files.config);
  try {
    return await LOADERS[kind](url, files, model);
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError("notACheckpoint", `${url} could not be loaded: ${String(cause)}`, {
      cause,
    });
  }
}

function nameOf(kind: CheckpointKind, config: Readonly<Record<string, unknown>>): ModelName {
  const { name, version } = config;
  return {
    name: typeof name === "string" ? name : TYPES[kind],
    version: typeof version === "string" || typeof version === "number" ? `${version}` : "unnamed",
  };
}
