import { expect, test } from "vitest";
import { DRUM_CHARACTERS, drumSamples, type DrumName } from "../../src/audio/drum-kit";
import { DRUMS } from "../../src/domain/drums";
import { peak, rms } from "./hearing";

const RATE = 44100;
const kit = new Map(DRUMS.map(({ name }) => [name, drumSamples(name, RATE)]));
const stroke = (name: DrumName) => kit.get(name)!;

/** The mean frequency of the first 93 ms, weighted by power, in Hz. */
function centroid(samples: Float32Array): number {
  const length = 4096;
  let [sum, total] = [0, 0];
  for (let k = 1; k < length / 2; k += 3) {
    let [re, im] = [0, 0];
    for (let i = 0; i < length; i++) {
      re += samples[i]! * Math.cos((2 * Math.PI * k * i) / length);
      im -= samples[i]! * Math.sin((2 * Math.PI * k * i) / length);
    }
    sum += (re * re + im * im) * ((k * RATE) / length);
    total += re * re + im * im;
  }
  return sum / total;
}

/** How long it takes until 10 ms of it are 40 dB below its loudest 10 ms, in seconds. */
function decay(samples: Float32Array): number {
  const hop = RATE / 100;
  const levels = Array.from({ length: Math.floor(samples.length / hop) }, (_, i) =>
    rms(samples.subarray(i * hop, (i + 1) * hop)),
  );
  return (levels.findLastIndex((level) => level > Math.max(...levels) / 100) + 1) / 100;
}

test.each(DRUMS)("the $name begins at once, and ends in silence without a click", ({ name }) => {
  const samples = stroke(name);
  expect(samples.length).toBe(Math.round(DRUM_CHARACTERS[name].seconds * RATE));
  expect(peak(samples)).toBeCloseTo(1, 5);
  expect(samples.findIndex((sample) => Math.abs(sample) > 1 / 8)).toBeLessThan(0.001 * RATE);
  expect(Math.abs(samples[0]!)).toBeLessThan(0.2);
  expect(peak(samples.subarray(-40))).toBeLessThan(0.005);
});

test("the same kit is made in every call", () => {
  expect(drumSamples("Snare", RATE)).toEqual(stroke("Snare"));
});

test("the pieces lie where a drummer's do: the kick lowest, the toms above it in order, then snare and cymbals", () => {
  const heights = (
    ["Kick", "Floor tom", "Middle tom", "High tom", "Snare", "Ride", "Closed hi-hat"] as const
  ).map((name) => centroid(stroke(name)));
  expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  expect(heights[0]).toBeLessThan(120);
  expect(heights[4]).toBeGreaterThan(1500);
  expect(centroid(stroke("Crash"))).toBeGreaterThan(4000);
});

test("a closed hi-hat is short, an open one rings, the crash rings longest but for the ride", () => {
  const [closed, open, crash, ride] = (
    ["Closed hi-hat", "Open hi-hat", "Crash", "Ride"] as const
  ).map((name) => decay(stroke(name)));
  expect(closed).toBeLessThan(0.2);
  expect(open).toBeGreaterThan(5 * closed!);
  expect(crash).toBeGreaterThan(open!);
  expect(ride).toBeGreaterThan(open!);
});
