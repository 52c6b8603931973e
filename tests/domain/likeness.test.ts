import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distance, portraitOf, spreadOf, type Ground } from "../../src/domain/likeness";
import type { DraftNote } from "../../src/domain/ask";
import type { VoiceId } from "../../src/domain/score";
import { chord, melody, score, voice } from "../support/score";

const TUNE = [60, 62, 64, 65, 67, 65, 64, 62, 60, 64, 67, 72, 71, 67, 64, 60];
const ground: Ground = {
  kind: "vary",
  score: score(),
  voices: ["soprano" as VoiceId],
  range: { start: 0, end: 16 * 480 },
};

function draft(pitches: readonly number[], id = "soprano"): readonly DraftNote[] {
  return melody(pitches, id);
}

function between(a: readonly DraftNote[], b: readonly DraftNote[], over = ground): number {
  return distance(portraitOf({ notes: a }, over), portraitOf({ notes: b }, over));
}

/** Each value is more than the one before. */
function expectToRise(values: readonly number[]): void {
  for (const [i, value] of values.slice(1).entries()) expect(value).toBeGreaterThan(values[i]!);
}

describe("two takes", () => {
  test("are further apart the more of their notes differ in pitch", () => {
    const others = [0, 1, 3, 6, 10, 16].map((count) =>
      draft(TUNE.map((pitch, i) => ((i * 7) % 16 < count ? pitch + (i % 2 ? 5 : -4) : pitch))),
    );
    expectToRise(others.map((other) => between(draft(TUNE), other)));
  });

  test("are further apart the more of their onsets differ", () => {
    const others = [0, 1, 3, 6, 10, 16].map((count) =>
      draft(TUNE).map((note, i) =>
        (i * 7) % 16 < count ? { ...note, start: note.start + 240, duration: 240 } : note,
      ),
    );
    expectToRise(others.map((other) => between(draft(TUNE), other)));
  });

  test("are nearer when one is the other in a higher place than when it is another line", () => {
    const higher = between(draft(TUNE), draft(TUNE.map((pitch) => pitch + 5)));
    const another = between(draft(TUNE), draft(TUNE.map((_, i) => TUNE[(i * 5) % 16]! + 5)));
    expect(higher).toBeGreaterThan(0);
    expect(higher).toBeLessThan(another);
  });

  test("are apart in [0, 1], as far one way as the other, and not at all from themselves", () => {
    const notes = fc
      .array(
        fc.record({
          pitch: fc.integer({ min: 36, max: 90 }),
          start: fc.integer({ min: -300, max: 16 * 480 }),
          duration: fc.integer({ min: 1, max: 2_000 }),
          voice: fc.constantFrom("soprano", "bass") as fc.Arbitrary<VoiceId>,
        }),
      )
      .map((all) => all.map((note): DraftNote => ({ ...note, velocity: 80 })));
    const two = { ...ground, voices: ["soprano", "bass"] as VoiceId[] };
    fc.assert(
      fc.property(notes, notes, (a, b) => {
        const apart = between(a, b, two);
        expect(apart).toBeGreaterThanOrEqual(0);
        expect(apart).toBeLessThanOrEqual(1);
        expect(between(b, a, two)).toBeCloseTo(apart, 9);
        expect(between(a, a, two)).toBeCloseTo(0);
      }),
    );
  });

  test("are the same whatever their loudness and by how little they are late", () => {
    const late = draft(TUNE).map((note) => ({ ...note, start: note.start + 40, velocity: 30 }));
    expect(between(draft(TUNE), late)).toBe(0);
  });

  test("in four parts are apart by their bass even where the same pitch classes sound", () => {
    const voices = ["alto", "tenor", "bass"];
    const four = {
      ...ground,
      kind: "harmonise" as const,
      voices: voices as VoiceId[],
      score: score([], { voices: voices.map((id) => voice(id)) }),
    };
    const parts = (bass: number, tenor: number) => [
      ...draft(Array<number>(16).fill(67), "alto"),
      ...draft(Array<number>(16).fill(tenor), "tenor"),
      ...draft(Array<number>(16).fill(bass), "bass"),
    ];
    expect(between(parts(48, 64), parts(52, 60), four)).toBeGreaterThan(
      between(parts(48, 64), parts(36, 64), four),
    );
  });

  test("of drums are apart by the strokes that they do not share", () => {
    const drums = { ...ground, kind: "groove" as const };
    const beat = draft(Array.from({ length: 16 }, (_, i) => (i % 2 ? 38 : 36)));
    const others = [0, 4, 8, 16].map((count) =>
      beat.map((stroke, i) => (i < count ? { ...stroke, pitch: 49 } : stroke)),
    );
    expectToRise(others.map((other) => between(beat, other, drums)));
    expect(between(beat, others[3]!, drums)).toBe(1);
  });

  test("of chords are further apart by another root than by a seventh more", () => {
    const chords = { ...ground, kind: "accompany" as const };
    const of = (...symbols: string[]) =>
      portraitOf(
        {
          notes: [],
          chords: symbols.map((symbol, i) => ({
            start: i * 1920,
            chord: chord(symbol),
            playing: undefined,
          })),
        },
        chords,
      );
    const plain = of("C", "F", "G", "C");
    expectToRise(
      [plain, of("C", "F", "G7", "C"), of("C", "Dm", "G", "C"), of("Eb", "Dm", "A", "N.C.")].map(
        (other) => distance(plain, other),
      ),
    );
  });
});

test("the spread of takes is the mean of their pairs, and the least of them", () => {
  const portraits = [0, 0, 5].map((shift) =>
    portraitOf({ notes: draft(TUNE.map((pitch) => pitch + shift)) }, ground),
  );
  const far = distance(portraits[0]!, portraits[2]!);
  expect(spreadOf(portraits)).toEqual({ mean: (2 * far) / 3, least: 0 });
  expect(spreadOf(portraits.slice(1, 2))).toBeUndefined();
});
