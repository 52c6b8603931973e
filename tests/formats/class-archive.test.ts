import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import {
  isArchive,
  isStray,
  MAX_ENTRY_BYTES,
  MOST_FILES,
  openArchive,
  packFiles,
  tidyPath,
  uniqueNames,
} from "../../src/formats/class-archive";

const bytesOf = (bytes: Uint8Array) => new Uint8Array(bytes);
const zipped = (files: Readonly<Record<string, string | Uint8Array>>) =>
  bytesOf(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, content]) => [
          name,
          typeof content === "string" ? strToU8(content) : content,
        ]),
      ),
    ),
  );

function entriesOf(bytes: Uint8Array<ArrayBuffer>) {
  const opened = openArchive(bytes);
  if (!opened.ok) throw new Error(opened.problem.kind);
  return opened.value;
}
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Where each of an archive's directory entries begins. */
function directory(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: bytes.length - 4 }, (_, at) => at).filter(
    (at) => view.getUint32(at, true) === 0x02014b50,
  );
}

describe("an archive of a class", () => {
  test("gives its files with their folders, without what systems leave beside them", () => {
    const bytes = zipped({
      "5b/": "",
      "5b/Ada.json": "{}",
      "5b/Zoë.json": "[]",
      "__MACOSX/5b/._Ada.json": "x",
      "5b/.DS_Store": "x",
      "5b/Thumbs.db": "x",
    });
    expect(isArchive(bytes)).toBe(true);
    const entries = entriesOf(bytes);
    expect(entries.map(({ name }) => name)).toEqual(["5b/Ada.json", "5b/Zoë.json"]);
    const [ada] = entries.map((entry) => entry.unpack());
    expect(ada?.ok && textOf(ada.value)).toBe("{}");
  });

  test("comes back byte for byte, packed or stored", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 20_000 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(0, 6, 9),
        (contents, level) => {
          const files = Object.fromEntries(contents.map((content, i) => [`${i}.json`, content]));
          const entries = entriesOf(bytesOf(zipSync(files, { level })));
          entries.forEach((entry, i) => {
            const unpacked = entry.unpack();
            expect(unpacked.ok && Array.from(unpacked.value)).toEqual(Array.from(contents[i]!));
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test("of 201 files is refused with their number, and of 200 is not", () => {
    const files = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.json`, "{}"]));
    expect(openArchive(zipped(files(MOST_FILES + 1)))).toEqual({
      ok: false,
      problem: { kind: "tooManyFiles", files: 201, limit: 200 },
    });
    expect(entriesOf(zipped(files(MOST_FILES)))).toHaveLength(200);
  });

  test("is broken wherever its directory breaks off", () => {
    const bytes = zipped({ "a.json": "{}", "b.json": "[]" });
    for (let length = 0; length < bytes.length; length++)
      expect(openArchive(bytes.slice(0, length))).toEqual({
        ok: false,
        problem: { kind: "zipBroken" },
      });
  });

  test("any bytes are an archive or none, and never an exception", () => {
    const whole = zipped({ "a.json": "{}".repeat(50), "folder/b.json": "[1,2,3]" });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const bytes = whole.slice();
          for (const [at, value] of changes) bytes[at] = value;
          const opened = openArchive(bytes);
          if (opened.ok) for (const entry of opened.value) entry.unpack();
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("what somebody made to do harm", () => {
  test("a bomb that says its size is refused before a byte of it is unpacked", () => {
    const [bomb] = entriesOf(zipped({ "a.json": new Uint8Array(MAX_ENTRY_BYTES + 1) }));
    expect(bomb!.unpack()).toEqual({
      ok: false,
      problem: { kind: "tooManyBytes", bytes: MAX_ENTRY_BYTES + 1, limit: MAX_ENTRY_BYTES },
    });
  });

  test("a bomb that lies about its size is stopped where it passes it", () => {
    const bytes = zipped({ "a.json": new Uint8Array(20_000_000) });
    const view = new DataView(bytes.buffer);
    view.setUint32(directory(bytes)[0]! + 24, 100, true);
    const [bomb] = entriesOf(bytes);
    expect(bomb!.unpack()).toEqual({ ok: false, problem: { kind: "entryBroken" } });
  });

  test("many files that share the same bytes are counted by what they unpack to", () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`${i}.json`, new Uint8Array(1000)]),
    );
    const bytes = zipped(files);
    const view = new DataView(bytes.buffer);
    for (const at of directory(bytes)) view.setUint32(at + 24, MAX_ENTRY_BYTES, true);
    expect(openArchive(bytes)).toMatchObject({
      ok: false,
      problem: { kind: "tooManyBytes", bytes: 20 * MAX_ENTRY_BYTES },
    });
  });

  test("paths that lead out of the archive, or turn letters around, are names and nothing more", () => {
    const entries = entriesOf(
      zipped({ "../../etc/passwd": "{}", "C:\\Windows\\a.json": "{}", "/b\u202Enosj.json": "{}" }),
    );
    expect(entries.map(({ name }) => name)).toEqual(["etc/passwd", "Windows/a.json", "bnosj.json"]);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (path) => {
        const parts = tidyPath(path).split("/");
        expect(parts.some((part) => part === "" || part === "..")).toBe(false);
      }),
    );
  });

  test("a damaged entry is told by itself; the others are read", () => {
    const text = "a hand-in that is long enough to be packed ".repeat(30);
    const bytes = zipped({ "a.json": text, "b.json": `${text}b` });
    bytes.fill(0xff, 40, 60);
    const [a, b] = entriesOf(bytes).map((entry) => entry.unpack());
    expect(a).toEqual({ ok: false, problem: { kind: "entryBroken" } });
    expect(b?.ok && textOf(b.value)).toBe(`${text}b`);
  });

  test("passwords, foreign ways of packing and archives in archives are told as such", () => {
    const bytes = zipped({ "a.json": "{}", "b.json": "{}", "c.zip": "PK" });
    const view = new DataView(bytes.buffer);
    const [a, b] = directory(bytes);
    view.setUint16(a! + 8, 1, true);
    view.setUint16(b! + 10, 93, true);
    expect(
      entriesOf(bytes).map((entry) => {
        const unpacked = entry.unpack();
        return unpacked.ok ? unpacked.value : unpacked.problem;
      }),
    ).toEqual([
      { kind: "entryLocked" },
      { kind: "entryMethod", method: 93 },
      { kind: "entryArchive" },
    ]);
  });
});

describe("files to give back", () => {
  test("are packed and come back, each by a name of its own", () => {
    const file = (name: string, text: string) => ({ name, bytes: bytesOf(strToU8(text)) });
    const archive = packFiles(
      "Class 5/b",
      [
        file("Ada.antiphon-comments.json", "1"),
        file("ada.antiphon-comments.json", "2"),
        file("../Ada.antiphon-comments.json", "3"),
      ],
      Date.UTC(2026, 0, 2),
    );
    expect(archive.name).toBe("Class 5 b.zip");
    const unpacked = unzipSync(archive.bytes);
    expect(
      Object.fromEntries(Object.entries(unpacked).map(([name, bytes]) => [name, textOf(bytes)])),
    ).toEqual({
      "Ada.antiphon-comments.json": "1",
      "ada 2.antiphon-comments.json": "2",
      "Ada 3.antiphon-comments.json": "3",
    });
  });

  test("have names that every system takes, however students are called", () => {
    expect(uniqueNames(["con.json", "a<b>.json", "...json", " .json", "\u202Ex.json"])).toEqual([
      "_con.json",
      "a b.json",
      "file.json",
      "file 2.json",
      "x.json",
    ]);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { maxLength: 20 }), (names) => {
        const unique = uniqueNames(names);
        expect(new Set(unique.map((name) => name.toLowerCase())).size).toBe(names.length);
        for (const name of unique) expect(name).not.toMatch(/[\\/:*?"<>|\p{Cc}]|^\.|^$/u);
      }),
    );
  });

  test("strays are told by their names alone", () => {
    expect(["a/.DS_Store", "__MACOSX/a.json", "desktop.ini", "~$list.json"].every(isStray)).toBe(
      true,
    );
    expect(isStray("5b/Ada.json")).toBe(false);
  });
});
