import { expect, test } from "vitest";
import { limit } from "../../src/audio/limit";
import { momentaryLoudness } from "../../src/audio/loudness";
import { ATTACK_LEVEL, attackTime, makeSustained } from "../../src/audio/sample";
import { steepest } from "./hearing";

const RATE = 44100;
/** A sine with `amplitude` over time. */
const tone = (seconds: number, amplitude: (t: number) => number, frequency = 220) =>
  Float32Array.from({ length: Math.round(seconds * RATE) }, (_, i) => {
    const t = i / RATE;
    return amplitude(t) * Math.sin(2 * Math.PI * frequency * t);
  });

test("the attack is where the sound reaches an eighth of its loudest, after silence and breath", () => {
  const breath = 0.01;
  const samples = tone(1, (t) => (t < 0.1 ? 0 : t < 0.2 ? breath : 0.5), 2000);
  const attack = attackTime(samples, RATE);
  expect(attack).toBeGreaterThanOrEqual(0.2);
  expect(attack).toBeLessThan(0.2 + 1 / 2000);
  expect(Math.abs(samples[Math.round(attack * RATE)]!)).toBeGreaterThanOrEqual(0.5 * ATTACK_LEVEL);
});

test("silence has its attack at its start", () => {
  expect(attackTime(new Float32Array(RATE), RATE)).toBe(0);
  expect(attackTime(new Float32Array(0), RATE)).toBe(0);
});

test("a loop of a steady note comes round as smoothly as the note goes on", () => {
  const samples = tone(3, (t) => (t < 0.05 ? t * 10 : t > 2.8 ? Math.max(0, 3 - t) * 2.5 : 0.5));
  const held = makeSustained(samples, RATE, 0.02)!;
  const start = Math.round(held.loop.start * RATE);
  const end = Math.round(held.loop.end * RATE);
  expect(held.samples.length).toBe(end);
  expect(held.loop.end - held.loop.start).toBeGreaterThan(0.5);
  const around = Float32Array.from([
    ...held.samples.slice(end - 400),
    ...held.samples.slice(start, start + 400),
  ]);
  expect(steepest(around)).toBeLessThan(1.1 * steepest(samples.subarray(RATE, RATE + 800)));
  const power = (from: number, to: number) =>
    Math.sqrt(held.samples.slice(from, to).reduce((sum, x) => sum + x * x, 0) / (to - from));
  expect(power(end - 8820, end)).toBeCloseTo(power(start, start + 8820), 2);
});

test("what is before the loop's end is left as it was recorded", () => {
  const samples = tone(4, () => 0.5, 233.1);
  const held = makeSustained(samples, RATE, 0)!;
  expect(held.samples.slice(0, RATE)).toEqual(samples.slice(0, RATE));
});

test("a recording without half a second of steady sound is not looped", () => {
  expect(
    makeSustained(
      tone(0.6, () => 0.5),
      RATE,
      0,
    ),
  ).toBeUndefined();
  expect(
    makeSustained(
      tone(3, (t) => 0.5 * Math.exp(-t * 20)),
      RATE,
      0,
    ),
  ).toBeUndefined();
});

test("loudness is that of ITU-R BS.1770: a sine of 997 Hz at full scale is -3.01 LUFS", () => {
  const loudness = momentaryLoudness(
    tone(1, () => 1, 997),
    RATE,
  );
  expect(20 * Math.log10(loudness) - 0.691).toBeCloseTo(-3.01, 2);
});

test("loudness counts the loudest 0.4 s, and hears a bass less than a treble as loud in volts", () => {
  const long = momentaryLoudness(
    tone(3, () => 0.5, 1000),
    RATE,
  );
  expect(
    momentaryLoudness(
      tone(3, (t) => (t > 1 && t < 1.6 ? 0.5 : 0), 1000),
      RATE,
    ),
  ).toBeCloseTo(long, 2);
  expect(
    momentaryLoudness(
      tone(1, () => 0.5, 50),
      RATE,
    ),
  ).toBeLessThan(0.8 * long);
  expect(
    momentaryLoudness(
      tone(1, () => 0.5, 3000),
      RATE,
    ),
  ).toBeGreaterThan(1.3 * long);
  expect(momentaryLoudness(new Float32Array(RATE), RATE)).toBe(0);
});

test("the limiter leaves up to 0.8 alone, never passes full scale and never folds back", () => {
  expect([0, 0.3, -0.8].map(limit)).toEqual([0, 0.3, -0.8]);
  let before = -1;
  for (let x = -8; x <= 8; x += 0.01) {
    const y = limit(x);
    expect(Math.abs(y)).toBeLessThanOrEqual(1);
    expect(y).toBeGreaterThanOrEqual(before);
    expect(limit(-x)).toBe(-y);
    before = y;
  }
});
