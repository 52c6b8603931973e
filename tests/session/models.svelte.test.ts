import { expect, test } from "vitest";
import type { ModelInfo } from "../../src/generation/client";
import { Models } from "../../src/session/models.svelte";

function generator(answer: (url: string) => Promise<void>) {
  let url = "models/coconet";
  return {
    models: (): readonly ModelInfo[] => [
      { kind: "coconet", asks: ["harmonise"], url, model: undefined },
    ],
    useCheckpoint: async (_kind: string, next: string) => {
      await answer(next);
      url = next;
    },
  };
}

test("a checkpoint that fits is the one that answers from then on", async () => {
  const models = new Models(generator(() => Promise.resolve()));
  await models.use("coconet", "https://example.org/coconet");
  expect(models.chosen[0]?.url).toBe("https://example.org/coconet");
  expect(models.state).toEqual({ phase: "ready", kind: "coconet" });
});

test("one that does not fit is told, and the one before stays", async () => {
  const models = new Models(generator(() => Promise.reject(new Error("no manifest there"))));
  const asked = models.use("coconet", "https://example.org/nothing");
  expect(models.state).toEqual({ phase: "loading", kind: "coconet" });
  await asked;
  expect(models.state).toEqual({
    phase: "failed",
    kind: "coconet",
    fault: "unexpected",
    message: "no manifest there",
  });
  expect(models.chosen[0]?.url).toBe("models/coconet");
});

test("Antiphon's own answers again when a person goes back to it", async () => {
  const models = new Models(generator(() => Promise.resolve()));
  expect(models.isReplaced(models.chosen[0]!)).toBe(false);
  await models.use("coconet", "models/mine");
  expect(models.isReplaced(models.chosen[0]!)).toBe(true);
  await models.useOwn("coconet");
  expect(models.chosen[0]?.url).toBe("models/coconet");
  expect(models.isReplaced(models.chosen[0]!)).toBe(false);
});
