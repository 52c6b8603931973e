import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdit } from "../../src/domain/edit";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import type { Note, NoteId, Score, TakeId } from "../../src/domain/score";
import type { Take } from "../../src/domain/take";
import {
  MARK_COLUMNS,
  marksCsv,
  readHandIns,
  type ClassRow,
  type CsvLanguage,
} from "../../src/exercises/class-rows";
import {
  grown,
  helpUseOf,
  MOST_STEPS,
  scoreAt,
  startGrowth,
  timeSpent,
  type Growth,
  type HandIn,
  type Returned,
} from "../../src/exercises/hand-in";
import { makeExercise } from "../../src/exercises/kinds/make";
import {
  exportHandIn,
  exportReturned,
  parseHandIn,
  parseReturned,
} from "../../src/formats/hand-in-file";
import type { ExerciseProblem } from "../../src/formats/exercise-file";
import { creditFor } from "../support/credit";

const digest = async (bytes: Uint8Array<ArrayBuffer>) =>
  Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");

const { exercise, solution } = makeExercise("harmoniseMelody", 1, 7);

/** A work written note by note, a note a second. */
function growthTo(last: Score): { readonly growth: Growth; readonly scores: readonly Score[] } {
  let growth = startGrowth(exercise.given);
  const scores = [exercise.given];
  const known = new Set(exercise.given.notes.map(({ id }) => id));
  for (const note of last.notes.filter(({ id }) => !known.has(id))) {
    const before = scores.at(-1)!;
    const score = applyEdit(before, {
      type: "addNotes",
      notes: [{ ...note, origin: { by: "you" } }],
    });
    growth = grown(growth, before, score, 1000 * scores.length);
    scores.push(score);
  }
  return { growth, scores };
}

function handInOf(overrides: Partial<HandIn> = {}): HandIn {
  const { growth, scores } = growthTo(solution);
  return {
    name: "Ada",
    group: "5b",
    exercise,
    work: {
      id: "work",
      score: scores.at(-1)!,
      takes: [],
      base: undefined,
      settings: DEFAULT_SETTINGS,
      credits: [creditFor("elsewhere", { kind: "continue", personal: undefined })],
      journal: [
        { atMs: 5, spentMs: 3, label: "Paste", notes: { you: 1, file: 0, model: 2, changed: 0 } },
      ],
      createdMs: 1,
      changedMs: 2,
    },
    growth,
    helps: [{ atMs: 10, kind: "hint", step: 2 }],
    reflection: "I began with the cadence.",
    ...overrides,
  };
}

const nothingFound = () => [];
const read = (bytes: Uint8Array<ArrayBuffer>) => parseHandIn(bytes, digest);

