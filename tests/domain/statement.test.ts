import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import { canonicalMusic } from "../../src/domain/canonical-music";
import { journalled, type Journal } from "../../src/domain/journal";
import { AUTHORS } from "../../src/domain/ledger";
import { changesOf } from "../../src/domain/ledger-changes";
import { percentages } from "../../src/domain/percentages";
import type { Project } from "../../src/domain/project";
import type { TakeId, VoiceId } from "../../src/domain/score";
import { sittingsOf } from "../../src/domain/sittings";
import { statementOf } from "../../src/domain/statement";
import type { Take } from "../../src/domain/take";
import { exportStatement, parseStatement } from "../../src/formats/statement-file";
import { parseProject } from "../../src/formats/project";
import { sha256 } from "../support/hand-ins";
import { melody, note, placedChord, score, voice } from "../support/score";

const by = (take: string, changed = false) =>
  ({ by: "model", take: take as TakeId, changed }) as const;
const bass = (overrides: Parameters<typeof note>[0]) => note({ voice: "bass", ...overrides });
const voices = [voice("soprano"), voice("bass")];

const harmony = score(
  [
    ...melody([72, 74, 76]),
    bass({ id: "b1", pitch: 48, start: 0, origin: by("kept") }),
    bass({ id: "b2", pitch: 50, start: 480, origin: by("kept") }),
    bass({ id: "b3", pitch: 52, start: 960, origin: by("kept") }),
  ],
  { voices, title: "Tune" },
);
const take = (id: string, parent: string | undefined, seed = 1): Take => ({
  id: id as TakeId,
  parent: parent as TakeId | undefined,
  name: id,
  score: harmony,
  making: parent
    ? {
        kind: "harmonise",
        model: { name: "Harmony", version: "3" },
        seed,
        settings: DEFAULT_SETTINGS,
        voices: ["bass" as VoiceId],
        range: { start: 0, end: 1920 },
        ask: `of ${parent}`,
      }
    : undefined,
  createdMs: 1000 * seed,
});
const sketch = score(
  [
    ...melody([72, 74]),
    bass({ id: "b1", pitch: 48, start: 0, origin: by("kept") }),
    bass({ id: "b2", pitch: 51, start: 600, origin: by("kept", true) }),
    bass({ id: "copy", pitch: 52, start: 1920, origin: by("kept", true) }),
    bass({ id: "lost", pitch: 40, start: 2400, origin: by("nowhere") }),
    bass({ id: "read", pitch: 41, start: 2880, origin: { by: "file", file: "tune.mid" } }),
  ],
  { voices, title: "Tune", chords: [placedChord(0, "C"), placedChord(480, "G7/B")] },
);
const project: Project = {
  id: "p",
  score: sketch,
  takes: [take("original", undefined), take("kept", "original", 2), take("dropped", "original", 3)],
  base: undefined,
  settings: DEFAULT_SETTINGS,
  credits: [],
  journal: journalled(journalled([], "Draw", harmony, 10_000), "Move", sketch, 70_000),
  createdMs: 5000,
  changedMs: 70_000,
};
const about = {
  tool: { name: "Antiphon", version: "0.1.0" },
  writtenMs: 100_000,
  sha256: "ab",
  exercise: undefined,
  own: "",
};

test("whole per cents add up to 100, and none is further than one from the exact share", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 8 }), (parts) => {
      const whole = parts.reduce((sum, part) => sum + part, 0);
      const said = percentages(parts);
      if (whole === 0) return said.every((one) => one === 0);
      return (
        said.reduce((sum, one) => sum + one, 0) === 100 &&
        said.every((one, i) => Math.abs(one - (100 * parts[i]!) / whole) < 1)
      );
    }),
  );
});

test("what was changed of a take's notes is told against the take; of a copy it is not known", () => {
  expect(changesOf(project).get("kept" as TakeId)).toEqual({
    pitch: 1,
    place: 1,
    length: 0,
    loudness: 0,
    voice: 0,
    untold: 1,
  });
});

test("a statement says what was asked, with which seeds, and what was kept of it", () => {
  const { asks, spentMs, begunMs, lastStepMs } = statementOf(project, about);
  expect(asks).toHaveLength(1);
  expect(asks[0]).toMatchObject({
    kind: "harmonise",
    model: { name: "Harmony", version: "3" },
    atMs: 2000,
    takes: [
      { seed: 2, isKept: true, isRemixed: false },
      { seed: 3, isKept: false, isRemixed: false },
    ],
  });
  expect({ spentMs, begunMs, lastStepMs }).toEqual({
    spentMs: 60_000,
    begunMs: 5000,
    lastStepMs: 70_000,
  });
});

test("a statement says which notes a model played, whoever wrote them", () => {
  const timing = "kept" as TakeId;
  const played = { ...sketch, notes: sketch.notes.map((each) => ({ ...each, timing })) };
  const { timings, shares } = statementOf({ ...project, score: played }, about);
  expect(timings).toEqual([
    { model: { name: "Harmony", version: "3" }, notes: sketch.notes.length },
  ]);
  expect(shares).toEqual(statementOf(project, about).shares);
});

