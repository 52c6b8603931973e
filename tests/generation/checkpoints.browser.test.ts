import { afterEach, expect, test } from "vitest";
import { fetched } from "./random-models";
import { DEFAULT_SETTINGS, type Ask } from "../../src/domain/ask";
import type { VoiceId } from "../../src/domain/score";
import type { CheckpointKind } from "../../src/generation/checkpoint-kind";
import { createGenerator, ModelError } from "../../src/generation/client";
import { Library } from "../../src/generation/library";
import { melody, score, voice } from "../support/score";
import { SERVER } from "./server";

let generators: ReturnType<typeof createGenerator>[] = [];

function startWorker(): Worker {
  return new Worker(new URL("./random-models.worker.ts", import.meta.url), { type: "module" });
}

function startGenerator(createWorker = startWorker) {
  const generator = createGenerator({ modelsUrl: SERVER, createWorker });
  generators.push(generator);
  return generator;
}

afterEach(() => {
  for (const generator of generators) generator.dispose();
  generators = [];
});

const VOICES = ["soprano", "alto", "tenor", "bass"];
const HARMONY: Ask = {
  kind: "harmonise",
  score: score(melody([67, 69, 71, 72]), { voices: VOICES.map((name) => voice(name)), bars: 1 }),
  voices: VOICES.slice(1) as VoiceId[],
  range: { start: 0, end: 1920 },
  settings: { ...DEFAULT_SETTINGS, takes: 1 },
  seed: 1,
};
const CHORALE: Ask = { ...HARMONY, settings: { ...HARMONY.settings, harmonist: "coconet" } };
const CONTINUATION: Ask = {
  ...HARMONY,
  kind: "continue",
  score: score(melody([67, 69, 71, 72]), { bars: 1 }),
  voices: ["soprano"] as VoiceId[],
  range: { start: 1920, end: 3840 },
};
const DRUMS: Ask = { ...HARMONY, kind: "groove" };
/** What a checkpoint of each kind is asked; none here asks for points or chords. */
const QUESTIONS: Partial<Record<CheckpointKind, Ask>> = {
  harmony: HARMONY,
  coconet: CHORALE,
  "melody-rnn": CONTINUATION,
  groove: DRUMS,
};

