import { unzipSync } from "fflate";
import { expect, test, vi } from "vitest";
import { inPieces, renderOffline, renderStretches } from "../../src/audio/offline";
import { createSampleLibrary } from "../../src/audio/sample-library";
import type { Score } from "../../src/domain/score";
import { Bounce, type BouncedFile, type BouncePorts } from "../../src/session/bounce.svelte";
import { mono, onset, peak, rms } from "../audio/hearing";
import { note, score, voice } from "../support/score";

const library = createSampleLibrary();
const render: BouncePorts["render"] = (wanted, options) =>
  inPieces(renderStretches(wanted, { ...options, library }), options.sampleRate);
const bounce = () => new Bounce({ render, nowMs: () => Date.UTC(2026, 0, 1) });
const decode = async (bytes: Uint8Array<ArrayBuffer>) =>
  new OfflineAudioContext(2, 1, 44100).decodeAudioData(bytes.slice().buffer);
const bytesOf = async ({ pieces }: BouncedFile) =>
  new Uint8Array(await new Blob([...pieces]).arrayBuffer());

/** `bars` of four voices in quarters with eighths between, one voice of them drums, loud. */
function band(bars: number): Score {
  const names = ["Soprano", "Alto", "Bass", "Drums"];
  return score(
    names.flatMap((name, v) =>
      Array.from({ length: bars * 8 }, (_, i) =>
        note({
          id: `${name}${i}`,
          voice: name,
          start: 240 * i,
          duration: 200,
          pitch: v === 3 ? [36, 42, 38, 42][i % 4]! : 72 - 12 * v + (i % 5),
          velocity: 100,
        }),
      ),
    ),
    {
      title: "Band: one/two",
      tempo: 120,
      bars,
      voices: names.map((name, v) =>
        voice(name, {
          instrument: (["flute", "clarinet", "cello", "drums"] as const)[v]!,
          pan: v / 2 - 0.75,
          reverb: v === 0 ? 0.4 : undefined,
        }),
      ),
    },
  );
}

test("the mix is a WAV file that begins its notes where they stand, and does not clip", async () => {
  const clicks = score(
    [0, 2, 5].map((beat) =>
      note({ id: `c${beat}`, start: 480 * beat, duration: 120, velocity: 127 }),
    ),
    { tempo: 120, bars: 2, title: "Three" },
  );
  const file = (await bounce().make("mix", clicks))!;
  expect(file).toMatchObject({ name: "Three.wav", type: "audio/wav" });
  const heard = await decode(await bytesOf(file));
  expect(heard.duration).toBeCloseTo(7, 3);
  for (const seconds of [1, 2.5])
    expect(Math.abs(onset(heard, seconds - 0.1, seconds + 0.2) - seconds)).toBeLessThan(0.001);

  const loud = {
    ...band(2),
    voices: band(2).voices.map((v) => ({ ...v, volume: 1 })),
    notes: band(2).notes.map((n) => ({ ...n, velocity: 127 })),
  };
  const mix = await decode(await bytesOf((await bounce().make("mix", loud))!));
  const most = peak(mono(mix));
  expect(most).toBeGreaterThan(0.3);
  expect(most).toBeLessThan(1);
});

test("voices come as an archive of one file each that sounds, and add up to the mix before its limiter", async () => {
  const all = band(2);
  const muted = {
    ...all,
    voices: all.voices.map((v) =>
      v.id === "Alto" ? { ...v, muted: true } : { ...v, volume: 0.5 },
    ),
  };
  const file = (await bounce().make("voices", muted))!;
  expect(file).toMatchObject({ name: "Band one two voices.zip", type: "application/zip" });
  const files = unzipSync(await bytesOf(file));
  expect(Object.keys(files)).toEqual(
    ["01 Soprano", "02 Bass", "03 Drums"].map((name) => `Band one two ${name}.wav`),
  );
  const stems = await Promise.all(Object.values(files).map((bytes) => decode(bytes)));
  const mix = await renderOffline(muted, { library, limited: false, tail: 3 });
  for (const side of [0, 1]) {
    const whole = mix.getChannelData(side);
    expect(stems.map(({ length }) => length)).toEqual([whole.length, whole.length, whole.length]);
    const sum = whole.map((_, i) =>
      stems.reduce((total, stem) => total + stem.getChannelData(side)[i]!, 0),
    );
    expect(rms(whole)).toBeGreaterThan(0.01);
    expect(peak(sum.map((sample, i) => sample - whole[i]!))).toBeLessThan(3e-6);
  }
});

