import { afterEach, expect, test } from "vitest";
import { DEFAULT_SETTINGS, type Ask, type AskSettings } from "../../src/domain/ask";
import { scoreTicks, type Score, type VoiceId } from "../../src/domain/score";
import { createGenerator, type AskProgress } from "../../src/generation/client";
import { melody, score, voice } from "../support/score";
import { SERVER } from "./server";

let generators: ReturnType<typeof createGenerator>[] = [];

function startGenerator() {
  const generator = createGenerator({
    modelsUrl: SERVER,
    createWorker: () =>
      new Worker(new URL("./random-models.worker.ts", import.meta.url), { type: "module" }),
  });
  generators.push(generator);
  return generator;
}

afterEach(() => {
  for (const generator of generators) generator.dispose();
  generators = [];
});

const TUNE = melody([60, 62, 64, 65, 67, 65, 64, 62, 60, 64, 67, 72, 71, 67, 62, 60]);
const FOUR_VOICES: Score = score(TUNE, {
  voices: ["soprano", "alto", "tenor", "bass"].map((name) => voice(name)),
});
const SOLO: Score = score(TUNE);
const WITH_DRUMS: Score = score(TUNE, {
  voices: [voice("soprano"), voice("kit", { instrument: "drums" })],
});
/** What each ask writes, and in which score; a lone melody for those that are not named. */
const WRITING: Partial<Record<Ask["kind"], readonly [base: Score, voices: readonly string[]]>> = {
  harmonise: [FOUR_VOICES, ["alto", "tenor", "bass"]],
  rewrite: [FOUR_VOICES, ["alto", "tenor", "bass"]],
  groove: [WITH_DRUMS, ["kit"]],
};

function ask(
  kind: Ask["kind"],
  settings: Partial<AskSettings> = {},
  overrides: Partial<Ask> = {},
): Ask {
  const [base, voices] = WRITING[kind] ?? [SOLO, ["soprano"]];
  const end = scoreTicks(base);
  return {
    kind,
    score: base,
    voices: voices as readonly VoiceId[],
    range: kind === "continue" ? { start: end, end: 2 * end } : { start: 0, end },
    ...(kind === "blend" ? { other: score(melody([72, 71, 69, 67, 65, 64, 62, 60])) } : {}),
    settings: { ...DEFAULT_SETTINGS, ...settings },
    seed: 11,
    ...overrides,
  };
}

const KINDS = ["harmonise", "vary", "continue", "rewrite", "blend", "groove", "humanise"] as const;

test.each(KINDS)(
  "%s gives three takes, all different, inside the asked range and voices",
  async (kind) => {
    const generator = startGenerator();
    const question = ask(kind);
    const drafts = await generator.ask(question);
    expect(drafts).toHaveLength(3);
    expect(new Set(drafts.map((draft) => JSON.stringify(draft.notes))).size).toBe(3);
    for (const note of drafts.flatMap((draft) => draft.notes)) {
      expect(question.voices).toContain(note.voice);
      expect(note.start).toBeGreaterThanOrEqual(question.range.start);
      expect(note.start + note.duration).toBeLessThanOrEqual(question.range.end);
      expect(note.pitch).toBeGreaterThanOrEqual(0);
      expect(note.pitch).toBeLessThanOrEqual(127);
    }
  },
);

test.each(KINDS)("%s with the seed of a take makes that take again", async (kind) => {
  const generator = startGenerator();
  const question = ask(kind);
  const drafts = await generator.ask(question);
  for (const draft of drafts) {
    const again = await generator.ask({
      ...question,
      seed: draft.seed,
      settings: { ...question.settings, takes: 1 },
    });
    expect(again).toEqual([draft]);
  }
});

test("takes arrive one by one, after the bytes of the model", async () => {
  const generator = startGenerator();
  const seen: (AskProgress["stage"] | number)[] = [];
  const bytes: number[] = [];
  await generator.ask(ask("harmonise"), {
    onDraft: (_, index) => seen.push(index),
    onProgress: (progress) => {
      if (seen.at(-1) !== progress.stage) seen.push(progress.stage);
      if (progress.stage === "loading") bytes.push(progress.loadedBytes / progress.totalBytes);
    },
  });
  expect(seen.filter((entry) => typeof entry === "number")).toEqual([0, 1, 2]);
  expect(seen[0]).toBe("loading");
  expect(bytes.at(-1)).toBe(1);
  expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
});

test("what was prepared is not loaded again by the first ask", async () => {
  const generator = startGenerator();
  await generator.prepare("harmony", { compares: false });
  expect(generator.models().find(({ kind }) => kind === "harmony")?.model?.name).toBeDefined();
  const stages: AskProgress["stage"][] = [];
  await generator.ask(ask("harmonise"), { onProgress: ({ stage }) => stages.push(stage) });
  expect(stages).toContain("composing");
  expect(stages).not.toContain("loading");
});

test("what cannot be prepared is said, and asks go on", async () => {
  const generator = startGenerator();
  // There are no pieces among what the tests have.
  const prepared = generator.prepare("harmony", { compares: true });
  await expect(prepared).rejects.toMatchObject({ name: "ModelError" });
  expect(await generator.ask(ask("harmonise"))).toHaveLength(3);
});

test("fifty asks leave no tensor behind", async () => {
  const generator = startGenerator();
  for (const kind of KINDS) await generator.ask(ask(kind, { takes: 1 }));
  const before = await generator.tensors();
  for (let i = 0; i < 10; i++)
    for (const kind of KINDS)
      await generator.ask(ask(kind, { takes: 1 }, { seed: i, range: ask(kind).range }));
  expect(await generator.tensors()).toBe(before);
});
