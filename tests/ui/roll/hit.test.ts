import { expect, test } from "vitest";
import type { VoiceId } from "../../../src/domain/score";
import { pitchToY, tickToX, type Viewport } from "../../../src/ui/roll/geometry";
import { FINGER, hitTest, notesInBox } from "../../../src/ui/roll/hit";
import { note } from "../../support/score";

const view: Viewport = {
  scrollX: 0,
  scrollY: 800,
  pxPerTick: 0.1,
  rowHeight: 16,
  width: 800,
  height: 480,
};
const quarter = note({ id: "quarter", pitch: 60, start: 480, duration: 480 });
const at = (tick: number, pitch: number) =>
  [tickToX(view, tick), pitchToY(view, pitch) + 8] as const;

test("a note is grabbed in its middle and resized at its ends", () => {
  expect(hitTest(view, [quarter], ...at(720, 60))).toEqual({ note: quarter, part: "body" });
  expect(hitTest(view, [quarter], ...at(490, 60))?.part).toBe("start");
  expect(hitTest(view, [quarter], ...at(950, 60))?.part).toBe("end");
});

test("beside and above a note there is nothing", () => {
  expect(hitTest(view, [quarter], ...at(970, 60))).toBeUndefined();
  expect(hitTest(view, [quarter], ...at(720, 61))).toBeUndefined();
});

test("a finger reaches a little further than a mouse", () => {
  const [x, y] = at(1010, 60);
  expect(hitTest(view, [quarter], x, y)).toBeUndefined();
  expect(hitTest(view, [quarter], x, y, { reach: FINGER })?.note).toBe(quarter);
});

test("the middle of a short note still moves it", () => {
  const short = note({ pitch: 60, start: 480, duration: 120 });
  expect(hitTest(view, [short], ...at(535, 60))?.part).toBe("body");
});

test("among notes that lie over each other the selected wins, then the active voice, then the last", () => {
  const alto = note({ id: "alto", voice: "alto", pitch: 60, start: 480 });
  const tenor = note({ id: "tenor", voice: "tenor", pitch: 60, start: 480 });
  const notes = [quarter, alto, tenor];
  const [x, y] = at(720, 60);
  expect(hitTest(view, notes, x, y)?.note).toBe(tenor);
  expect(hitTest(view, notes, x, y, { activeVoice: "alto" as VoiceId })?.note).toBe(alto);
  expect(
    hitTest(view, notes, x, y, {
      activeVoice: "alto" as VoiceId,
      selection: new Set([quarter.id]),
    })?.note,
  ).toBe(quarter);
});

test("a box takes the notes it touches, whole or in part", () => {
  const later = note({ id: "later", pitch: 62, start: 960, duration: 480 });
  const box = { x: 90, y: pitchToY(view, 60) + 2, width: 40, height: 4 };
  expect(notesInBox(view, [quarter, later], box)).toEqual([quarter]);
  const tall = { ...box, y: pitchToY(view, 62) + 2, height: 40 };
  expect(notesInBox(view, [quarter, later], tall)).toEqual([quarter, later]);
});
