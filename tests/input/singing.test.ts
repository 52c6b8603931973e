import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/domain/random";
import { FRESH_EAR, hear, nearestPitch } from "../../src/domain/sung-notes";
import { PitchTracker } from "../../src/input/pitch-tracker";
import { anyLine, listen, measure, SUNG_LINES, type SungLine } from "../evaluation/singing";
import { line, sing, VOWEL, type Manner } from "../support/voice";

const sampleRate = 48000;
const voice = (manner: Partial<Manner> = {}): Manner => ({
  sampleRate,
  partials: VOWEL,
  ...manner,
});
const random = () => createRandom(2);
const pitches = (heard: readonly { readonly pitch: number }[]) =>
  heard.map(({ pitch }) => Math.round(pitch));

/** In milliseconds, the onset's 95 % where a line is harder than others; measured, and a frame or two more. */
const ONSET_95_MS = new Map([
  ["legato, glides of 150 ms", 50],
  ["vibrato, legato, noise at 20 dB", 70],
  ["vibrato, legato, noise at 12 dB", 75],
  ["vibrato, semitones, legato", 95],
  ["out of 80 ms of breath", 70],
  ["octaves, legato", 45],
]);

describe("a sung line is heard note by note", () => {
  test.each(SUNG_LINES.map((sung): [string, SungLine] => [sung.name, sung]))("%s", (name, sung) => {
    const { notes, right, missed, extra, onset95Ms, toldMedianMs } = measure(sung);
    expect({ right, missed, extra }).toEqual({ right: notes, missed: 0, extra: 0 });
    expect(onset95Ms).toBeLessThan(ONSET_95_MS.get(name) ?? 35);
    expect(toldMedianMs).toBeLessThan(175);
  });
});

test("of lines made at random, with all that voices do, nearly every note is heard", () => {
  const heard = Array.from({ length: 10 }, (_, i) => measure(anyLine(i + 41)));
  const share = (what: "right" | "missed" | "extra") =>
    heard.reduce((sum, line) => sum + line[what], 0) / (16 * heard.length);
  expect(share("right")).toBeGreaterThan(0.94);
  expect(share("missed")).toBeLessThan(0.03);
  expect(share("extra")).toBeLessThan(0.03);
});

test("who sings flat or sharp throughout is taken to be in tune with themselves", () => {
  const [, ...later] = listen(sing(line([60, 64, 67, 72, 60]), voice({ tuning: -0.4 }), random()));
  for (const { pitch } of later) expect(Math.abs(pitch - Math.round(pitch))).toBeLessThan(0.3);
});

test("breath, silence and the noise of a room are no notes", () => {
  const silence = new Float32Array(2 * sampleRate);
  expect(listen(silence)).toEqual([]);
  const noise = random();
  expect(listen(silence.map(() => 0.2 * (noise() - 0.5)))).toEqual([]);
  // Breath that comes and goes.
  const comes = (i: number) => Math.max(0, Math.sin((3 * i) / sampleRate)) * (noise() - 0.5);
  expect(listen(silence.map((_, i) => comes(i)))).toEqual([]);
});

test("what is sung louder is louder", () => {
  const notes = line([60, 62, 64, 65], 0.5, 0.08);
  const shaped = notes.map((note, i) => ({ ...note, loudness: i === 2 ? 0.3 : 1 }));
  const [, usual, soft] = listen(sing(shaped, voice(), random()));
  expect(soft!.velocity).toBeLessThan(usual!.velocity - 10);
  for (const { velocity } of [usual!, soft!]) expect(velocity >= 1 && velocity <= 127).toBe(true);
});

test("a pitch that is crept to from a semitone below is the note from its beginning", () => {
  const scooped = voice({ scoop: { depth: 1, seconds: 0.2 } });
  const heard = listen(sing(line([64], 0.8), scooped, random()));
  expect(pitches(heard)).toEqual([64]);
  expect(heard[0]!.start).toBeCloseTo(0.6, 1);
});

test("each note that begins ends, in the order of time, whatever is heard", () => {
  const next = random();
  let ear = FRESH_EAR;
  let open = false;
  let last = 0;
  for (let i = 0; i < 4000; i++) {
    const hertz = next() < 0.1 ? 0 : 55 * 2 ** Math.floor(5 * next() * Math.sin(i / 300));
    const level = -50 + 40 * next();
    const heard = hear(ear, { seconds: i * 0.005, hertz, clarity: 0.6 + 0.4 * next(), level });
    ear = heard.ear;
    for (const event of heard.events) {
      expect(event.type === "begin").toBe(!open);
      if (event.type === "amend") continue;
      open = event.type === "begin";
      expect(event.seconds).toBeGreaterThanOrEqual(last);
      last = event.seconds;
    }
  }
});

test("the pitch is the same however the samples arrive, and at every rate that devices have", () => {
  for (const rate of [16000, 44100, 48000, 96000]) {
    const samples = sing(line([57], 0.5), voice({ sampleRate: rate }), random());
    const whole = new PitchTracker(rate).hear(samples);
    const parts = new PitchTracker(rate);
    const pieces = [samples.subarray(0, 1000), samples.subarray(1000)];
    expect(pieces.flatMap((piece) => parts.hear(piece))).toEqual(whole);
    const middle = whole.filter(({ seconds }) => seconds > 0.7 && seconds < 1);
    for (const { hertz } of middle) expect(Math.abs(hertz - 220)).toBeLessThan(0.5);
  }
});

test("a pitch snaps to the nearest one, and in a key to the nearer neighbour of that key", () => {
  const cMajor = { fifths: 0, mode: "major" } as const;
  expect(nearestPitch(61.2)).toBe(61);
  expect(nearestPitch(61.2, cMajor)).toBe(62);
  expect(nearestPitch(60.8, cMajor)).toBe(60);
  expect(nearestPitch(63.9, cMajor)).toBe(64);
  expect([nearestPitch(-3), nearestPitch(140)]).toEqual([0, 127]);
});
