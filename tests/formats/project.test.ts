import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import { harmony } from "../../src/domain/chord";
import type { Project } from "../../src/domain/project";
import type { Lock, NoteId, PlacedChord, Score, TakeId } from "../../src/domain/score";
import type { Take } from "../../src/domain/take";
import {
  parseProject,
  PROJECT_VERSION,
  readProject,
  writeProject,
} from "../../src/formats/project";
import { arbitraryScore } from "../support/arbitrary-score";
import { creditFor } from "../support/credit";
import { note, score } from "../support/score";

const takeId = (id: string) => id as TakeId;

/** A sketch with an original and one answer to it, whose notes are the model's. */
function projectOf(sketch: Score, answer: Score): Project {
  const [original, take] = [takeId("original"), takeId("take")];
  const lock: Lock = { voice: sketch.voices[0]!.id, start: 0, end: 480 };
  const takes: readonly Take[] = [
    {
      id: original,
      parent: undefined,
      name: "Original",
      score: sketch,
      making: undefined,
      createdMs: 1,
    },
    {
      id: take,
      parent: original,
      name: "Take 1: Harmony",
      score: {
        ...answer,
        notes: answer.notes.map((n) => ({ ...n, origin: { by: "model", take, changed: false } })),
      },
      making: {
        kind: "harmonise",
        model: { name: "Coconet", version: "1" },
        seed: 7,
        settings: DEFAULT_SETTINGS,
        voices: [answer.voices[0]!.id],
        range: { start: 0, end: 1920 },
        ask: "ask",
      },
      createdMs: 2,
    },
  ];
  return {
    id: "sketch",
    score: { ...sketch, locks: [lock] },
    takes,
    base: take,
    settings: DEFAULT_SETTINGS,
    credits: [creditFor("elsewhere", { kind: "continue", personal: undefined })],
    journal: [
      { atMs: 5, spentMs: 3, label: "Paste", notes: { you: 1, file: 0, model: 2, changed: 0 } },
    ],
    own: "The tune is mine.\nThe rest is not.",
    createdMs: 1,
    changedMs: 3,
  };
}
const chord: PlacedChord = {
  start: 480,
  chord: harmony(2, "dominant", 6),
  origin: { by: "model", take: takeId("take"), changed: false },
  locked: true,
  playing: { pattern: "waltz", seed: 3, take: takeId("take") },
};
const small = projectOf(score([note()]), score([note({ pitch: 64 })], { chords: [chord] }));

