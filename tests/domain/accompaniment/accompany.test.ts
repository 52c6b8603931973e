import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accompany } from "../../../src/domain/accompaniment/accompany";
import { voiceChords } from "../../../src/domain/accompaniment/chord-voicing";
import { NO_CHORD, pitchClassesOf, type Harmony } from "../../../src/domain/chord";
import { chordAt } from "../../../src/domain/chord-track";
import { barTicks, type Meter } from "../../../src/domain/meter";
import {
  PATTERNS,
  type Pattern,
  type PlacedChord,
  type Score,
  type TakeId,
} from "../../../src/domain/score";
import { arbitraryScore } from "../../support/arbitrary-score";
import { chord, score } from "../../support/score";

const playing = (pattern: Pattern, seed = 1) => ({ pattern, seed, take: "take" as TakeId });

/** One chord a bar in `meter`, all played. */
function sheet(symbols: readonly string[], pattern: Pattern, meter: Meter, seed = 1): Score {
  const chords = symbols.map((symbol, i): PlacedChord => ({
    start: i * barTicks(meter),
    chord: chord(symbol),
    origin: { by: "you" },
    locked: false,
    playing: playing(pattern, seed),
  }));
  return score([], { chords, meter, bars: symbols.length });
}
/** What a part plays in the first bar: [eighths from its start, pitches]. */
function firstBar(of: Score, part: "upper" | "bass"): readonly (readonly [number, number])[] {
  const starts = new Map<number, number>();
  for (const note of accompany(of))
    if (note.part === part && note.start < barTicks(of.meter))
      starts.set(note.start / 240, (starts.get(note.start / 240) ?? 0) + 1);
  return [...starts].toSorted((a, b) => a[0] - b[0]);
}
const four: Meter = { beats: 4, unit: 4 };
const three: Meter = { beats: 3, unit: 4 };
const two: Meter = { beats: 2, unit: 4 };
const six: Meter = { beats: 6, unit: 8 };

describe("patterns follow the meter", () => {
  const at = (pattern: Pattern, meter: Meter, part: "upper" | "bass") =>
    firstBar(sheet(["C", "G"], pattern, meter), part);
  const chords = (...eighths: number[]) => eighths.map((eighth) => [eighth, 3]);
  const single = (...eighths: number[]) => eighths.map((eighth) => [eighth, 1]);

  test("a waltz has its bass on one and chords on the others; 6/8 is two of them", () => {
    expect(at("waltz", three, "bass")).toEqual(single(0));
    expect(at("waltz", three, "upper")).toEqual(chords(2, 4));
    expect(at("waltz", six, "bass")).toEqual(single(0, 3));
    expect(at("waltz", six, "upper")).toEqual(chords(1, 2, 4, 5));
    expect(at("waltz", two, "upper")).toEqual(chords(2));
  });
  test("stride goes from bass to chord, and in 6/8 long, short", () => {
    expect(at("stride", four, "bass")).toEqual(single(0, 4));
    expect(at("stride", four, "upper")).toEqual(chords(2, 6));
    expect(at("stride", three, "upper")).toEqual(chords(2, 4));
    expect(at("stride", six, "upper")).toEqual(chords(2, 5));
  });
  test("Alberti breaks the chord low, high, middle, high in eighths", () => {
    const notes = accompany(sheet(["C"], "alberti", four)).filter(({ part }) => part === "upper");
    const [low, middle, high] = [...new Set(notes.map(({ pitch }) => pitch))].toSorted();
    expect(notes.map(({ pitch }) => pitch)).toEqual([
      low,
      high,
      middle,
      high,
      low,
      high,
      middle,
      high,
    ]);
  });
  test("an arpeggio starts from the bass and comes back in 3/4 and 6/8", () => {
    expect(at("arpeggio", three, "upper")).toEqual(single(1, 2, 3, 4, 5));
    expect(at("arpeggio", six, "upper")).toEqual(single(1, 2, 3, 4, 5));
    expect(at("arpeggio", four, "upper")).toEqual(single(1, 2, 3, 5, 6, 7));
    expect(at("arpeggio", four, "bass")).toEqual(single(0, 4));
  });
  test("a block is struck once a bar, a strummed chord down, down up, up down up", () => {
    expect(at("block", four, "upper")).toEqual(chords(0));
    expect(at("strummed", four, "upper")).toEqual(chords(0, 2, 3, 5, 6, 7));
  });
  test("a bass walks on every beat, from the chord's bass, and leads into the next by a step", () => {
    const walked = accompany(sheet(["C", "F", "G7", "C"], "walking", four)).filter(
      ({ part }) => part === "bass",
    );
    expect(walked).toHaveLength(16);
    expect([0, 4, 8, 12].map((i) => walked[i]!.pitch % 12)).toEqual([0, 5, 7, 0]);
    for (const i of [3, 7, 11]) {
      const step = Math.abs(((((walked[i]!.pitch - walked[i + 1]!.pitch) % 12) + 18) % 12) - 6);
      expect(step).toBeGreaterThan(0);
      expect(step).toBeLessThan(3);
    }
  });
  test("the same seed walks the same way, and others walk elsewhere", () => {
    const walk = (seed: number) => accompany(sheet(["C", "F", "G7", "C"], "walking", four, seed));
    expect(walk(3)).toEqual(walk(3));
    expect(new Set([1, 2, 3, 4].map((seed) => JSON.stringify(walk(seed)))).size).toBeGreaterThan(1);
  });
});

