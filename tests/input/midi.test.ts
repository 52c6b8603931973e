import { expect, test } from "vitest";
import { touchOf } from "../../src/input/midi";

const read = (...bytes: readonly number[]) => touchOf("piano", bytes);

test("a stroke, on any channel, is a press; one of no velocity is a release", () => {
  expect(read(0x90, 60, 100)).toEqual({ type: "press", source: "piano", pitch: 60, velocity: 100 });
  expect(read(0x9f, 61, 1)).toEqual({ type: "press", source: "piano", pitch: 61, velocity: 1 });
  expect(read(0x90, 60, 0)).toEqual({ type: "release", source: "piano", pitch: 60 });
  expect(read(0x83, 60, 64)).toEqual({ type: "release", source: "piano", pitch: 60 });
});

test("the sustain pedal is down from the middle on", () => {
  expect(read(0xb0, 64, 63)).toEqual({ type: "pedal", source: "piano", down: false });
  expect(read(0xb0, 64, 64)).toEqual({ type: "pedal", source: "piano", down: true });
});

test("a device's panic lets go of its notes", () => {
  for (const off of [120, 123])
    expect(read(0xb0, off, 0)).toEqual({ type: "letGo", source: "piano" });
});

test("clock, wheels and other controllers are no notes", () => {
  for (const bytes of [[0xf8], [0xe0, 0, 64], [0xb0, 1, 90], [0xd0, 40], []])
    expect(read(...bytes)).toBeUndefined();
});
