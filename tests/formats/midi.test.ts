import { readFileSync } from "node:fs";
import toneMidi from "@tonejs/midi";
import fc from "fast-check";
import { parseMidi as parseEvents } from "midi-file";
import { describe, expect, it } from "vitest";
import { endOf, notesOfVoice, type Note, type Score } from "../../src/domain/score";
import { parseMidi } from "../../src/formats/midi";
import { writeMidi } from "../../src/formats/midi-write";
import { arbitraryScore, musicOf } from "../support/arbitrary-score";
import { countingIds, note, score, voice } from "../support/score";

/** A file of one track a list of bytes, 96 ticks a quarter unless said otherwise. */
function file(tracks: readonly (readonly number[])[], format = 1, division = 96): Uint8Array {
  const chunk = (name: string, data: readonly number[]) => [
    ...Array.from(name, (c) => c.charCodeAt(0)),
    0,
    0,
    data.length >> 8,
    data.length & 255,
    ...data,
  ];
  const header = [0, format, 0, tracks.length, division >> 8, division & 255];
  return Uint8Array.from([
    ...chunk("MThd", header),
    ...tracks.flatMap((track) => chunk("MTrk", track)),
  ]);
}
const END = [0, 0xff, 0x2f, 0];
/** A quarter note C4 on channel 1. */
const QUARTER = [0, 0x90, 60, 80, 96, 0x80, 60, 0];

function read(bytes: Uint8Array, name = "file.mid") {
  const result = parseMidi(bytes, name, countingIds());
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
function problemOf(bytes: Uint8Array) {
  const result = parseMidi(bytes, "file.mid", countingIds());
  return result.ok ? undefined : result.problem;
}
function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
}
const placed = (read: Score) =>
  read.notes.map(({ pitch, start, duration }) => [pitch, start, duration]);

/** As one channel keeps it: of strokes on one key of a drum kit, the first on is the first off. */
function firstOnFirstOff(score: Score): Score {
  const drums = score.voices.filter((v) => v.instrument === "drums");
  const strokes = drums.flatMap(({ id }) =>
    Array.from({ length: 128 }, (_, pitch) => {
      const onKey = notesOfVoice(score, id).filter((n) => n.pitch === pitch);
      const ends = onKey.map(endOf).toSorted((a, b) => a - b);
      return onKey.map((n, i): Note => ({ ...n, duration: ends[i]! - n.start }));
    }).flat(),
  );
  const others = score.notes.filter((n) => !drums.some((v) => v.id === n.voice));
  return { ...score, notes: [...others, ...strokes] };
}

describe("a MIDI file that goes out and comes in again", () => {
  it("keeps title, key, meter, tempo, voices and every note of any score", () => {
    fc.assert(
      fc.property(arbitraryScore(), (original) => {
        const { score: again, warnings } = read(writeMidi(original));
        expect(musicOf(again)).toEqual(musicOf(firstOnFirstOff(original)));
        expect(again).toMatchObject({
          title: original.title,
          key: original.key,
          meter: original.meter,
          tempo: original.tempo,
          bars: original.bars,
        });
        const looks = (s: Score) => s.voices.map((v) => [v.name, v.instrument, v.volume, v.reverb]);
        expect(looks(again)).toEqual(looks(original));
        const places = (s: Score) => s.voices.map((v) => v.pan ?? 0);
        // Of 128 values, half are for each side.
        for (const [i, place] of places(again).entries())
          expect(Math.abs(place - places(original)[i]!)).toBeLessThan(1 / 64);
        expect(places(read(writeMidi(again)).score)).toEqual(places(again));
        expect(warnings).toEqual([]);
      }),
    );
  });

  it("keeps notes of one pitch that lie inside one another", () => {
    const nested = score([
      note({ id: "a", start: 0, duration: 1920 }),
      note({ id: "b", start: 480, duration: 480 }),
      note({ id: "c", start: 480, duration: 960 }),
    ]);
    expect(musicOf(read(writeMidi(nested)).score)).toEqual(musicOf(nested));
  });

  it("keeps repeated notes apart", () => {
    const repeated = score([note({ start: 0 }), note({ start: 480 }), note({ start: 960 })]);
    expect(musicOf(read(writeMidi(repeated)).score)).toEqual(musicOf(repeated));
  });

  it("keeps more voices than MIDI has channels", () => {
    const voices = Array.from({ length: 40 }, (_, i) => voice(`voice ${i}`));
    const many = score(
      voices.map((v, i) => note({ id: `n${i}`, voice: v.id, pitch: 40 + i })),
      { voices },
    );
    expect(musicOf(read(writeMidi(many)).score)).toEqual(musicOf(many));
  });

  it("writes 20,000 notes as readily as 20", () => {
    const long = score(
      Array.from({ length: 20_000 }, (_, i) => note({ id: `n${i}`, start: i * 40, duration: 40 })),
    );
    expect(read(writeMidi(long)).score.notes).toHaveLength(20_000);
  });

  it.each(["ode-to-joy.mid", "greensleeves-format0.mid", "old-hundredth-satb.mid"])(
    "keeps all that was read of %s",
    (name) => {
      const first = read(fixture(name)).score;
      const again = read(writeMidi(first), name).score;
      expect(musicOf(again)).toEqual(musicOf(first));
      expect({ ...again, notes: [], voices: [] }).toEqual({ ...first, notes: [], voices: [] });
    },
  );
});