test("a voicing moves little: what two chords share stays where it is", () => {
  const led = voiceChords(
    ["C", "Am", "F", "G7", "C"].map((s) => ({ chord: chord(s) as Harmony, settled: undefined })),
  );
  led.slice(1).forEach(({ upper }, i) => {
    const before = led[i]!.upper;
    const moved = upper.reduce((sum, pitch, n) => sum + Math.abs(pitch - before[n]!), 0);
    expect(moved).toBeLessThanOrEqual(5);
  });
  expect(led[1]!.upper.filter((pitch) => led[0]!.upper.includes(pitch))).toHaveLength(2);
});

test("a power chord, which has two tones, is held in three different keys in every position", () => {
  const before = [0, 12].map((up) => ({ upper: [48 + up, 52 + up, 55 + up], bass: 42 }));
  for (const name of ["C5", "F#5", "Bb5"])
    for (const from of [undefined, ...before]) {
      const [voicing] = voiceChords([{ chord: chord(name) as Harmony, settled: undefined }], from);
      expect(new Set(voicing!.upper).size).toBe(3);
    }
});

test("whatever the chords, meter and pattern: notes of the chord in force, its bass first, in their place and in a register", () => {
  const any = fc.tuple(arbitraryScore(), fc.constantFrom(...PATTERNS));
  fc.assert(
    fc.property(any, ([base, pattern]) => {
      const chords = base.chords.map((one) => ({ ...one, playing: playing(pattern) }));
      const s = { ...base, chords };
      const notes = accompany(s);
      for (const note of notes) {
        const placed = chordAt(s, note.start)!;
        const end = s.chords.find(({ start }) => start > note.start)?.start ?? Infinity;
        expect(note.start + note.duration).toBeLessThanOrEqual(end);
        expect(note.duration).toBeGreaterThan(0);
        expect(note.pitch).toBeGreaterThanOrEqual(note.part === "bass" ? 31 : 48);
        expect(note.pitch).toBeLessThanOrEqual(note.part === "bass" ? 52 : 72);
        const isPassing = note.part === "bass" && pattern === "walking";
        if (!isPassing) expect(pitchClassesOf(placed.chord)).toContain(note.pitch % 12);
      }
      for (const { start, chord: symbol } of s.chords) {
        if (symbol === NO_CHORD) continue;
        const first = notes.find((note) => note.part === "bass" && note.start === start);
        expect(first && first.pitch % 12).toBe(pitchClassesOf(symbol)[0]);
      }
    }),
  );
});

test("chords that no one plays and stretches without a chord are silent", () => {
  const s = sheet(["C", "N.C.", "G"], "block", four);
  const chords = s.chords.map((one, i) => (i === 2 ? { ...one, playing: undefined } : one));
  const notes = accompany({ ...s, chords });
  expect(Math.max(...notes.map(({ start, duration }) => start + duration))).toBe(1920);
});