describe("Antiphon's own file", () => {
  it("gives back the whole sketch with its takes", () => {
    fc.assert(
      fc.property(arbitraryScore(), arbitraryScore(), (sketch, answer) => {
        const project = projectOf(sketch, answer);
        expect(parseProject(writeProject(project))).toEqual({ ok: true, value: project });
      }),
    );
  });

  it("gives back takes whose notes are those of others, moved, changed, left out and added", () => {
    const change = fc.constantFrom("stays", "moves", "goes", "is another");
    fc.assert(
      fc.property(
        arbitraryScore(),
        arbitraryScore(),
        fc.array(change, { minLength: 1 }),
        fc.boolean(),
        (sketch, other, changes, turned) => {
          const notes = sketch.notes.flatMap((one, i) => {
            const what = changes[i % changes.length];
            if (what === "goes") return [];
            if (what === "moves") return [{ ...one, start: one.start + 120 }];
            return what === "stays" ? [one] : [{ ...one, id: `other ${i}` as NoteId }];
          });
          const answer = { ...sketch, notes: turned ? notes.toReversed() : notes };
          const project = projectOf(sketch, answer);
          const later = { ...project.takes[0]!, id: takeId("later"), score: other };
          const whole = { ...project, takes: [...project.takes, later] };
          expect(parseProject(writeProject(whole))).toEqual({ ok: true, value: whole });
        },
      ),
    );
  });

  it("writes each note once, however many takes have it", () => {
    const notes = Array.from({ length: 200 }, (_, i) => note({ start: 240 * i }));
    const sketch = score(notes, { bars: 25 });
    const added = note({ start: 240 * 200 });
    const [original] = projectOf(sketch, sketch).takes;
    const takes = Array.from({ length: 50 }, (_, i): Take => {
      const id = takeId(`take ${i}`);
      return {
        ...original!,
        id,
        parent: original!.id,
        score: { ...sketch, notes: [...notes, added] },
      };
    });
    const one = writeProject({ ...small, score: sketch, base: undefined, takes: [original!] });
    const all = { ...small, score: sketch, base: undefined, takes: [original!, ...takes] };
    expect(writeProject(all).length).toBeLessThan(2 * one.length);
    const read = parseProject(writeProject(all));
    expect(read).toEqual({ ok: true, value: all });
    if (!read.ok) return;
    const [first, ...others] = read.value.takes.map((take) => take.score.notes[7]);
    expect(others.every((other) => other === first)).toBe(true);
  });

  it("says what it is and of which version", () => {
    expect(JSON.parse(writeProject(small))).toMatchObject({
      app: "antiphon",
      version: PROJECT_VERSION,
    });
  });

  it("is brought from its version to today's, one step after another", () => {
    const step = (to: number) => ({
      name: `title gains ${to}`,
      to,
      migrate: (sketch: unknown) => {
        const project = sketch as Project;
        return { ...project, score: { ...project.score, title: `${project.score.title}${to}` } };
      },
    });
    const steps = [step(2), step(3), step(4)];
    const titleFrom = (version: number) => {
      const read = readProject(version, small, steps);
      return read.ok ? read.value.score.title : read.problem;
    };
    expect([1, 2, 3, 4].map(titleFrom)).toEqual([
      "Untitled234",
      "Untitled34",
      "Untitled4",
      "Untitled",
    ]);
    expect(titleFrom(5)).toEqual({ kind: "sketchTooNew", version: 5, known: 4 });
  });

  it("has empty books where it is from before there were any", () => {
    const old: unknown = JSON.parse(
      JSON.stringify({ ...small, credits: undefined, journal: undefined }),
    );
    expect(readProject(3, old)).toEqual({
      ok: true,
      value: { ...small, credits: [], journal: [] },
    });
  });

  it("has no chords where it is from before there were any", () => {
    const old = JSON.parse(JSON.stringify(small)) as Record<string, unknown>;
    const inside = (holder: Record<string, unknown>, field: string) =>
      holder[field] as Record<string, unknown>;
    const takesOf = old["takes"] as Record<string, unknown>[];
    for (const holder of [old, ...takesOf]) delete inside(holder, "score")["chords"];
    for (const holder of [old, inside(takesOf[1]!, "making")]) {
      delete inside(holder, "settings")["harmonicRhythm"];
      delete inside(holder, "settings")["pattern"];
    }
    const read = readProject(1, old);
    const takes = small.takes.map((take) => ({ ...take, score: { ...take.score, chords: [] } }));
    expect(read).toEqual({ ok: true, value: { ...small, takes } });
  });

  it("keeps fermatas, and has none where it is from before there were any", () => {
    const held = { ...small, score: score([note({ fermata: true }), note({ start: 480 })]) };
    const read = parseProject(writeProject(held));
    expect(read.ok && read.value.score.notes.map((n) => n.fermata)).toEqual([true, undefined]);
    expect(writeProject(small)).not.toContain("fermata");
    const old = parseProject(writeProject(small));
    expect(old.ok && old.value.score.notes.map((n) => n.fermata)).toEqual([undefined]);
  });

  it("keeps the volume of all, which is full where it is from before there was one", () => {
    const soft = projectOf({ ...score([note()]), volume: 0.4 }, score([note()]));
    const read = parseProject(writeProject(soft));
    expect(read.ok && read.value.score.volume).toBe(0.4);
    expect(read.ok && read.value.takes[1]?.score.volume).toBeUndefined();
    expect(
      readProject(PROJECT_VERSION, { ...soft, score: { ...soft.score, volume: 1.5 } }),
    ).toMatchObject({ problem: { kind: "sketchBroken", path: "score.volume" } });
  });

  it("leaves melodies as they come where it is from before they could be steered", () => {
    const { density, register, leaps, ...before } = small.settings;
    expect([density, register, leaps]).toEqual([0, 0, 0]);
    expect(readProject(PROJECT_VERSION, { ...small, settings: before })).toEqual({
      ok: true,
      value: small,
    });
  });

  it("leaves out what it does not know", () => {
    const read = readProject(PROJECT_VERSION, { ...small, later: true });
    expect(read).toEqual({ ok: true, value: small });
  });
});

