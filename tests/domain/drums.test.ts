import { expect, test } from "vitest";
import { DRUMS, drumIndex } from "../../src/domain/drums";

test("each piece of the kit is played by its own key", () => {
  DRUMS.forEach(({ pitch }, index) => {
    expect(drumIndex(pitch)).toBe(index);
  });
});

test("a kit with more pieces is played on the nearest of the nine: rim on the snare, pedal on the closed hi-hat, splash on the crash", () => {
  const names = [37, 44, 55, 53, 35].map((pitch) => DRUMS[drumIndex(pitch)]!.name);
  expect(names).toEqual(["Snare", "Closed hi-hat", "Crash", "Ride", "Kick"]);
});

test("a key outside the percussion map still sounds", () => {
  expect(DRUMS[drumIndex(3)]!.name).toBe("Snare");
});
