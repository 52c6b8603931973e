import { PARTS, PITCHES } from "../../src/generation/chorale";
import { CHORD_CLASSES } from "../../src/generation/chord-classes";
import type { ChordNet } from "../../src/generation/chord-net";
import type { Networks } from "../../src/generation/composers";
import type { GrooveNet } from "../../src/generation/groove-net";
import type { HarmonyNet } from "../../src/generation/harmony-run";
import { repeated } from "../../src/generation/lanes";
import { eventCount, HOLD, type Compass } from "../../src/generation/melody";
import type { MelodyCoder, MelodyNet } from "../../src/generation/melody-net";

/** As likely as not to go on with what sounds, else anything. */
function blankLogits(compass: Compass): Float32Array {
  const logits = new Float32Array(eventCount(compass));
  logits[HOLD] = Math.log(logits.length) / 2;
  return logits;
}

const melodyNet: MelodyNet = {
  minPitch: 48,
  maxPitch: 83,
  start: () => ({
    hear: (events) => repeated(blankLogits(melodyNet), events.length),
    spread: () => undefined,
    dispose: () => undefined,
  }),
};

/** Its points are the events themselves, to which it leans. */
const melodyCoder: MelodyCoder = {
  digest: "blank",
  minPitch: 45,
  maxPitch: 88,
  window: 32,
  directions: undefined,
  encodeMelodies: (melodies) => melodies.map((events) => Float32Array.from(events)),
  decodeMelodies: (points, choose) => {
    const melodies = points.map(() => new Uint8Array(melodyCoder.window));
    for (let step = 0; step < melodyCoder.window; step++)
      points.forEach((z, i) => {
        const logits = blankLogits(melodyCoder);
        const event = Math.round(z[step]!);
        if (event >= 0 && event < logits.length) logits[event]! += 2;
        melodies[i]![step] = choose(logits, step, i);
      });
    return melodies;
  },
};

const choraleNet = {
  predict: (_: Float32Array, __: Float32Array, steps: number) =>
    new Float32Array(steps * PITCHES * PARTS).fill(1 / PITCHES),
};

/** Every pitch as likely as any other, and held on as likely as struck. */
const harmonyNet: HarmonyNet = {
  model: { name: "blank harmony", version: "1" },
  habits: {},
  start: () => ({
    advance: () => undefined,
    logits: (_, __, ___, out) => out.fill(0),
    copy: () => undefined,
    dispose: () => undefined,
  }),
};

/** Every chord as likely as any other. */
const chordNet: ChordNet = {
  model: { name: "blank chords", version: "1" },
  predict: (questions) =>
    questions.map(({ slots }) =>
      new Float32Array(slots.length * CHORD_CLASSES).fill(-Math.log(CHORD_CLASSES)),
    ),
};

/** Each drum hit at every second step or so, half as loud as can be, on the grid. */
const grooveNet: GrooveNet = {
  model: { name: "blank groove", version: "1" },
  styles: [],
  links: new Float32Array(81),
  spreads: { velocity: new Float32Array(9), offset: new Float32Array(9).fill(0.1) },
  origin: new Float32Array(2),
  busynessOf: () => 0.5,
  encode: (heard) => heard.map(() => new Float32Array(2)),
  start: (points) => ({
    advance: () =>
      points.map(() => ({
        logits: new Float32Array(9),
        velocities: new Float32Array(9).fill(0.5),
        offsets: new Float32Array(9),
      })),
  }),
};

/** Networks that have learnt nothing: what holds of their answers holds whatever a checkpoint says. */
export const blankNetworks: Networks = {
  harmony: () => Promise.resolve(harmonyNet),
  coconet: () => Promise.resolve({ ...choraleNet, model: { name: "blank coconet", version: "1" } }),
  melodyRnn: () => Promise.resolve({ ...melodyNet, model: { name: "blank rnn", version: "1" } }),
  melodyVae: () => Promise.resolve({ ...melodyCoder, model: { name: "blank vae", version: "1" } }),
  chords: () => Promise.resolve(chordNet),
  groove: () => Promise.resolve(grooveNet),
};