describe("Antiphon's own file with damage", () => {
  it.each([
    ['{"app":"antiphon",\n  "version" 1}', 2, 13],
    ['{"app":"antiphon"', 1, 18],
    ["[1,]", 1, 4],
  ])("names the line and column of broken text: %j", (text, line, column) => {
    expect(parseProject(text)).toEqual({
      ok: false,
      problem: { kind: "jsonBroken", line, column },
    });
  });

  it.each(["[]", "{}", '"antiphon"', "null", '{"app":"other"}'])(
    "is told from data of other programs: %s",
    (text) => {
      expect(parseProject(text)).toEqual({ ok: false, problem: { kind: "jsonNotSketch" } });
    },
  );

  /** The sketch with another value at a path such as "takes[1].score.tempo". */
  function withValue(path: string, value: unknown): unknown {
    const copy = JSON.parse(JSON.stringify(small)) as Record<string, unknown>;
    const keys = path.match(/[^.[\]]+/g)!;
    const holder = keys
      .slice(0, -1)
      .reduce<Record<string, unknown>>((inner, key) => inner[key] as typeof inner, copy);
    holder[keys.at(-1)!] = value;
    return copy;
  }

  it.each<[string, unknown]>([
    ["id", 7],
    ["score", null],
    ["score.title", "x".repeat(1001)],
    ["score.key.fifths", 8],
    ["score.key.mode", "dorian"],
    ["score.meter.unit", 3],
    ["score.tempo", 0],
    ["score.bars", 1.5],
    ["score.voices", {}],
    ["score.voices[0].instrument", "kazoo"],
    ["score.voices[0].volume", 1.01],
    ["score.voices[0].muted", 1],
    ["score.notes[0].pitch", 128],
    ["score.notes[0].start", -1],
    ["score.notes[0].duration", 0],
    ["score.notes[0].velocity", 0],
    ["score.notes[0].fermata", false],
    ["score.notes[0].voice", "nobody"],
    ["score.notes[0].origin.by", "dog"],
    ["score.locks[0].end", 0],
    ["score.locks[0].voice", "nobody"],
    ["takes[1].score.chords[0].chord.root", 12],
    ["takes[1].score.chords[0].chord.quality", "sour"],
    ["takes[1].score.chords[0].chord.bass", -1],
    ["takes[1].score.chords[0].playing.pattern", "polka"],
    ["takes[1].parent", "nobody"],
    ["takes[1].making.kind", "improve"],
    ["takes[1].making.seed", -1],
    ["takes[1].score.notes[0].origin.changed", "yes"],
    ["base", "nobody"],
    ["settings.takes", 9],
    ["settings.leaps", 1.5],
    ["changedMs", "today"],
  ])("names %s when it is wrong", (path, value) => {
    const read = readProject(PROJECT_VERSION, withValue(path, value));
    expect(read).toMatchObject({ ok: false, problem: { kind: "sketchBroken", path } });
  });

  it.each<[string, object]>([
    ["from", { from: "nobody" }],
    ["from", { from: "take" }],
    ["gone", { gone: "all" }],
    ["changed[0].pitch", { changed: [{ ...note(), pitch: 128 }] }],
    ["added[0].start", { added: [{ ...note(), start: -1 }] }],
  ])("names %s when it is wrong in a take that is told beside another: %j", (field, wrong) => {
    const notes = { from: "original", gone: [], changed: [], added: [], ...wrong };
    expect(readProject(PROJECT_VERSION, withValue("takes[1].score.notes", notes))).toMatchObject({
      ok: false,
      problem: { kind: "sketchBroken", path: `takes[1].score.notes.${field}` },
    });
  });

  it("names a chord that comes before the one it follows", () => {
    const swapped = withValue("takes[1].score.chords", [chord, { ...chord, start: 0 }]);
    expect(readProject(PROJECT_VERSION, swapped)).toMatchObject({
      problem: { kind: "sketchBroken", path: "takes[1].score.chords[1].start" },
    });
  });

  it("names ids that come twice, and a version that is none", () => {
    const twice = withValue("score.notes", [note(), note()]);
    expect(readProject(PROJECT_VERSION, twice)).toMatchObject({
      problem: { kind: "sketchBroken", path: "score.notes[1].id" },
    });
    for (const version of [undefined, 0, "1", 1.5])
      expect(readProject(version, small)).toMatchObject({
        problem: { kind: "sketchBroken", path: "version" },
      });
  });
});
