import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Key } from "../../src/domain/key";
import { barTicks, type Meter } from "../../src/domain/meter";
import type { Note, Score } from "../../src/domain/score";
import { writeMusicXml } from "../../src/formats/musicxml-write";
import { childrenNamed, childText, findChild, type XmlElement } from "../../src/formats/xml";
import { parseXml } from "../../src/formats/xml-read";
import { arbitraryScore } from "../support/arbitrary-score";
import { note, score, voice } from "../support/score";

function rootOf(written: Score): XmlElement {
  const result = parseXml(writeMusicXml(written));
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
/** The element at the end of a path such as "attributes/clef/sign". */
function at(element: XmlElement | undefined, path: string): XmlElement | undefined {
  return path
    .split("/")
    .reduce<XmlElement | undefined>((inner, name) => inner && findChild(inner, name), element);
}
const textAt = (element: XmlElement | undefined, path: string) => at(element, path)?.text;
const measuresOf = (written: Score) => childrenNamed(at(rootOf(written), "part")!, "measure");
const notesOf = (written: Score, bar = 1) => childrenNamed(measuresOf(written)[bar - 1]!, "note");

/** Each note of a bar as "F#4 eighth. 3 ~" with dots, a 3 in triplets and a tie to the next; rests by "r". */
function barOf(written: Score, bar = 1): readonly string[] {
  return notesOf(written, bar).map((one) => {
    const pitch = findChild(one, "pitch");
    const sign = { "-1": "b", "1": "#", "2": "##" }[textAt(pitch, "alter") ?? ""] ?? "";
    const name = pitch ? `${childText(pitch, "step")}${sign}${childText(pitch, "octave")}` : "r";
    const dots = ".".repeat(childrenNamed(one, "dot").length);
    const triplet = findChild(one, "time-modification") ? " 3" : "";
    const goesOn = childrenNamed(one, "tie").some((tie) => tie.attributes["type"] === "start");
    const type = findChild(one, "rest")?.attributes["measure"] ? "bar" : childText(one, "type");
    return `${findChild(one, "chord") ? "+" : ""}${name} ${type}${dots}${triplet}${goesOn ? " ~" : ""}`;
  });
}
/** One note after another from the start: [pitch, ticks], pitch 0 for rests. */
function line(...values: readonly (readonly [number, number])[]): readonly Note[] {
  let start = 0;
  return values.flatMap(([pitch, duration]) => {
    start += duration;
    return pitch === 0 ? [] : [note({ pitch, start: start - duration, duration })];
  });
}
const inMeter = (notes: readonly Note[], beats: number, unit: Meter["unit"], key?: Key) =>
  score(notes, { bars: 1, meter: { beats, unit }, ...(key && { key }) });

describe("a MusicXML file that we write", () => {
  it("has drums without pitches, under a percussion clef, an instrument for each key", () => {
    const written = score(
      [note({ voice: "kit", pitch: 36 }), note({ voice: "kit", pitch: 57, start: 480 })],
      { bars: 1, voices: [voice("kit", { instrument: "drums", pan: 0.5 })] },
    );
    const part = at(rootOf(written), "part-list/score-part")!;
    const keys = childrenNamed(part, "midi-instrument").map((midi) =>
      ["midi-channel", "midi-unpitched", "pan"].map((name) => childText(midi, name)),
    );
    expect(keys).toEqual([
      ["10", "37", "45"],
      ["10", "58", "45"],
    ]);
    const clef = at(measuresOf(written)[0], "attributes/clef")!;
    expect(clef.children.map(({ name, text }) => [name, text])).toEqual([["sign", "percussion"]]);
    const [kick, crash] = notesOf(written);
    expect(textAt(kick, "unpitched/display-step")).toBe("F");
    expect(childText(crash!, "notehead")).toBe("x");
    const ids = childrenNamed(part, "score-instrument").map(({ attributes }) => attributes["id"]);
    expect([kick, crash].map((one) => findChild(one!, "instrument")?.attributes["id"])).toEqual(
      ids,
    );
    expect(notesOf(written).some((one) => findChild(one, "pitch"))).toBe(false);
  });

  it("says how its pairs swing, and leaves the notes straight", () => {
    const written = score([note({ start: 240, duration: 240 })], {
      bars: 1,
      feel: { swing: 0.5, unit: 120 },
    });
    const swing = at(measuresOf(written)[0], "direction/sound/swing")!;
    expect(swing.children.map(({ name, text }) => `${name} ${text}`)).toEqual([
      "first 350",
      "second 250",
      "swing-type 16th",
    ]);
    expect(barOf(written)).toContain("C4 eighth");
  });

  it("fills every bar of every layer to the tick", () => {
    const any = fc.constantFrom(1, 40, 60, 240).chain((grid) => arbitraryScore({ grid }));
    fc.assert(
      fc.property(any, (original) => {
        const bar = barTicks(original.meter);
        const sum = (items: readonly XmlElement[]) =>
          items.reduce((total, item) => total + Number(childText(item, "duration")), 0);
        for (const part of childrenNamed(rootOf(original), "part"))
          for (const measure of childrenNamed(part, "measure")) {
            const heads = childrenNamed(measure, "note").filter((one) => !findChild(one, "chord"));
            const layers = childrenNamed(measure, "backup").length + 1;
            expect(sum([...heads, ...childrenNamed(measure, "forward")])).toBe(layers * bar);
          }
      }),
      { numRuns: 40 },
    );
  });

  it("names title, program, key, meter, tempo in beats, parts, instruments and programs", () => {
    const root = rootOf(
      score([note()], {
        title: "A & <B>",
        key: { fifths: 3, mode: "minor" },
        meter: { beats: 6, unit: 8 },
        tempo: 90,
        voices: [voice("soprano", { name: 'Flute "1"', instrument: "flute", volume: 0.5 })],
      }),
    );
    expect(textAt(root, "work/work-title")).toBe("A & <B>");
    expect(textAt(root, "identification/encoding/software")).toMatch(/^Antiphon \d/);
    const inOrder = at(root, "identification")!.children.map(({ name }) => name);
    expect(inOrder).toEqual(["encoding", "miscellaneous"]);
    const part = at(root, "part-list/score-part");
    expect(textAt(part, "part-name")).toBe('Flute "1"');
    expect(textAt(part, "midi-instrument/midi-program")).toBe("74");
    expect(textAt(part, "midi-instrument/volume")).toBe("50");
    const first = at(root, "part/measure");
    expect(textAt(first, "attributes/key/fifths")).toBe("3");
    expect(textAt(first, "attributes/key/mode")).toBe("minor");
    expect(textAt(first, "attributes/time/beats")).toBe("6");
    expect(textAt(first, "direction/direction-type/metronome/beat-unit")).toBe("quarter");
    expect(textAt(first, "direction/direction-type/metronome/per-minute")).toBe("60");
    expect(at(first, "direction/sound")?.attributes["tempo"]).toBe("90");
  });

  it.each([
    ["sopranos", 72, "G", undefined],
    ["basses", 45, "F", undefined],
    ["Tenor", 57, "G", "-1"],
    ["piccolos", 98, "G", "1"],
  ])("gives %s the clef of their register", (name, pitch, sign, octaves) => {
    const high = score([note({ pitch })], { voices: [voice("soprano", { name })] });
    const clef = at(measuresOf(high)[0], "attributes/clef");
    expect(textAt(clef, "sign")).toBe(sign);
    expect(textAt(clef, "clef-octave-change")).toBe(octaves);
  });

  it("puts a fermata over the last of the heads that are tied, behind the ties, and over its own note of a chord", () => {
    const [low, high] = [60, 67].map((pitch) => note({ pitch, start: 1440, duration: 960 }));
    const held = score([low!, { ...high!, fermata: true }], { bars: 2 });
    const marksOf = (bar: number) =>
      notesOf(held, bar)
        .filter((one) => findChild(one, "pitch"))
        .map((one) => at(one, "notations")?.children.map(({ name }) => name));
    expect(marksOf(1)).toEqual([["tied"], ["tied"]]);
    expect(marksOf(2)).toEqual([["tied"], ["tied", "fermata"]]);
    const [, last] = notesOf(held, 2);
    expect(textAt(last, "pitch/step")).toBe("G");
    expect(at(last, "notations/fermata")?.attributes["type"]).toBe("upright");
  });

  it("ties what crosses a bar line", () => {
    const long = score([note({ start: 1440, duration: 1440 })], { bars: 2 });
    expect(barOf(long, 1)).toEqual(["r half", "r quarter", "C4 quarter ~"]);
    expect(barOf(long, 2)).toEqual(["C4 half", "r half"]);
  });

  it.each<[string, readonly (readonly [number, number])[], Meter, readonly string[]]>([
    [
      "an offbeat note of three quarters' length is cut at the middle of the bar",
      [
        [0, 720],
        [60, 720],
        [0, 480],
      ],
      { beats: 4, unit: 4 },
      ["r quarter", "r eighth", "C4 eighth ~", "C4 quarter", "r quarter"],
    ],
    [
      "quarter, half, quarter stays as it is",
      [
        [60, 480],
        [62, 960],
        [60, 480],
      ],
      { beats: 4, unit: 4 },
      ["C4 quarter", "D4 half", "C4 quarter"],
    ],
    [
      "a half note in six eighths is a dotted quarter and an eighth",
      [
        [60, 960],
        [62, 480],
      ],
      { beats: 6, unit: 8 },
      ["C4 quarter. ~", "C4 eighth", "D4 quarter"],
    ],
    [
      "five quarters take two values",
      [[60, 2400]],
      { beats: 5, unit: 4 },
      ["C4 whole ~", "C4 quarter"],
    ],
    [
      "triplets of eighths, of quarters and of sixteenths, with rests in them",
      [
        [60, 160],
        [0, 160],
        [64, 160],
        [60, 80],
        [62, 80],
        [64, 80],
        [65, 240],
        [60, 320],
        [62, 640],
      ],
      { beats: 4, unit: 4 },
      [
        ...["C4 eighth 3", "r eighth 3", "E4 eighth 3", "C4 16th 3", "D4 16th 3", "E4 16th 3"],
        ...["F4 eighth", "C4 quarter 3", "D4 half 3"],
      ],
    ],
    ["an empty bar has one rest", [], { beats: 3, unit: 4 }, ["r bar"]],
  ])("%s", (_, values, meter, expected) => {
    expect(barOf(inMeter(line(...values), meter.beats, meter.unit))).toEqual(expected);
  });

  it("shows played notes as the nearest values, and keeps their lengths", () => {
    const played = inMeter(line([0, 7], [60, 466], [62, 491], [64, 956]), 4, 4);
    expect(barOf(played)).toEqual(["C4 quarter", "D4 quarter", "E4 half"]);
    expect(notesOf(played).map((one) => childText(one, "duration"))).toEqual(["466", "491", "956"]);
  });

  it("marks a triplet from its first note to its last", () => {
    const [first, , third] = notesOf(inMeter(line([60, 160], [62, 160], [64, 160]), 4, 4));
    expect(at(first, "notations/tuplet")?.attributes["type"]).toBe("start");
    expect(at(third, "notations/tuplet")?.attributes["type"]).toBe("stop");
    expect(textAt(first, "time-modification/normal-type")).toBe("eighth");
  });

  it("beams eighths in threes in 6/8, and hooks a sixteenth to its dotted eighth", () => {
    const beams = (notes: readonly Note[], beats: number, unit: Meter["unit"]) =>
      notesOf(inMeter(notes, beats, unit)).map((one) =>
        childrenNamed(one, "beam").map((beam) => beam.text),
      );
    const eighths = line(...Array.from({ length: 6 }, () => [60, 240] as const));
    const three = [["begin"], ["continue"], ["end"]];
    expect(beams(eighths, 6, 8)).toEqual([...three, ...three]);
    expect(beams(line([60, 360], [62, 120], [64, 240]), 3, 4).slice(0, 3)).toEqual([
      ["begin"],
      ["end", "backward hook"],
      [],
    ]);
  });

  it("spells E sharp in F sharp minor, and writes an accidental where the bar needs one", () => {
    const minor: Key = { fifths: 3, mode: "minor" };
    const leading = inMeter(line([66, 480], [65, 480], [65, 480], [64, 480]), 4, 4, minor);
    expect(barOf(leading)).toEqual(["F#4 quarter", "E#4 quarter", "E#4 quarter", "E4 quarter"]);
    expect(notesOf(leading).map((one) => childText(one, "accidental"))).toEqual([
      undefined,
      "sharp",
      undefined,
      "natural",
    ]);
  });

  it("writes notes of one start and length as a chord, and other overlaps as further voices", () => {
    const chord = [note({ pitch: 60 }), note({ pitch: 64 }), note({ pitch: 67, duration: 960 })];
    const [first] = measuresOf(inMeter(chord, 4, 4));
    expect(barOf(inMeter(chord, 4, 4))).toEqual([
      ...["G4 half", "r half", "C4 quarter", "+E4 quarter", "r quarter", "r half"],
    ]);
    expect(textAt(first, "backup/duration")).toBe("1920");
    const voices = childrenNamed(first!, "note").map((one) => childText(one, "voice"));
    expect(voices).toEqual(["1", "1", "2", "2", "2", "2"]);
  });

  it("writes notes below MusicXML's lowest octave as those of a transposing part", () => {
    const [first] = measuresOf(inMeter(line([5, 480]), 4, 4));
    expect(textAt(first, "attributes/transpose/octave-change")).toBe("-1");
    expect(textAt(first, "note/pitch/octave")).toBe("0");
  });
});
