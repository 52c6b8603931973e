import { expect, test } from "vitest";
import { renderOffline } from "../../src/audio/offline";
import { createSampleLibrary } from "../../src/audio/sample-library";
import { INSTRUMENTS, type Instrument } from "../../src/domain/score";
import { note, score, voice } from "../support/score";
import { amplitudeAt, mono, onset, peak, rms, slice } from "./hearing";

const library = createSampleLibrary();

// At 120 a quarter is half a second; a sixteenth leaves silence before the next onset.
const TEMPO = 120;
const STARTS = [0, 480, 960, 1200, 1680, 2400, 2880];
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

test("every onset of a render is within 1 ms of where its note stands, played by the sampled piano", async () => {
  const errors: number[] = [];
  for (const transpose of [36, 43, 50, 57, 64]) {
    const rendered = await renderOffline(
      apart((i) => transpose + 3 * i),
      { library, lead: 0.1 },
    );
    for (const start of STARTS) {
      const from = 0.1 + seconds(start) - 0.02;
      errors.push(onset(rendered, from, from + 0.12) - 0.02 - from);
    }
  }
  console.log("piano onset errors ms", errors.map((e) => (e * 1000).toFixed(2)).join(" "));
  expect(Math.max(...errors.map(Math.abs)) * 1000).toBeLessThan(1);
});

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
  console.log(
    instrument,
    "fff peak",
    peak(samples).toFixed(3),
    "rms",
    rms(slice(rendered, 0, 2)).toFixed(3),
  );
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
