import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseChord } from "../../src/domain/chord-symbol";
import type { PlacedChord, Score } from "../../src/domain/score";
import { parseMidi } from "../../src/formats/midi";
import { writeMidi } from "../../src/formats/midi-write";
import { parseMusicXml } from "../../src/formats/musicxml";
import { writeMusicXml } from "../../src/formats/musicxml-write";
import { arbitraryScore, chordsOf } from "../support/arbitrary-score";
import { faultsOf, markersOf } from "../support/midi-reader";
import { countingIds, melody, score } from "../support/score";

function fromMidi(bytes: Uint8Array): Score {
  const read = parseMidi(bytes, "file.mid", countingIds());
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.value.score;
}
function openXml(text: string) {
  const read = parseMusicXml(text, "sheet.musicxml", countingIds());
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return read.value;
}
const fromXml = (text: string) => openXml(text).score;

function sheet(...symbols: readonly (readonly [number, string])[]): Score {
  const chords = symbols.map(([start, symbol]): PlacedChord => {
    const read = parseChord(symbol);
    if (!read.ok) throw new Error(symbol);
    return { start, chord: read.value, origin: { by: "you" }, locked: false, playing: undefined };
  });
  return score(melody([60, 62, 64, 65]), { chords });
}

describe("chords that go out and come in again", () => {
  it("are the same through MIDI, at any tick", () => {
    fc.assert(
      fc.property(arbitraryScore(), (original) => {
        expect(chordsOf(fromMidi(writeMidi(original)))).toEqual(chordsOf(original));
      }),
    );
  });

  it("are the same through MusicXML, at any tick", () => {
    fc.assert(
      fc.property(arbitraryScore(), (original) => {
        expect(chordsOf(fromXml(writeMusicXml(original)))).toEqual(chordsOf(original));
      }),
    );
  });

  it("are whose they were where the file says so, and else the file's", () => {
    const written = writeMusicXml(sheet([0, "C"]));
    expect(fromXml(written).chords[0]?.origin).toEqual({ by: "you" });
    const unsaid = written.replace(/<miscellaneous>.*<\/miscellaneous>/s, "");
    expect(unsaid).not.toBe(written);
    expect(fromXml(unsaid).chords[0]?.origin).toEqual({ by: "file", file: "sheet.musicxml" });
  });
});

describe("chords in MIDI", () => {
  it("are markers that another parser finds in order", () => {
    const bytes = writeMidi(sheet([0, "Am7"], [960, "D7/F#"], [1920, "N.C."]));
    expect(faultsOf(bytes)).toBeUndefined();
    expect(markersOf(bytes)).toEqual([
      [0, "Am7"],
      [2, "D7/F#"],
      [4, "N.C."],
    ]);
  });

  it("are not sought among the markers of other programs, where A is a section", () => {
    const bytes = writeMidi(sheet([0, "A"]));
    const notice = Array.from("by Antiphon", (c) => c.charCodeAt(0));
    const at = bytes.findIndex((_, i) => notice.every((byte, n) => bytes[i + n] === byte));
    const other = bytes.map((byte, i) => (i === at + 3 ? byte + 1 : byte));
    expect(fromMidi(bytes).chords).toHaveLength(1);
    expect(fromMidi(other).chords).toEqual([]);
  });

  it("leave a file without chords as it was", () => {
    expect(String.fromCharCode(...writeMidi(sheet()))).not.toContain("markers");
  });
});

describe("chords in MusicXML", () => {
  const written = (symbol: string, start = 0) =>
    /<harmony>.*<\/harmony>/s
      .exec(writeMusicXml(sheet([start, symbol])))![0]
      .replace(/\s*\n\s*/g, "");

  it("name root, kind, text and bass", () => {
    expect(written("D7/F#")).toBe(
      '<harmony><root><root-step>D</root-step></root><kind text="7">dominant</kind><bass><bass-step>F</bass-step><bass-alter>1</bass-alter></bass></harmony>',
    );
    expect(written("Bbm7b5")).toContain('<kind text="m7b5">half-diminished</kind>');
    expect(written("N.C.")).toContain('<kind text="N.C.">none</kind>');
  });

  it("stand before the note over which they begin, or so many divisions behind it", () => {
    expect(written("C", 480)).not.toContain("offset");
    expect(written("C", 600)).toContain("<offset>120</offset>");
    const text = writeMusicXml(sheet([480, "C"]));
    expect(text.indexOf("<harmony>")).toBeGreaterThan(text.indexOf("<octave>4</octave>"));
  });

  it("that have no kind of their own are a kind with degrees", () => {
    expect(written("C7b9")).toContain(
      '<kind text="7b9">dominant</kind><degree print-object="no"><degree-value>9</degree-value><degree-alter>-1</degree-alter><degree-type>add</degree-type></degree>',
    );
  });

  /** A lead sheet of another program, with `harmony` before its one note. */
  const foreign = (harmony: string, transpose = "") => `<score-partwise><part-list>
    <score-part id="P1"><part-name>Voice</part-name></score-part></part-list>
    <part id="P1"><measure number="1"><attributes><divisions>2</divisions>
    <time><beats>4</beats><beat-type>4</beat-type></time>${transpose}</attributes>${harmony}
    <note><pitch><step>C</step><octave>5</octave></pitch><duration>8</duration></note>
    </measure></part></score-partwise>`;
  const root = (step: string, alter = 0) =>
    `<root><root-step>${step}</root-step><root-alter>${alter}</root-alter></root>`;
  const degree = (value: number, alter: number, type: string) =>
    `<degree><degree-value>${value}</degree-value><degree-alter>${alter}</degree-alter><degree-type>${type}</degree-type></degree>`;

  it.each([
    [`${root("B", -1)}<kind>dominant</kind>`, "0 Bb7"],
    [`${root("C")}<kind>major</kind><offset>4</offset>`, "960 C"],
    [`${root("C")}<kind text="7sus">suspended-fourth</kind>${degree(7, -1, "add")}`, "0 C7sus4"],
    [`${root("C")}<kind>dominant</kind>${degree(5, 1, "alter")}`, "0 C7#5"],
    [`${root("C")}<kind>minor-seventh</kind>${degree(5, -1, "alter")}`, "0 Cm7b5"],
    [`${root("C")}<kind text="maj13">major-13th</kind>`, "0 Cmaj9"],
    [`${root("C")}<kind text="6">other</kind>`, "0 C6"],
    [`${root("C")}<kind>dominant</kind>${degree(4, 0, "add")}`, "0 C7"],
  ])("of other programs are read: %s", (inside, expected) => {
    expect(chordsOf(fromXml(foreign(`<harmony>${inside}</harmony>`)))).toEqual([expected]);
  });

  it("of a transposing part are those that sound", () => {
    const clarinet = "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose>";
    const text = foreign(`<harmony>${root("D")}<kind>minor</kind></harmony>`, clarinet);
    expect(chordsOf(fromXml(text))).toEqual(["0 Cm"]);
  });

  it("that cannot be read are counted, and the rest opens", () => {
    const { score: read, warnings } = openXml(
      foreign(
        `<harmony><function>V</function><kind>major</kind></harmony><harmony>${root("C")}<kind>other</kind></harmony>`,
      ),
    );
    expect(read.chords).toEqual([]);
    expect(read.notes).toHaveLength(1);
    expect(warnings).toContainEqual({ kind: "chordsSkipped", count: 2, bar: 1 });
  });
});