describe("a MIDI file that we write", () => {
  it("reads the same in another parser: one track a voice, with names, programs and the head", () => {
    const original = score(
      [note({ pitch: 72, duration: 240 }), note({ voice: "bass", pitch: 43, duration: 960 })],
      {
        title: "Zwei Stücke",
        key: { fifths: -3, mode: "minor" },
        meter: { beats: 6, unit: 8 },
        tempo: 90,
        voices: [voice("soprano", { instrument: "flute" }), voice("bass", { instrument: "cello" })],
      },
    );
    const other = new toneMidi.Midi(writeMidi(original));
    expect(other.header.ppq).toBe(480);
    expect(other.header.tempos.map(({ bpm }) => Math.round(bpm))).toEqual([90]);
    expect(other.header.timeSignatures[0]?.timeSignature).toEqual([6, 8]);
    expect(other.header.keySignatures[0]).toMatchObject({ key: "Eb", scale: "minor" });
    expect(
      other.tracks
        .filter((track) => track.notes.length > 0)
        .map((track) => [
          track.name,
          track.instrument.number,
          track.notes.map(({ midi, ticks, durationTicks }) => [midi, ticks, durationTicks]),
        ]),
    ).toEqual([
      ["soprano", 73, [[72, 0, 240]]],
      ["bass", 42, [[43, 0, 960]]],
    ]);
  });

  it("has the drums on the tenth channel, those of every voice that has any, with volume, place and share of the room", () => {
    const voices = [
      voice("lead"),
      voice("kit", { instrument: "drums", volume: 0.5, pan: -1, reverb: 1 }),
      voice("bass", { pan: 1 }),
      voice("more", { instrument: "drums" }),
    ];
    const twice = (v: string, pitch: number) => [
      note({ id: `${v}1`, voice: v, pitch, duration: 960 }),
      note({ id: `${v}2`, voice: v, pitch, start: 240, duration: 240 }),
    ];
    const { tracks } = parseEvents(
      writeMidi(
        score([...twice("lead", 60), ...twice("kit", 36), ...twice("bass", 40)], { voices }),
      ),
    );
    const channels = tracks.map((track) => [
      ...new Set(track.flatMap((event) => ("channel" in event ? [event.channel] : []))),
    ]);
    expect(channels).toEqual([[], [0, 2], [9], [1, 3], [9]]);
    const controllers = tracks[2]!.flatMap((event) =>
      event.type === "controller" ? [[event.controllerType, event.value]] : [],
    );
    expect(controllers).toEqual([
      [7, 64],
      [10, 0],
      [91, 127],
    ]);
    expect(tracks[3]).toContainEqual(
      expect.objectContaining({ type: "controller", controllerType: 10, value: 127 }),
    );
  });

  it("is of format 1, and no voice is on the drums' channel", () => {
    const voices = Array.from({ length: 16 }, (_, i) => voice(`voice ${i}`));
    const bytes = writeMidi(
      score(
        voices.map((v) => note({ id: v.id, voice: v.id })),
        { voices },
      ),
    );
    expect([...bytes.subarray(8, 14)]).toEqual([0, 1, 0, 17, 480 >> 8, 480 & 255]);
    const channels = new toneMidi.Midi(bytes).tracks.map((track) => track.channel);
    expect(channels).not.toContain(9);
  });

  it("keeps muted voices", () => {
    const muted = score([note()], { voices: [voice("soprano", { muted: true })] });
    expect(read(writeMidi(muted)).score.notes).toHaveLength(1);
  });

  it("is a file even without a note", () => {
    const { score: again, warnings } = read(writeMidi(score([], { title: "Nothing yet" })));
    expect(again.notes).toEqual([]);
    expect(again.title).toBe("Nothing yet");
    expect(again.voices).toHaveLength(1);
    expect(warnings).toEqual([{ kind: "noNotes" }]);
  });
});

