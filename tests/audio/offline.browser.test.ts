import { expect, test } from "vitest";
import { renderOffline, renderStretches } from "../../src/audio/offline";
import { createSampleLibrary } from "../../src/audio/sample-library";
import { DRUM_CHARACTERS } from "../../src/audio/drum-kit";
import { DRUMS } from "../../src/domain/drums";
import { INSTRUMENTS, type Instrument, type Score, type VoiceId } from "../../src/domain/score";
import { note, score, voice } from "../support/score";
import { amplitudeAt, mono, onset, peak, rms, slice, steepest } from "./hearing";

const library = createSampleLibrary();
const PITCHED = INSTRUMENTS.filter((name) => name !== "drums");

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

test.each(PITCHED)("a note of %s sounds at its pitch", async (instrument) => {
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
  for (const instrument of PITCHED.filter((name) => name !== "piano")) {
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

const beat = (strokes: readonly (readonly [pitch: number, start: number, velocity?: number])[]) =>
  score(
    strokes.map(([pitch, start, velocity = 100], i) =>
      note({ id: `s${i}`, pitch, start, velocity, duration: 60 }),
    ),
    { tempo: TEMPO, bars: 2, voices: [voice("soprano", { instrument: "drums" })] },
  );
/** How much of the sound is high: by the differences from sample to sample, which grow with frequency. */
const brightness = (samples: Float32Array) =>
  rms(samples.map((sample, i) => sample - (samples[i - 1] ?? 0))) / rms(samples);

test.each(DRUMS)(
  "the $name is heard on its tick, and has died away when it ends",
  async (piece) => {
    const rendered = await renderOffline(beat([[piece.pitch, 480]]), { library, tail: 4 });
    expect(peak(slice(rendered, 0, 0.49))).toBe(0);
    expect(Math.abs(onset(rendered, 0.49, 0.6) - 0.5) * 1000).toBeLessThan(1);
    const whole = peak(slice(rendered, 0.5, 1));
    expect(whole).toBeGreaterThan(0.08);
    expect(whole).toBeLessThan(0.8);
    const { seconds } = DRUM_CHARACTERS[piece.name];
    expect(peak(slice(rendered, 0.5 + seconds * 0.9, 0.5 + seconds))).toBeLessThan(0.02 * whole);
    expect(peak(slice(rendered, 0.51 + seconds, 5))).toBe(0);
  },
);

test.each(DRUMS)("a harder stroke on the $name is louder and brighter", async ({ pitch }) => {
  const strokes = beat([
    [pitch, 0, 40],
    [pitch, 2880, 120],
  ] as const);
  const rendered = await renderOffline(strokes, { library });
  const [soft, hard] = [slice(rendered, 0, 0.1), slice(rendered, 3, 3.1)];
  expect(rms(hard)).toBeGreaterThan(2 * rms(soft));
  expect(brightness(hard)).toBeGreaterThan(1.02 * brightness(soft));
});

test("a closed hi-hat stops an open one, in whatever order they are written, and across the stretches of a render", async () => {
  for (const at of [960, 7680]) {
    // The second open one rings; the first is closed half a beat after it was struck.
    const open = [46, at] as const;
    const closed = [42, at + 240] as const;
    const strokes = (...all: readonly (readonly [number, number])[]) => ({ ...beat(all), bars: 6 });
    const ringing = await renderOffline(strokes(open), { library });
    const stopped = await renderOffline(strokes(closed, open), { library });
    const after = [at / 960 + 0.25 + 0.15, at / 960 + 0.25 + 0.25] as const;
    expect(rms(slice(stopped, ...after))).toBeLessThan(0.1 * rms(slice(ringing, ...after)));
    const before = [at / 960, at / 960 + 0.24] as const;
    expect(rms(slice(stopped, ...before))).toBeCloseTo(rms(slice(ringing, ...before)), 4);
  }
});

const sides = (buffer: AudioBuffer): readonly [number, number] => [
  rms(buffer.getChannelData(0)),
  rms(buffer.getChannelData(1)),
];
const placed = (pan: number | undefined) =>
  renderOffline(
    score([note({ duration: 960 })], { bars: 1, voices: [voice("soprano", { pan })] }),
    {
      library,
      recordings: false,
    },
  );

test("a voice comes from its place, as loud from anywhere, and from the middle where it has none", async () => {
  const [middleLeft, middleRight] = sides(await placed(undefined));
  expect(middleLeft).toBeCloseTo(middleRight, 6);
  const [left, silent] = sides(await placed(-1));
  expect(silent).toBeLessThan(1e-4 * left);
  const [quiet, right] = sides(await placed(0.5));
  expect(right).toBeGreaterThan(2 * quiet);
  const power = (a: number, b: number) => Math.sqrt(a * a + b * b);
  expect(power(left, silent)).toBeCloseTo(power(middleLeft, middleRight), 3);
  expect(power(quiet, right)).toBeCloseTo(power(middleLeft, middleRight), 3);
});

test("a voice in the room rings on in both ears, each its own, and falls by 60 dB within two seconds; one that is not does not", async () => {
  const struck = (reverb: number | undefined) =>
    renderOffline(
      score([note({ pitch: 38, duration: 120 })], {
        bars: 1,
        voices: [voice("soprano", { instrument: "drums", reverb, pan: -1 })],
      }),
      { library, tail: 3 },
    );
  const dry = await struck(undefined);
  const wet = await struck(0.5);
  expect(peak(slice(dry, 1.5, 2))).toBe(0);
  const [left, right] = [wet.getChannelData(0), wet.getChannelData(1)].map((side) =>
    side.slice(0.9 * 44100, 1.2 * 44100),
  ) as [Float32Array, Float32Array];
  expect(rms(left)).toBeGreaterThan(1e-4);
  expect(rms(right) / rms(left)).toBeGreaterThan(0.5);
  const product = left.reduce((sum, sample, i) => sum + sample * right[i]!, 0) / left.length;
  expect(Math.abs(product) / (rms(left) * rms(right))).toBeLessThan(0.5);
  expect(rms(slice(wet, 2.6, 3))).toBeLessThan(1e-3 * rms(slice(wet, 0, 0.3)));
});

/** Four voices with all that a strip has, a drum kit among them, and one that is muted. */
const band: Score = score(
  ["soprano", "alto", "drums", "muted"].flatMap((name, v) =>
    Array.from({ length: 16 }, (_, i) =>
      note({
        id: `${name}${i}`,
        voice: name,
        start: 480 * i,
        pitch: 67 - 7 * v + (i % 3),
        velocity: 110,
      }),
    ),
  ),
  {
    tempo: TEMPO,
    bars: 4,
    feel: { swing: 0.6, unit: 240 },
    voices: [
      voice("soprano", { pan: -0.6, reverb: 0.4, volume: 1 }),
      voice("alto", { pan: 0.3, instrument: "flute" }),
      voice("drums", { instrument: "drums", reverb: 0.2, volume: 1 }),
      voice("muted", { muted: true, reverb: 1 }),
    ],
  },
);

test("the volume of all turns everything down, the room and the metronome too", async () => {
  const unlimited = { library, limited: false, metronome: true, tail: 3 };
  const full = await renderOffline(band, unlimited);
  const half = await renderOffline({ ...band, volume: 0.5 }, unlimited);
  for (const side of [0, 1]) {
    const whole = full.getChannelData(side);
    const halved = half.getChannelData(side);
    expect(peak(whole)).toBeGreaterThan(0.2);
    expect(peak(halved.map((sample, i) => sample - whole[i]! / 2))).toBeLessThan(2e-6);
  }
});

test("the voices, each rendered alone, add up to the mix", async () => {
  const unlimited = { library, limited: false };
  const mix = await renderOffline(band, unlimited);
  const stems = [];
  for (const { id } of band.voices)
    stems.push(await renderOffline(band, { ...unlimited, only: id }));
  expect(peak(mono(stems[3]!))).toBe(0);
  for (const side of [0, 1]) {
    const whole = mix.getChannelData(side);
    let most = 0;
    for (let i = 0; i < whole.length; i++) {
      const sum = stems.reduce((total, stem) => total + stem.getChannelData(side)[i]!, 0);
      most = Math.max(most, Math.abs(sum - whole[i]!));
    }
    expect(peak(whole)).toBeGreaterThan(0.2);
    expect(most).toBeLessThan(2e-6);
  }
});

test("a render can be broken off between two pieces, and says how far it has come", async () => {
  const done: number[] = [];
  for await (const piece of renderStretches(band, { library, only: "alto" as VoiceId })) {
    expect(piece.left.length).toBe(piece.right.length);
    done.push(piece.done);
    if (done.length === 2) break;
  }
  expect(done[0]).toBeCloseTo(3.95 / 10, 3);
  expect(done[1]).toBeCloseTo(7.95 / 10, 3);
});

test("swing is heard in a render: the second eighth of a beat comes a sixth of a beat late at most", async () => {
  const eighths = {
    ...score(
      [0, 240, 480, 720].map((start) => note({ id: `e${start}`, start, duration: 30 })),
      { tempo: 60, bars: 1 },
    ),
    feel: { swing: 1, unit: 240 } as const,
  };
  const rendered = await renderOffline(eighths, { library, recordings: false });
  for (const place of [2 / 3, 1, 5 / 3]) {
    const at = onset(rendered, place - 0.05, place + 0.1);
    expect(Math.abs(at - place) * 1000).toBeLessThan(1);
  }
});
