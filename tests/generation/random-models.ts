import {
  checkpointFolder,
  coconetWithoutConfig,
  randomAttentionRnn,
  randomChords,
  randomCoconet,
  randomGroove,
  randomHarmony,
  randomMusicRnn,
  randomMusicVae,
  type CheckpointFolder,
} from "./random-checkpoints";
import { SERVER } from "./server";

// Imported before the models' worker: answers for the checkpoints of `SERVER`, and leaves other addresses to the net.

const text = (value: string) => new TextEncoder().encode(value);
const truncated = (folder: CheckpointFolder): CheckpointFolder =>
  new Map([...folder].map(([name, bytes]) => [name, /shard/.test(name) ? bytes.slice(9) : bytes]));

const folders: Readonly<Record<string, () => CheckpointFolder>> = {
  harmony: () => randomHarmony(),
  coconet: () => randomCoconet(),
  "melody-rnn": () => randomMusicRnn(),
  "melody-vae": () => randomMusicVae(),
  "other-coconet": () => randomCoconet({ version: "2" }, 7),
  "other-harmony": () => randomHarmony({ version: "2" }, 7),
  "harmony-of-two-widths": () => randomHarmony({ widthHeard: 5 }),
  "coconet-without-config": coconetWithoutConfig,
  truncated: () => truncated(randomCoconet()),
  "other-type": () => randomMusicRnn({ type: "MusicVAE" }),
  "other-size": () => randomCoconet({ numFilters: 16, numFiltersStored: 8 }),
  "bad-dilation": () => randomCoconet({ dilation: "wide" }),
  "not-json": () =>
    new Map([["weights_manifest.json", text("<!doctype html><title>Not here</title>")]]),
  "not-a-manifest": () => new Map([["weights_manifest.json", text('{"modelTopology": {}}')]]),
  chords: () => randomChords(),
  groove: () => randomGroove(),
  "groove-of-other-tasks": () => randomGroove({ tasks: ["humanize"] }),
  "attention-rnn": randomAttentionRnn,
  "chord-rnn": () => randomMusicRnn({ chordEncoder: "PitchChordEncoder" }, 1, 37),
  "other-chords": () => randomMusicRnn({ chordEncoder: "JazzEncoder" }),
  "too-narrow": () => randomMusicRnn({ chordEncoder: "PitchChordEncoder" }),
  drums: () => randomMusicRnn({ dataConverter: { type: "DrumsConverter", args: {} } }),
  "no-harmony": () => checkpointFolder({ type: "AntiphonHarmony" }, [["tokens", [94, 3]]]),
  "no-weights": () => checkpointFolder({ type: "Coconet" }, []),
};

/** Addresses that were fetched, in order. */
export const fetched: string[] = [];

const fromNet = globalThis.fetch.bind(globalThis);

globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  if (!url.startsWith(SERVER)) return fromNet(input, init);
  fetched.push(url);
  if (url.startsWith(`${SERVER}/unreachable`))
    return Promise.reject(new TypeError("Failed to fetch"));
  const [folder, file] = url.slice(SERVER.length + 1).split("/");
  const bytes = folders[folder!]?.().get(file!);
  return Promise.resolve(bytes ? new Response(bytes) : new Response("Not found", { status: 404 }));
};
