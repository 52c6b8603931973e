import fc from "fast-check";
import { expect, test } from "vitest";
import type { FileProblem } from "../../src/domain/file-problem";
import { weightCount } from "../../src/domain/personal";
import { openFile } from "../../src/formats/open";
import { exportStyle, parseStyle, readStyle, STYLE_VERSION } from "../../src/formats/personal-file";
import { parseProject, writeProject } from "../../src/formats/project";
import { ANSWERED, project } from "../storage/sample-project";
import { style } from "../support/personal";
import { countingIds } from "../support/score";

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const written = () => JSON.parse(new TextDecoder().decode(exportStyle(style()).bytes)) as Written;
interface Written {
  version: number;
  style: { windows: number; net: { weights: string; hidden: number }; checkpoint: object };
}

test("a style goes out to a file and comes back, to the last bit of its weights", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 60 }),
      fc.float32Array({ minLength: 102, maxLength: 102, noNaN: true, noDefaultInfinity: true }),
      (name, weights) => {
        const sizes = { latent: 6, hidden: 4, code: 2 };
        expect(weightCount(sizes)).toBe(102);
        const model = style({ name, net: { ...sizes, weights } });
        expect(parseStyle(exportStyle(model).bytes)).toEqual({ ok: true, value: model });
      },
    ),
  );
});

test("the file is named after the style", () => {
  expect(exportStyle(style({ name: "Jigs: mine" })).name).toBe("Jigs mine.antiphon-style.json");
});

const changed = (change: (file: Written) => void): Uint8Array => {
  const file = written();
  change(file);
  return bytesOf(file);
};

test.each<[string, Uint8Array, Partial<FileProblem> & object]>([
  ["nothing at all", new Uint8Array(), { kind: "empty" }],
  ["plain text", new TextEncoder().encode("X: 1"), { kind: "jsonNotStyle" }],
  ["data of another program", bytesOf({ style: {} }), { kind: "jsonNotStyle" }],
  ["a sketch", new TextEncoder().encode(writeProject(project("a"))), { kind: "jsonNotStyle" }],
  [
    "a file that breaks off",
    exportStyle(style()).bytes.subarray(0, 80),
    { kind: "jsonBroken", line: 1, column: 81 },
  ],
  [
    "a newer version",
    changed((file) => (file.version = STYLE_VERSION + 1)),
    { kind: "sketchTooNew", version: STYLE_VERSION + 1 },
  ],
  [
    "weights that are no base64",
    changed((file) => (file.style.net.weights = "?")),
    { kind: "sketchBroken", path: "style.net.weights", expected: "numbers in base64" },
  ],
  [
    "sizes that the weights do not have",
    changed((file) => (file.style.net.hidden = 5)),
    { kind: "sketchBroken", path: "style.net.weights" },
  ],
  [
    "a weight that is no number",
    changed((file) => (file.style.net.weights = btoa("\xff".repeat(4 * 102)))),
    { kind: "sketchBroken", path: "style.net.weights", expected: "finite numbers" },
  ],
  [
    "no checkpoint",
    changed((file) => (file.style.checkpoint = {})),
    { kind: "sketchBroken", path: "style.checkpoint.name" },
  ],
  [
    "no stretches",
    changed((file) => (file.style.windows = 0)),
    { kind: "sketchBroken", path: "style.windows" },
  ],
])("%s is no style, and it is said why", (_what, bytes, problem) => {
  expect(parseStyle(bytes)).toMatchObject({ ok: false, problem });
});

test("a style that is opened as a sketch is told apart", () => {
  const opened = openFile("mine.json", exportStyle(style()).bytes, countingIds());
  expect(opened).toEqual({ ok: false, problem: { kind: "jsonIsStyle" } });
});

test("what is stored is checked like a file", () => {
  expect(readStyle(STYLE_VERSION, style())).toEqual({ ok: true, value: style() });
  expect(readStyle(STYLE_VERSION, { ...style(), net: { ...style().net, weights: [1] } })).toEqual({
    ok: false,
    problem: { kind: "sketchBroken", path: "style.net.weights", expected: "an array of numbers" },
  });
});

test("a take keeps which style it went towards; a sketch of before there were styles stays with the tune", () => {
  const { name, learntMs, windows } = style();
  const [original, answer] = ANSWERED;
  const making = { ...answer!.making!, personal: { name, learntMs, windows } };
  const kept = project("a", { takes: [original!, { ...answer!, making }] });
  expect(parseProject(writeProject(kept))).toEqual({ ok: true, value: kept });

  const old = JSON.parse(writeProject(project("a"))) as { sketch: { settings: object } };
  Reflect.deleteProperty(old.sketch.settings, "personal");
  expect(parseProject(JSON.stringify(old))).toMatchObject({
    value: { settings: { personal: 0 } },
  });
});
