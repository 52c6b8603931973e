import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { commands } from "vitest/browser";
import { LOWEST, PARTS, PITCHES } from "../../src/generation/chorale";
import { SeededCoconet } from "../../src/generation/coconet";
import { OnePassHarmony } from "../../src/generation/harmony-net";
import { DECODING_ORDER, OUTPUTS } from "../../src/generation/harmony-run";
import { SeededMusicRnn } from "../../src/generation/melody-rnn";
import { SeededMusicVae } from "../../src/generation/melody-vae";
import { HEARD, PLAYED, SeededGroove } from "../../src/generation/groove-net";
import { trained } from "./trained";

/** What `models/training` wrote beside each checkpoint: a fixed input, and what PyTorch makes of it on the same quantised weights. */
interface Parities {
  harmony: {
    /** `[steps * 4]` */
    readonly cell: readonly number[];
    /** `[steps * 4]` */
    readonly attack: readonly number[];
    /** `[steps * CONTEXT_INPUTS]` */
    readonly context: readonly number[];
    /** `[steps * 4]`: what is taken to have been decided. */
    readonly token: readonly number[];
    /** `[4]`: the tokens of the step before the first. */
    readonly before: readonly number[];
    readonly cells: readonly {
      readonly step: number;
      readonly voice: number;
      readonly logits: readonly number[];
    }[];
  };
  coconet: {
    readonly pitches: readonly (readonly number[])[];
    readonly unknown: {
      readonly voices: readonly number[];
      readonly from: number;
      readonly to: number;
    };
    readonly cells: readonly {
      readonly step: number;
      readonly voice: number;
      readonly probabilities: readonly number[];
    }[];
  };
  "melody-rnn": {
    readonly events: readonly number[];
    /** Of each event, and of the one that is asked for. */
    readonly chords?: readonly number[];
    readonly probabilities: readonly number[];
  };
  "melody-vae": {
    readonly events: readonly number[];
    readonly mu: readonly number[];
    readonly greedy: readonly number[];
  };
  groove: {
    readonly tap: { readonly every: number; readonly velocity: number; readonly offset: number };
    readonly controls: {
      readonly style: string;
      readonly busyness: number;
      /** Of each bar. */
      readonly fills: readonly boolean[];
      readonly bpm: number;
    };
    /** The first values of the point. */
    readonly mu: readonly number[];
    /** `[steps][9]` */
    readonly hits: readonly (readonly number[])[];
    /** `[4 * 9]`, 0 where a drum is not hit. */
    readonly velocities: readonly number[];
    readonly offsets: readonly number[];
  };
}

async function parityOf<K extends keyof Parities>(kind: K): Promise<Parities[K]> {
  const text = await commands.readFile(`models/${kind}/parity.json`);
  return JSON.parse(text) as Parities[K];
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]) {
  const differences = expected.map((value, i) => Math.abs(actual[i]! - value));
  expect(Math.max(...differences)).toBeLessThan(1e-3);
}

