import { expect, test } from "vitest";
import type { Total } from "../../../src/exercises/review";
import type { Entry, Work } from "../../../src/session/classroom.svelte";
import { filtered, orderAfter, sorted } from "../../../src/ui/classroom/class-table";

function work(id: number, name: string, points: number, remarks = 0): Work {
  return {
    id,
    file: `5b/${name}.json`,
    remarks: Array.from({ length: remarks }, () => ({ kind: "changed" })),
    row: { read: { handIn: { name, group: "5b" } }, weights: [id, 0, 0], marking: { points } },
  } as unknown as Work;
}

const entries: readonly Entry[] = [
  work(0, "Zoë", 10),
  work(1, "Ada 10", 20, 1),
  { id: 2, file: "5b/broken.json", problem: { kind: "empty" } },
  work(3, "ada 2", 20),
];
const totalOf = ({ row }: Work): Total => ({ points: row.marking.points, most: 20, open: [] });
const ids = (rows: readonly Entry[]) => rows.map(({ id }) => id);

test("names stand as people sort them, and what could not be read behind all others", () => {
  const order = { column: "name", isRising: true } as const;
  expect(ids(sorted(entries, order, totalOf, "en"))).toEqual([3, 1, 0, 2]);
  expect(ids(sorted(entries, { ...order, isRising: false }, totalOf, "en"))).toEqual([0, 1, 3, 2]);
});

test("points are wanted from the most down; equal ones stay as they came", () => {
  const order = orderAfter({ column: "name", isRising: true }, "points");
  expect(order).toEqual({ column: "points", isRising: false });
  expect(ids(sorted(entries, order, totalOf, "en"))).toEqual([1, 3, 0, 2]);
  expect(orderAfter(order, "points").isRising).toBe(true);
});

test("rows are found by any words of name, class and file", () => {
  expect(ids(filtered(entries, "ADA 5b", false))).toEqual([1, 3]);
  expect(ids(filtered(entries, "broken", false))).toEqual([2]);
  expect(ids(filtered(entries, "", true))).toEqual([1, 2]);
});
