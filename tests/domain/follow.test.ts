import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, type Draft } from "../../src/domain/ask";
import {
  composeFollow,
  followingVoices,
  followRange,
  isSilent,
  prepareFollow,
} from "../../src/domain/follow";
import { overlaps, rangeOf, type Note, type Score, type TakeId } from "../../src/domain/score";
import { countingIds, note, score, voice } from "../support/score";

const BAR = 1920;
const TAKE = "follow" as TakeId;
const choir = ["soprano", "alto", "tenor", "bass"].map((name) => voice(name));
const by = (changed = false, take = TAKE) => ({ by: "model", take, changed }) as const;

/** A whole note a bar in the soprano, and what follows it in the alto. */
function eightBars(more: readonly Note[] = [], bars = 8): Score {
  const sung = Array.from({ length: bars }, (_, i) =>
    note({ id: `s${i}`, pitch: 72, start: i * BAR, duration: BAR }),
  );
  const followed = sung.map((n, i) =>
    note({ ...n, id: `a${i}`, voice: "alto", pitch: 67, origin: by() }),
  );
  return score([...sung, ...followed, ...more], { voices: choir, bars });
}

/** `of` with the soprano's note in a bar at another pitch. */
function sungAnew(of: Score, bar: number, pitch = 74): Score {
  return { ...of, notes: of.notes.map((n) => (n.id === `s${bar}` ? { ...n, pitch } : n)) };
}

function prepared(of: Score, range = { start: 0, end: 4 * BAR }) {
  return prepareFollow(
    {
      score: of,
      range,
      settings: { ...DEFAULT_SETTINGS, harmonist: "coconet" },
      seed: 3,
      take: TAKE,
    },
    countingIds(),
  );
}

const draftOf = (notes: Draft["notes"]): Draft => ({
  notes,
  model: { name: "fake", version: "1" },
  seed: 3,
});

describe("what is decided again", () => {
  test("reaches from two bars before the change to two bars behind it", () => {
    const before = eightBars();
    expect(followRange(before, sungAnew(before, 4), TAKE)).toEqual({
      start: 2 * BAR,
      end: 7 * BAR,
    });
  });

  test("stays within the sketch", () => {
    const before = eightBars();
    expect(followRange(before, sungAnew(before, 0), TAKE)).toEqual({ start: 0, end: 3 * BAR });
    expect(followRange(before, sungAnew(before, 7), TAKE)).toEqual({
      start: 5 * BAR,
      end: 8 * BAR,
    });
  });

  test("covers where a note was and where it came to", () => {
    const before = eightBars([], 16);
    const notes = before.notes.map((n) =>
      n.id === "s3" ? { ...n, pitch: 71, start: 9 * BAR } : n,
    );
    expect(followRange(before, { ...before, notes }, TAKE)).toEqual({ start: BAR, end: 12 * BAR });
  });

  test("is everything where no harmony stands yet", () => {
    const before = score([note({ duration: BAR })], { bars: 8 });
    const after = { ...before, notes: [note({ pitch: 62, duration: BAR })] };
    expect(followRange(before, after, undefined)).toEqual({ start: 0, end: 8 * BAR });
  });

  test("is nothing when the melody is the same: louder, slower, muted, or with other harmony", () => {
    const before = eightBars();
    const louder = { ...before, notes: before.notes.map((n) => ({ ...n, velocity: 100 })) };
    const others = {
      ...before,
      notes: before.notes.map((n) => (n.voice === "alto" ? { ...n, pitch: 65 } : n)),
    };
    const muted = { ...before, voices: choir.map((v) => ({ ...v, muted: true })) };
    const accented = {
      ...before,
      notes: before.notes.map((n) =>
        n.id === "a2" ? { ...n, velocity: 110, origin: by(true) } : n,
      ),
    };
    for (const after of [accented, louder, others, muted, { ...before, tempo: 60 }])
      expect(followRange(before, after, TAKE)).toBeUndefined();
  });

  test("answers a fermata that is put on the melody or taken from it, and none on the harmony", () => {
    const before = eightBars();
    const withFermata = (id: string): Score => ({
      ...before,
      notes: before.notes.map((n) => (n.id === id ? { ...n, fermata: true } : n)),
    });
    const around = { start: 2 * BAR, end: 7 * BAR };
    expect(followRange(before, withFermata("s4"), TAKE)).toEqual(around);
    expect(followRange(withFermata("s4"), before, TAKE)).toEqual(around);
    expect(followRange(withFermata("s4"), withFermata("s4"), TAKE)).toBeUndefined();
    const onAlto = withFermata("a4").notes.map((n) =>
      n.id === "a4" ? { ...n, origin: by(true) } : n,
    );
    expect(followRange(before, { ...before, notes: onAlto }, TAKE)).toBeUndefined();
  });

  test("answers a note of the harmony that a person changed, too", () => {
    const before = eightBars();
    const notes = before.notes.map((n) =>
      n.id === "a4" ? { ...n, pitch: 64, origin: by(true) } : n,
    );
    expect(followRange(before, { ...before, notes }, TAKE)).toEqual({
      start: 2 * BAR,
      end: 7 * BAR,
    });
  });
});

