import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { endOf, type Note } from "../../../src/domain/score";
import { boxGesture } from "../../../src/ui/roll/box-gesture";
import { pitchToY, tickToX, type Viewport } from "../../../src/ui/roll/geometry";
import type { GridPoint } from "../../../src/ui/roll/gesture";
import { moveGesture } from "../../../src/ui/roll/move-gesture";
import {
  drawGesture,
  resizeEndGesture,
  resizeStartGesture,
} from "../../../src/ui/roll/resize-gesture";
import { paintVelocity, shiftVelocity, stemsAt, velocityAt } from "../../../src/ui/roll/velocity";
import { melody, note, score } from "../../support/score";

const view: Viewport = {
  scrollX: 0,
  scrollY: 600,
  pxPerTick: 0.1,
  rowHeight: 16,
  width: 800,
  height: 480,
};
const at = (tick: number, pitch: number): GridPoint => ({
  x: tickToX(view, tick),
  y: pitchToY(view, pitch) + 8,
  tick,
  pitch,
});
const GRID = 120;
const first = note({ id: "first", pitch: 64, start: 480, duration: 480 });
const second = note({ id: "second", pitch: 67, start: 1000, duration: 200 });
const base = score([first, second]);
const both = new Set([first.id, second.id]);
const notes = (s: { notes: readonly Note[] }) => s.notes.map((n) => [n.start, n.pitch, n.duration]);

describe("moving", () => {
  const gesture = moveGesture(base, both, first, at(600, 64), GRID);

  test("the grabbed note goes to the grid and the others keep their distance", () => {
    expect(notes(gesture.to(at(875, 66), false).score)).toEqual([
      [720, 66, 480],
      [1240, 69, 200],
    ]);
  });
  test("a free drag goes where the pointer goes", () => {
    expect(notes(gesture.to(at(677, 64), true).score)[0]).toEqual([557, 64, 480]);
  });
  test("a trembling click moves nothing", () => {
    expect(gesture.to(at(620, 64), false).score).toBe(base);
  });
  test("dragged there and back is where it was", () => {
    gesture.to(at(2000, 70), false);
    expect(gesture.to(at(600, 64), false).score).toBe(base);
  });
  test("no note leaves the start of the sketch or the keyboard", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 0, max: 127 }),
        (tick, pitch) => {
          const { score: moved } = gesture.to(at(tick, pitch), false);
          const [a, b] = moved.notes;
          expect(b!.start - a!.start).toBe(520);
          expect(b!.pitch - a!.pitch).toBe(3);
          expect(a!.start).toBeGreaterThanOrEqual(0);
          expect(a!.pitch).toBeGreaterThanOrEqual(0);
          expect(b!.pitch).toBeLessThanOrEqual(127);
        },
      ),
    );
  });
  test("moved behind the last bar, the sketch grows to hold it", () => {
    expect(gesture.to(at(9000, 64), false).score.bars).toBe(5);
  });
  test("a model's note that is moved says that you changed it", () => {
    const made = note({ id: "m", origin: { by: "model", take: "t" as never, changed: false } });
    const moved = moveGesture(score([made]), new Set([made.id]), made, at(0, 60), GRID);
    expect(moved.to(at(480, 60), false).score.notes[0]?.origin).toMatchObject({ changed: true });
  });
});

describe("resizing", () => {
  test("the end goes to the grid, and the selection grows by as much", () => {
    const gesture = resizeEndGesture(base, both, first, at(950, 64), GRID);
    expect(notes(gesture.to(at(1190, 64), false).score)).toEqual([
      [480, 64, 720],
      [1000, 67, 440],
    ]);
  });
  test("a note keeps at least one step of the grid", () => {
    const gesture = resizeEndGesture(base, new Set([first.id]), first, at(950, 64), GRID);
    expect(gesture.to(at(0, 64), false).score.notes[0]?.duration).toBe(GRID);
  });
  test("the start goes to the grid and the end stays", () => {
    const gesture = resizeStartGesture(base, new Set([first.id]), first, at(490, 64), GRID);
    const earlier = gesture.to(at(250, 64), false).score.notes[0]!;
    expect([earlier.start, endOf(earlier)]).toEqual([240, 960]);
    const tooLate = gesture.to(at(5000, 64), false).score.notes[0]!;
    expect([tooLate.start, endOf(tooLate)]).toEqual([840, 960]);
  });
});

describe("drawing", () => {
  const gesture = drawGesture(base, first, at(500, 64), GRID);

  test("a click keeps the length of the note before", () => {
    expect(gesture.to(at(510, 64), false).score).toBe(base);
  });
  test("dragging draws the end to the grid line behind the pointer", () => {
    expect(gesture.to(at(1210, 64), false).score.notes[0]?.duration).toBe(1320 - 480);
    expect(gesture.to(at(100, 64), false).score.notes[0]?.duration).toBe(GRID);
  });
  test("dragging up finds the pitch before letting go", () => {
    expect(gesture.to(at(500, 71), false).heard?.pitch).toBe(71);
  });
});

describe("selecting by box", () => {
  test("takes what the box touches and lets go what it leaves", () => {
    const gesture = boxGesture(base, view, at(400, 70));
    expect(gesture.to(at(1100, 60), false).selection).toEqual(both);
    expect(gesture.to(at(700, 60), false).selection).toEqual(new Set([first.id]));
  });
  test("adds to what was selected before", () => {
    const gesture = boxGesture(base, view, at(400, 65), new Set([second.id]));
    expect(gesture.to(at(600, 63), false).selection).toEqual(both);
  });
});

describe("velocity", () => {
  test("the top of the lane is 127 and its foot 1", () => {
    expect([0, 25, 50, 80].map((y) => velocityAt(y, 50))).toEqual([127, 64, 1, 1]);
  });
  test("the stems of a chord are taken together, the nearest onset first", () => {
    const chord = [note({ id: "a", start: 480 }), note({ id: "b", start: 480, pitch: 64 })];
    const other = note({ id: "c", start: 530 });
    expect(stemsAt(view, [...chord, other], tickToX(view, 490)).map((n) => n.id)).toEqual([
      "a",
      "b",
    ]);
    expect(stemsAt(view, chord, tickToX(view, 700))).toEqual([]);
  });
  test("a sweep gives each note what the pointer passed it at", () => {
    const tune = score(melody([60, 62, 64]));
    const swept = paintVelocity(
      tune,
      new Map([
        [tune.notes[0]!.id, 40],
        [tune.notes[2]!.id, 120],
      ]),
    );
    expect(swept.notes.map((n) => n.velocity)).toEqual([40, 80, 120]);
  });
  test("a selection keeps its shape and stays within 1 and 127", () => {
    const quiet = score([note({ id: "a", velocity: 20 }), note({ id: "b", velocity: 60 })]);
    const all = new Set(quiet.notes.map((n) => n.id));
    const louder = shiftVelocity(quiet, all, quiet.notes[0]!, 110);
    expect(louder.notes.map((n) => n.velocity)).toEqual([110, 127]);
  });
});
