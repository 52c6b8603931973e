import "./random-models";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, type Ask, type DraftNote } from "../../src/domain/ask";
import { createRandom, type Random } from "../../src/domain/random";
import { continueMelody } from "../../src/generation/continuation";
import { refillMelody } from "../../src/generation/infill";
import { Library } from "../../src/generation/library";
import type { SeededMusicRnn } from "../../src/generation/melody-rnn";
import type { SeededMusicVae } from "../../src/generation/melody-vae";
import { blendMelodies, varyMelodies } from "../../src/generation/variation";
import { melody, score } from "../support/score";
import { SERVER } from "./server";

const BAR = 1920;
const TUNE = [60, 62, 64, 65, 67, 65, 64, 62, 60, 64, 67, 72, 71, 67, 62, 60];
const base = score(melody(TUNE), { bars: 8 });
const voices = [base.voices[0]!.id];
const other = score(melody([72, 71, 69, 67, 65, 64, 62, 60]));
const pause = () => Promise.resolve();
const quiet = () => undefined;

function ask(start: number, end: number) {
  return {
    kind: "vary" as Ask["kind"],
    score: base,
    voices,
    range: { start: start * BAR, end: end * BAR },
    settings: DEFAULT_SETTINGS,
  };
}

let rnn: SeededMusicRnn;
let attentive: SeededMusicRnn;
let vae: SeededMusicVae;

beforeAll(async () => {
  const library = new Library((model) => model.dispose());
  vae = await library.load("melody-vae", { address: `${SERVER}/melody-vae` }, quiet);
  rnn = await library.load("melody-rnn", { address: `${SERVER}/chord-rnn` }, quiet);
  // A library of its own, for it holds one model of each kind.
  const another = new Library((model) => model.dispose());
  attentive = await another.load("melody-rnn", { address: `${SERVER}/attention-rnn` }, quiet);
});

type Write = (randoms: readonly Random[]) => Promise<readonly (readonly DraftNote[])[]>;

const WRITERS: Readonly<Record<string, Write>> = {
  Vary: (randoms) => varyMelodies(ask(0, 4), vae, randoms, pause),
  Blend: (randoms) => blendMelodies(ask(0, 4), other, vae, randoms, pause),
  Continue: (randoms) => continueMelody(ask(4, 8), voices[0]!, rnn, randoms, pause),
  "Continue with attention": (randoms) =>
    continueMelody(ask(4, 6), voices[0]!, attentive, randoms, pause),
  "Rewrite of a melody": (randoms) => refillMelody(ask(1, 3), voices[0]!, rnn, randoms, pause),
};

describe.each(Object.entries(WRITERS))("%s", (_, write) => {
  test("makes the same take of the same seed, alone or beside others", async () => {
    const seeds = [3, 5, 8, 3];
    const together = await write(seeds.map(createRandom));
    const alone = await Promise.all(
      seeds.map(async (seed) => (await write([createRandom(seed)]))[0]),
    );
    expect(together).toEqual(alone);
    expect(together[3]).toEqual(together[0]);
    expect(new Set(together.map((notes) => JSON.stringify(notes))).size).toBe(3);
  });

  test("leaves no tensor behind", async () => {
    const seeds = [1, 2];
    await write(seeds.map(createRandom));
    const before = tf.memory().numTensors;
    await write(seeds.map(createRandom));
    expect(tf.memory().numTensors).toBe(before);
  });
});
