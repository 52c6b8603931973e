import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ASK_KINDS,
  DEFAULT_SETTINGS,
  HARMONISTS,
  HARMONY_STYLES,
  STRICTNESSES,
  type Ask,
  type Draft,
} from "../../src/domain/ask";
import { prepareAsk, replaceableNotes } from "../../src/domain/asking";
import { barTicks, meterName, METERS } from "../../src/domain/meter";
import {
  isLocked,
  isNoteLocked,
  notesOfVoice,
  overlaps,
  rangeOf,
  scoreTicks,
  type Note,
  type Score,
  type VoiceId,
} from "../../src/domain/score";
import { portraitOf, spreadOf } from "../../src/domain/likeness";
import { habitsOf } from "../../src/domain/personal-habits";
import { answerWith } from "../../src/generation/composers";
import type { AskProgress } from "../../src/generation/protocol";
import { arbitraryScore } from "../support/arbitrary-score";
import { pressed, takeOf } from "../support/ask";
import { countingIds, melody, note, score, voice } from "../support/score";
import { blankNetworks } from "./blank-networks";

const quiet = {
  pause: () => Promise.resolve(),
  onDrafts: () => undefined,
  onProgress: () => undefined,
};

async function draftsOf(ask: Ask): Promise<readonly Draft[]> {
  return answerWith(ask, blankNetworks, quiet);
}

const arbitraryAsk = fc
  .record({
    kind: fc.constantFrom(...ASK_KINDS),
    base: arbitraryScore(),
    lockedVoice: fc.integer({ min: -8, max: 4 }),
    locks: fc.array(
      fc.record({
        voice: fc.nat(4),
        start: fc.nat(12_000),
        length: fc.integer({ min: 1, max: 4_000 }),
      }),
      { maxLength: 3 },
    ),
    selected: fc.array(fc.nat(60), { maxLength: 6 }),
    difference: fc.constantFrom(0, 0.35, 1),
    surprise: fc.constantFrom(0, 0.3, 1),
    mood: fc.constantFrom(-1, 0, 1),
    harmonist: fc.constantFrom(...HARMONISTS),
    rules: fc.constantFrom(...STRICTNESSES),
    style: fc.constantFrom(...HARMONY_STYLES),
    bars: fc.integer({ min: 1, max: 3 }),
    seed: fc.nat(),
  })
  .map(({ kind, base, lockedVoice, locks, selected, seed, ...sliders }) => {
    const marked: Score = {
      ...base,
      voices: base.voices.map((v, i) => ({ ...v, locked: i === lockedVoice })),
      locks: locks.flatMap(({ voice: at, start, length }) => {
        const owner = base.voices[at];
        return owner ? [{ voice: owner.id, start, end: start + length }] : [];
      }),
    };
    const ids = countingIds();
    return prepareAsk(
      {
        kind,
        score: marked,
        selection: new Set(selected.map((i) => base.notes[i % base.notes.length]!.id)),
        settings: { ...DEFAULT_SETTINGS, ...sliders, takes: 1 },
        seed,
        other: base,
      },
      () => ids.voice(),
    );
  })
  .filter((ask): ask is Ask => typeof ask === "object");

/** Asks whose answers may have several notes of a voice at once, each at a pitch of its own. */
const IN_CHORDS: ReadonlySet<Ask["kind"]> = new Set(["accompany", "groove"] as const);

