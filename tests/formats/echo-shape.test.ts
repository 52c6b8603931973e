import { expect, test } from "vitest";
import type { Echo } from "../../src/domain/echo";
import type { VoiceId } from "../../src/domain/score";
import { echo } from "../../src/formats/echo-shape";
import { ShapeFault } from "../../src/formats/shape";

const known: Echo = {
  piece: {
    title: "A Tune",
    composer: "Anon",
    collection: "Tunes",
    year: 1782,
    meter: { beats: 6, unit: 8 },
  },
  bars: [2, 3],
  theirBars: [0, 1],
  start: 1440,
  transposition: -5,
  matched: 1,
  of: 2,
  oneIn: 87.5,
  beyond: true,
  lines: [
    {
      voice: "v" as VoiceId,
      part: "tenor",
      ours: [
        { pitch: 60, start: 0, duration: 240, same: 0 },
        { pitch: 61, start: 240, duration: 240, same: undefined },
      ],
      theirs: [{ pitch: 65, start: -240, duration: 240, same: 0 }],
    },
  ],
  also: ["Another Tune"],
};

test("what a take copies is stored with it and comes back", () => {
  expect(echo(JSON.parse(JSON.stringify(known)), "echo")).toEqual(known);
});

test("so are the chords, and the strokes of drums", () => {
  const chord = { root: 2, quality: "minor-seventh", bass: undefined } as const;
  const one = { chord, start: 0, duration: 960, same: undefined };
  const chords = { ...known, lines: [], chords: { ours: [{ ...one, same: 0 }], theirs: [one] } };
  expect(echo(JSON.parse(JSON.stringify(chords)), "echo")).toEqual(chords);
  const drums: Echo = { ...known, lines: [{ ...known.lines[0]!, part: "drums" }] };
  expect(echo(JSON.parse(JSON.stringify(drums)), "echo")).toEqual(drums);
  const wrong = { ...chords, chords: { ours: [{ ...one, chord: "N.C." }], theirs: [one] } };
  expect(() => echo(wrong, "echo")).toThrow("echo.chords.ours[0].chord");
});

test.each([
  ["bars", [1]],
  ["oneIn", 0],
  ["lines", [{ ...known.lines[0], part: "descant" }]],
  ["piece", { ...known.piece, title: 3 }],
])("a stored echo whose %s are none is refused with its place", (field, value) => {
  expect(() => echo({ ...known, [field]: value }, "echo")).toThrow(ShapeFault);
  expect(() => echo({ ...known, [field]: value }, "echo")).toThrow(`echo.${field}`);
});
