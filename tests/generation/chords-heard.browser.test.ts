import "./random-models";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NO_CHORD_CLASS } from "../../src/generation/chord-classes";
import { Library } from "../../src/generation/library";
import type { SeededMusicRnn } from "../../src/generation/melody-rnn";
import { SERVER } from "./server";

let net: SeededMusicRnn;

beforeAll(async () => {
  const library = new Library((model) => model.dispose());
  net = await library.load("melody-rnn", { address: `${SERVER}/chord-rnn` }, () => undefined);
});

afterAll(() => net.dispose());

/** What is expected after each of `events`. */
function expectations(events: readonly number[], chords?: readonly number[]) {
  const run = net.start(chords && Int16Array.from(chords));
  try {
    return events.map((event) => [...run.hear([event])]);
  } finally {
    run.dispose();
  }
}

const EVENTS = [14, 0, 16, 0];
const C = 0;
const F = 5 * 12;

test("the chord of the step that is asked for is heard, and not those of later ones", () => {
  const [, atC, , laterC] = expectations(EVENTS, [C, C, C, F, F]);
  const [, atF, , laterF] = expectations(EVENTS, [C, C, F, F, F]);
  expect(atC).not.toEqual(atF);
  expect(laterC).not.toEqual(laterF);
  const [sooner] = expectations(EVENTS, [C, C, C, F, F]);
  expect(expectations(EVENTS, [C, C, F, F, F])[0]).toEqual(sooner);
});

test("where no chords are told, and behind the last one, no chord is heard", () => {
  const silent = expectations(EVENTS, new Array<number>(5).fill(NO_CHORD_CLASS));
  expect(expectations(EVENTS)).toEqual(silent);
  expect(expectations(EVENTS, [C])).toEqual(silent);
});

test("runs over chords leave no tensors behind", () => {
  expectations(EVENTS, [C, F]);
  const before = tf.memory().numTensors;
  expectations(EVENTS, [C, F]);
  expect(tf.memory().numTensors).toBe(before);
});
