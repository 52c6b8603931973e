import { expect, test } from "vitest";
import { asStrokes } from "../../src/notation/strokes";
import { writeScore } from "../../src/notation/writing";
import { note, score, voice } from "../support/score";

const meter = { beats: 4, unit: 4 } as const;

test("strokes on eighths are read as eighths, however short they are held", () => {
  const hats = [0, 240, 480].map((start, i) => note({ id: `h${i}`, start, duration: 30 }));
  expect(asStrokes(hats, meter).map(({ duration }) => duration)).toEqual([240, 240, 480]);
});

test("a stroke that rings on is read up to its beat, and one that is read as it is stays the same", () => {
  const [long, exact] = asStrokes(
    [
      note({ id: "long", start: 0, duration: 1920 }),
      note({ id: "exact", start: 960, duration: 480 }),
    ],
    meter,
  );
  expect(long?.duration).toBe(480);
  expect(exact).toEqual(note({ id: "exact", start: 960, duration: 480 }));
});

test("a groove of eighths is written in beams, without rests between the strokes", () => {
  const kit = voice("Kit", { instrument: "drums" });
  const hats = Array.from({ length: 8 }, (_, i) =>
    note({ id: `h${i}`, voice: "Kit", pitch: 42, start: i * 240, duration: 60 }),
  );
  const [layer] = writeScore(score(hats, { voices: [kit], bars: 1 })).bars[0]![0]!.layers;
  expect(layer!.pieces).toHaveLength(8);
  expect(layer!.beams.every((beams) => beams.length === 1)).toBe(true);
});
