import { expect, test } from "vitest";
import { paintFermata } from "../../../src/ui/roll/paint-fermata";

const NOTE = { x: 8, y: 20, width: 24, height: 12 };
const SIDE = 40;

/** Rows of pixels, each from 0 (page) to 1 (ink). */
function painted(rowHeight: number, ratio: number): readonly (readonly number[])[] {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE * ratio;
  const context = canvas.getContext("2d")!;
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintFermata(context, NOTE, rowHeight, "black", "white");
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: canvas.height }, (_, y) =>
    Array.from({ length: canvas.width }, (_, x) => 1 - data[4 * (y * canvas.width + x)]! / 255),
  );
}

const places = (marks: readonly boolean[]) => marks.flatMap((mark, i) => (mark ? [i] : []));

test.each([1, 2])("a fermata stands crisp over the middle of its note, at %dx", (ratio) => {
  const rows = painted(18, ratio);
  const used = places(rows.map((row) => row.some((ink) => ink > 0.5)));
  expect(used[0]).toBeGreaterThan((NOTE.y - 14) * ratio);
  expect(used.at(-1)).toBeLessThan((NOTE.y - 2) * ratio);
  const columns = places(rows[0]!.map((_, x) => rows.some((row) => row[x]! > 0.5)));
  const middle = (columns[0]! + columns.at(-1)! + 1) / 2;
  expect(Math.abs(middle / ratio - (NOTE.x + NOTE.width / 2))).toBeLessThanOrEqual(0.5);
  for (const row of rows)
    for (const x of columns) expect(row[x]).toBeCloseTo(row[2 * middle - 1 - x]!, 0.5);
  // Full ink, not a smear of half tones.
  expect(rows.flat().filter((ink) => ink > 0.9).length).toBeGreaterThan(12 * ratio * ratio);
});

test("a fermata is left out where rows are too low for it", () => {
  expect(
    painted(9, 1)
      .flat()
      .some((ink) => ink > 0.5),
  ).toBe(true);
  expect(
    painted(8, 1)
      .flat()
      .every((ink) => ink === 0),
  ).toBe(true);
});
