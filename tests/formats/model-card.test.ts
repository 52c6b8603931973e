import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CHECKPOINT_KINDS } from "../../src/generation/checkpoint-kind";
import { readModelCard } from "../../src/formats/model-card";

const models = join(import.meta.dirname, "../../models");
const cardOf = (kind: string) =>
  JSON.parse(readFileSync(join(models, kind, "card.json"), "utf8")) as Record<string, unknown>;

test.for(CHECKPOINT_KINDS)("the card of %s can be read, with what it learned from", (kind) => {
  const card = readModelCard(cardOf(kind))!;
  expect(card.name).toBe(kind);
  expect(card.figures.length).toBeGreaterThan(4);
  expect(card.figures.every(({ how }) => how.length > 0)).toBe(true);
  expect(card.weaknesses.length).toBeGreaterThan(1);
  expect(card.sources.every(({ licence }) => licence.length > 0)).toBe(true);
  const weights = readdirSync(join(models, kind)).filter((file) => file.startsWith("group"));
  const bytes = weights.map((file) => readFileSync(join(models, kind, file)).length);
  expect(card.bytes).toBe(bytes.reduce((sum, one) => sum + one, 0));

  const learned = card.learned!;
  expect(learned.pieces).toBeGreaterThan(100);
  const sum = (counts: readonly { readonly count: number }[]) =>
    counts.reduce((all, { count }) => all + count, 0);
  expect(sum(learned.collections)).toBe(learned.pieces);
  expect(sum(learned.regions)).toBe(learned.pieces);
  if (learned.counted === "recordings") return;
  expect(sum(learned.metres)).toBe(learned.pieces);
  expect(learned.keys).toHaveLength(24);
  expect(sum(learned.keys)).toBe(learned.pieces);
  expect(learned.intervals).toHaveLength(26);
  const { european = 0, american = 0, other = 0, unknown = 0 } = card.leaning!;
  expect(european + american + other + unknown).toBeCloseTo(1, 3);
});

test("a card of before anybody counted the data says all that it has", () => {
  const unsaid = { learned_from: undefined, bias: undefined, energy: undefined };
  const card = readModelCard({ ...cardOf("harmony"), ...unsaid })!;
  expect(card.learned).toBeUndefined();
  expect(card.leaning).toBeUndefined();
  expect(card.energy).toBeUndefined();
  expect(card.task).not.toBe("");
});

test.for([undefined, null, "card", [], {}, { name: "harmony" }])("%j is no card", (value) => {
  expect(readModelCard(value)).toBeUndefined();
});

test("a count below nothing, or a share above all, is no card", () => {
  const card = cardOf("harmony");
  expect(readModelCard({ ...card, bytes: -1 })).toBeUndefined();
  expect(readModelCard({ ...card, bias: { european: 1.5 } })).toBeUndefined();
});
