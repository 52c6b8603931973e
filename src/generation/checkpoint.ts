import type { CheckpointSource } from "./checkpoint-kind";
import { ModelError } from "./model-error";

/** One weight of a Magenta manifest. */
export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string };
}

/** A checkpoint's files, read and in memory. */
export interface CheckpointFiles {
  /** What `config.json` says; empty where there is none. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly weights: readonly WeightEntry[];
  /** The bytes of all weights, one after another in that order. */
  readonly bytes: ArrayBuffer;
  /** Each file by its address. */
  readonly files: ReadonlyMap<string, ArrayBuffer>;
}

export type OnBytes = (loadedBytes: number, totalBytes: number) => void;

/**
 * Reads the checkpoint of `source`. Rejects with a `ModelError` that names the file at fault.
 * @param needsConfig whether the model cannot do without `config.json`
 * @param check may throw because of what `config.json` says, before the weights are fetched
 */
export async function readCheckpoint(
  source: CheckpointSource,
  needsConfig: boolean,
  onBytes: OnBytes,
  check: (config: CheckpointFiles["config"]) => void = () => undefined,
): Promise<CheckpointFiles> {
  const { address: url } = source;
  const files = new Map<string, ArrayBuffer>();
  const manifestUrl = `${url}/weights_manifest.json`;
  const manifestBytes = await readFile(source, "weights_manifest.json");
  files.set(manifestUrl, manifestBytes);
  const groups = manifestGroups(parseJson(manifestBytes), manifestUrl);
  const config = await readConfig(source, needsConfig, files);
  check(config);
  const shards = groups.flatMap((group) => group.paths);
  const totalBytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  let loadedBytes = 0;
  onBytes(0, totalBytes);
  for (const shard of shards) {
    const bytes = await readFile(source, shard, (more) => {
      loadedBytes += more;
      onBytes(Math.min(loadedBytes, totalBytes), totalBytes);
    });
    files.set(`${url}/${shard}`, bytes);
  }
  if (loadedBytes !== totalBytes)
    throw new ModelError(
      "notACheckpoint",
      `the weights in ${url} have ${loadedBytes} bytes where their manifest says ${totalBytes}`,
    );
  const bytes = await new Blob(shards.map((shard) => files.get(`${url}/${shard}`)!)).arrayBuffer();
  return { config, weights: groups.flatMap((group) => group.weights), bytes, files };
}

async function readConfig(
  source: CheckpointSource,
  isNeeded: boolean,
  files: Map<string, ArrayBuffer>,
): Promise<Readonly<Record<string, unknown>>> {
  const url = `${source.address}/config.json`;
  try {
    const bytes = await readFile(source, "config.json");
    const config = parseJson(bytes);
    if (!isRecord(config)) throw new ModelError("notACheckpoint", `${url} is not JSON`);
    files.set(url, bytes);
    return config;
  } catch (error) {
    if (isNeeded) throw error;
    return {};
  }
}

/** The bytes of a file of a checkpoint, from the net or from those that were chosen. */
async function readFile(
  { address, files }: CheckpointSource,
  path: string,
  onBytes: (more: number) => void = () => undefined,
): Promise<ArrayBuffer> {
  if (files) return readChosen(files.get(path), path, onBytes);
  const url = `${address}/${path}`;
  const response = await fetch(url).catch((cause: unknown) => {
    throw new ModelError("network", `${url} could not be fetched`, { cause });
  });
  if (!response.ok) throw new ModelError("notFound", `${url} answered ${response.status}`);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      chunks.push(part.value);
      onBytes(part.value.byteLength);
    }
  } catch (cause) {
    throw new ModelError("network", `${url} broke off`, { cause });
  }
  return new Blob(chunks).arrayBuffer();
}

async function readChosen(
  file: Blob | undefined,
  path: string,
  onBytes: (more: number) => void,
): Promise<ArrayBuffer> {
  if (!file) throw new ModelError("notFound", `${path} is not among the chosen files`);
  const bytes = await file.arrayBuffer().catch((cause: unknown) => {
    // It was moved, deleted or written to since.
    throw new ModelError("network", `${path} can no longer be read`, { cause });
  });
  onBytes(bytes.byteLength);
  return bytes;
}

/** Undefined when `bytes` are not JSON. */
function parseJson(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

interface Group {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
  readonly bytes: number;
}

function manifestGroups(manifest: unknown, url: string): readonly Group[] {
  const fail = (): never => {
    throw new ModelError("notACheckpoint", `${url} is not a manifest of weights`);
  };
  if (!Array.isArray(manifest) || manifest.length === 0) return fail();
  return manifest.map((group: unknown): Group => {
    if (!isRecord(group)) return fail();
    const { paths, weights } = group as Record<"paths" | "weights", unknown>;
    if (!isArrayOf(paths, isString) || !isArrayOf(weights, isWeight)) return fail();
    return { paths, weights, bytes: weights.reduce((sum, weight) => sum + bytesOf(weight), 0) };
  });
}

const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

function bytesOf({ shape, dtype, quantization }: WeightEntry): number {
  return shape.reduce((a, b) => a * b, 1) * (BYTES[quantization?.dtype ?? dtype] ?? 4);
}

function isWeight(value: unknown): value is WeightEntry {
  if (!isRecord(value)) return false;
  const { name, shape, dtype } = value as Record<"name" | "shape" | "dtype", unknown>;
  return isString(name) && isString(dtype) && isArrayOf(shape, (n) => typeof n === "number");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isArrayOf<Value>(
  value: unknown,
  is: (item: unknown) => item is Value,
): value is readonly Value[] {
  return Array.isArray(value) && value.every(is);
}
