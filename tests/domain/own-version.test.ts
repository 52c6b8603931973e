import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ASK_KINDS, DEFAULT_SETTINGS } from "../../src/domain/ask";
import { hasOwnVersion, isSuggestion } from "../../src/domain/own-version";
import type { Note, TakeId, VoiceId } from "../../src/domain/score";
import type { ModelMaking } from "../../src/domain/take";
import { melody, note, placedChord, score, voice } from "../support/score";

const BAR = 1920;
const VOICES = [voice("soprano"), voice("bass"), voice("own")];
const asked = score(melody([72, 74, 76, 77]), { voices: VOICES, bars: 4 });

function making(kind: ModelMaking["kind"], voices: string[], more: Partial<ModelMaking> = {}) {
  return {
    kind,
    model: { name: "m", version: "1" },
    seed: 1,
    settings: DEFAULT_SETTINGS,
    voices: voices as VoiceId[],
    range: { start: 0, end: 4 * BAR },
    ask: "ask",
    ...more,
  } satisfies ModelMaking;
}

/** A whole note in each of these bars, counted from 0. */
const whole = (bars: readonly number[], more: Parameters<typeof note>[0] = {}): readonly Note[] =>
  bars.map((bar) =>
    note({ voice: "bass", id: `own ${bar}`, start: bar * BAR, duration: BAR, pitch: 48, ...more }),
  );
const withNotes = (notes: readonly Note[]) => ({ ...asked, notes: [...asked.notes, ...notes] });

describe("one's own version of a harmony", () => {
  const bass = making("harmonise", ["bass", "tenor to come"]);

  test("is there once half of the bars have own notes, and not before", () => {
    expect(hasOwnVersion(bass, asked, asked)).toBe(false);
    expect(hasOwnVersion(bass, asked, withNotes(whole([0])))).toBe(false);
    expect(hasOwnVersion(bass, asked, withNotes(whole([0, 3])))).toBe(true);
  });

  test("may have stood before the ask, and may be in a voice of one's own", () => {
    const before = withNotes(whole([0, 1]));
    expect(hasOwnVersion(bass, before, before)).toBe(true);
    expect(hasOwnVersion(bass, asked, withNotes(whole([0, 1], { voice: "own" })))).toBe(true);
  });

  test("is not the melody that was given, however much is added to it", () => {
    expect(hasOwnVersion(bass, asked, withNotes(whole([0, 1, 2], { voice: "soprano" })))).toBe(
      false,
    );
  });

  test("is not the machine's, changed or not, nor a file's, nor drums", () => {
    for (const origin of [
      { by: "model", take: "t" as TakeId, changed: true },
      { by: "file", file: "tune.mid" },
    ] as const)
      expect(hasOwnVersion(bass, asked, withNotes(whole([0, 1, 2, 3], { origin })))).toBe(false);
    const drums = [...VOICES.slice(0, 2), voice("own", { instrument: "drums" })];
    const sketch = { ...withNotes(whole([0, 1, 2, 3], { voice: "own" })), voices: drums };
    expect(hasOwnVersion(bass, asked, sketch)).toBe(false);
    expect(hasOwnVersion(making("groove", ["own"]), { ...asked, voices: drums }, sketch)).toBe(
      true,
    );
  });

  test("counts in the asked bars alone", () => {
    const behind = making("continue", ["soprano"], { range: { start: 4 * BAR, end: 8 * BAR } });
    const longer = { ...asked, bars: 8 };
    expect(hasOwnVersion(behind, longer, { ...withNotes(whole([0, 1, 2, 3])), bars: 8 })).toBe(
      false,
    );
    expect(hasOwnVersion(behind, longer, { ...withNotes(whole([4, 5])), bars: 8 })).toBe(true);
  });
});

describe("one's own variation", () => {
  const tune = score(
    [0, 1, 2, 3].map((bar) => note({ id: `t${bar}`, start: bar * BAR, pitch: 72 })),
    { voices: VOICES, bars: 4 },
  );
  const moved = (bars: readonly number[]) => ({
    ...tune,
    notes: tune.notes.map((one, bar) => (bars.includes(bar) ? { ...one, pitch: 74 } : one)),
  });

  test.each(["vary", "blend", "rewrite"] as const)(
    "of %s has to be new since the ask in half of the bars",
    (kind) => {
      const vary = making(kind, ["soprano"]);
      expect(hasOwnVersion(vary, tune, tune)).toBe(false);
      expect(hasOwnVersion(vary, tune, moved([1]))).toBe(false);
      expect(hasOwnVersion(vary, tune, moved([1, 2]))).toBe(true);
    },
  );

  test("can be of the machine's notes, where one changes them", () => {
    const take = "t" as TakeId;
    const model = (changed: boolean) =>
      moved([0, 1]).notes.map((one) => ({
        ...one,
        origin: { by: "model", take, changed } as const,
      }));
    const rewrite = making("rewrite", ["soprano"]);
    expect(hasOwnVersion(rewrite, tune, { ...tune, notes: model(true) })).toBe(true);
    expect(hasOwnVersion(rewrite, tune, { ...tune, notes: model(false) })).toBe(false);
  });
});

test("own chords in half of the bars are a version of an accompaniment", () => {
  const accompany = making("accompany", []);
  const one = { ...asked, chords: [placedChord(0, "C")] };
  const two = { ...asked, chords: [placedChord(0, "C"), placedChord(2 * BAR, "F")] };
  expect(hasOwnVersion(accompany, asked, one)).toBe(false);
  expect(hasOwnVersion(accompany, asked, two)).toBe(true);
  const theirs = two.chords.map((placed) => ({
    ...placed,
    origin: { by: "model", take: "t" as TakeId, changed: true } as const,
  }));
  expect(hasOwnVersion(accompany, asked, { ...asked, chords: theirs })).toBe(false);
});

test("who writes more never loses a version", () => {
  const anyBars = fc.uniqueArray(fc.nat(3));
  fc.assert(
    fc.property(fc.constantFrom(...ASK_KINDS), anyBars, anyBars, (kind, bars, more) => {
      const wanted = making(kind, ["bass"]);
      const some = withNotes(whole(bars));
      const all = withNotes(whole([...new Set([...bars, ...more])]));
      expect(hasOwnVersion(wanted, asked, some)).toBe(kind !== "groove" && bars.length >= 2);
      if (hasOwnVersion(wanted, asked, some)) expect(hasOwnVersion(wanted, asked, all)).toBe(true);
    }),
  );
});

test("what was made human or played is no suggestion; all else is", () => {
  expect(ASK_KINDS.filter((kind) => !isSuggestion(kind))).toEqual(["humanise"]);
  expect(isSuggestion("play")).toBe(false);
});
