import { describe, expect, test } from "vitest";
import type { Ask, AskSettings, Draft } from "../../src/domain/ask";
import { composeTake } from "../../src/domain/asking";
import { NO_CHORD, pitchClassesOf, qualityOf } from "../../src/domain/chord";
import { chordName } from "../../src/domain/chord-symbol";
import { C_MAJOR, isInKey } from "../../src/domain/key";
import type { Range, Score, TakeId } from "../../src/domain/score";
import { proposeChords } from "../../src/generation/accompany";
import { chordClass, CHORD_CLASSES } from "../../src/generation/chord-classes";
import type { ChordNet, ChordQuestion } from "../../src/generation/chord-net";
import { changesIn } from "../../src/generation/chord-slots";
import { pressed } from "../support/ask";
import { chordsOf } from "../support/arbitrary-score";
import { chord, placedChord as placed, countingIds, melody, note, score } from "../support/score";

const bar = 1920;
/** Four bars: a note a bar. */
const tune = score(
  [60, 65, 67, 60].map((pitch, i) => note({ pitch, start: i * bar, duration: bar })),
);

/** A network that leans by so many nats to the major triad on the melody's note at the slot's start, and remembers what it was asked. */
function triads(nats: number): ChordNet & { readonly asked: ChordQuestion[]; calls: number } {
  return {
    model: { name: "triads", version: "1" },
    asked: [],
    calls: 0,
    predict(questions) {
      this.calls++;
      this.asked.push(...questions.map((one) => ({ ...one, known: one.known.slice() })));
      return questions.map(({ line, slots }) => {
        const answer = new Float32Array(slots.length * CHORD_CLASSES);
        slots.forEach(({ from }, slot) => {
          const pitch = line.pitch[from] ?? -1;
          const rest = Math.log(CHORD_CLASSES - 1 + Math.exp(nats));
          answer.fill(-rest, slot * CHORD_CLASSES, (slot + 1) * CHORD_CLASSES);
          const top = pitch < 0 ? CHORD_CLASSES - 1 : (pitch % 12) * 12;
          answer[slot * CHORD_CLASSES + top] = nats - rest;
        });
        return answer;
      });
    },
  };
}
const nothing = {
  pause: () => Promise.resolve(),
  onDrafts: () => undefined,
  onProgress: () => undefined,
};
const propose = (ask: Ask, net: ChordNet = triads(30)) => proposeChords(ask, net, nothing);
const asking = (base: Score, settings: Partial<AskSettings> = {}, more: Partial<Ask> = {}) =>
  pressed("accompany", base, { harmonicRhythm: "bar", ...settings }, more);
const line = ({ chords }: Draft) =>
  chords!.map((one) => `${one.start} ${chordName(one.chord, C_MAJOR)}`);

function keep(ask: Ask, draft: Draft): Score {
  const ids = countingIds("take");
  return composeTake(ask, draft, "take" as TakeId, () => ids.note());
}

test("each bar gets the chord that the network wants, said once where it goes on", async () => {
  const [draft] = await propose(asking(score([...tune.notes], { bars: 6 })));
  expect(line(draft!)).toEqual(["0 C", "1920 F", "3840 G", "5760 C", "7680 N.C."]);
});

test("as many takes as are wanted, all different, each made again by its own seed alone", async () => {
  const net = triads(1);
  const ask = asking(tune, { takes: 3 });
  const drafts = await propose(ask, net);
  expect(new Set(drafts.map((draft) => line(draft).join())).size).toBe(3);
  for (const draft of drafts) {
    const again = { ...ask, seed: draft.seed, settings: { ...ask.settings, takes: 1 } };
    expect(await propose(again, triads(1))).toEqual([draft]);
  }
});

