import { expect, test } from "vitest";
import { renderOffline } from "../../src/audio/offline";
import { createSampleLibrary } from "../../src/audio/sample-library";
import { INSTRUMENTS, type Instrument } from "../../src/domain/score";
import { note, score, voice } from "../support/score";
import { amplitudeAt, mono, onset, peak, rms, slice, steepest } from "./hearing";

const library = createSampleLibrary();

// At 120 a quarter is half a second, in which a damped string falls silent before the next onset.
const TEMPO = 120;
const STARTS = [0, 480, 960, 1500, 2040, 2640, 3200];
const apart = (pitch: (i: number) => number) =>
  score(
    STARTS.map((start, i) =>
      note({ id: `n${i}`, start, pitch: pitch(i), duration: 30, velocity: 100 }),
    ),
    { tempo: TEMPO, bars: 2 },
  );
const seconds = (tick: number) => tick / 960;

test("every onset of a render is within 1 ms of where its note stands, played by the synthesiser", async () => {
  const rendered = await renderOffline(
    apart((i) => 60 + 5 * i),
    { library, recordings: false },
  );
  for (const start of STARTS) {
    const at = onset(rendered, Math.max(0, seconds(start) - 0.05), seconds(start) + 0.15);
    expect(Math.abs(at - seconds(start)) * 1000).toBeLessThan(1);
  }
});

test.each([8, 32])(
  "every onset of a render is within 1 ms of where its note stands, played by the sampled piano (heard at 1/%i of the peak)",
  async (fraction) => {
    for (const lowest of [36, 43, 50, 57, 64]) {
      const rendered = await renderOffline(
        apart((i) => lowest + 3 * i),
        { library, lead: 0.1 },
      );
      for (const start of STARTS) {
        const place = 0.1 + seconds(start);
        const at = onset(rendered, place - 0.02, place + 0.1, fraction);
        expect(Math.abs(at - place) * 1000).toBeLessThan(1);
      }
    }
  },
);

test("a render is silent before the first note, where all voices rest, and when the last has died away", async () => {
  const rendered = await renderOffline(
    score([note({ start: 480, duration: 480 }), note({ id: "b", start: 2880, duration: 480 })], {
      tempo: TEMPO,
      bars: 2,
    }),
    { library, tail: 2 },
  );
  expect(peak(slice(rendered, 0, 0.49))).toBe(0);
  expect(peak(slice(rendered, 0.5, 1))).toBeGreaterThan(0.02);
  expect(peak(slice(rendered, 2.4, 2.99))).toBe(0);
  expect(peak(slice(rendered, 3, 3.5))).toBeGreaterThan(0.02);
  expect(peak(slice(rendered, 5, 6))).toBe(0);
});

const fff = (instrument: Instrument) => {
  const names = ["soprano", "alto", "tenor", "bass"];
  return score(
    names.flatMap((name, v) =>
      [0, 480, 960, 1440].map((start, i) =>
        note({
          id: `${name}${start}`,
          voice: name,
          start,
          pitch: 72 - 8 * v + i,
          velocity: 127,
        }),
      ),
    ),
    { tempo: TEMPO, bars: 1, voices: names.map((n) => voice(n, { instrument, volume: 1 })) },
  );
};

test.each(INSTRUMENTS)("four voices of %s as loud as can be do not clip", async (instrument) => {
  const rendered = await renderOffline(fff(instrument), { library });
  const samples = mono(rendered);
  expect(peak(samples)).toBeLessThanOrEqual(1);
  expect(rms(slice(rendered, 0, 2))).toBeGreaterThan(0.05);
});

test.each(INSTRUMENTS)("a note of %s sounds at its pitch", async (instrument) => {
  for (const pitch of [48, 61, 67, 79]) {
    const rendered = await renderOffline(
      score([note({ pitch, duration: 1920 })], {
        tempo: TEMPO,
        bars: 1,
        voices: [voice("soprano", { instrument })],
      }),
      { library },
    );
    const heard = slice(rendered, 0.2, 1.2);
    const frequency = 440 * 2 ** ((pitch - 69) / 12);
    const partials = (f: number) =>
      [1, 2, 3].reduce((sum, h) => sum + amplitudeAt(heard, f * h, rendered.sampleRate) ** 2, 0);
    for (const semitones of [-1, 1])
      expect(partials(frequency)).toBeGreaterThan(partials(frequency * 2 ** (semitones / 12)));
  }
});

