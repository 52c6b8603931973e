import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, type Ask, type Draft } from "../../src/domain/ask";
import { prepareAsk } from "../../src/domain/asking";
import { isInKey, pitchClassOf, tonic } from "../../src/domain/key";
import { barTicks } from "../../src/domain/meter";
import {
  melodyVoice,
  notesOfVoice,
  type Note,
  type Score,
  type VoiceId,
} from "../../src/domain/score";
import { STARTERS, starterScore } from "../../src/domain/starters";
import { pressed as pressedWith, takeOf } from "../support/ask";
import { countingIds, melody, note, score, voice } from "../support/score";
import { distance, mean } from "./measures";
import { compose } from "./trained";

/** The first bars of a starter. */
function opening(title: string, bars: number): Score {
  const starter = STARTERS.find((one) => one.title === title)!;
  const whole = starterScore(starter, countingIds());
  const end = bars * barTicks(whole.meter);
  const notes = whole.notes.filter((one) => one.start + one.duration <= end);
  return { ...whole, notes, bars };
}

const pressed: typeof pressedWith = (kind, base, settings, overrides) =>
  pressedWith(kind, base, settings, { seed: 4, ...overrides });

function tuneOf(base: Score): readonly Note[] {
  return notesOfVoice(base, melodyVoice(base)!.id);
}

const shareInKey = (notes: readonly { pitch: number }[], { key }: Score) =>
  mean(notes.map(({ pitch }) => (isInKey(pitch, key) ? 1 : 0)));

describe("Harmonise", () => {
  test.each(STARTERS.map(({ title }) => title))(
    "keeps the tune of %s and sets it in the key, every voice in its compass",
    async (title) => {
      const base = opening(title, 4);
      const ask = pressed("harmonise", base, { surprise: 0, takes: 3 });
      const drafts = await compose(ask);
      expect(drafts).toHaveLength(3);
      for (const draft of drafts) {
        expect(tuneOf(takeOf(ask, draft))).toEqual(tuneOf(base));
        expect(new Set(draft.notes.map((one) => one.voice))).toEqual(new Set(ask.voices));
        for (const { pitch } of draft.notes) {
          expect(pitch).toBeGreaterThanOrEqual(36);
          expect(pitch).toBeLessThanOrEqual(76);
        }
      }
      const all = drafts.flatMap((draft) => draft.notes);
      expect(shareInKey(all, base)).toBeGreaterThan(0.85);
    },
  );

  test("of a melody two octaves higher is the same harmony, brought nearer to it", async () => {
    const base = opening("Ode to Joy", 1);
    const high = {
      ...base,
      notes: base.notes.map((one) => ({ ...one, pitch: one.pitch + 24 })),
    };
    const [usual] = await compose(pressed("harmonise", base));
    const [moved] = await compose(pressed("harmonise", high));
    const classes = (draft: Draft) =>
      draft.notes.map((one) => [one.voice, one.start, one.duration, pitchClassOf(one.pitch)]);
    expect(classes(moved!)).toEqual(classes(usual!));
    const rise = moved!.notes.map((one, i) => one.pitch - usual!.notes[i]!.pitch);
    expect(Math.min(...rise)).toBeGreaterThan(0);
  });
});

describe("Continue", () => {
  test.each(STARTERS.map(({ title }) => title))(
    "goes on with %s in its key and compass, and comes home",
    async (title) => {
      const base = opening(title, 4);
      const ask = pressed("continue", base, { surprise: 0, bars: 2, takes: 4 });
      const pitches = base.notes.map((one) => one.pitch);
      const drafts = await compose(ask);
      expect(drafts).toHaveLength(4);
      for (const { notes } of drafts) {
        expect(notes[0]!.start).toBeLessThan(ask.range.start + barTicks(base.meter));
        for (const { pitch } of notes) {
          expect(pitch).toBeGreaterThanOrEqual(Math.min(...pitches) - 7);
          expect(pitch).toBeLessThanOrEqual(Math.max(...pitches) + 7);
        }
      }
      const all = drafts.flatMap((draft) => draft.notes);
      expect(shareInKey(all, base)).toBeGreaterThan(0.85);
      const home = drafts.map(({ notes }) => pitchClassOf(notes.at(-1)!.pitch) === tonic(base.key));
      expect(home.filter(Boolean).length).toBeGreaterThanOrEqual(3);
      for (const { notes } of drafts) {
        const last = notes.at(-1)!;
        expect(last.start + last.duration).toBe(ask.range.end);
      }
    },
  );

  test("of a long melody of 64 bars goes on behind its last bar", async () => {
    const { notes } = opening("Ode to Joy", 4);
    const long = Array.from({ length: 16 }, (_, i) =>
      notes.map((one) => note({ ...one, id: `${i} ${one.id}`, start: one.start + i * 7680 })),
    ).flat();
    const ask = pressed(
      "continue",
      { ...opening("Ode to Joy", 4), notes: long, bars: 64 },
      { bars: 1 },
    );
    const [draft] = await compose(ask);
    expect(ask.range).toEqual({ start: 64 * 1920, end: 65 * 1920 });
    expect(draft!.notes.length).toBeGreaterThan(0);
  });
});

