import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { notesOfVoice, type Score } from "../../src/domain/score";
import { STARTERS, starterScore } from "../../src/domain/starters";
import { parseMusicXml } from "../../src/formats/musicxml";
import { writeMusicXml } from "../../src/formats/musicxml-write";
import { arbitraryScore, fermatasOf, musicOf } from "../support/arbitrary-score";
import { countingIds, note, score, voice } from "../support/score";

function read(xml: string, name = "file.musicxml") {
  const result = parseMusicXml(xml, name, countingIds());
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
function problemOf(xml: string) {
  const result = parseMusicXml(xml, "file.musicxml", countingIds());
  return result.ok ? undefined : result.problem;
}
function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");
}
const placed = (read: Score) =>
  read.notes.map(({ pitch, start, duration }) => [pitch, start, duration]);
const kinds = (xml: string) => read(xml).warnings.map(({ kind }) => kind);

const FOUR_FOUR = "<time><beats>4</beats><beat-type>4</beat-type></time>";
const C_MAJOR = "<key><fifths>0</fifths><mode>major</mode></key>";
const HEAD = `<attributes><divisions>1</divisions>${C_MAJOR}${FOUR_FOUR}</attributes>`;

/** One part of measures, a quarter to the division. */
function file(measures: readonly string[], head = HEAD, partList = ""): string {
  const [first = "", ...others] = measures;
  const written = [`${head}${first}`, ...others].map((measure) => `<measure>${measure}</measure>`);
  return `<score-partwise>${partList}<part id="P1">${written.join("\n")}</part></score-partwise>`;
}
/** @example written("F#4", 2, "<tie type='start'/>") */
function written(name: string, duration: number, more = "", before = ""): string {
  const [, step = "", sharp, octave = ""] = /^([A-G])(#?)(-?\d+)$/.exec(name) ?? [];
  const alter = sharp ? "<alter>1</alter>" : "";
  return `<note>${before}<pitch><step>${step}</step>${alter}<octave>${octave}</octave></pitch><duration>${duration}</duration>${more}</note>`;
}
const backup = (duration: number) => `<backup><duration>${duration}</duration></backup>`;
const whole = written("C4", 4);

describe("a MusicXML file that goes out and comes in again", () => {
  const any = fc
    .constantFrom(1, 15, 40, 60, 80, 120, 240)
    .chain((grid) => arbitraryScore({ grid }));

  it("keeps title, key, meter, tempo, voices, every note and every fermata of any score", () => {
    fc.assert(
      fc.property(any, (original) => {
        const { score: again, warnings } = read(writeMusicXml(original));
        expect(musicOf(again)).toEqual(musicOf(original));
        expect(fermatasOf(again)).toEqual(fermatasOf(original));
        expect(again).toMatchObject({
          title: original.title,
          key: original.key,
          meter: original.meter,
          tempo: original.tempo,
          bars: original.bars,
        });
        const looks = (s: Score) => s.voices.map((v) => [v.name, v.instrument, v.volume, v.pan]);
        expect(looks(again)).toEqual(looks(original));
        expect(again.feel).toEqual(original.feel);
        expect(warnings).toEqual([]);
      }),
    );
  });

  it("keeps empty bars at the end, empty voices and muted ones", () => {
    const original = score([note()], {
      bars: 7,
      voices: [voice("soprano", { muted: true }), voice("alto")],
    });
    const { score: again } = read(writeMusicXml(original));
    expect(again.bars).toBe(7);
    expect(again.voices.map(({ name }) => name)).toEqual(["soprano", "alto"]);
    expect(again.notes).toHaveLength(1);
  });

  it("is a file even without a note or a voice", () => {
    const { score: again, warnings } = read(writeMusicXml(score([], { title: "Nothing yet" })));
    expect(again.title).toBe("Nothing yet");
    expect(warnings).toEqual([{ kind: "noNotes" }]);
  });

  it.each(STARTERS.map((starter) => starter.title))("keeps %s", (title) => {
    const starter = STARTERS.find((candidate) => candidate.title === title)!;
    const original = starterScore(starter, countingIds());
    expect(musicOf(read(writeMusicXml(original)).score)).toEqual(musicOf(original));
  });

  it.each(["saint-anne.musicxml", "ah-vous-dirai-je.musicxml"])(
    "keeps all that was read of %s",
    (name) => {
      const first = read(fixture(name)).score;
      const again = read(writeMusicXml(first), name).score;
      expect(musicOf(again)).toEqual(musicOf(first));
      expect({ ...again, notes: [], voices: [] }).toEqual({ ...first, notes: [], voices: [] });
    },
  );

  it("writes and reads 20,000 notes", () => {
    const long = score(
      Array.from({ length: 20_000 }, (_, i) => note({ id: `n${i}`, start: i * 40, duration: 40 })),
    );
    expect(read(writeMusicXml(long)).score.notes).toHaveLength(20_000);
  });
});

describe("reading a MusicXML file", () => {
  it("reads staves of a part as voices, with its pickup at the end of bar 1", () => {
    const { score: anne, warnings } = read(fixture("saint-anne.musicxml"));
    expect(anne).toMatchObject({
      title: "St. Anne",
      key: { fifths: 0, mode: "major" },
      meter: { beats: 4, unit: 4 },
      tempo: 88,
      bars: 5,
    });
    expect(anne.voices.map((v) => [v.name, v.instrument, v.volume])).toEqual([
      ["Organ, voice 1", "organ", 0.79],
      ["Organ, voice 2", "organ", 0.79],
    ]);
    const melody = notesOfVoice(anne, anne.voices[0]!.id);
    expect(melody.map(({ pitch }) => pitch)).toEqual([
      67, 64, 69, 67, 72, 72, 71, 72, 67, 72, 67, 69, 66, 67,
    ]);
    expect(melody[0]).toMatchObject({ start: 1440, duration: 480, velocity: 80 });
    expect(melody[1]!.start).toBe(1920);
    expect(melody.at(-1)).toMatchObject({ start: 4 * 1920, duration: 1440 });
    expect(melody[0]!.origin).toEqual({ by: "file", file: "file.musicxml" });
    expect(warnings).toEqual([]);
  });

  it("reads a transposing part at concert pitch, ties, triplets, chords, loudness, and says what it leaves out", () => {
    const { score: duet, warnings } = read(fixture("ah-vous-dirai-je.musicxml"));
    expect(duet).toMatchObject({
      title: "Ah! vous dirai-je, maman",
      key: { fifths: 0, mode: "major" },
      meter: { beats: 2, unit: 4 },
      tempo: 100,
      bars: 5,
    });
    expect(duet.voices.map((v) => [v.name, v.instrument, v.volume])).toEqual([
      ["Clarinet in B♭", "clarinet", 1],
      ["Cello & Bass", "cello", 0.8],
    ]);
    const [clarinet, cello] = duet.voices.map((v) => notesOfVoice(duet, v.id));
    expect(clarinet!.map(({ pitch, start, duration }) => [pitch, start, duration])).toEqual([
      [72, 0, 480],
      [72, 480, 480],
      [79, 960, 480],
      [79, 1440, 480],
      [81, 1920, 480],
      [81, 2400, 160],
      [83, 2560, 160],
      [81, 2720, 160],
      [79, 2880, 1440],
      [77, 4320, 480],
    ]);
    expect([clarinet![0]!.velocity, clarinet!.at(-1)!.velocity]).toEqual([88, 54]);
    expect(cello!.map(({ pitch, start, duration }) => [pitch, start, duration])).toEqual([
      [48, 0, 960],
      [52, 0, 960],
      [52, 960, 480],
      [48, 1440, 480],
      [53, 2160, 720],
      [51, 3840, 960],
    ]);
    expect(warnings).toEqual([
      { kind: "graceNotesSkipped", count: 1, bar: 3 },
      { kind: "repeatsIgnored", bar: 1 },
    ]);
  });

  it("joins ties over bar lines and from voice to voice, and no others", () => {
    const start = '<tie type="start"/>';
    const stop = '<tie type="stop"/>';
    const tied = file([
      written("C4", 4, `${start}<voice>1</voice>`),
      `${written("C4", 2, `${stop}${start}<voice>2</voice>`)}${written("C4", 2, `${stop}<voice>1</voice>`)}`,
      `${written("C4", 1, stop)}${written("D4", 1, start)}${written("E4", 1, stop)}${written("D4", 1, stop)}`,
    ]);
    expect(placed(read(tied).score)).toEqual([
      [60, 0, 3840],
      [60, 3840, 480],
      [62, 4320, 480],
      [64, 4800, 480],
      [62, 5280, 480],
    ]);
  });

  it("reads fermatas in any voice, on a tied note from whichever head has it, and none on rests", () => {
    const fermata = "<notations><fermata/></notations>";
    const drawn = "<notations><articulations><tenuto/></articulations></notations>";
    const pause = `<note><rest/><duration>1</duration>${fermata}</note>`;
    const tie = (type: string) => `<tie type="${type}"/>`;
    const marked = file([
      `${written("C5", 1)}${pause}${written("D5", 1, `<voice>1</voice>${drawn}${fermata}`)}${written("E5", 1)}${backup(4)}${written("C4", 4, `<voice>2</voice><notations><fermata type="inverted">square</fermata></notations>`)}`,
      written("F5", 4, `${tie("start")}<voice>1</voice>${fermata}`),
      `${written("F5", 2, `${tie("stop")}<voice>1</voice>`)}${written("G5", 2, `${tie("start")}<voice>1</voice>`)}`,
      written("G5", 4, `${tie("stop")}<voice>1</voice>${fermata}`),
    ]);
    const held = read(marked).score.notes.filter((n) => n.fermata);
    expect(held.map((n) => [n.pitch, n.start]).toSorted()).toEqual([
      [60, 0],
      [74, 960],
      [77, 1920],
      [79, 4800],
    ]);
  });

  it("joins ties that are only drawn", () => {
    const drawn = (type: string) => `<notations><tied type="${type}"/></notations>`;
    const measures = [written("C4", 4, drawn("start")), written("C4", 4, drawn("stop"))];
    expect(placed(read(file(measures)).score)).toEqual([[60, 0, 3840]]);
  });

  it("keeps voices of one part apart, and staves that count their voices alike", () => {
    const voices = file([
      `${written("C5", 4, "<voice>1</voice><staff>1</staff>")}${backup(4)}${written("C3", 4, "<voice>1</voice><staff>2</staff>")}`,
    ]);
    expect(read(voices).score.voices).toHaveLength(2);
    const wandering = file([
      `${written("C5", 2, "<voice>1</voice><staff>1</staff>")}${written("C3", 2, "<voice>1</voice><staff>2</staff>")}`,
    ]);
    expect(read(wandering).score.voices.map(({ name }) => name)).toEqual(["Melody"]);
  });

  it("transposes by octaves too, and the key with the notes", () => {
    const tenor =
      "<transpose><chromatic>-2</chromatic><octave-change>-1</octave-change></transpose>";
    const head = `<attributes><divisions>1</divisions><key><fifths>1</fifths><mode>minor</mode></key>${FOUR_FOUR}${tenor}</attributes>`;
    const { score: sax } = read(file([whole], head));
    expect(sax.notes[0]!.pitch).toBe(60 - 14);
    expect(sax.key).toEqual({ fifths: -1, mode: "minor" });
  });

  it("tells major from minor by the notes where the key does not", () => {
    const head = `<attributes><divisions>1</divisions><key><fifths>0</fifths></key>${FOUR_FOUR}</attributes>`;
    const minor = ["A4", "C5", "E5", "A5", "G#5", "A5", "E5", "A4"].map((name) => written(name, 1));
    expect(read(file(minor, head)).score.key).toEqual({ fifths: 0, mode: "minor" });
    expect(kinds(file(minor, head))).toEqual([]);
  });

  it("takes the meter, key and tempo that last longest, and names the bar of the first change", () => {
    const three = "<attributes><time><beats>3</beats><beat-type>4</beat-type></time></attributes>";
    const slow =
      '<direction><direction-type><words>Lento</words></direction-type><sound tempo="40"/></direction>';
    const { score: changing, warnings } = read(
      file([whole, whole, `${three}${slow}${written("C4", 3)}`]),
    );
    expect(changing).toMatchObject({ meter: { beats: 4, unit: 4 }, tempo: 120 });
    expect(warnings).toEqual([
      { kind: "tempoChanges", count: 1, bar: 3 },
      { kind: "meterChanges", count: 1, bar: 3 },
    ]);
  });

  it("reads compound and composite meters, and a metronome in dotted quarters", () => {
    const mark =
      "<direction><direction-type><metronome><beat-unit>quarter</beat-unit><beat-unit-dot/><per-minute>60</per-minute></metronome></direction-type></direction>";
    const head = (beats: string) =>
      `<attributes><divisions>2</divisions>${C_MAJOR}<time><beats>${beats}</beats><beat-type>8</beat-type></time></attributes>${mark}`;
    expect(read(file([written("C4", 6)], head("6"))).score).toMatchObject({
      meter: { beats: 6, unit: 8 },
      tempo: 90,
    });
    expect(read(file([written("C4", 5)], head("3+2"))).score.meter).toEqual({ beats: 5, unit: 8 });
  });

  it("keeps bar lines where a repeat cuts a bar in two", () => {
    const cut = file([written("C4", 1), whole, written("D4", 3), written("E4", 1), whole]);
    expect(placed(read(cut).score).map(([, start]) => start)).toEqual([
      1440, 1920, 3840, 5280, 5760,
    ]);
  });

  it("leaves out cues in silence; notes without a pitch, or with one that MIDI lacks, with a word", () => {
    const drum =
      "<note><unpitched><display-step>E</display-step><display-octave>4</display-octave></unpitched><duration>1</duration></note>";
    const cue = written("C4", 1, "", "<cue/>");
    const odd = read(file([`${cue}${drum}${written("C11", 1)}${written("C4", 1)}`]));
    expect(placed(odd.score)).toEqual([[60, 1440, 480]]);
    expect(odd.warnings).toEqual([
      { kind: "unpitchedSkipped", count: 1, bar: 1 },
      { kind: "pitchesSkipped", count: 1, bar: 1 },
    ]);
  });

  const unpitched = (step: string, octave: number, more = "") =>
    `<note><unpitched><display-step>${step}</display-step><display-octave>${octave}</display-octave></unpitched><duration>1</duration>${more}</note>`;
  const kit = (...instruments: readonly string[]) =>
    `<part-list><score-part id="P1"><part-name>Kit</part-name>${instruments.join("")}</score-part></part-list>`;

  it("reads drums by the instruments that their notes name, and by their place where they name none", () => {
    const list = kit(
      '<midi-instrument id="a"><midi-channel>10</midi-channel><midi-unpitched>37</midi-unpitched></midi-instrument>',
      '<midi-instrument id="b"><midi-channel>10</midi-channel><midi-unpitched>57</midi-unpitched></midi-instrument>',
    );
    const bar = [
      unpitched("F", 4, '<instrument id="a"/>'),
      unpitched("E", 5, '<instrument id="b"/>'),
      unpitched("C", 5),
      unpitched("C", 3),
    ];
    const { score: beat, warnings } = read(file([bar.join("")], HEAD, list));
    expect(beat.voices.map(({ name, instrument }) => [name, instrument])).toEqual([
      ["Kit", "drums"],
    ]);
    expect(placed(beat)).toEqual([
      [36, 0, 480],
      [56, 480, 480],
      [38, 960, 480],
    ]);
    expect(warnings).toContainEqual({ kind: "unpitchedSkipped", count: 1, bar: 1 });
  });

  it("reads places in degrees, from behind as from before", () => {
    const panOf = (degrees: string) => {
      const midi = `<midi-instrument id="a"><pan>${degrees}</pan></midi-instrument>`;
      return read(file([whole], HEAD, kit(midi))).score.voices[0]?.pan;
    };
    expect(["-90", "45", "135", "0", "180", "left", "999"].map(panOf)).toEqual([
      -1,
      0.5,
      0.5,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("reads swing, no harder than 3 : 1, of eighths and sixteenths alone", () => {
    const feelOf = (swing: string) =>
      read(file([`<sound><swing>${swing}</swing></sound>${whole}`])).score.feel;
    const pair = (first: number, second: number, type = "eighth") =>
      feelOf(`<first>${first}</first><second>${second}</second><swing-type>${type}</swing-type>`);
    expect(pair(2, 1)).toEqual({ swing: 1, unit: 240 });
    expect(pair(3, 2, "16th")).toEqual({ swing: 0.6, unit: 120 });
    expect(pair(3, 1)).toEqual({ swing: 1.5, unit: 240 });
    expect(pair(9, 1)).toEqual({ swing: 1.5, unit: 240 });
    expect(pair(2, 1, "quarter")).toBeUndefined();
    expect(feelOf("<straight/>")).toBeUndefined();
  });

  it("names a file without a title after itself, and parts without names by their place", () => {
    const { score: bare } = read(file([whole]), "Air in D.xml");
    expect(bare.title).toBe("Air in D");
    expect(bare.voices.map(({ name }) => name)).toEqual(["Melody"]);
  });
});

describe("a MusicXML file that cannot be read", () => {
  it("names the line and column at which it breaks off or goes wrong", () => {
    expect(problemOf("<score-partwise>\n  <part>\n")).toEqual({
      kind: "xmlBroken",
      line: 2,
      column: 9,
    });
    expect(problemOf("<score-partwise>\n  <part></pert>\n</score-partwise>")).toEqual({
      kind: "xmlBroken",
      line: 2,
      column: 9,
    });
  });

  it("is refused when it is XML of another kind, time-wise, or without parts", () => {
    expect(problemOf("<svg/>")).toEqual({ kind: "xmlNotMusic", root: "svg" });
    expect(problemOf("<score-timewise/>")).toEqual({ kind: "xmlTimewise" });
    expect(problemOf("<score-partwise><part-list/></score-partwise>")).toEqual({
      kind: "xmlNoParts",
    });
  });

  it.each([
    [written("H4", 1), "step", ""],
    [
      "<note><pitch><step>H</step><octave>4</octave></pitch><duration>1</duration></note>",
      "step",
      "H",
    ],
    [
      "<note><pitch><step>C</step><octave>x</octave></pitch><duration>1</duration></note>",
      "octave",
      "x",
    ],
    ["<note><pitch><step>C</step><octave>4</octave></pitch></note>", "duration", ""],
    [written("C4", -1), "duration", "-1"],
    ["<attributes><divisions>0</divisions></attributes>", "divisions", "0"],
    [
      "<attributes><time><beats>4</beats><beat-type>5</beat-type></time></attributes>",
      "beat-type",
      "5",
    ],
    ["<attributes><key><fifths>many</fifths></key></attributes>", "fifths", "many"],
  ])("names part and bar of a value that cannot be: %s", (bad, element, value) => {
    const list =
      '<part-list><score-part id="P1"><part-name>Viola</part-name></score-part></part-list>';
    expect(problemOf(file([whole, bad], HEAD, list))).toEqual({
      kind: "xmlBadValue",
      part: "Viola",
      bar: 2,
      element,
      value,
    });
  });

  it("is refused when it is longer than a sketch can be", () => {
    expect(problemOf(file([written("C4", 4 * 513)]))).toMatchObject({ kind: "tooManyBars" });
    expect(problemOf(file([written("C4", 1e300)]))).toMatchObject({ kind: "xmlBadValue" });
  });
});