function softmax(logits: Float32Array): Float32Array {
  const top = logits.reduce((a, b) => Math.max(a, b));
  const weights = logits.map((logit) => Math.exp(logit - top));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

function mostLikely(logits: Float32Array): number {
  return logits.indexOf(logits.reduce((a, b) => Math.max(a, b)));
}

test("the harmony model gives the logits that it gave when it was trained, for one take or for three", async () => {
  const { cell, attack, context, token, before, cells } = await parityOf("harmony");
  const net = await trained.harmony();
  expect(net).toBeInstanceOf(OnePassHarmony);
  const steps = cell.length / PARTS;
  const sheet = {
    steps,
    cell: Uint8Array.from(cell),
    attack: Uint8Array.from(attack),
    context: Float32Array.from(context),
  };
  const tensors = tf.memory().numTensors;
  for (const takes of [1, 3]) {
    const abreast = (own: readonly number[]) =>
      Uint8Array.from({ length: takes * PARTS }, (_, i) => own[i % PARTS]!);
    const tokensAt = (step: number) =>
      abreast(step < 0 ? before : token.slice(step * PARTS, (step + 1) * PARTS));
    const found = new Map<string, readonly Float32Array[]>();
    const run = net.start(sheet, takes);
    try {
      for (let step = 0; step < steps; step++) {
        run.advance(step, tokensAt(step - 1));
        for (const [k, voice] of DECODING_ORDER.entries())
          found.set(
            `${step} ${voice}`,
            Array.from({ length: takes }, (_, take) => {
              const logits = new Float32Array(OUTPUTS);
              run.logits(k, take, tokensAt(step), logits);
              return logits;
            }),
          );
      }
    } finally {
      run.dispose();
    }
    expect(cells.length).toBeGreaterThan(0);
    for (const { step, voice, logits } of cells)
      for (const own of found.get(`${step} ${voice}`)!) {
        expect(own).toHaveLength(logits.length);
        expectClose(own, logits);
      }
  }
  expect(tf.memory().numTensors).toBe(tensors);
});

test("the harmony model goes on from a copy of a take as from the take itself", async () => {
  const { cell, attack, context, token, before } = await parityOf("harmony");
  const net = await trained.harmony();
  const sheet = {
    steps: cell.length / PARTS,
    cell: Uint8Array.from(cell),
    attack: Uint8Array.from(attack),
    context: Float32Array.from(context),
  };
  const at = (step: number) => token.slice(step * PARTS, (step + 1) * PARTS);
  const other = before.map(() => 1);
  const run = net.start(sheet, 2);
  try {
    const ask = (take: number) => {
      const logits = new Float32Array(OUTPUTS);
      run.logits(0, take, new Uint8Array(2 * PARTS), logits);
      return [...logits];
    };
    run.advance(0, Uint8Array.from([...before, ...other]));
    run.advance(1, Uint8Array.from([...at(0), ...other]));
    expect(ask(1)).not.toEqual(ask(0));
    run.copy(0, 1);
    expect(ask(1)).toEqual(ask(0));
    run.advance(2, Uint8Array.from([...at(1), ...at(1)]));
    expect(ask(1)).toEqual(ask(0));
  } finally {
    run.dispose();
  }
});

test("Coconet gives the probabilities that it gave when it was trained", async () => {
  const { pitches, unknown, cells } = await parityOf("coconet");
  const net = await trained.coconet();
  expect(net).toBeInstanceOf(SeededCoconet);
  const steps = pitches.length;
  const roll = new Float32Array(steps * PITCHES * PARTS);
  const mask = new Float32Array(roll.length);
  for (const [step, row] of pitches.entries())
    for (const [part, pitch] of row.entries()) {
      roll[(step * PITCHES + pitch - LOWEST) * PARTS + part] = 1;
      const isHidden = unknown.voices.includes(part) && step >= unknown.from && step < unknown.to;
      for (let p = 0; isHidden && p < PITCHES; p++) mask[(step * PITCHES + p) * PARTS + part] = 1;
    }
  // Twice, for Magenta's network remembers something from pass to pass.
  for (let pass = 0; pass < 2; pass++) {
    const found = net.predict(roll, mask, steps);
    for (const { step, voice, probabilities } of cells)
      expectClose(
        probabilities.map((_, p) => found[(step * PITCHES + p) * PARTS + voice]!),
        probabilities,
      );
  }
});

test("MusicRNN gives the probabilities that it gave when it was trained", async () => {
  const { events, chords, probabilities } = await parityOf("melody-rnn");
  const net = await trained.melodyRnn();
  expect(net).toBeInstanceOf(SeededMusicRnn);
  const run = net.start(chords && Int16Array.from(chords));
  try {
    let logits = new Float32Array();
    for (const event of events) logits = Float32Array.from(run.hear([event]));
    expectClose(softmax(logits), probabilities);
  } finally {
    run.dispose();
  }
});

test("MusicVAE finds the point, and at that point the melody, that it found when it was trained", async () => {
  const { events, mu, greedy } = await parityOf("melody-vae");
  const net = await trained.melodyVae();
  expect(net).toBeInstanceOf(SeededMusicVae);
  // Beside another melody, which must make no difference.
  const [z, other] = net.encodeMelodies(
    [events, events.toReversed()].map((own) => Uint8Array.from(own)),
  );
  expectClose(z!, mu);
  const [, melody] = net.decodeMelodies([other!, z!], mostLikely);
  expect([...melody!]).toEqual(greedy);
});

test("the drum model finds the point of a rhythm, and plays of it what it played when it was trained", async () => {
  const { tap, controls, mu, hits, velocities, offsets } = await parityOf("groove");
  const net = await trained.groove();
  expect(net).toBeInstanceOf(SeededGroove);
  const tensors = tf.memory().numTensors;
  const heard = new Float32Array(hits.length * HEARD);
  for (let step = 0; step < hits.length; step += tap.every)
    heard.set([1, tap.velocity, tap.offset], step * HEARD + PLAYED);
  // Beside silence, which must make no difference.
  const points = net.encode([new Float32Array(heard.length), heard]);
  expectClose(points[1]!, mu);
  const run = net.start(points);
  let previous = [new Float32Array(PLAYED), new Float32Array(PLAYED)];
  const found: Float32Array[] = [];
  for (const step of hits.keys()) {
    const said = run.advance(previous, {
      ...controls,
      fill: controls.fills[Math.floor(step / 16)]!,
      place: step % 16,
      meter: "4-4",
      task: "tap",
    });
    previous = said.map(({ logits, velocities: hard, offsets: late }) => {
      const values = new Float32Array(PLAYED);
      for (let drum = 0; drum < 9; drum++) {
        let logit = logits[drum]!;
        for (let other = 0; other < drum; other++)
          logit += values[other]! * net.links[9 * other + drum]!;
        if (logit <= 0) continue;
        values[drum] = 1;
        values[9 + drum] = hard[drum]!;
        values[18 + drum] = late[drum]!;
      }
      return values;
    });
    found.push(previous[1]!);
  }
  expect(found.map((values) => [...values.subarray(0, 9)])).toEqual(hits);
  const first = found.slice(0, 4);
  expectClose(
    first.flatMap((values) => [...values.subarray(9, 18)]),
    velocities,
  );
  expectClose(
    first.flatMap((values) => [...values.subarray(18)]),
    offsets,
  );
  expect(tf.memory().numTensors).toBe(tensors);
});