const PARTS = ["soprano", "alto", "tenor", "bass"] as VoiceId[];
const CHORALE = score(
  PARTS.flatMap((part, i) =>
    melody(
      [
        [72, 69, 71, 72],
        [67, 65, 67, 67],
        [64, 62, 62, 64],
        [48, 50, 43, 48],
      ][i]!,
      part,
    ),
  ),
  { voices: PARTS.map((part) => voice(part)), bars: 1 },
);

describe("Rewrite", () => {
  test("of one voice writes around the others, and around what is locked in it", async () => {
    const locked = { voice: PARTS[1]!, start: 960, end: 1440 };
    const base = { ...CHORALE, locks: [locked] };
    const selection = new Set(
      base.notes.filter((one) => one.voice === PARTS[1]).map((one) => one.id),
    );
    const ids = countingIds();
    const settings = { ...DEFAULT_SETTINGS, difference: 1, takes: 3 };
    const ask = prepareAsk({ kind: "rewrite", score: base, selection, settings, seed: 2 }, () =>
      ids.voice(),
    ) as Ask;
    expect(ask.voices).toEqual([PARTS[1]]);
    const drafts = await compose(ask);
    expect(drafts).toHaveLength(3);
    for (const draft of drafts) {
      const take = takeOf(ask, draft);
      for (const part of PARTS.filter((one) => one !== PARTS[1]))
        expect(notesOfVoice(take, part)).toEqual(notesOfVoice(base, part));
      expect(notesOfVoice(take, PARTS[1]!)).toContainEqual(
        base.notes.find((one) => one.voice === PARTS[1] && one.start === 960),
      );
    }
  });

  test("of a bar of a melody leaves the rest, and stays in the key", async () => {
    const base = opening("Ode to Joy", 4);
    const bar = barTicks(base.meter);
    const range = { start: bar, end: 2 * bar };
    const ask = pressed("rewrite", base, { difference: 1, surprise: 0, takes: 3 }, { range });
    const drafts = await compose(ask);
    for (const draft of drafts) {
      const outside = ({ start }: Note) => start < range.start || start >= range.end;
      const take = takeOf(ask, draft);
      expect(tuneOf(take).filter(outside)).toEqual(tuneOf(base).filter(outside));
    }
    expect(
      shareInKey(
        drafts.flatMap((draft) => draft.notes),
        base,
      ),
    ).toBeGreaterThan(0.8);
  });
});

describe("Vary", () => {
  test.each(STARTERS.map(({ title }) => title))(
    "of %s resembles it more than it resembles another tune",
    async (title) => {
      const base = opening(title, 4);
      const ask = pressed("vary", base, { takes: 4 });
      const [voiceId] = ask.voices;
      const drafts = await compose(ask);
      expect(drafts).toHaveLength(4);
      const stranger = opening(
        title === "Ode to Joy" ? "Abide with Me" : "Ode to Joy",
        4,
      ).notes.map((one) => ({ ...one, voice: voiceId! }));
      const to = (notes: readonly Note[]) =>
        mean(drafts.map((draft) => distance(draft.notes, notes, [voiceId!], ask.range)));
      expect(to(base.notes)).toBeLessThan(to(stranger));
      expect(
        shareInKey(
          drafts.flatMap((draft) => draft.notes),
          base,
        ),
      ).toBeGreaterThan(0.85);
    },
  );
});

test("Blend lies between the two melodies and is neither of them", async () => {
  const base = score(melody([60, 62, 64, 65, 67, 69, 71, 72]), { bars: 2 });
  const other = score(melody([72, 71, 69, 67, 65, 64, 62, 60]), { bars: 2 });
  const ask = pressed("blend", base, { takes: 8, surprise: 0 }, { other });
  const drafts = await compose(ask);
  const apart = distance(base.notes, other.notes, ask.voices, ask.range);
  const to = (notes: readonly Note[]) =>
    drafts.map((draft) => distance(draft.notes, notes, ask.voices, ask.range));
  for (const shares of [to(base.notes), to(other.notes)]) {
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(mean(shares)).toBeLessThan(apart);
  }
});