describe("what a person wrote", () => {
  const standing = {
    ...tune,
    chords: [
      placed(bar, "Dm7/F"),
      placed(2 * bar, "Eb", {
        origin: { by: "model", take: "old" as TakeId, changed: false },
        locked: true,
      }),
      placed(3 * bar, "Ab", { origin: { by: "model", take: "old" as TakeId, changed: false } }),
    ],
  };

  test("stands, as does what is locked; what a machine wrote is written again", async () => {
    const ask = asking(standing);
    const [draft] = await propose(ask);
    expect(line(draft!)).toEqual(["0 C", "1920 Dm7/F", "3840 Eb", "5760 C"]);
    const kept = keep(ask, draft!);
    expect(kept.chords.map(({ origin }) => origin.by)).toEqual(["model", "you", "model", "model"]);
    expect(kept.chords[2]).toMatchObject({ locked: true });
  });

  test("is known to the network, with nothing else at first", async () => {
    const net = triads(30);
    await propose(asking(standing), net);
    expect([...net.asked[0]!.known]).toEqual([
      -1,
      chordClass(chord("Dm7")),
      chordClass(chord("Eb")),
      -1,
    ]);
    expect(net.asked.at(-1)!.known[0]).toBe(0);
  });

  test("and nothing else is left to ask for, says so", async () => {
    const chords = [0, 1, 2, 3].map((i) => placed(i * bar, "C"));
    await expect(propose(asking({ ...tune, chords }, { pattern: "silent" }))).rejects.toMatchObject(
      {
        code: "nothingNew",
      },
    );
    const [draft] = await propose(asking({ ...tune, chords }, { pattern: "waltz" }));
    expect(draft!.notes.length).toBeGreaterThan(0);
  });
});

test("only the asked stretch is written; what lies around it is known and stays", async () => {
  const range: Range = { start: bar, end: 3 * bar };
  const base = { ...tune, chords: [placed(0, "Am"), placed(3 * bar, "Em")] };
  const net = triads(30);
  const ask = asking(base, {}, { range });
  const [draft] = await propose(ask, net);
  expect([...net.asked[0]!.known]).toEqual([9 * 12 + 1, -1, -1, 4 * 12 + 1]);
  expect(chordsOf(keep(ask, draft!))).toEqual(["0 Am", "1920 F", "3840 G", "5760 Em"]);
  expect(draft!.notes.every(({ start }) => start >= bar && start < 3 * bar)).toBe(true);
});

test("an asked stretch of a sketch without chords is followed by none", async () => {
  const ask = asking(tune, {}, { range: { start: 0, end: 2 * bar } });
  const [draft] = await propose(ask);
  expect(chordsOf(keep(ask, draft!))).toEqual(["0 C", "1920 F", "3840 N.C."]);
});

