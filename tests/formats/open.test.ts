import { readdirSync, readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/domain/ask";
import type { Project } from "../../src/domain/project";
import { exportFile } from "../../src/formats/export";
import { openFile } from "../../src/formats/open";
import { describeProblem, describeWarning } from "../../src/ui/problems";
import { musicOf } from "../support/arbitrary-score";
import { countingIds, melody, score } from "../support/score";

const fixtures = new URL("../fixtures/", import.meta.url);
const files = readdirSync(fixtures)
  .filter((name) => /\.(mid|musicxml)$/.test(name))
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, fixtures))) }));
const anne = files.find(({ name }) => name === "saint-anne.musicxml")!.bytes;

const open = (bytes: Uint8Array, name = "a file") => openFile(name, bytes, countingIds());
function opened(bytes: Uint8Array) {
  const result = open(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
function problemOf(bytes: Uint8Array) {
  const result = open(bytes);
  return result.ok ? undefined : result.problem;
}
const container = (path: string, type = "application/vnd.recordare.musicxml+xml") =>
  strToU8(
    `<container><rootfiles><rootfile full-path="${path}" media-type="${type}"/></rootfiles></container>`,
  );
const project: Project = {
  id: "p",
  score: score(melody([60, 62, 64]), { title: "Three notes: a/b" }),
  takes: [],
  base: undefined,
  settings: DEFAULT_SETTINGS,
  credits: [],
  journal: [],
  createdMs: 0,
  changedMs: 0,
};

describe("opening a file", () => {
  it.each(["midi", "musicxml", "antiphon"] as const)("opens what is exported as %s", (format) => {
    const { name, bytes } = exportFile(format, project);
    const { score: again, project: whole } = opened(bytes);
    expect(name).toMatch(/^Three notes a b\.(mid|musicxml|antiphon\.json)$/);
    expect(musicOf(again)).toEqual(musicOf(project.score));
    expect(whole !== undefined).toBe(format === "antiphon");
  });

  it("knows a file by what it holds, whatever its name", () => {
    for (const { bytes } of files) expect(open(bytes, "photo.png").ok).toBe(true);
  });

  it("reads MusicXML in UTF-8, UTF-16 and older encodings", () => {
    const title = "Für Elise";
    const text = `<?xml version="1.0"?><score-partwise><movement-title>${title}</movement-title><part/></score-partwise>`;
    const utf16 = new Uint8Array(Uint16Array.from([0xfeff, ...Buffer.from(text, "latin1")]).buffer);
    for (const bytes of [Buffer.from(text), Buffer.from(text, "latin1"), utf16])
      expect(opened(new Uint8Array(bytes)).score.title).toBe(title);
  });

  it("reads compressed MusicXML, also where its container leads nowhere", () => {
    const plain = opened(anne).score;
    for (const zip of [
      { "META-INF/container.xml": container("s/anne.xml"), "s/anne.xml": anne, "b.xml": anne },
      { "META-INF/container.xml": container("lost.xml"), "anne.xml": anne },
      { "META-INF/container.xml": strToU8("<container"), "anne.musicxml": anne },
      { "anne.xml": anne, "picture.png": new Uint8Array(9) },
    ])
      expect(musicOf(opened(zipSync(zip)).score)).toEqual(musicOf(plain));
  });
});

describe("a file that cannot be opened", () => {
  it("is told what is wrong with it", () => {
    expect(problemOf(new Uint8Array())).toEqual({ kind: "empty" });
    expect(problemOf(strToU8("%PDF-1.7"))).toEqual({ kind: "unknownType", type: "a PDF document" });
    expect(problemOf(strToU8("hello"))).toEqual({ kind: "unknownType", type: "plain text" });
    expect(problemOf(Uint8Array.of(1, 2, 0, 255))).toEqual({
      kind: "unknownType",
      type: undefined,
    });
    expect(problemOf(strToU8("{"))).toEqual({ kind: "jsonBroken", line: 1, column: 2 });
    expect(problemOf(strToU8("[1]"))).toEqual({ kind: "jsonNotSketch" });
    expect(problemOf(strToU8("<html></html>"))).toEqual({ kind: "xmlNotMusic", root: "html" });
  });

  it("is refused unread when it is too large", () => {
    const large = new Uint8Array(10_000_001).fill(0x20);
    large.set(strToU8("<a>"));
    expect(problemOf(large)).toEqual({
      kind: "tooManyBytes",
      bytes: 10_000_001,
      limit: 10_000_000,
    });
  });

  it("as an archive: damaged, without a score, of another kind, or far larger than it looks", () => {
    const zip = zipSync({ "META-INF/container.xml": container("a.xml"), "a.xml": anne });
    expect(problemOf(zip.subarray(0, zip.length - 30))).toEqual({ kind: "zipBroken" });
    expect(problemOf(zipSync({ "word/document.txt": anne }))).toEqual({ kind: "zipWithoutScore" });
    const book = container("book.opf", "application/oebps-package+xml");
    expect(
      problemOf(zipSync({ "META-INF/container.xml": book, "book.opf": strToU8("<package/>") })),
    ).toEqual({ kind: "zipWithoutScore" });
    const bomb = new Uint8Array(50_000_000);
    expect(
      problemOf(zipSync({ "META-INF/container.xml": container("a.xml"), "a.xml": bomb })),
    ).toEqual({ kind: "tooManyBytes", bytes: 50_000_000, limit: 10_000_000 });
  });

  /** Opening gives a score or a problem, and both can be put into words. */
  function isAnswered(bytes: Uint8Array): void {
    const result = open(bytes);
    if (result.ok) result.value.warnings.forEach((warning) => describeWarning(warning));
    else expect(describeProblem(result.problem, "a file")).not.toBe("");
  }
  const heads = ["", "MThd\0\0\0\x06", "PK\x03\x04", "<score-partwise>", '{"app":"antiphon",'];

  it("never throws on random bytes", () => {
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }), (head, bytes) => {
        isAnswered(Uint8Array.from([...Buffer.from(head, "latin1"), ...bytes]));
      }),
      { numRuns: 500 },
    );
  });

  const damaged = [
    ...files,
    { name: "sketch.antiphon.json", bytes: exportFile("antiphon", project).bytes },
    {
      name: "anne.mxl",
      bytes: zipSync({ "META-INF/container.xml": container("a.xml"), "a.xml": anne }),
    },
  ];
  it.each(damaged)("never throws on pieces and damaged copies of $name", ({ bytes }) => {
    const place = fc.integer({ min: 0, max: bytes.length - 1 });
    const damage = fc.record({ place, byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(place, fc.array(damage, { maxLength: 4 }), (end, damages) => {
        const copy = Uint8Array.from(bytes);
        for (const { place: at, byte } of damages) copy[at] = byte;
        isAnswered(copy);
        isAnswered(copy.subarray(0, end));
      }),
      { numRuns: 150 },
    );
  });
});