const UNFIT: readonly (readonly [
  what: string,
  CheckpointKind,
  folder: string,
  code: string,
  words: RegExp,
])[] = [
  ["an absent folder", "coconet", "absent", "notFound", /weights_manifest\.json answered 404/],
  ["a server out of reach", "coconet", "unreachable", "network", /could not be fetched/],
  [
    "a page in place of a manifest",
    "coconet",
    "not-json",
    "notACheckpoint",
    /is not a manifest of weights/,
  ],
  [
    "JSON of something else",
    "coconet",
    "not-a-manifest",
    "notACheckpoint",
    /is not a manifest of weights/,
  ],
  ["half a file", "coconet", "truncated", "notACheckpoint", /bytes where their manifest says/],
  ["no weights", "coconet", "no-weights", "wrongShape", /Coconet needs the weights/],
  ["weights of another size", "coconet", "other-size", "wrongShape", /of shape \[.*\], not \[.*\]/],
  ["a size that is none", "coconet", "bad-dilation", "notACheckpoint", /that no Coconet has/],
  ["another model", "coconet", "melody-rnn", "wrongModel", /says it is "MusicRNN", not a Coconet/],
  ["a config that says another", "melody-rnn", "other-type", "wrongModel", /says it is "MusicVAE"/],
  ["a model of other harmony", "harmony", "coconet", "wrongModel", /not a AntiphonHarmony/],
  ["half of its weights", "harmony", "no-harmony", "wrongShape", /harmony model needs the weights/],
  [
    "as wide again where it is heard",
    "harmony",
    "harmony-of-two-widths",
    "wrongShape",
    /needs lstm\/input_kernel of shape \[18, 20\], not \[26, 20\]/,
  ],
  ["drums of another kind", "groove", "groove-of-other-tasks", "unsupported", /only drum models/],
  ["no config", "melody-rnn", "coconet-without-config", "notFound", /config\.json answered 404/],
  ["chords in a way of its own", "melody-rnn", "other-chords", "unsupported", /wants chords as/],
  [
    "no room for its chords",
    "melody-rnn",
    "too-narrow",
    "wrongShape",
    /of shape \[91, .*not \[54, /,
  ],
  ["drums", "melody-rnn", "drums", "unsupported", /only models of single melodies/],
];

test.each(UNFIT)(
  "a checkpoint by address is refused in words if it is %s, and the one before stays",
  async (_, kind, folder, code, words) => {
    const generator = startGenerator();
    const before = generator.models();
    const refusal = generator.useCheckpoint(kind, `${SERVER}/${folder}/`);
    await expect(refusal).rejects.toBeInstanceOf(ModelError);
    await expect(refusal).rejects.toMatchObject({ code });
    await expect(refusal).rejects.toThrow(words);
    expect(generator.models()).toEqual(before);
    const [draft] = await generator.ask(QUESTIONS[kind]!);
    expect(draft!.model.version).toBe("1");
  },
);

test("an address that is none is refused in words", async () => {
  const generator = startGenerator();
  await expect(generator.useCheckpoint("coconet", "http://")).rejects.toMatchObject({
    code: "network",
    message: '"http://" is not an address',
  });
});

test.each(["harmony", "coconet"] as const)(
  "a %s by address answers from then on, and leaves no tensor of the one before",
  async (kind) => {
    const generator = startGenerator();
    const [before] = await generator.ask(QUESTIONS[kind]!);
    const tensors = await generator.tensors();
    await generator.useCheckpoint(kind, `${SERVER}/other-${kind}`);
    const [after] = await generator.ask(QUESTIONS[kind]!);
    expect([before!.model.version, after!.model.version]).toEqual(["1", "2"]);
    expect(after!.notes).not.toEqual(before!.notes);
    expect(await generator.tensors()).toBe(tensors);
    const chosen = generator.models().find((info) => info.kind === kind)!;
    expect(chosen).toMatchObject({ url: `${SERVER}/other-${kind}`, model: { version: "2" } });
  },
);

test("a checkpoint of Magenta's own, which has no config.json, answers", async () => {
  const generator = startGenerator();
  await generator.useCheckpoint("coconet", `${SERVER}/coconet-without-config`);
  const [draft] = await generator.ask(CHORALE);
  expect(draft!.model).toEqual({ name: "Coconet", version: "unnamed" });
});

test("a checkpoint that is wanted twice at once is fetched once", async () => {
  const library = new Library((model) => model.dispose());
  const load = () =>
    library.load("melody-rnn", { address: `${SERVER}/melody-rnn` }, () => undefined);
  const [a, b] = await Promise.all([load(), load()]);
  const c = await load();
  expect(b).toBe(a);
  expect(c).toBe(a);
  const shards = fetched.filter((url) => url === `${SERVER}/melody-rnn/group1-shard1of1`);
  expect(shards).toHaveLength(1);
  a.dispose();
});

test("a checkpoint that could not be loaded is tried again the next time", async () => {
  const library = new Library((model) => model.dispose());
  const load = () => library.load("coconet", { address: `${SERVER}/absent` }, () => undefined);
  await expect(load()).rejects.toMatchObject({ code: "notFound" });
  const before = fetched.length;
  await expect(load()).rejects.toMatchObject({ code: "notFound" });
  expect(fetched.length).toBeGreaterThan(before);
});

test("a worker that dies fails its asks, and the next ask starts another", async () => {
  const dying = URL.createObjectURL(
    new Blob(["onmessage = () => { throw new Error('out of memory'); };"]),
  );
  const workers = [() => new Worker(dying), startWorker];
  const generator = startGenerator(() => workers.shift()!());
  const asks = await Promise.allSettled([generator.ask(HARMONY), generator.ask(CONTINUATION)]);
  for (const ask of asks)
    expect(ask).toMatchObject({
      reason: { code: "crashed", message: "Uncaught Error: out of memory" },
    });
  expect(await generator.ask(HARMONY)).toHaveLength(1);
});

test("a worker that cannot be had at all fails the ask", async () => {
  const generator = startGenerator(() => new Worker("/no-such-worker.js"));
  await expect(generator.ask(HARMONY)).rejects.toMatchObject({ code: "crashed" });
});

test("a cancelled ask rejects at once, is heard of no more, and lets the next one be answered", async () => {
  const generator = startGenerator();
  const controller = new AbortController();
  const heard: number[] = [];
  const long = generator.ask(
    { ...CHORALE, settings: { ...CHORALE.settings, takes: 8 } },
    {
      signal: controller.signal,
      onDraft: (_, index) => {
        heard.push(index);
        controller.abort(new DOMException("changed my mind", "AbortError"));
      },
    },
  );
  await expect(long).rejects.toThrow("changed my mind");
  expect(await generator.ask(CONTINUATION)).toHaveLength(1);
  expect(heard).toEqual([0]);
});

test("an ask that was cancelled before it was put is not put", async () => {
  const generator = startGenerator(() => {
    throw new Error("no worker is wanted");
  });
  const signal = AbortSignal.abort(new DOMException("never mind", "AbortError"));
  await expect(generator.ask(HARMONY, { signal })).rejects.toThrow("never mind");
});

test("two asks at once are answered one after the other, each as if it were alone", async () => {
  const generator = startGenerator();
  const alone = [await generator.ask(HARMONY), await generator.ask(CONTINUATION)];
  const together = await Promise.all([generator.ask(HARMONY), generator.ask(CONTINUATION)]);
  expect(together).toEqual(alone);
});
