import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import { createRandom } from "../../src/domain/random";
import type { Midi } from "../../src/domain/units";
import { eventCount, FIRST_PITCH, HOLD } from "../../src/generation/melody";
import type { MelodyCoder } from "../../src/generation/melody-net";
import { moveAlong, steeringOf, type Wish } from "../../src/generation/steering";
import { varyMelodies } from "../../src/generation/variation";
import { melody, score } from "../support/score";
import { blankNetworks } from "./blank-networks";

const COMPASS = { minPitch: 48, maxPitch: 83 };
const PLAIN: Wish = { density: 0, register: 0, leaps: 0 };

/** Of a network that would hold half the time: how likely each event is. */
function likelihoods(wish: Partial<Wish>, heard: readonly Midi[] = [], last?: Midi): Float64Array {
  const weights = new Float64Array(eventCount(COMPASS));
  weights[HOLD] = Math.log(weights.length - 1);
  const steering = steeringOf({ ...PLAIN, ...wish }, COMPASS, last);
  for (const pitch of heard) steering?.heard(pitch - COMPASS.minPitch + FIRST_PITCH);
  steering?.lean(weights);
  const all = weights.map(Math.exp);
  const total = all.reduce((a, b) => a + b);
  return all.map((one) => one / total);
}

const onset = (share: Float64Array) => share.subarray(FIRST_PITCH).reduce((a, b) => a + b);
/** The mean of `of` over the notes that begin. */
const meanOf = (share: Float64Array, of: (pitch: Midi) => number) =>
  share.subarray(FIRST_PITCH).reduce((sum, one, i) => sum + one * of(COMPASS.minPitch + i), 0) /
  onset(share);

test("nothing is leant where nothing is wished for", () => {
  expect(steeringOf(PLAIN, COMPASS, 60)).toBeUndefined();
  expect(
    moveAlong(
      { density: new Float32Array(2), register: new Float32Array(2), leaps: new Float32Array(2) },
      PLAIN,
      Float32Array.of(1, 2),
    ),
  ).toEqual(Float32Array.of(1, 2));
});

test("denser begins more notes, sparser fewer, and neither minds which", () => {
  const [sparser, plain, denser] = [-1, 0, 1].map((density) => likelihoods({ density }));
  expect(onset(sparser!)).toBeLessThan(onset(plain!));
  expect(onset(denser!)).toBeGreaterThan(onset(plain!));
  for (const share of [sparser!, denser!])
    expect(meanOf(share, (pitch) => pitch)).toBeCloseTo(meanOf(plain!, (pitch) => pitch));
});

test("higher and leapier begin other notes, as often as before", () => {
  const plain = likelihoods({});
  const distance = (pitch: Midi) => Math.abs(pitch - 60);
  for (const at of [-1, 0.5, 1]) {
    const higher = likelihoods({ register: at });
    const leapier = likelihoods({ leaps: at }, [], 60);
    expect(onset(higher)).toBeCloseTo(onset(plain));
    expect(onset(leapier)).toBeCloseTo(onset(plain));
    const risen = meanOf(higher, (pitch) => pitch) - meanOf(plain, (pitch) => pitch);
    expect(Math.sign(risen)).toBe(Math.sign(at));
    expect(Math.sign(meanOf(leapier, distance) - meanOf(plain, distance))).toBe(Math.sign(at));
  }
});

test("an interval is measured from the note heard last", () => {
  const smooth = likelihoods({ leaps: -1 }, [72, 55], 80);
  expect(smooth.indexOf(Math.max(...smooth.subarray(FIRST_PITCH)))).toBe(
    55 - COMPASS.minPitch + FIRST_PITCH,
  );
});

test("a point moves along the direction of each attribute as far as it is wished for", () => {
  const directions = {
    density: Float32Array.of(1, 0),
    register: Float32Array.of(0, 2),
    leaps: Float32Array.of(3, 3),
  };
  const moved = moveAlong(
    directions,
    { density: 0.5, register: -1, leaps: 0 },
    Float32Array.of(1, 1),
  );
  expect(moved[0]! - 1).toBeGreaterThan(0.5);
  expect(moved[1]! - 1).toBeCloseTo(-4 * (moved[0]! - 1));
});

test("a model with directions varies as one without them, until a slider is moved", async () => {
  const coder = await blankNetworks.melodyVae();
  // Far enough that events become others: the blank model's points are its events.
  const far = new Float32Array(coder.window).fill(20);
  const directions = { density: far, register: far, leaps: far };
  const base = score(melody([60, 62, 64, 65, 67, 65, 64, 62]), { bars: 2 });
  const vary = (moved: Partial<Wish>, model: MelodyCoder = { ...coder, directions }) =>
    varyMelodies(
      {
        score: base,
        voices: [base.voices[0]!.id],
        range: { start: 0, end: 2 * 1920 },
        settings: { ...DEFAULT_SETTINGS, ...moved },
      },
      model,
      [createRandom(3)],
      () => Promise.resolve(),
    );
  expect(await vary({})).toEqual(await vary({}, coder));
  expect(await vary({ register: 1 })).not.toEqual(await vary({}));
});
