import { afterEach, expect, test } from "vitest";
import { DEFAULT_SETTINGS, type Ask } from "../../src/domain/ask";
import type { PersonalModel } from "../../src/domain/personal";
import { scoreTicks } from "../../src/domain/score";
import { createGenerator } from "../../src/generation/client";
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

/** Sixteen bars of quarters, no two stretches alike. */
const PIECES = [1, 3].map((leap) =>
  score(melody(Array.from({ length: 64 }, (_, i) => 60 + ((i * leap + Math.floor(i / 6)) % 13))), {
    bars: 16,
  }),
);
const TUNE = score(melody([60, 62, 64, 65, 67, 65, 64, 62, 60, 64, 67, 72, 71, 67, 62, 60]));

const vary = (personal: number, style?: PersonalModel): Ask => ({
  kind: "vary",
  score: TUNE,
  voices: [voice("soprano").id],
  range: { start: 0, end: scoreTicks(TUNE) },
  settings: { ...DEFAULT_SETTINGS, personal },
  seed: 11,
  ...(style ? { personal: style } : {}),
});

test("a style is learnt in the worker, told of as it goes, the same again, and no tensor stays behind", async () => {
  const generator = startGenerator();
  await generator.ask(vary(0));
  const before = await generator.tensors();
  const told: number[] = [];
  const learnt = await generator.learn(PIECES, 5, { onProgress: (share) => told.push(share) });
  expect(learnt.windows).toBe(30);
  expect(told[0]).toBe(0);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBeLessThanOrEqual(1);
  expect(await generator.learn(PIECES, 5)).toEqual(learnt);
  expect((await generator.learn(PIECES, 6)).net.weights).not.toEqual(learnt.net.weights);

  const style: PersonalModel = { ...learnt, name: "Mine", learntMs: 0, sketches: [] };
  const plain = await generator.ask(vary(0));
  expect(await generator.ask(vary(0, style))).toEqual(plain);
  const drafts = await generator.ask(vary(1, style));
  expect(drafts).toHaveLength(3);
  expect(drafts).not.toEqual(plain);
  const [, second] = drafts;
  const again = vary(1, style);
  expect(
    await generator.ask({
      ...again,
      seed: second!.seed,
      settings: { ...again.settings, takes: 1 },
    }),
  ).toEqual([second]);
  expect(await generator.tensors()).toBe(before);
});

test("learning that is broken off rejects at once, and the worker answers the next ask", async () => {
  const generator = startGenerator();
  const stopped = new AbortController();
  const learning = generator.learn(PIECES, 5, {
    signal: stopped.signal,
    onProgress: (share) => {
      if (share > 0) stopped.abort(new Error("stopped"));
    },
  });
  await expect(learning).rejects.toThrow("stopped");
  expect(await generator.ask(vary(0))).toHaveLength(3);
});

test("a style of another checkpoint is refused, and too little to learn from said", async () => {
  const generator = startGenerator();
  const learnt = await generator.learn(PIECES, 5);
  const foreign = {
    ...learnt,
    checkpoint: { ...learnt.checkpoint, digest: "0" },
    name: "Mine",
    learntMs: 0,
    sketches: [],
  };
  await expect(generator.ask(vary(0.5, foreign))).rejects.toMatchObject({ code: "otherModel" });
  await expect(generator.learn([TUNE], 5)).rejects.toMatchObject({ code: "tooLittle" });
});