test("voices that would pass full scale are all turned down alike, just far enough, and none goes through the limiter", async () => {
  const at = (loudness: number): BouncePorts["render"] =>
    async function* ({ voices }, { only, limited }) {
      expect(limited).toBe(false);
      await Promise.resolve();
      const level = loudness * (1 - 0.5 * voices.findIndex(({ id }) => id === only));
      const left = Float32Array.from({ length: 220_500 }, (_, i) => level * Math.sin(i / 20));
      yield { left, right: left.map((sample) => sample / 2), done: 1 };
    };
  const stemsAt = async (loudness: number) => {
    const two = score([note()], { bars: 1, tempo: 120, voices: [voice("soprano"), voice("Alto")] });
    const bouncing = new Bounce({ render: at(loudness), nowMs: () => Date.UTC(2026, 0, 1) });
    const files = unzipSync(await bytesOf((await bouncing.make("voices", two))!));
    const stems = await Promise.all(Object.values(files).map((bytes) => decode(bytes)));
    return stems.map((stem) => [0, 1].map((side) => peak(stem.getChannelData(side))));
  };
  const soft = await stemsAt(0.95);
  expect(soft[0]![0]).toBeCloseTo(0.95, 3);
  expect(soft[1]![1]).toBeCloseTo(0.95 / 4, 3);
  const loud = await stemsAt(1.9);
  expect(loud[0]![0]).toBeCloseTo(1, 5);
  expect(loud[0]![0]).toBeLessThanOrEqual(1);
  expect(loud[1]![0]).toBeCloseTo(0.5, 5);
  expect(loud[1]![1]).toBeCloseTo(0.25, 5);
});

test("64 bars come whole, telling how far they are, and the page has its turns in between", async () => {
  const bouncing = bounce();
  const seen = new Set<number | undefined>();
  const watch = setInterval(() => seen.add(bouncing.done), 20);
  const file = (await bouncing.make("mix", band(64)))!;
  clearInterval(watch);
  expect(file.pieces.reduce((sum, piece) => sum + piece.size, 0)).toBe(44 + 131 * 44100 * 4);
  const fractions = [...seen].filter((done) => done !== undefined);
  expect(fractions.length).toBeGreaterThan(8);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(bouncing.done).toBeUndefined();
});

test("a bounce that is cancelled gives nothing, and leaves nothing running", async () => {
  let pieces = 0;
  const counted: BouncePorts["render"] = async function* (wanted, options) {
    for await (const piece of renderStretches(wanted, { ...options, library })) {
      pieces += 1;
      yield piece;
    }
  };
  const bouncing = new Bounce({ render: counted, nowMs: () => Date.UTC(2026, 0, 1) });
  const made = bouncing.make("voices", band(16));
  expect(bouncing.done).toBe(0);
  await vi.waitUntil(() => pieces > 0, 20_000);
  bouncing.cancel();
  expect(bouncing.done).toBeUndefined();
  expect(await made).toBeUndefined();
  expect(bouncing.problem).toBeUndefined();
  expect(pieces).toBeLessThan(4);
});

test("what cannot be made says why", async () => {
  const bouncing = bounce();
  expect(await bouncing.make("mix", score())).toBeUndefined();
  expect(bouncing.problem).toMatch(/^Nothing would be heard/);
  const silent = { ...score([note()]), voices: [voice("soprano", { muted: true })] };
  expect(await bouncing.make("voices", silent)).toBeUndefined();
  expect(bouncing.problem).toMatch(/unmute/);
  await bouncing.make("mix", score([note()], { bars: 512, tempo: 20 }));
  expect(bouncing.problem).toMatch(/lasts 102 minutes/);

  const offline = createSampleLibrary(() => Promise.reject(new Error("offline")));
  const unloaded = new Bounce({
    render: (wanted, options) => renderStretches(wanted, { ...options, library: offline }),
    nowMs: () => 0,
  });
  expect(await unloaded.make("mix", score([note()]))).toBeUndefined();
  expect(unloaded.problem).toMatch(/went wrong|did not load|could not be made/);
  expect(unloaded.done).toBeUndefined();
});
