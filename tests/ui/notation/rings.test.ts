import { expect, test } from "vitest";
import type { NoteMark } from "../../../src/notation/annotation";
import { ringsOf } from "../../../src/ui/notation/rings";

const at = (y: number, kind: NoteMark["kind"], x = 100) => ({
  head: { x, y, width: 12 },
  mark: { kind, words: "" },
});

test("notes of one chord that lie together and are wrong together have one ring around them all", () => {
  const rings = ringsOf([at(20, "wrong"), at(30, "wrong"), at(40, "wrong")]);
  expect(rings).toHaveLength(1);
  expect(rings[0]!.y).toBeLessThan(15);
  expect(rings[0]!.y + rings[0]!.height).toBeGreaterThan(45);
});

test("what is said differently, or lies apart, has rings of its own", () => {
  expect(ringsOf([at(20, "wrong"), at(30, "doubtful")])).toHaveLength(2);
  expect(ringsOf([at(20, "wrong"), at(50, "wrong")])).toHaveLength(2);
  expect(ringsOf([at(20, "wrong"), at(20, "wrong", 160)])).toHaveLength(2);
});

test("where two voices meet in one head the graver is shown", () => {
  expect(ringsOf([at(20, "doubtful"), at(20, "wrong")]).map(({ kind }) => kind)).toEqual(["wrong"]);
});
