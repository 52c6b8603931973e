import { expect, test } from "vitest";
import type { Comparison, Echo } from "../../src/domain/echo";
import { emptyScore, type VoiceId } from "../../src/domain/score";
import { newVoice } from "../../src/domain/voicing";
import type { Comparer } from "../../src/generation/client";
import { excerptOf, Originality } from "../../src/session/originality.svelte";
import { Playback } from "../../src/session/playback.svelte";
import { SilentPlayer } from "../ui/roll/silent-player";

const VOICE = "soprano" as VoiceId;
const sketch = { ...emptyScore, voices: [newVoice(emptyScore, VOICE, "Soprano")] };
const note = (pitch: number, start: number, same?: number) => ({
  pitch,
  start,
  duration: 480,
  same,
});
const echo: Echo = {
  piece: {
    title: "A Tune",
    composer: "",
    collection: "Tunes",
    year: undefined,
    meter: { beats: 4, unit: 4 },
  },
  bars: [2, 2],
  theirBars: [5, 5],
  start: 1920,
  transposition: 2,
  matched: 2,
  of: 3,
  oneIn: 300,
  beyond: true,
  lines: [
    {
      voice: VOICE,
      part: "melody",
      ours: [note(62, 0, 1), note(65, 480), note(66, 960, 2)],
      theirs: [note(58, -480), note(60, 0, 0), note(64, 960, 2)],
    },
  ],
  also: [],
};
const found: Comparison = { echoes: [echo], voices: 1, notes: 3, pieces: 9 };

function open(comparer: Comparer = { compare: () => Promise.resolve(found) }) {
  const playback = new Playback(new SilentPlayer());
  const later: { run?: () => void } = {};
  const originality = new Originality(playback, {
    comparer,
    known: { pieces: 9, collections: ["Tunes"] },
    sounding: () => sketch,
    later: (run) => {
      later.run = run;
      return () => delete later.run;
    },
  });
  return { originality, playback, later };
}

test("what was compared is there with the music that it was", async () => {
  const { originality } = open();
  expect(originality.state).toEqual({ phase: "idle" });
  const comparing = originality.compare(sketch);
  expect(originality.state).toEqual({ phase: "comparing" });
  await comparing;
  expect(originality.state).toEqual({ phase: "compared", score: sketch, comparison: found });
});

test("a comparison that fails says why, and one that another took the place of says nothing", async () => {
  const { originality } = open({
    compare: (score, signal) =>
      score === sketch
        ? new Promise((_, reject) => {
            signal!.addEventListener("abort", () => reject(signal!.reason as Error));
          })
        : Promise.reject(new Error("no network")),
  });
  const first = originality.compare(sketch);
  await originality.compare({ ...sketch });
  await first;
  expect(originality.state).toEqual({ phase: "failed", message: "no network" });
});

test("either side is heard from its beginning, theirs as high as it is in the piece", () => {
  const ours = excerptOf(sketch, echo, "ours");
  expect(ours.score.notes.map(({ pitch, start }) => [pitch, start])).toEqual([
    [62, 0],
    [65, 480],
    [66, 960],
  ]);
  const theirs = excerptOf(sketch, echo, "theirs");
  expect(theirs.score.notes.map(({ pitch, start }) => [pitch, start])).toEqual([
    [58, 0],
    [60, 480],
    [64, 1440],
  ]);
  expect(theirs.end).toBe(1920);
});

test("the chords of either side are heard as blocks, each until the next, in the voices that play chords", () => {
  const one = (root: number, start: number) => ({
    chord: { root, quality: "major", bass: undefined } as const,
    start,
    duration: 960,
    same: undefined,
  });
  const chords = { ours: [one(0, 0), one(5, 960)], theirs: [one(7, 0), one(0, 960)] };
  const { score, end } = excerptOf(sketch, { ...echo, lines: [], chords }, "theirs");
  expect(end).toBe(1920);
  const heardAt = (start: number) => [
    ...new Set(score.notes.filter((n) => n.start === start).map(({ pitch }) => pitch % 12)),
  ];
  expect(heardAt(0).toSorted((a, b) => a - b)).toEqual([2, 7, 11]);
  expect(heardAt(960).toSorted((a, b) => a - b)).toEqual([0, 4, 7]);
  expect(score.voices.map(({ name }) => name)).toEqual(["Accompaniment", "Accompaniment bass"]);
  expect(score.notes.every((n) => n.start + n.duration <= end)).toBe(true);
});

test("hearing a side ends by itself, and the sketch sounds again", () => {
  const { originality, playback, later } = open();
  playback.setLoop({ start: 0, end: 1920 });
  originality.hear(sketch, echo, "theirs");
  expect(originality.isHeard(echo, "theirs")).toBe(true);
  expect(originality.isHeard(echo, "ours")).toBe(false);
  expect(playback.loop).toBeUndefined();
  later.run!();
  expect(originality.isHeard(echo, "theirs")).toBe(false);
  expect(playback.loop).toEqual({ start: 0, end: 1920 });
});