describe("who follows", () => {
  const names = (of: Score) => followingVoices(of, TAKE).map(({ name }) => name);

  test("the voices that are empty or a model's; what is a person's alone, or locked, stands", () => {
    expect(names(eightBars())).toEqual(["alto", "tenor", "bass"]);
    expect(names(eightBars([note({ id: "own", voice: "bass", pitch: 48 })]))).toEqual([
      "alto",
      "tenor",
    ]);
    const locked = choir.map((v) => (v.id === "alto" ? { ...v, locked: true } : v));
    expect(names({ ...eightBars(), voices: locked })).toEqual(["tenor", "bass"]);
  });

  test("a melody that goes below its harmony is still the melody", () => {
    const low = eightBars();
    const notes = low.notes.map((n) => (n.voice === "soprano" ? { ...n, pitch: 50 } : n));
    expect(names({ ...low, notes })).toEqual(["alto", "tenor", "bass"]);
  });
});

describe("the question", () => {
  test("asks the one-pass model for one answer, without what it is to decide anew", () => {
    const ask = prepared(eightBars());
    expect(ask).toMatchObject({ kind: "harmonise", seed: 3, voices: ["alto", "tenor", "bass"] });
    expect(ask?.settings).toMatchObject({ harmonist: "harmony", takes: 1 });
    const alto = ask!.score.notes.filter((n) => n.voice === "alto");
    expect(alto.map((n) => n.start)).toEqual([4, 5, 6, 7].map((bar) => bar * BAR));
  });

  test("is not put where no voice may follow", () => {
    expect(prepared({ ...eightBars(), voices: choir.map((v) => ({ ...v, locked: true })) })).toBe(
      undefined,
    );
  });

  test("needs no model where nothing sounds", () => {
    const empty = { ...eightBars(), notes: eightBars().notes.filter((n) => n.voice === "alto") };
    expect(isSilent(prepared(empty)!)).toBe(true);
    expect(isSilent(prepared(eightBars())!)).toBe(false);
  });
});

describe("the answer", () => {
  const written = { voice: choir[1]!.id, pitch: 60, start: 0, duration: BAR, velocity: 80 };

  test("takes the place of what a model wrote there, and of nothing else", () => {
    const of = eightBars();
    const ask = prepared(of)!;
    const after = composeFollow(ask, of, draftOf([written]), TAKE, () => countingIds().note());
    expect(after.notes.filter((n) => n.voice === "soprano")).toEqual(
      of.notes.filter((n) => n.voice === "soprano"),
    );
    expect(after.notes.filter((n) => n.voice === "alto" && n.start < 4 * BAR)).toMatchObject([
      { pitch: 60, origin: by() },
    ]);
    expect(after.notes.filter((n) => n.voice === "alto" && n.start >= 4 * BAR)).toHaveLength(4);
    expect(after.locks).toBe(of.locks);
  });

  test("leaves notes that a person wrote or changed among those that follow", () => {
    const own = note({ id: "own", voice: "alto", pitch: 69, start: 480, origin: { by: "you" } });
    const changed = note({ id: "ch", voice: "alto", pitch: 70, start: BAR, origin: by(true) });
    const free = eightBars().notes.filter((n) => n.voice !== "alto" || n.start >= 2 * BAR);
    const of = { ...eightBars(), notes: [...free, own, changed] };
    const ask = prepared(of)!;
    const after = composeFollow(ask, of, draftOf([written]), TAKE, () => countingIds().note());
    expect(after.notes).toContain(own);
    expect(after.notes).toContain(changed);
    const alto = after.notes.filter((n) => n.voice === "alto" && n !== own);
    expect(alto.some((n) => overlaps(rangeOf(n), rangeOf(own)))).toBe(false);
  });

  test("leaves locked stretches as they are", () => {
    const lock = { voice: choir[1]!.id, start: 0, end: BAR };
    const of = { ...eightBars(), locks: [lock] };
    const ask = prepared(of)!;
    const after = composeFollow(ask, of, draftOf([]), TAKE, () => countingIds().note());
    expect(after.notes.filter((n) => n.voice === "alto" && n.start < 4 * BAR)).toEqual([
      of.notes.find((n) => n.id === "a0"),
    ]);
  });

  test("brings the voices that were not there", () => {
    const of = score([note({ duration: BAR })]);
    const ask = prepareFollow(
      {
        score: of,
        range: { start: 0, end: 4 * BAR },
        settings: DEFAULT_SETTINGS,
        seed: 1,
        take: undefined,
      },
      countingIds(),
    )!;
    expect(ask.voices).toHaveLength(3);
    const after = composeFollow(ask, { ...of, tempo: 70 }, draftOf([]), TAKE, () =>
      countingIds().note(),
    );
    expect(after.voices).toHaveLength(4);
    expect(after.tempo).toBe(70);
  });
});