test("a statement names no model that the ledger does not know, and no author of a file", () => {
  const { models, files, shares } = statementOf(project, about);
  expect(models.map(({ model, whole }) => [model?.name, whole.notes])).toEqual([
    ["Harmony", 3],
    [undefined, 1],
  ]);
  expect(files).toEqual([{ file: "tune.mid", whole: { notes: 1, ticks: 480 } }]);
  const notes = AUTHORS.reduce((sum, author) => sum + shares[author].notes, 0);
  expect(notes).toBe(sketch.notes.length);
});

test("the canonical form is as its comment says", () => {
  expect(canonicalMusic(sketch)).toBe(
    `antiphon-music 1
key 0 major
meter 4/4
tempo 96
bars 4
voice
note 0 480 72 80
note 480 480 74 80
voice
note 0 480 48 80
note 600 480 51 80
note 1920 480 52 80
note 2400 480 40 80
note 2880 480 41 80
chord 0 0 major -
chord 480 7 dominant 11
`,
  );
});

test("the same music has the same form in whatever order its notes are kept, whoever made them", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([...sketch.notes], { minLength: sketch.notes.length }),
      (notes) =>
        canonicalMusic({
          ...sketch,
          voices: [...voices.map((one) => ({ ...one, name: "renamed", volume: 0.1 })), voice("x")],
          notes: notes.map((one, i) => ({
            ...one,
            id: `${i}` as typeof one.id,
            origin: { by: "you" },
          })),
        }) === canonicalMusic(sketch),
    ),
  );
});

test("other music has another form: one note higher, later, longer, louder, gone, or another chord, key, metre or tempo", () => {
  const [first, ...rest] = sketch.notes;
  const changed = [
    ...[{ pitch: 73 }, { start: 1 }, { duration: 1 }, { velocity: 81 }].map((change) => ({
      ...sketch,
      notes: [{ ...first!, ...change }, ...rest],
    })),
    { ...sketch, notes: rest },
    { ...sketch, chords: [placedChord(0, "Am")] },
    { ...sketch, key: { fifths: 1, mode: "major" as const } },
    { ...sketch, meter: { beats: 3, unit: 4 as const } },
    { ...sketch, tempo: 97 },
  ].map(canonicalMusic);
  expect(new Set([canonicalMusic(sketch), ...changed]).size).toBe(1 + changed.length);
});

const iso = (ms: number) => `at ${ms}`;
const words = { language: "en", text: "All of it.", settings: () => "different 35 %" };

test("a statement's file comes back with title, date, digest and shares", async () => {
  const digest = await sha256(new TextEncoder().encode(canonicalMusic(sketch)));
  const statement = statementOf(project, { ...about, sha256: digest });
  const file = exportStatement(statement, words, iso);
  expect(file.name).toBe("Tune.antiphon-statement.json");
  expect(parseStatement(file.bytes)).toEqual({
    ok: true,
    value: {
      title: "Tune",
      written: "at 100000",
      toolVersion: "0.1.0",
      form: "antiphon-music 1",
      sha256: digest,
      shares: statement.shares,
    },
  });
  const json = JSON.parse(new TextDecoder().decode(file.bytes)) as {
    statement: { shares: Record<string, { percentOfTime: number }>; models: unknown[] };
  };
  expect(json.statement.shares["yours"]!.percentOfTime).toBe(29);
  expect(json.statement.models[1]).toMatchObject({ name: null, version: null });
});

test("opened as a sketch, a statement says what it is; what is none is refused", () => {
  const { bytes } = exportStatement(statementOf(project, about), words, iso);
  const text = new TextDecoder().decode(bytes);
  expect(parseProject(text)).toEqual({ ok: false, problem: { kind: "jsonIsStatement" } });
  const refused = (content: string) => {
    const read = parseStatement(new TextEncoder().encode(content));
    return read.ok ? undefined : read.problem.kind;
  };
  expect(refused("")).toBe("empty");
  expect(refused("hello")).toBe("jsonNotStatement");
  expect(refused('{"app":"antiphon","version":1,"sketch":{}}')).toBe("jsonNotStatement");
  expect(refused(text.slice(0, 100))).toBe("jsonBroken");
  expect(refused(text.replace('"version": 1', '"version": 2'))).toBe("sketchTooNew");
  expect(refused(text.replace('"form"', '"from"'))).toBe("sketchBroken");
});

test("a sitting ends where nobody was there for half an hour", () => {
  const minutes = [0, 10, 39, 69, 200];
  const journal = minutes.reduce<Journal>(
    (all, minute, i) => journalled(all, `Step ${i}`, sketch, minute * 60_000),
    [],
  );
  expect(sittingsOf(journal).map((sitting) => sitting.map(({ label }) => label))).toEqual([
    ["Step 0", "Step 1", "Step 2"],
    ["Step 3"],
    ["Step 4"],
  ]);
  expect(sittingsOf([])).toEqual([]);
});