describe("reading a MIDI file", () => {
  it("reads a file of another program: title, key, meter, tempo, program and notes", () => {
    const { score: ode, warnings } = read(fixture("ode-to-joy.mid"));
    expect(ode).toMatchObject({
      title: "Ode to Joy",
      key: { fifths: 2, mode: "major" },
      meter: { beats: 4, unit: 4 },
      tempo: 112,
      bars: 8,
    });
    expect(ode.voices.map((v) => [v.name, v.instrument])).toEqual([["Violin", "strings"]]);
    expect(ode.notes.slice(0, 4).map((n) => n.pitch)).toEqual([66, 66, 67, 69]);
    expect(ode.notes[0]?.origin).toEqual({ by: "file", file: "file.mid" });
    expect(warnings).toEqual([]);
  });

  it("splits format 0 by channel", () => {
    const { score: greensleeves } = read(fixture("greensleeves-format0.mid"));
    expect(greensleeves).toMatchObject({
      title: "Greensleeves",
      meter: { beats: 6, unit: 8 },
      key: { fifths: 0, mode: "minor" },
      tempo: 96,
      bars: 9,
    });
    expect(greensleeves.voices.map((v) => v.instrument)).toEqual(["flute", "cello"]);
    const [melody] = greensleeves.voices;
    expect(notesOfVoice(greensleeves, melody!.id).slice(0, 3)).toMatchObject([
      { pitch: 69, start: 1200, duration: 240 },
      { pitch: 72, start: 1440, duration: 480 },
      { pitch: 74, start: 1920, duration: 240 },
    ]);
  });

  it("puts a pickup bar at the end of bar 1, so that bar lines stay where they are", () => {
    const { score: hundredth, warnings } = read(fixture("old-hundredth-satb.mid"));
    expect(hundredth.meter).toEqual({ beats: 4, unit: 4 });
    expect(hundredth.voices.map((v) => v.name)).toEqual(["Soprano", "Alto", "Tenor", "Bass"]);
    expect(notesOfVoice(hundredth, hundredth.voices[0]!.id)[0]?.start).toBe(1440);
    expect(hundredth.bars).toBe(5);
    expect(hundredth.tempo).toBe(88);
    expect(warnings).toEqual([{ kind: "tempoChanges", count: 1, bar: 5 }]);
  });

  it("scales any resolution to 480 ticks a quarter, and no note vanishes", () => {
    const tiny = [0, 0x90, 60, 80, 0, 0x80, 60, 0, 1, 0x90, 62, 80, 1, 0x80, 62, 0, ...END];
    expect(placed(read(file([tiny], 1, 9600)).score)).toEqual([
      [60, 0, 1],
      [62, 0, 1],
    ]);
    expect(placed(read(file([[...QUARTER, ...END]], 1, 24)).score)).toEqual([[60, 0, 1920]]);
  });

  it("takes a note-on of velocity 0 for a note-off, with running status", () => {
    const track = [0, 0x90, 60, 80, 96, 60, 0, 0, 64, 80, 48, 64, 0, ...END];
    expect(placed(read(file([track])).score)).toEqual([
      [60, 0, 480],
      [64, 480, 240],
    ]);
  });

  it("lets overlapping notes of one pitch go in the order in which they began", () => {
    const track = [0, 0x90, 60, 80, 48, 60, 90, 48, 60, 0, 48, 60, 0, ...END];
    expect(placed(read(file([track])).score)).toEqual([
      [60, 0, 480],
      [60, 240, 480],
    ]);
  });

  it("ends notes that are never let go with their track, and says so", () => {
    const { score: read1, warnings } = read(file([[0, 0x90, 60, 80, 96, 0xff, 0x2f, 0]]));
    expect(placed(read1)).toEqual([[60, 0, 480]]);
    expect(warnings).toContainEqual({ kind: "notesLeftOn", count: 1, track: 1 });
  });

  it("keeps the drums as a voice of that name", () => {
    const { score: drums, warnings } = read(file([[0, 0x99, 36, 80, 96, 0x89, 36, 0, ...END]], 0));
    expect(drums.voices.map((v) => [v.name, v.instrument])).toEqual([["Drums", "drums"]]);
    expect(placed(drums)).toEqual([[36, 0, 480]]);
    expect(warnings.map(({ kind }) => kind)).toEqual(["keyGuessed"]);
  });

  it("makes voices of the instruments that share a track", () => {
    const track = [0, 0xc0, 73, 0, 0xc1, 42, ...QUARTER, 0, 0x91, 48, 80, 96, 0x81, 48, 0, ...END];
    const { score: duo } = read(file([track]));
    expect(duo.voices.map((v) => v.instrument)).toEqual(["flute", "cello"]);
  });

  it("takes the tempo and meter that last longest, and names the bar of the first change", () => {
    const head = [0, 0xff, 0x51, 3, 0x07, 0xa1, 0x20, 96, 0xff, 0x51, 3, 0x0f, 0x42, 0x40, ...END];
    const notes = [0, 0x90, 60, 80, 0x83, 0x60, 0x80, 60, 0, ...END];
    const { score: slow, warnings } = read(file([head, notes]));
    expect(slow.tempo).toBe(60);
    expect(warnings).toContainEqual({ kind: "tempoChanges", count: 1, bar: 1 });
  });

  it("guesses the key of a file that names none, and says so", () => {
    const scale = [62, 64, 66, 67, 69, 71, 73, 74, 69, 66, 62];
    const track = scale.flatMap((pitch) => [0, 0x90, pitch, 80, 96, 0x80, pitch, 0]);
    const { score: inD, warnings } = read(file([[...track, ...END]]));
    expect(inD.key).toEqual({ fifths: 2, mode: "major" });
    expect(warnings).toContainEqual({ kind: "keyGuessed" });
  });

  it("passes over chunks, system messages and meta events that it does not know", () => {
    const strange = [0, 0xff, 0x58, 1, 9, 0, 0xf0, 2, 1, 0xf7, 0, 0xf8, 0, 0xff, 0x60, 1, 5];
    const bytes = file([[...strange, ...QUARTER, ...END]]);
    const alien = [0x58, 0x46, 0x49, 0x48, 0, 0, 0, 1, 7];
    const withAlien = Uint8Array.from([...bytes.subarray(0, 14), ...alien, ...bytes.subarray(14)]);
    expect(placed(read(withAlien).score)).toEqual([[60, 0, 480]]);
  });

  it("titles a file without a name after itself, and reads names in UTF-8 and Latin-1", () => {
    expect(read(file([[...QUARTER, ...END]]), "My tune.mid").score.title).toBe("My tune");
    const latin = [0, 0xff, 3, 4, 0x46, 0xfc, 0x72, 0x20, ...QUARTER, ...END];
    expect(read(file([latin], 0)).score.title).toBe("Für");
  });

  it("says when tracks are missing at the end", () => {
    const two = file([
      [...QUARTER, ...END],
      [...QUARTER, ...END],
    ]);
    const first = two.subarray(0, 14 + 8 + QUARTER.length + END.length);
    expect(read(first).warnings).toContainEqual({ kind: "tracksMissing", announced: 2, found: 1 });
  });
});

