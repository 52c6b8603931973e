import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commands } from "vitest/browser";
import { startBackend } from "../../src/generation/backend";
import { readCheckpoint } from "../../src/generation/checkpoint";
import { CHORD_CLASSES, NO_CHORD_CLASS } from "../../src/generation/chord-classes";
import { SeededChords } from "../../src/generation/chord-model";
import type { ChordQuestion } from "../../src/generation/chord-net";
import { REST, transposed, type Line } from "../../src/generation/line";

/** What models/training wrote beside the checkpoint. */
interface Parity {
  readonly pitch: readonly number[];
  readonly barSteps: number;
  readonly edges: readonly number[];
  readonly known: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
}

const URL_OF_MODEL = new URL("/models/chords", location.origin).href;
const NAME = { name: "chords", version: "1" };

let net: SeededChords;

beforeAll(async () => {
  await startBackend();
  const files = await readCheckpoint({ address: URL_OF_MODEL }, true, () => undefined);
  net = SeededChords.load(files, NAME);
});

afterAll(() => net.dispose());

function lineOfPitches(pitch: readonly number[]): Line {
  return { pitch: Int16Array.from(pitch), onset: new Uint8Array(pitch.length) };
}

function question(
  line: Line,
  edges: readonly number[],
  known: readonly number[] = edges.slice(1).map(() => -1),
): ChordQuestion {
  const slots = edges.slice(1).map((to, i) => ({ from: edges[i]!, to }));
  return { line, barSteps: 16, slots, known: Int16Array.from(known) };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, within = 1e-3) {
  expect(actual.length).toBe(expected.length);
  const differences = Array.from(expected, (value, i) => Math.abs(actual[i]! - value));
  expect(Math.max(...differences)).toBeLessThan(within);
}

const TUNE = lineOfPitches(
  [60, 64, 67, 65, 69, REST, 67, 62].flatMap((pitch) => new Array<number>(8).fill(pitch)),
);
const HALF_BARS = [0, 8, 16, 24, 32, 40, 48, 56, 64];

test("the chord model gives the probabilities that it gave when it was trained", async () => {
  const text = await commands.readFile("models/chords/parity.json");
  const { pitch, barSteps, edges, known, probabilities } = JSON.parse(text) as Parity;
  const asked = { ...question(lineOfPitches(pitch), edges, known), barSteps };
  const [found] = net.predict([asked]);
  expectClose(found!.map(Math.exp), probabilities.flat());
});

test("a melody in another key gets the same chords in that key", () => {
  const known = [-1, -1, 5 * 12, -1, -1, NO_CHORD_CLASS, -1, -1];
  const [here] = net.predict([question(TUNE, HALF_BARS, known)]);
  for (const up of [1, 5, 11]) {
    const moved = (chord: number) =>
      chord < 0 || chord === NO_CHORD_CLASS ? chord : (chord + 12 * up) % NO_CHORD_CLASS;
    const [there] = net.predict([question(transposed(TUNE, up), HALF_BARS, known.map(moved))]);
    expectClose(
      here!.map((_, i) => {
        const slot = Math.floor(i / CHORD_CLASSES) * CHORD_CLASSES;
        return there![slot + moved(i - slot)]!;
      }),
      here!,
    );
  }
});

test("questions of any lengths asked together are answered as if each were asked alone", () => {
  const questions = [
    question(TUNE, HALF_BARS),
    question(TUNE, [0, 16, 32, 48, 64]),
    question(transposed(TUNE, 3), HALF_BARS, [36, -1, -1, -1, -1, -1, -1, 36]),
    question(TUNE, [0]),
    question(TUNE, [0, 3]),
  ];
  const together = net.predict(questions);
  for (const [i, one] of questions.entries()) {
    expect(together[i]).toHaveLength(one.slots.length * CHORD_CLASSES);
    if (one.slots.length > 0) expectClose(together[i]!, net.predict([one])[0]!);
  }
});

test("in every slot the probabilities of all chords sum to one", () => {
  const [found] = net.predict([question(TUNE, HALF_BARS)]);
  for (let slot = 0; slot + 1 < HALF_BARS.length; slot++) {
    const logs = found!.slice(slot * CHORD_CLASSES, (slot + 1) * CHORD_CLASSES);
    expect(logs.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 4);
  }
});

test("a chord that stands is heard before it and behind it", () => {
  const free = net.predict([question(TUNE, HALF_BARS)])[0]!;
  const known = HALF_BARS.slice(1).map((_, i) => (i === 4 ? 8 * 12 : -1));
  const bound = net.predict([question(TUNE, HALF_BARS, known)])[0]!;
  for (const slot of [3, 5]) {
    const moved = (answer: Float32Array) => answer[slot * CHORD_CLASSES + 8 * 12]!;
    expect(moved(bound)).toBeGreaterThan(moved(free) + 0.5);
  }
});

test("silence is answered with numbers, and no tensor is left behind", () => {
  const before = tf.memory().numTensors;
  expect(net.probe().every(Number.isFinite)).toBe(true);
  net.predict([question(TUNE, HALF_BARS), question(TUNE, [0, 64])]);
  expect(tf.memory().numTensors).toBe(before);
});

test("a checkpoint of another size is refused in words, and one given up leaves no tensor", async () => {
  const before = tf.memory().numTensors;
  const files = await readCheckpoint({ address: URL_OF_MODEL }, true, () => undefined);
  const load = (config: Record<string, unknown>) =>
    SeededChords.load({ ...files, config: { ...files.config, ...config } }, NAME);
  expect(() => load({ channels: 7 })).toThrow(expect.objectContaining({ code: "wrongShape" }));
  expect(() => load({ dilations: "wide" })).toThrow(/a size that no chord model has/);
  load({}).dispose();
  expect(tf.memory().numTensors).toBe(before);
});
