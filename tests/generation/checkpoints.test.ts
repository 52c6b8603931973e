import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { CHECKPOINT_KINDS } from "../../src/generation/checkpoint-kind";

const FILES = [
  "config.json",
  "weights_manifest.json",
  "group1-shard1of1",
  "card.json",
  "card.md",
  "parity.json",
];

function pathOf(kind: string, file: string): URL {
  return new URL(`../../models/${kind}/${file}`, import.meta.url);
}

test.each(CHECKPOINT_KINDS)(
  "%s comes with its card, its parity figures and its weights",
  (kind) => {
    for (const file of FILES) expect(existsSync(pathOf(kind, file)), file).toBe(true);
  },
);

test.each(CHECKPOINT_KINDS)(
  "the card of %s is about these weights, and says how they do on music that they never saw",
  (kind) => {
    const card = JSON.parse(readFileSync(pathOf(kind, "card.json"), "utf8")) as {
      readonly weights_sha256: string;
      readonly metrics: Readonly<
        Record<string, { readonly split: string; readonly value: number }>
      >;
      readonly data: readonly { readonly licence: string }[];
      readonly weaknesses: readonly string[];
    };
    const shard = readFileSync(pathOf(kind, "group1-shard1of1"));
    expect(card.weights_sha256).toBe(createHash("sha256").update(shard).digest("hex"));
    const heldOut = Object.values(card.metrics).filter(({ split }) => split === "test");
    expect(heldOut.length).toBeGreaterThan(0);
    for (const { value } of heldOut) expect(value).toBeGreaterThan(0);
    for (const { licence } of card.data) expect(licence).not.toBe("");
    expect(card.weaknesses.length).toBeGreaterThan(0);
  },
);

test("all weights together take at most 10 MB", () => {
  const bytes = CHECKPOINT_KINDS.map((kind) => statSync(pathOf(kind, "group1-shard1of1")).size);
  expect(bytes.reduce((a, b) => a + b)).toBeLessThanOrEqual(10e6);
});
