import { describe, expect, test } from "vitest";
import type { Ground } from "../../src/domain/likeness";
import { awayFrom, habitsOf } from "../../src/domain/personal-habits";
import type { TakeId, VoiceId } from "../../src/domain/score";
import { melody, placedChord, score } from "../support/score";

const STEPS = [60, 62, 64, 65, 67, 65, 64, 62, 60, 62, 64, 62];
const LEAPS = [60, 67, 60, 69, 62, 71, 64, 72, 60, 69, 62, 71];
const ground: Ground = {
  kind: "vary",
  score: score(),
  voices: ["soprano" as VoiceId],
  range: { start: 0, end: 4 * 1920 },
};
const away = (own: readonly number[], answer: readonly number[]) =>
  awayFrom(habitsOf(score(melody(own)))!, { notes: melody(answer) }, ground)!;

describe("habits", () => {
  test("are those of who wrote: a line that goes on alike is nearer than another", () => {
    expect(away(STEPS, STEPS)).toBe(0);
    expect(away(STEPS, STEPS.toReversed())).toBeLessThan(away(STEPS, LEAPS));
    expect(away(LEAPS, LEAPS.toReversed())).toBeLessThan(away(LEAPS, STEPS));
  });

  test("count degrees of the key, so that a tune in another key is as near", () => {
    const inD = score(melody(STEPS.map((pitch) => pitch + 2)), {
      key: { fifths: 2, mode: "major" },
    });
    expect(habitsOf(inD)!.degrees).toEqual(habitsOf(score(melody(STEPS)))!.degrees);
  });

  test("take half as much from what was kept of a model as from what a person wrote", () => {
    const kept = melody(LEAPS).map((note) => ({
      ...note,
      origin: { by: "model", take: "t" as TakeId, changed: false } as const,
    }));
    const [alone, both] = [score(melody(STEPS)), score([...melody(STEPS, "alto"), ...kept])];
    const mixed = {
      ...both,
      voices: [...alone.voices, { ...alone.voices[0]!, id: "alto" as VoiceId }],
    };
    const fifthUp = habitsOf(mixed)!.intervals![12 + 7]!;
    const all = LEAPS.slice(1).filter((pitch, i) => pitch - LEAPS[i]! === 7).length;
    expect(fifthUp).toBeCloseTo((0.5 * all) / (11 + 0.5 * 11));
  });

  test("are not told from fewer than eight notes, nor from nothing of the kind", () => {
    expect(habitsOf(score(melody(STEPS.slice(0, 7))))).toBeUndefined();
    const noChords = habitsOf(score(melody(STEPS)))!;
    const chords = [{ start: 0, chord: placedChord(0, "C").chord, playing: undefined }];
    expect(awayFrom(noChords, { notes: [], chords }, { ...ground, kind: "accompany" })).toBe(
      undefined,
    );
  });
});