describe("a MIDI file that cannot be read", () => {
  const whole = file([
    [...QUARTER, ...END],
    [...QUARTER, ...QUARTER, ...END],
  ]);

  it("names the track and byte at which it breaks off", () => {
    expect(problemOf(whole.subarray(0, whole.length - 6))).toEqual({
      kind: "midiTruncated",
      track: 2,
      byte: whole.length - 6,
    });
    expect(problemOf(whole.subarray(0, 10))).toEqual({
      kind: "midiTruncated",
      track: 0,
      byte: 10,
    });
  });

  it("names the track and byte of an event that cannot be", () => {
    const broken = file([
      [...QUARTER, ...END],
      [0, 0x90, 60, 200, ...END],
    ]);
    expect(problemOf(broken)).toEqual({
      kind: "midiBroken",
      track: 2,
      byte: 14 + 8 + QUARTER.length + END.length + 8 + 3,
    });
    expect(problemOf(file([[0, 60, 80, ...END]]))).toEqual({
      kind: "midiBroken",
      track: 1,
      byte: 23,
    });
  });

  it("is refused when timed in film frames, in format 2, or without tracks", () => {
    expect(problemOf(file([[...QUARTER, ...END]], 1, 0xe728))).toEqual({ kind: "midiFrames" });
    expect(problemOf(file([[...QUARTER, ...END]], 2))).toEqual({ kind: "midiPatterns" });
    expect(problemOf(file([]))).toEqual({ kind: "midiNoTracks" });
  });

  it("is refused when it is longer than a sketch can be", () => {
    const late = [...QUARTER, 0x84, 0x80, 0x80, 0x00, 0x90, 62, 80, 96, 0x80, 62, 0, ...END];
    expect(problemOf(file([late]))).toMatchObject({ kind: "tooManyBars", limit: 512 });
  });

  it("is refused when it has too many notes", () => {
    const bytes = writeMidi(
      score(
        Array.from({ length: 50_001 }, (_, i) =>
          note({ id: `n${i}`, start: i % 1000, pitch: (i / 1000) | 0, duration: 1 }),
        ),
      ),
    );
    expect(problemOf(bytes)).toEqual({ kind: "tooManyNotes", notes: 50_001, limit: 50_000 });
  });
});