test("a note is held for as long as it is written, far beyond its recording, and then let go", async () => {
  for (const instrument of INSTRUMENTS.filter((name) => name !== "piano")) {
    const held = score([note({ pitch: 62, duration: 480 * 20, velocity: 100 })], {
      tempo: 60,
      bars: 5,
      voices: [voice("soprano", { instrument })],
    });
    const rendered = await renderOffline(held, { library });
    const levels = Array.from({ length: 19 }, (_, i) => rms(slice(rendered, 0.5 + i, 1.5 + i)));
    expect(Math.min(...levels)).toBeGreaterThan(0.5 * Math.max(...levels));
    expect(rms(slice(rendered, 20.7, 21))).toBeLessThan(1e-3 * Math.max(...levels));
  }
});

test("letting a note go makes no click", async () => {
  for (const instrument of INSTRUMENTS) {
    const cut = score([note({ pitch: 57, duration: 700, velocity: 127 })], {
      tempo: 60,
      bars: 1,
      voices: [voice("soprano", { instrument, volume: 1 })],
    });
    const rendered = await renderOffline(cut, { library });
    const letGo = 700 / 480;
    const before = steepest(slice(rendered, letGo - 0.2, letGo - 0.01));
    expect(steepest(slice(rendered, letGo - 0.01, letGo + 1))).toBeLessThan(1.5 * before);
  }
});

test("voices are as loud as their volumes say, and silent when muted or not among the soloed", async () => {
  const level = async (
    overrides: Parameters<typeof voice>[1],
    other?: Parameters<typeof voice>[1],
  ) => {
    const s = score([note({ duration: 960 })], {
      bars: 1,
      voices: [voice("soprano", overrides), voice("other", other)],
    });
    return rms(slice(await renderOffline(s, { library, recordings: false }), 0, 1));
  };
  const full = await level({ volume: 1 });
  expect(await level({ volume: 0.5 })).toBeCloseTo(full / 2, 4);
  expect(await level({ muted: true })).toBe(0);
  expect(await level({ volume: 1 }, { solo: true })).toBe(0);
  expect(await level({ volume: 1, solo: true }, { solo: true })).toBeCloseTo(full, 6);
});

test("the metronome clicks on the beats, louder on the first of a bar", async () => {
  const s = score([], { tempo: 120, bars: 2, meter: { beats: 3, unit: 4 } });
  const rendered = await renderOffline(s, { library, metronome: true });
  const loudness = [0, 1, 2, 3, 4, 5].map((beat) => {
    const from = Math.max(0, beat * 0.5 - 0.01);
    expect(Math.abs(onset(rendered, from, from + 0.1) - beat * 0.5) * 1000).toBeLessThan(1);
    return peak(slice(rendered, from, from + 0.1));
  });
  expect(loudness[0]).toBeGreaterThan(1.2 * loudness[1]!);
  expect(loudness[3]).toBeCloseTo(loudness[0]!, 2);
  expect(peak(slice(rendered, 0.2, 0.48))).toBe(0);
});

test("a piece rendered in stretches sounds as in one: nothing is lost, doubled or moved where they meet", async () => {
  const long = score(
    Array.from({ length: 40 }, (_, i) =>
      note({ id: `n${i}`, start: i * 480, duration: 40, pitch: 60 + (i % 12) }),
    ),
    { tempo: 120, bars: 10 },
  );
  const rendered = await renderOffline(long, { library, lead: 0.1 });
  const levels = Array.from({ length: 40 }, (_, i) => {
    const place = 0.1 + i * 0.5;
    expect(Math.abs(onset(rendered, place - 0.02, place + 0.1) - place) * 1000).toBeLessThan(1);
    return rms(slice(rendered, place - 0.02, place + 0.4));
  });
  for (let i = 12; i < 40; i++) expect(levels[i]).toBeCloseTo(levels[i - 12]!, 4);
});

test("a voice with more notes at once than can be told apart lets the oldest go", async () => {
  const cluster = score(
    Array.from({ length: 40 }, (_, i) =>
      note({ id: `n${i}`, start: 10 * i, duration: 1920, pitch: 40 + i }),
    ),
    { tempo: 120, bars: 2 },
  );
  const rendered = await renderOffline(cluster, { library, recordings: false });
  const heard = slice(rendered, 1, 1.5);
  const of = (pitch: number) =>
    amplitudeAt(heard, 440 * 2 ** ((pitch - 69) / 12), rendered.sampleRate);
  expect(of(41)).toBeLessThan(0.2 * of(78));
});