describe("a hand-in", () => {
  test("comes back from its file as it was, and intact", async () => {
    const handIn = handInOf();
    const file = await exportHandIn(handIn, digest);
    expect(file.name).toBe("Ada - Harmonise a melody.antiphon-hand-in.json");
    const result = await read(file.bytes);
    expect(result).toMatchObject({ ok: true, value: { intact: true } });
    if (result.ok) expect(result.value.handIn).toEqual(handIn);
  });

  test("keeps any words that were typed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 40, unit: "grapheme" }),
        fc.string({ maxLength: 40, unit: "grapheme" }),
        async (name, reflection) => {
          const file = await exportHandIn(handInOf({ name, reflection }), digest);
          const result = await read(file.bytes);
          expect(result).toMatchObject({
            ok: true,
            value: { intact: true, handIn: { name, reflection } },
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test("is said to be damaged or edited whichever byte is another", async () => {
    const small = handInOf({ growth: startGrowth(exercise.given) });
    const { bytes } = await exportHandIn(small, digest);
    const whole = await read(bytes);
    for (let at = 0; at < bytes.length; at += at < 300 ? 1 : 13) {
      const flipped = bytes.slice();
      flipped[at] = bytes[at]! ^ (1 << (at % 8));
      const result = await read(flipped);
      const isNoticed = !result.ok || !result.value.intact;
      if (!isNoticed) expect(result).toEqual(whole);
    }
  });

  test("is told as damaged wherever it breaks off", async () => {
    const { bytes } = await exportHandIn(handInOf(), digest);
    for (let length = 0; length < bytes.length; length += 997)
      expect((await read(bytes.slice(0, length))).ok).toBe(false);
  });

  test("that somebody edited is read, and said to be edited", async () => {
    const { bytes } = await exportHandIn(handInOf(), digest);
    const text = new TextDecoder().decode(bytes).replace('"name":"Ada"', '"name":"Eve"');
    expect(await read(new TextEncoder().encode(text))).toMatchObject({
      ok: true,
      value: { intact: false, handIn: { name: "Eve" } },
    });
  });

  test("that was laid out anew is still intact", async () => {
    const { bytes } = await exportHandIn(handInOf(), digest);
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const again = new TextEncoder().encode(JSON.stringify(value, null, 2));
    expect(await read(again)).toMatchObject({ ok: true, value: { intact: true } });
  });

  test("is told from other files", async () => {
    const other = new TextEncoder().encode(JSON.stringify({ app: "antiphon", sketch: {} }));
    expect(await read(other)).toEqual({
      ok: false,
      problem: { kind: "jsonNotThis", wanted: "handIn" },
    });
  });
});

describe("how a work grew", () => {
  test("can be replayed step by step, also from its file", async () => {
    const { growth, scores } = growthTo(solution);
    scores.forEach((score, step) => {
      expect(scoreAt({ growth }, step)).toEqual(score);
    });
    const { bytes } = await exportHandIn(handInOf(), digest);
    const result = await read(bytes);
    if (!result.ok) expect.unreachable();
    else expect(scoreAt(result.value.handIn, 5)).toEqual(scores[5]);
  });

  test("tells changes of notes and of the score by themselves", () => {
    const first = exercise.given;
    const edits: readonly Score[] = [
      applyEdit(first, { type: "setTempo", tempo: 60 }),
      applyEdit(first, { type: "removeNotes", ids: new Set([first.notes[1]!.id]) }),
      applyEdit(first, {
        type: "updateNotes",
        notes: [{ ...first.notes[0]!, pitch: 61 }],
      }),
      { ...first, notes: first.notes.toReversed() },
    ];
    let growth = startGrowth(first);
    let last = first;
    for (const score of edits) {
      growth = grown(growth, last, score, 1);
      last = score;
    }
    expect(edits.map((_, i) => scoreAt({ growth }, i + 1))).toEqual(edits);
    expect(growth.steps.map(({ head }) => head !== undefined)).toEqual([true, true, false, false]);
  });

  test("does not grow when nothing changed", () => {
    const growth = startGrowth(exercise.given);
    expect(grown(growth, exercise.given, { ...exercise.given }, 5)).toBe(growth);
  });

  test("is thinned out when it is too long, and still ends as the work does", () => {
    let growth = startGrowth(exercise.given);
    let last = exercise.given;
    for (let i = 1; i <= MOST_STEPS + 10; i++) {
      const pitch = 60 + (i % 12);
      const score = applyEdit(last, {
        type: "updateNotes",
        notes: [{ ...last.notes[0]!, pitch }],
      });
      growth = grown(growth, last, score, i);
      last = score;
    }
    expect(growth.steps.length).toBeLessThan(MOST_STEPS);
    expect(scoreAt({ growth }, Infinity)).toEqual(last);
  });

  test("counts a long pause as a short one", () => {
    const step = (atMs: number) => ({
      atMs,
      notes: { gone: [], changed: [], added: [] },
      head: undefined,
    });
    const steps = [step(30_000), step(60_000), step(60_000 + 3_600_000)];
    expect(timeSpent({ first: exercise.given, steps })).toBe(180_000);
  });
});

test("whose notes they are is told by count and by how long they sound, and what was asked", () => {
  const [a, b, c, d] = solution.notes.filter(({ voice }) => voice === "alto") as [
    Note,
    Note,
    Note,
    Note,
  ];
  const take = "take-1" as TakeId;
  const by = (note: Note, changed: boolean): Note => ({
    ...note,
    origin: { by: "model", take, changed },
  });
  const score: Score = {
    ...exercise.given,
    notes: [
      ...exercise.given.notes,
      by(a, false),
      by(b, true),
      { ...c, origin: { by: "you" } },
      { ...d, origin: { by: "file", file: "other.mid" } },
    ],
  };
  const making = {
    kind: "harmonise" as const,
    model: { name: "harmony", version: "3" },
    seed: 1,
    settings: DEFAULT_SETTINGS,
    voices: [a.voice],
    range: exercise.target.range,
    ask: "ask-1",
  };
  const takeOf = (id: string): Take => ({
    id: id as TakeId,
    parent: undefined,
    name: id,
    score,
    making,
    createdMs: 1,
  });
  const work = { ...handInOf().work, score, takes: [takeOf("take-1"), takeOf("take-2")] };
  const use = helpUseOf({ exercise, work, helps: [] });
  expect(use.asks).toEqual([{ kind: "harmonise", model: making.model, takes: 2, kept: 1 }]);
  expect(use.notes).toMatchObject({
    model: { count: 1, ticks: a.duration },
    changed: { count: 1, ticks: b.duration },
    you: { count: 1, ticks: c.duration },
    file: { count: 1, ticks: d.duration },
    given: { count: exercise.given.notes.length },
  });
});

describe("a class's files", () => {
  test("are a table with a row each, damaged ones too", async () => {
    const good = await exportHandIn(handInOf(), digest);
    const files = [
      { name: "ada.json", bytes: good.bytes },
      { name: "cut.json", bytes: good.bytes.slice(0, 300) },
    ];
    const finding = { rule: "parallelFifths", notes: [], range: { start: 0, end: 1 }, facts: {} };
    const rows = await readHandIns(files, read, () => [finding], exercise);
    expect(rows[0]).toMatchObject({
      file: "ada.json",
      weights: [1, 0, 0],
      spentMs: 21_000,
      growsToWork: true,
      isSet: true,
      marking: { complete: 1 },
    });
    expect(rows[1]).toMatchObject({ file: "cut.json", problem: { kind: "jsonBroken" } });
  });

  test("are marked against the exercise that was set, whatever rubric a file brings", async () => {
    const easy = {
      ...exercise,
      rubric: [{ of: "complete" as const, points: 1000, words: "" }],
    };
    const { bytes } = await exportHandIn(handInOf({ exercise: easy }), digest);
    const [row] = await readHandIns([{ name: "a", bytes }], read, nothingFound, exercise);
    expect(row).toMatchObject({ isSet: false, marking: { most: 20 } });
  });

  test("are all read, two hundred of them", async () => {
    const { bytes } = await exportHandIn(handInOf(), digest);
    const files = Array.from({ length: 200 }, (_, i) => ({ name: `${i}.json`, bytes }));
    const rows = await readHandIns(files, read, nothingFound, exercise);
    expect(rows).toHaveLength(200);
    expect(rows.every((row) => "read" in row)).toBe(true);
  });
});

describe("marks for a spreadsheet", () => {
  const columns = Object.fromEntries(
    MARK_COLUMNS.map((column) => [column, column]),
  ) as CsvLanguage["columns"];
  const english: CsvLanguage = { columns, decimal: "." };

  const csvOf = async (name: string, language = english) => {
    const { bytes } = await exportHandIn(handInOf({ name }), digest);
    const rows = await readHandIns([{ name: "f", bytes }], read, nothingFound);
    return marksCsv(rows, () => "", language);
  };

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "\r=1", "＝1"])(
    "%j is no formula in it",
    async (name) => {
      expect(await csvOf(name)).toContain(`"'${name}"`);
    },
  );

  test("quotes, commas and line breaks stay within their cell", async () => {
    const csv = await csvOf('Ada "A", B\nC');
    expect(csv).toContain('"Ada ""A"", B\nC"');
    expect(csv.startsWith('"file","name"')).toBe(true);
    expect(csv.endsWith("\r\n")).toBe(true);
  });

  test("where the comma is the decimal sign, semicolons stand between the cells", async () => {
    const { bytes } = await exportHandIn(handInOf(), digest);
    const [row] = await readHandIns([{ name: "f", bytes }], read, nothingFound);
    if (!row || !("read" in row)) throw new Error("not read");
    const half = { ...row, marking: { ...row.marking, points: 10.5, most: 12 } };
    const csv = (decimal: "." | ",") => marksCsv([half], () => "", { columns, decimal });
    expect(csv(",")).toContain('"10,5";"12";');
    expect(csv(".")).toContain('"10.5","12",');
  });

  test("a file that could not be read has its remark, and as many cells as the others", () => {
    const rows: ClassRow<ExerciseProblem>[] = [{ file: "x", problem: { kind: "empty" } }];
    const [head, row] = marksCsv(rows, () => "empty", english).split("\r\n");
    expect(row!.split(",").length).toBe(head!.split(",").length);
    expect(row).toContain('"empty"');
  });
});

test("comments on notes go out as a file and are read again", () => {
  const returned: Returned = {
    of: "abc",
    name: "Ada",
    exercise: "Harmonise a melody",
    comments: [
      { notes: ["alto-1" as NoteId], range: { start: 0, end: 480 }, text: "<b>Well</b> led" },
    ],
    points: [3, undefined, 0.5],
    words: "Good work.",
  };
  const file = exportReturned(returned);
  expect(file.name).toBe("Ada - Harmonise a melody.antiphon-comments.json");
  expect(parseReturned(file.bytes)).toEqual({ ok: true, value: returned });
  expect(parseReturned(file.bytes.subarray(0, 30)).ok).toBe(false);
});
