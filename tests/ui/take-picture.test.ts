import { expect, test } from "vitest";
import { newNotes } from "../../src/domain/take";
import { frameOf, pictureOf } from "../../src/ui/take-picture";
import { note, score } from "../support/score";

const bar = 1920;
const bars = (count: number, pitch = 60) =>
  Array.from({ length: count }, (_, i) => note({ id: `bar ${i}`, start: i * bar, pitch }));
const long = score(bars(100), { bars: 100 });

test("a short score is shown whole, whatever is new in it", () => {
  const short = score(bars(16), { bars: 16 });
  expect(frameOf([short], { start: 4 * bar, end: 5 * bar })).toMatchObject({
    start: 0,
    end: 16 * bar,
  });
});

test.each([
  ["in the middle", 50, 52, 46, 54],
  ["at the beginning", 0, 1, 0, 8],
  ["at the end", 98, 100, 92, 100],
  ["long itself", 20, 70, 18, 72],
])(
  "of a long score what is new is shown with some bars around it: %s",
  (_, from, to, first, last) => {
    const frame = frameOf([long], { start: from * bar, end: to * bar });
    expect([frame.start / bar, frame.end / bar]).toEqual([first, last]);
  },
);

test("only what sounds in the stretch is drawn and makes room, from its start on", () => {
  const take = score(
    [
      ...bars(100),
      note({ id: "high", start: 2 * bar, pitch: 100 }),
      note({ id: "new", start: 50 * bar, pitch: 62 }),
    ],
    { bars: 100 },
  );
  const frame = frameOf([long, take], { start: 50 * bar, end: 51 * bar });
  expect(frame).toMatchObject({ lowest: 60, highest: 62 });
  const { layers, width } = pictureOf(long, take, frame);
  expect(width).toBe(frame.end - frame.start);
  expect(layers.map(({ isNew, path }) => [isNew, path.match(/M/g)!.length])).toEqual([
    [false, width / bar],
    [true, 1],
  ]);
  expect(layers[1]!.path).toMatch(new RegExp(`^M${50 * bar - frame.start} `));
});

test("a note that stands where one stood is not new, whoever wrote it", () => {
  const again = note({ id: "again", start: 3 * bar });
  const other = note({ id: "other", start: 3 * bar, pitch: 64 });
  const take = { ...long, notes: [...long.notes, again, other] };
  expect(newNotes(long, take)).toEqual([other]);
});
