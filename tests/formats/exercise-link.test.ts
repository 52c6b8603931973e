import { deflateSync } from "fflate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXERCISE_KINDS, LEVELS, type Exercise } from "../../src/exercises/exercise";
import { makeExercise } from "../../src/exercises/kinds/make";
import {
  EXERCISE_VERSION,
  exportExercise,
  parseExercise,
  writeExercise,
} from "../../src/formats/exercise-file";
import { exerciseLink, MAX_LINK, parseExerciseLink } from "../../src/formats/exercise-link";
import { MAX_FILE_BYTES } from "../../src/formats/limits";

const { exercise } = makeExercise("harmoniseMelody", 1, 7);
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const packed = (text: string) =>
  `#exercise=${base64(deflateSync(new TextEncoder().encode(text), { level: 9 }))}`;

test("what a file holds and what the exercises' room makes are one type", () => {
  const read = parseExercise(exportExercise(exercise).bytes);
  const own: Exercise | undefined = read.ok ? read.value : undefined;
  expect(own).toEqual(exercise);
});

test.each(EXERCISE_KINDS)("an exercise comes back from its link and its file: %s", (kind) => {
  for (const level of LEVELS) {
    const { exercise: made } = makeExercise(kind, level, 21);
    expect(parseExercise(exportExercise(made).bytes)).toEqual({ ok: true, value: made });
    const link = exerciseLink(made);
    if (link) expect(parseExerciseLink(link)).toEqual({ ok: true, value: made });
  }
});

test("every kind fits into a link at every level", () => {
  for (const kind of EXERCISE_KINDS)
    for (const level of LEVELS)
      expect(exerciseLink(makeExercise(kind, level, 3).exercise)?.length).toBeLessThanOrEqual(
        MAX_LINK,
      );
});

test("an exercise that is too long for a link has none, and goes as a file", () => {
  const words = Array.from({ length: 9000 }, (_, i) =>
    String.fromCharCode(0x4e00 + ((i * 7919) % 20_000)),
  );
  const long = { ...exercise, instructions: words.join("") };
  expect(exerciseLink(long)).toBeUndefined();
  expect(parseExercise(exportExercise(long).bytes)).toEqual({ ok: true, value: long });
});

test("the file is named after the exercise", () => {
  expect(exportExercise({ ...exercise, title: "Week 3: a/b" }).name).toBe(
    "Week 3 a b.antiphon-exercise.json",
  );
});

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "javascript:alert(1)",
  "\u2028\u2029\u0000\u202e",
  "{{constructor.constructor('alert(1)')()}}",
  "</textarea><svg/onload=alert(1)>",
];

test.each(HOSTILE)("words stay words, whatever they look like: %s", (words) => {
  const hostile = { ...exercise, title: words, instructions: words, author: words };
  const link = exerciseLink(hostile)!;
  expect(link).toMatch(/^#exercise=[\w-]+$/);
  expect(parseExerciseLink(link)).toEqual({ ok: true, value: hostile });
});

test("what an exercise has no field for is left out, and no prototype can be changed", () => {
  const text = writeExercise(exercise).replace(
    '"exercise":{',
    '"exercise":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"extra":1,',
  );
  const read = parseExerciseLink(packed(text));
  expect(read).toEqual({ ok: true, value: exercise });
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

describe("a link that was damaged", () => {
  const link = exerciseLink(exercise)!;

  test("is told wherever it breaks off", () => {
    for (let length = 10; length < link.length; length += 7)
      expect(parseExerciseLink(link.slice(0, length))).toMatchObject({
        ok: false,
        problem: { kind: "linkBroken" },
      });
  });

  test("never throws, whatever letter is another", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: link.length - 1 }),
        fc.constantFrom("A", "z", "0", "-", "_", " ", "%", "<"),
        (at, letter) => {
          const read = parseExerciseLink(link.slice(0, at) + letter + link.slice(at + 1));
          expect(typeof read.ok).toBe("boolean");
        },
      ),
      { numRuns: 400 },
    );
  });

  test.each([["#exercise="], ["#exercise=%%%"], ["#exercise=A"], ["#other=abc"], [""]])(
    "is told when it is %j",
    (fragment) => {
      expect(parseExerciseLink(fragment)).toEqual({ ok: false, problem: { kind: "linkBroken" } });
    },
  );
});

test("a bomb is stopped before it goes off", () => {
  const bomb = deflateSync(new Uint8Array(60_000_000), { level: 9 });
  const link = `#exercise=${base64(bomb)}`;
  expect(link.length).toBeLessThan(100_000);
  expect(parseExerciseLink(link)).toMatchObject({ ok: false, problem: { kind: "tooManyBytes" } });
  expect(parseExerciseLink(`#exercise=${"A".repeat(200_000)}`)).toMatchObject({
    ok: false,
    problem: { kind: "tooManyBytes" },
  });
  expect(parseExercise(new Uint8Array(MAX_FILE_BYTES + 1))).toMatchObject({
    ok: false,
    problem: { kind: "tooManyBytes" },
  });
});

interface Written {
  version: number;
  exercise: {
    seed: number;
    kind: string;
    given: { bars: number };
    target: { voices: string[]; range: { end: number } };
  };
}

const changed = (change: (file: Written) => void) => {
  const file = JSON.parse(writeExercise(exercise)) as Written;
  change(file);
  return bytesOf(file);
};

test.each<[string, Uint8Array, object]>([
  ["nothing at all", new Uint8Array(), { kind: "empty" }],
  ["plain text", new TextEncoder().encode("hello"), { kind: "jsonBroken", line: 1, column: 1 }],
  ["another program's data", bytesOf({ exercise: {} }), { kind: "jsonNotThis" }],
  ["a list", bytesOf([1]), { kind: "jsonNotThis", wanted: "exercise" }],
  [
    "a file that breaks off",
    exportExercise(exercise).bytes.subarray(0, 50),
    { kind: "jsonBroken", line: 1 },
  ],
  [
    "a newer version",
    changed((file) => (file.version = EXERCISE_VERSION + 1)),
    { kind: "sketchTooNew", version: EXERCISE_VERSION + 1 },
  ],
  [
    "a kind that nobody knows",
    changed((file) => (file.exercise.kind = "toString")),
    { kind: "sketchBroken", path: "exercise.kind" },
  ],
  [
    "a seed that is none",
    changed((file) => (file.exercise.seed = -1)),
    { kind: "sketchBroken", path: "exercise.seed" },
  ],
  [
    "bars without end",
    changed((file) => (file.exercise.given.bars = 1e9)),
    { kind: "sketchBroken", path: "exercise.given.bars" },
  ],
  [
    "a voice that is not there",
    changed((file) => (file.exercise.target.voices = ["nobody"])),
    { kind: "sketchBroken", path: "exercise.target.voices[0]" },
  ],
  [
    "a target behind the end",
    changed((file) => (file.exercise.target.range.end = 1e9)),
    { kind: "sketchBroken", path: "exercise.target.range" },
  ],
])("an exercise file that is %s is told so", (_what, bytes, problem) => {
  expect(parseExercise(bytes)).toMatchObject({ ok: false, problem });
});