describe("the harmonic rhythm", () => {
  test("is a bar, its halves or its beats, whatever the meter", () => {
    const at = (beats: number, unit: 2 | 4 | 8 | 16, rhythm: "bar" | "half" | "beat") =>
      changesIn({ beats, unit }, rhythm);
    expect(at(4, 4, "bar")).toEqual([0]);
    expect(at(4, 4, "half")).toEqual([0, 960]);
    expect(at(3, 4, "half")).toEqual([0, 960]);
    expect(at(6, 8, "half")).toEqual([0, 720]);
    expect(at(2, 4, "half")).toEqual([0, 480]);
    expect(at(3, 8, "beat")).toEqual([0, 240, 480]);
  });

  test("can be set", async () => {
    const scale = score(melody([60, 62, 64, 65, 67, 69, 71, 72]), { bars: 2 });
    const starts = async (harmonicRhythm: AskSettings["harmonicRhythm"]) =>
      (await propose(asking(scale, { harmonicRhythm, takes: 1 })))[0]!.chords!.map(
        ({ start }) => start / 480,
      );
    expect(await starts("bar")).toEqual([0, 4]);
    expect(await starts("half")).toEqual([0, 2, 4, 6]);
    expect(await starts("beat")).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("is found: a bar whose first chord would not last is halved, and no other", async () => {
    const notes = [
      note({ pitch: 60, start: 0, duration: bar }),
      note({ pitch: 65, start: bar, duration: 960 }),
      note({ pitch: 67, start: bar + 960, duration: 960 }),
    ];
    const [draft] = await propose(asking(score(notes, { bars: 2 }), { harmonicRhythm: "auto" }));
    expect(line(draft!)).toEqual(["0 C", "1920 F", "2880 G"]);
  });
});

describe("playing", () => {
  test("goes into voices of its own, in the asked pattern, marked as the take's", async () => {
    const ask = asking(tune, { pattern: "waltz" });
    const [draft] = await propose(ask);
    const kept = keep(ask, draft!);
    expect(kept.voices.map(({ name }) => name)).toEqual([
      "soprano",
      "Accompaniment",
      "Accompaniment bass",
    ]);
    expect(kept.notes.filter(({ voice }) => voice === "soprano")).toEqual(tune.notes);
    const played = kept.notes.filter(({ voice }) => voice !== "soprano");
    expect(played.every(({ origin }) => origin.by === "model")).toBe(true);
    expect(kept.chords[0]!.playing).toEqual({ pattern: "waltz", seed: draft!.seed, take: "take" });
  });

  test("asked again takes the place of what played before, and silent of all of it", async () => {
    const first = asking(tune, { pattern: "block" });
    const base = keep(first, (await propose(first))[0]!);
    const second = asking(base, { pattern: "silent" });
    expect(second.score.voices).toHaveLength(3);
    const kept = keep(second, (await propose(second, triads(1)))[0]!);
    expect(kept.notes).toEqual(tune.notes);
  });
});

describe("the sliders", () => {
  const uniform = triads(0);
  const many = score(
    Array.from({ length: 24 }, (_, i) => note({ start: i * bar, duration: bar })),
    { bars: 24 },
  );
  const chordsWith = async (settings: Partial<AskSettings>) =>
    (await propose(asking(many, { takes: 4, ...settings }), uniform)).flatMap(({ chords }) =>
      chords!.flatMap((one) => (one.chord === NO_CHORD ? [] : [one.chord])),
    );
  const share = <T>(of: readonly T[], test: (one: T) => boolean) =>
    of.filter(test).length / of.length;

  test("minor and major favour chords with that third", async () => {
    const minorThird = (one: Parameters<typeof qualityOf>[0]) =>
      qualityOf(one).intervals.includes(3);
    expect(share(await chordsWith({ mood: -1 }), minorThird)).toBeGreaterThan(0.85);
    expect(share(await chordsWith({ mood: 1 }), minorThird)).toBeLessThan(0.15);
  });

  test("conventional chords keep to the key, surprising ones leave it", async () => {
    const inKey = (one: Parameters<typeof pitchClassesOf>[0]) =>
      pitchClassesOf(one).every((tone) => isInKey(Number(tone), C_MAJOR));
    const conventional = share(await chordsWith({ surprise: 0 }), inKey);
    const surprising = share(await chordsWith({ surprise: 1 }), inKey);
    expect(conventional).toBeGreaterThan(surprising + 0.3);
  });

  test("similar leans to what was there", async () => {
    const old = { origin: { by: "model", take: "old" as TakeId, changed: false } } as const;
    const base = { ...many, chords: [placed(0, "Em", old)] };
    const same = async (difference: number) => {
      const drafts = await propose(asking(base, { difference, takes: 3 }), triads(0));
      return share(
        drafts.flatMap(({ chords }) => chords!),
        ({ chord: one }) => one !== NO_CHORD && chordName(one, C_MAJOR) === "Em",
      );
    };
    expect(await same(0)).toBeGreaterThan((await same(1)) + 0.03);
  });
});

test("a long tune asks the network no more often than a short one can", async () => {
  const long = score(
    Array.from({ length: 200 }, (_, i) => note({ start: i * bar, duration: bar })),
    { bars: 200 },
  );
  const net = triads(1);
  await propose(asking(long, { harmonicRhythm: "half", takes: 2 }), net);
  expect(net.calls).toBeLessThanOrEqual(64);
});

test("a cancelled ask stops between two places", async () => {
  let looks = 0;
  const stopped = proposeChords(asking(tune), triads(1), {
    ...nothing,
    pause: () => (++looks > 2 ? Promise.reject(new Error("cancelled")) : Promise.resolve()),
  });
  await expect(stopped).rejects.toThrow("cancelled");
});
