import { expect, test } from "vitest";
import type { TakeId } from "../../src/domain/score";
import type { Take } from "../../src/domain/take";
import { drawTree, lastRows } from "../../src/ui/take-tree";
import { ANSWERED } from "../storage/sample-project";

const [original, answer] = ANSWERED as readonly [Take, Take];
const root = (id: string): Take => ({ ...original, id: id as TakeId });
const take = (id: string, parent: string, ask: string): Take => ({
  ...answer,
  id: id as TakeId,
  parent: parent as TakeId,
  making: { ...answer.making!, ask },
});

const tree = [
  root("first"),
  take("a1", "first", "a"),
  take("a2", "first", "a"),
  take("b1", "first", "b"),
  root("second"),
  take("c1", "second", "c"),
  take("d1", "a1", "d"),
];
const places = ({ dots }: ReturnType<typeof drawTree>) =>
  dots.map(({ take: { id }, ask, number, row, column }) => [id, ask, number, row, column]);

test("an original's first ask goes on in its row, further ones and remixes have rows of their own", () => {
  const drawing = drawTree(tree);
  expect(places(drawing)).toEqual([
    ["first", undefined, 1, 0, 0],
    ["a1", 1, 1, 0, 1],
    ["a2", 1, 2, 0, 2],
    ["d1", 2, 1, 1, 2],
    ["b1", 3, 1, 2, 1],
    ["second", undefined, 2, 3, 0],
    ["c1", 4, 1, 3, 1],
  ]);
  expect(drawing).toMatchObject({ columns: 3, rows: 4 });
  expect(drawing.branches.map(({ ask, parent }) => [ask, parent.take.id])).toEqual([
    ["a", "first"],
    ["d", "a1"],
    ["b", "first"],
    ["c", "second"],
  ]);
});

test("the last rows keep their numbers, and lines from what is above them", () => {
  const last = lastRows(drawTree(tree), 2);
  expect(places(last)).toEqual([
    ["b1", 3, 1, 2, 1],
    ["second", undefined, 2, 3, 0],
    ["c1", 4, 1, 3, 1],
  ]);
  expect(last.branches[0]!.parent).toMatchObject({ row: 0 });
});