test("an answer stays inside the asked range and voices, out of locks, one note a voice at a time but in chords and of drums, and touches nothing else", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryAsk, async (ask) => {
      const drafts = await draftsOf(ask).catch((error: unknown) => {
        expect(error).toMatchObject({ code: "nothingNew" });
        return [];
      });
      const replaced = new Set(replaceableNotes(ask));
      const kept = ask.score.notes.filter((one) => !replaced.has(one));
      for (const draft of drafts) {
        for (const one of draft.notes) {
          expect(ask.voices).toContain(one.voice);
          expect(one.start).toBeGreaterThanOrEqual(ask.range.start);
          expect(one.start + one.duration).toBeLessThanOrEqual(ask.range.end);
          expect(one.duration).toBeGreaterThanOrEqual(1);
          expect(one.pitch).toBeGreaterThanOrEqual(0);
          expect(one.pitch).toBeLessThanOrEqual(127);
          expect(one.velocity).toBeGreaterThanOrEqual(1);
          expect(one.velocity).toBeLessThanOrEqual(127);
          const heard = { start: one.start, end: one.start + one.duration };
          expect(isLocked(ask.score, one.voice, heard)).toBe(false);
        }
        const take = takeOf(ask, draft);
        expect(take.notes).toEqual(expect.arrayContaining([...kept]));
        for (const id of ask.voices) {
          const written = draft.notes
            .filter((one) => one.voice === id)
            .toSorted((a, b) => a.start - b.start);
          for (const [i, one] of written.entries()) {
            const before = written
              .slice(0, i)
              .findLast((earlier) => !IN_CHORDS.has(ask.kind) || earlier.pitch === one.pitch);
            // What sounded together before it was made human still does.
            if (!before || ask.kind === "humanise") continue;
            expect(before.start + before.duration).toBeLessThanOrEqual(one.start);
          }
          for (const locked of kept.filter(
            (one) => one.voice === id && isNoteLocked(ask.score, one),
          ))
            for (const one of written)
              expect(
                overlaps({ start: one.start, end: one.start + one.duration }, rangeOf(locked)),
              ).toBe(false);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test("the same ask gives the same notes, another seed gives others", async () => {
  for (const kind of ASK_KINDS) {
    const ask = pressed(kind, score(melody([60, 64, 67, 65, 62, 64, 60, 59])));
    const [first] = await draftsOf(ask);
    const [again] = await draftsOf(ask);
    const [other] = await draftsOf({ ...ask, seed: 6 });
    expect(again).toEqual(first);
    expect(other!.notes).not.toEqual(first!.notes);
  }
});

test("eight takes are eight different ones, and each can be made again by its seed alone", async () => {
  for (const kind of ASK_KINDS) {
    const ask = pressed(kind, score(melody([60, 64, 67, 65, 62, 64, 60, 59])), { takes: 8 });
    const drafts = await draftsOf(ask);
    expect(drafts).toHaveLength(8);
    expect(new Set(drafts.map((draft) => JSON.stringify(draft.notes))).size).toBe(8);
    for (const draft of drafts) {
      const settings = { ...ask.settings, takes: 1 };
      expect(await draftsOf({ ...ask, seed: draft.seed, settings })).toEqual([draft]);
    }
  }
});

describe("takes that are chosen", () => {
  const tune = score(melody([60, 64, 67, 65, 62, 64, 60, 59, 60, 62, 64, 65, 67, 65, 64, 60]));
  const beside = { recent: [], habits: habitsOf(tune) };

  test.each(ASK_KINDS.filter((kind) => kind !== "humanise"))(
    "of %s are the same for the same ask and seed, are as many as are wanted, and each can be made again by its seed alone",
    async (kind) => {
      const ask = pressed(kind, tune, { takes: 3 }, { beside });
      const drafts = await draftsOf(ask);
      expect(drafts).toHaveLength(3);
      expect(await draftsOf(ask)).toEqual(drafts);
      for (const draft of drafts) {
        const { chosen, ...alone } = draft;
        expect(chosen === undefined || chosen.of >= 3).toBe(true);
        const again = pressed(kind, tune, { takes: 1 }, { seed: draft.seed });
        expect(await draftsOf(again)).toEqual([alone]);
      }
    },
  );

  test("come from several times as many drafts, and are told beside how different those are", async () => {
    const ask = pressed("harmonise", tune, { takes: 3 }, { beside });
    const chosen = await draftsOf(ask);
    for (const draft of chosen) expect(draft.chosen?.of).toBeGreaterThan(3);
    const all = await draftsOf(pressed("harmonise", tune, { takes: chosen[0]!.chosen!.of }));
    const spread = (drafts: readonly Draft[]) =>
      spreadOf(drafts.map((draft) => portraitOf(draft, ask)))!.mean;
    expect(chosen[0]!.chosen!.byChance).toBeCloseTo(spread(all));
    expect(spread(chosen)).toBeGreaterThan(spread(all));
  });

  test("of long music are what they grow to be, and come as they are drawn", async () => {
    const long = score(melody(Array.from({ length: 17 * 4 }, (_, i) => 60 + (i % 5))), {
      bars: 17,
    });
    const ask = pressed("harmonise", long, { takes: 2 }, { beside });
    let grown = 0;
    const drafts = await answerWith(ask, blankNetworks, { ...quiet, onGrowth: () => grown++ });
    expect(grown).toBeGreaterThan(0);
    for (const draft of drafts) expect(draft.chosen).toBeUndefined();
  });

  test("are none that may not be offered", async () => {
    const ask = pressed("harmonise", tune, { takes: 3 }, { beside });
    const [unwanted] = await draftsOf(ask);
    const drafts = await answerWith(ask, blankNetworks, {
      ...quiet,
      isAcceptable: ({ seed }) => seed !== unwanted!.seed,
    });
    expect(drafts).toHaveLength(3);
    expect(drafts.map(({ seed }) => seed)).not.toContain(unwanted!.seed);
  });
});

const TUNE = [67, 67, 69, 67, 72, 71, 67, 67, 69, 67, 74, 72];

/** A melody that begins with an upbeat and has triplets, a syncopation off the grid, repeated notes and a rest. */
function livelyMelody(bar: number, bars: number): readonly Note[] {
  const notes: Note[] = [note({ id: "upbeat", pitch: 67, start: bar - 240, duration: 230 })];
  for (let i = 1; i < bars - 1; i++) {
    const start = i * bar;
    notes.push(
      ...[0, 160, 320].map((at, n) =>
        note({
          id: `triplet ${i} ${n}`,
          pitch: TUNE[(i + n) % 12]!,
          start: start + at,
          duration: 160,
        }),
      ),
      note({ id: `off ${i}`, pitch: TUNE[i % 12]!, start: start + 497, duration: 211 }),
      note({ id: `again ${i}`, pitch: TUNE[i % 12]!, start: start + 720, duration: bar - 960 }),
    );
  }
  return notes;
}

describe("Harmonise", () => {
  test.each(
    METERS.filter((meter) => barTicks(meter) > 960).map(
      (meter) => [meterName(meter), meter] as const,
    ),
  )("keeps a melody with upbeat, triplets and repeated notes exactly, in %s", async (_, meter) => {
    const tune = livelyMelody(barTicks(meter), 6);
    for (const harmonist of HARMONISTS) {
      const ask = pressed("harmonise", score(tune, { meter, bars: 6 }), { harmonist });
      const [draft] = await draftsOf(ask);
      expect(notesOfVoice(takeOf(ask, draft!), "soprano" as VoiceId)).toEqual(tune);
      for (const id of ask.voices) expect(draft!.notes.some((one) => one.voice === id)).toBe(true);
    }
  });

  test.each(
    HARMONISTS.flatMap((harmonist) =>
      [-36, -24, -12, 12, 24, 36].map((shift) => [shift, harmonist] as const),
    ),
  )(
    "of a melody %i semitones away puts the other voices where they can be heard beside it, with %s",
    async (shift, harmonist) => {
      const tune = melody(TUNE.map((pitch) => pitch + shift));
      const ask = pressed("harmonise", score(tune), { harmonist });
      const [draft] = await draftsOf(ask);
      expect(notesOfVoice(takeOf(ask, draft!), "soprano" as VoiceId)).toEqual(tune);
      for (const { pitch } of draft!.notes) {
        expect(pitch).toBeGreaterThanOrEqual(24);
        expect(pitch).toBeLessThanOrEqual(96);
      }
    },
  );

  const long = { timeout: 120_000 };
  test.each(HARMONISTS)("of 64 bars writes every bar in every voice, with %s", long, async (by) => {
    const tune = melody(Array.from({ length: 256 }, (_, i) => TUNE[i % TUNE.length]!));
    const ask = pressed("harmonise", score(tune, { bars: 64 }), { harmonist: by });
    const [draft] = await draftsOf(ask);
    for (const id of ask.voices) {
      const bars = new Set(
        draft!.notes
          .filter((one) => one.voice === id)
          .flatMap((one) => {
            const first = Math.floor(one.start / 1920);
            const last = Math.ceil((one.start + one.duration) / 1920);
            return Array.from({ length: last - first }, (_, i) => first + i);
          }),
      );
      expect(bars.size).toBe(64);
    }
  });

  test("by Coconet strikes again where the melody repeats a note", async () => {
    const tune = melody(Array.from({ length: 16 }, () => 67));
    const ask = pressed("harmonise", score(tune), { harmonist: "coconet" });
    const [draft] = await draftsOf(ask);
    for (const id of ask.voices) {
      const starts = draft!.notes.filter((one) => one.voice === id).map((one) => one.start);
      for (let beat = 0; beat < 16; beat++) expect(starts).toContain(beat * 480);
    }
  });

  test.each(HARMONISTS)("is silent where the melody rests for a bar, with %s", async (by) => {
    const tune = melody(TUNE).filter((one) => one.start < 1920 || one.start >= 3840);
    const [draft] = await draftsOf(pressed("harmonise", score(tune), { harmonist: by }));
    expect(
      draft!.notes.filter((one) =>
        overlaps({ start: one.start, end: one.start + one.duration }, { start: 1920, end: 3840 }),
      ),
    ).toEqual([]);
  });
});

describe("Continue", () => {
  test.each([1, 2, 5, 16])("adds exactly %i bars behind the last one", async (bars) => {
    const ask = pressed("continue", score(melody(TUNE), { bars: 8 }), { bars });
    expect(ask.range).toEqual({ start: 3 * 1920, end: (3 + bars) * 1920 });
    const [draft] = await draftsOf(ask);
    const starts = draft!.notes.map((one) => one.start);
    expect(Math.min(...starts)).toBeLessThan(4 * 1920);
    expect(Math.max(...draft!.notes.map((one) => one.start + one.duration))).toBe(ask.range.end);
    expect(takeOf(ask, draft!).bars).toBe(Math.max(8, 3 + bars));
  });

  test.each([36, 24, -24])("of a melody %i semitones away stays by it", async (shift) => {
    const tune = TUNE.map((pitch) => pitch + shift);
    const [draft] = await draftsOf(pressed("continue", score(melody(tune)), { surprise: 0 }));
    const middle = (Math.min(...tune) + Math.max(...tune)) / 2;
    const mean = draft!.notes.reduce((sum, one) => sum + one.pitch, 0) / draft!.notes.length;
    expect(Math.abs(mean - middle)).toBeLessThan(7);
    for (const { pitch } of draft!.notes) expect(Math.abs(pitch - middle)).toBeLessThanOrEqual(14);
  });

  test.each(HARMONISTS)("writes every sounding voice of a chorale, with %s", async (harmonist) => {
    const voices = ["soprano", "alto", "tenor", "bass"];
    const base = score(
      voices.flatMap((name, i) =>
        melody(
          TUNE.map((pitch) => pitch - 7 * i),
          name,
        ),
      ),
      { voices: voices.map((name) => voice(name)) },
    );
    const ask = pressed("continue", base, { harmonist });
    const [draft] = await draftsOf(ask);
    for (const id of ask.voices) expect(draft!.notes.some((one) => one.voice === id)).toBe(true);
    expect(draft!.model.name).toBe(`blank rnn + blank ${harmonist}`);
  });

  test("goes on when the melody fell silent before the other voices", async () => {
    const base = score(
      [
        ...melody(TUNE.slice(0, 4)),
        ...melody(
          Array.from({ length: 40 }, () => 40),
          "bass",
        ),
      ],
      { voices: [voice("soprano"), voice("bass")], bars: 10 },
    );
    const ask = pressed("continue", base, { difference: 0 });
    const [draft] = await draftsOf(ask);
    expect(draft!.notes.filter((one) => one.voice === "soprano").length).toBeGreaterThan(3);
  });
});

describe("Vary", () => {
  test("of what is the same is the same, so that the form stays", async () => {
    const phrase = [60, 62, 64, 65, 67, 65, 64, 62];
    const other = [72, 71, 69, 67, 65, 64, 62, 60];
    const base = score(melody([...phrase, ...other, ...phrase]), { bars: 6 });
    const [draft] = await draftsOf(pressed("vary", base, { difference: 1 }));
    const bars = (from: number) =>
      draft!.notes
        .filter((one) => one.start >= from * 1920 && one.start < (from + 2) * 1920)
        .map((one) => [one.pitch, one.start - from * 1920, one.duration]);
    expect(bars(4)).toEqual(bars(0));
    expect(bars(2)).not.toEqual(bars(0));
  });

  test("leaves a bar in which nothing sounds before its first note silent there", async () => {
    const tune = melody([60, 62, 64, 65, 67, 65, 64, 62]).concat(
      note({ id: "late", pitch: 72, start: 2 * 1920 + 960, duration: 960 }),
    );
    const ask = pressed("vary", score(tune, { bars: 3 }), { difference: 0, surprise: 0 });
    for (let seed = 0; seed < 20; seed++) {
      const [draft] = await draftsOf({ ...ask, seed });
      for (const one of draft!.notes)
        expect(one.start < 3840 && one.start + one.duration > 3840).toBe(false);
    }
  });

  test("gives back notes off the grid exactly where it leaves them be", async () => {
    const tune = livelyMelody(1920, 4);
    const ask = pressed("vary", score(tune), { difference: 0, surprise: 0 });
    const [draft] = await draftsOf(ask);
    const ids = new Set(takeOf(ask, draft!).notes.map((one) => one.id));
    expect(tune.filter((one) => ids.has(one.id)).length).toBeGreaterThan(0);
  });
});

test("Blend of a repeated phrase with two other phrases goes two ways", async () => {
  const phrase = [60, 62, 64, 65, 67, 65, 64, 62];
  const base = score(melody([...phrase, ...phrase]));
  const other = score(melody([48, 50, 52, 53, 55, 53, 52, 50, 84, 83, 81, 79, 77, 76, 74, 72]));
  const [draft] = await draftsOf(pressed("blend", base, {}, { other }));
  const half = (from: number) =>
    draft!.notes
      .filter((one) => one.start >= from && one.start < from + 3840)
      .map((one) => [one.pitch, one.start - from, one.duration]);
  expect(half(3840)).not.toEqual(half(0));
});

describe("with nothing to go by", () => {
  const everythingLocked: Score = {
    ...score(melody(TUNE)),
    voices: [voice("soprano", { locked: true })],
  };
  const cases: readonly (readonly [string, Score])[] = [
    ["an empty sketch", score()],
    ["a sketch without voices", score([], { voices: [] })],
    ["a locked sketch", everythingLocked],
  ];

  test.each(ASK_KINDS.flatMap((kind) => cases.map(([name, base]) => [kind, name, base] as const)))(
    "%s of %s answers or says that there is nothing new",
    async (kind, _, base) => {
      const ask: Ask = {
        kind,
        score: base,
        voices: base.voices.map((one) => one.id),
        range:
          kind === "continue"
            ? { start: scoreTicks(base), end: 2 * scoreTicks(base) }
            : { start: 0, end: scoreTicks(base) },
        other: base,
        settings: { ...DEFAULT_SETTINGS, takes: 1 },
        seed: 3,
      };
      const outcome = await draftsOf(ask).then(
        (drafts) => drafts.length,
        (error: unknown) => (error as { code?: string }).code ?? String(error),
      );
      expect([1, "nothingNew"]).toContain(outcome);
      // Chords belong to no voice: a locked melody may be given some.
      if (base === everythingLocked) expect(outcome).toBe(kind === "accompany" ? 1 : "nothingNew");
    },
  );

  test.each(ASK_KINDS)("%s of one short note answers", async (kind) => {
    const base = score([note({ pitch: 61, start: 333, duration: 10 })], { bars: 1 });
    expect(await draftsOf(pressed(kind, base))).toHaveLength(1);
  });
});

test("progress rises from take to take", async () => {
  const ask = pressed("continue", score(melody(TUNE)), { takes: 3 });
  const seen: AskProgress[] = [];
  await answerWith(ask, blankNetworks, {
    ...quiet,
    onProgress: (progress) => seen.push(progress),
  });
  const fractions = seen.map((progress) =>
    progress.stage === "composing" ? progress.fraction : -1,
  );
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(Math.max(...fractions)).toBeLessThan(1);
});

test.each(ASK_KINDS)("a cancelled %s stops at the next pause", async (kind) => {
  const ask = pressed(kind, score(melody(TUNE)), { takes: 3 });
  let pauses = 0;
  const stopped = answerWith(ask, blankNetworks, {
    ...quiet,
    pause: () => (++pauses < 2 ? Promise.resolve() : Promise.reject(new Error("cancelled"))),
  });
  await expect(stopped).rejects.toThrow("cancelled");
  expect(pauses).toBe(2);
});
