import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parseMidi as parseEvents } from "midi-file";
import { describe, expect, it } from "vitest";
import { takesNamed, type Credit } from "../../src/domain/credit";
import { endOf, type Note, type Score, type TakeId } from "../../src/domain/score";
import { fromBase85, toBase85 } from "../../src/formats/base85";
import { recordOf } from "../../src/formats/makers";
import { claimed, ROUNDING } from "../../src/formats/makers-claim";
import { parseRecord, recordJson } from "../../src/formats/makers-json";
import { parseMidi } from "../../src/formats/midi";
import { writeMidi } from "../../src/formats/midi-write";
import { parseMusicXml } from "../../src/formats/musicxml";
import { writeMusicXml } from "../../src/formats/musicxml-write";
import { arbitraryMade } from "../support/arbitrary-makers";
import { musicOf } from "../support/arbitrary-score";
import { faultsOf } from "../support/midi-reader";
import { creditFor } from "../support/credit";
import { longMusic } from "../support/long-music";
import { countingIds, melody, note, placedChord, score, voice } from "../support/score";

const TAKE = "take-1" as TakeId;
const MODEL = { by: "model", take: TAKE, changed: false } as const;
const CREDIT = creditFor(TAKE, { seed: 42, createdMs: Date.UTC(2026, 10, 28) });

function fromMidi(bytes: Uint8Array) {
  const result = parseMidi(bytes, "file.mid", countingIds());
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
function fromXml(text: string) {
  const result = parseMusicXml(text, "file.musicxml", countingIds());
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
/** `opened` as a file of another program would be: all of it is the file's. */
function anew(made: Score) {
  const origin = { by: "file", file: "file.mid" } as const;
  const notes = made.notes.map((one, i): Note => ({
    ...one,
    id: `new-${i}` as Note["id"],
    origin,
    timing: undefined,
  }));
  const chords = made.chords.map((placed) => ({ ...placed, origin }));
  return { score: { ...made, notes, chords }, project: undefined, credits: [], warnings: [] };
}
/** Whose each note is, with its place; ends of drums, which MIDI does not keep apart, left out. */
function makersOf({ notes, voices }: Score): readonly string[] {
  const places = new Map(voices.map(({ id }, i) => [id, i]));
  const drums = new Set(voices.filter((v) => v.instrument === "drums").map(({ id }) => id));
  return notes
    .map(({ voice: of, pitch, start, duration, origin, timing }) => {
      const length = drums.has(of) ? "" : duration;
      return `${places.get(of)} ${pitch} ${start}+${length} ${JSON.stringify([origin, timing])}`;
    })
    .toSorted();
}
const chordMakersOf = ({ chords }: Score) => chords.map(({ start, origin }) => [start, origin]);
const namedOf = (made: { readonly score: Score; readonly credits: readonly Credit[] }) =>
  made.credits.filter(({ take }) => takesNamed(made.score).has(take));
const textsOf = (bytes: Uint8Array) =>
  parseEvents(bytes).tracks.flatMap((track) =>
    track.flatMap((event) => (event.type === "text" ? [event.text] : [])),
  );
const byWhom = ({ notes }: Score) => notes.map(({ origin }) => origin.by);

describe("who made what, in files that other programs read", () => {
  it("comes back from a MIDI file for every note, chord and take of any score", () => {
    fc.assert(
      fc.property(arbitraryMade(), (made) => {
        const again = fromMidi(writeMidi(made.score, made.credits));
        expect(makersOf(again.score)).toEqual(makersOf(made.score));
        expect(chordMakersOf(again.score)).toEqual(chordMakersOf(made.score));
        expect(again.credits).toEqual(namedOf(made));
        expect(again.warnings.map(({ kind }) => kind)).not.toContain("makersUnmatched");
      }),
      { numRuns: 60 },
    );
  });

  it("comes back from MusicXML for every note, chord and take of any score, across ties", () => {
    fc.assert(
      fc.property(arbitraryMade({ distinct: true, grid: 10 }), (made) => {
        const again = fromXml(writeMusicXml(made.score, made.credits));
        expect(makersOf(again.score)).toEqual(makersOf(made.score));
        expect(chordMakersOf(again.score)).toEqual(chordMakersOf(made.score));
        expect(again.credits).toEqual(namedOf(made));
      }),
      { numRuns: 40 },
    );
  });

  it("is lost for a note that was changed elsewhere, and for no other, in whatever order voices come", () => {
    const change = fc.record({
      pitch: fc.integer({ min: -12, max: 12 }),
      start: fc.integer({ min: -480, max: 480 }),
      duration: fc.integer({ min: -480, max: 480 }),
    });
    fc.assert(
      fc.property(
        arbitraryMade({ grid: 10 }),
        fc.array(fc.option(change, { nil: undefined }), { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        ({ score: made, credits }, changes, isTurned) => {
          // No two notes of a pitch and a place, in whatever voice.
          const seen = new Set<string>();
          const notes = made.notes.filter(({ pitch, start }) => {
            const key = `${pitch} ${start}`;
            return !seen.has(key) && seen.add(key);
          });
          const recorded = recordOf({ ...made, notes }, credits);
          const isThere = (one: Note) =>
            notes.some(
              (other) => other.pitch === one.pitch && Math.abs(other.start - one.start) <= ROUNDING,
            );
          const edited = notes.map((one, i) => {
            const by = changes[i % changes.length];
            const next = by && {
              ...one,
              pitch: Math.min(127, Math.max(0, one.pitch + by.pitch)),
              start: Math.max(0, one.start + by.start),
              duration: Math.max(1, one.duration + by.duration),
            };
            return next && !isThere(next) ? next : one;
          });
          const file = anew({
            ...made,
            notes: edited,
            voices: isTurned ? made.voices.toReversed() : made.voices,
          });
          const again = claimed(file, recorded);
          again.score.notes.forEach((one, i) => {
            const { origin } = notes[i]!;
            const expected = edited[i] === notes[i] ? origin : file.score.notes[i]!.origin;
            expect(one.origin).toEqual(expected);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("comes back after another program has rounded, renamed and reordered, and is told in words", () => {
    const [high, low] = [melody([72, 74, 76]), melody([48, 50, 52], "bass")];
    const made = score([...high, ...low.map((one) => ({ ...one, origin: MODEL }))], {
      voices: [voice("soprano"), voice("bass")],
    });
    const record = recordOf(made, [CREDIT]);
    const moved = made.notes.map((one) => ({ ...one, start: one.start + 2 }));
    const voices = [voice("bass", { name: "1" }), voice("soprano", { name: "2" })];
    const again = claimed(anew({ ...made, notes: moved, voices }), record);
    expect(byWhom(again.score)).toEqual(["you", "you", "you", "model", "model", "model"]);
    expect(again.credits).toEqual([CREDIT]);
    const added = claimed(anew({ ...made, notes: [...made.notes, note({ start: 1920 })] }), record);
    expect(added.warnings).toEqual([{ kind: "makersUnmatched", count: 1 }]);
    const texts = textsOf(writeMidi(made, [CREDIT]));
    expect(texts).toContain("@I soprano: 3 notes by the person.");
    expect(texts).toContain("@I bass: 3 notes by harmony 1.");
    expect(texts).toContain("@I harmony 1: harmonise, seed 42.");
    expect(faultsOf(writeMidi(made, [CREDIT]))).toBeUndefined();
  });

  it("is lost in a long voice for what was changed elsewhere and a few notes beside it, whatever was changed", () => {
    const { score: made, credits } = longMusic(32, true);
    const record = recordOf(made, credits);
    const ticks = Math.max(...record.voices.map(({ stretches }) => stretches!.ticks));
    const change = fc.record({
      at: fc.integer({ min: 0, max: made.notes.length - 1 }),
      pitch: fc.integer({ min: -12, max: 12 }),
      start: fc.integer({ min: -480, max: 480 }),
      duration: fc.integer({ min: -200, max: 480 }),
    });
    let kept = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const edits = new Map(changes.map(({ at, ...by }) => [at, by]));
        const notes = made.notes.map((one, i) => {
          const by = edits.get(i);
          if (!by) return one;
          const start = Math.max(0, one.start + by.start);
          const duration = Math.max(60, one.duration + by.duration);
          return { ...one, pitch: one.pitch + by.pitch, start, duration };
        });
        // Less than two of a file of 96 ticks a quarter apart is not told from its rounding.
        const isChanged = (i: number) =>
          notes[i]!.pitch !== made.notes[i]!.pitch ||
          Math.abs(notes[i]!.start - made.notes[i]!.start) >= 5 ||
          Math.abs(endOf(notes[i]!) - endOf(made.notes[i]!)) >= 5;
        const places = [...edits.keys()].flatMap((i) => [made.notes[i]!, notes[i]!]);
        const again = claimed(anew({ ...made, notes }), record);
        again.score.notes.forEach((one, i) => {
          if (isChanged(i)) expect(one.origin.by).toBe("file");
          const isFar = places.every(
            (place) => place.voice !== one.voice || Math.abs(place.start - one.start) > ticks + 5,
          );
          if (!isFar) return;
          expect(one.origin).toEqual(made.notes[i]!.origin);
          kept += 1;
        });
      }),
      { numRuns: 100 },
    );
    // Twelve changes to some 550 notes leave most of them far from any.
    expect(kept).toBeGreaterThan(30_000);
  });

  it("comes back for every note of a long voice after a program that saves 96 ticks a quarter", () => {
    const { score: made, credits } = longMusic(32, true);
    const rounded = (tick: number) => 5 * Math.round(tick / 5);
    const notes = made.notes.map((one) => ({
      ...one,
      start: rounded(one.start),
      duration: rounded(endOf(one)) - rounded(one.start),
    }));
    const again = claimed(anew({ ...made, notes }), recordOf(made, credits));
    expect(again.score.notes.map(({ origin }) => origin)).toEqual(
      made.notes.map(({ origin }) => origin),
    );
  });

  it("tells two notes that are the same but for their makers by how loud they are, in short voices and long", () => {
    for (const length of [1, 100]) {
      const lines = Array.from({ length }, (_, i) => [
        note({ id: `a-${i}`, start: 480 * i, velocity: 90 }),
        note({ id: `b-${i}`, start: 480 * i, velocity: 50, origin: MODEL }),
      ]).flat();
      const made = score(lines, { bars: 25 });
      const turned = anew({ ...made, notes: lines.toReversed() });
      for (const again of [
        claimed(turned, recordOf(made, [])).score,
        fromMidi(writeMidi(made)).score,
      ]) {
        expect(again.notes).toHaveLength(2 * length);
        for (const { velocity, origin } of again.notes)
          expect(origin.by).toBe(velocity === 90 ? "you" : "model");
      }
    }
  });

  it("is said to be about the file, so that no program takes it for the words of a song", () => {
    const { score: made, credits } = longMusic(8, false);
    const texts = textsOf(writeMidi(made, credits));
    expect(texts.length).toBeGreaterThan(5);
    for (const text of texts) expect(text).toMatch(/^@I /);
  });

  it("is read in files that were written before long voices were told by stretches", () => {
    const file = (ending: string) =>
      readFileSync(new URL(`../fixtures/makers-first-form.${ending}`, import.meta.url));
    const changed = { ...MODEL, changed: true };
    for (const again of [fromMidi(file("mid")), fromXml(file("musicxml").toString())]) {
      const origins = [true, false].map((high) =>
        again.score.notes.flatMap(({ pitch, origin }) => (pitch > 60 === high ? [origin] : [])),
      );
      expect(origins).toEqual([
        [{ by: "you" }, { by: "you" }, { by: "you" }],
        [MODEL, MODEL, changed],
      ]);
      expect(again.score.chords.map(({ origin }) => origin)).toEqual([MODEL, { by: "you" }]);
      expect(again.credits).toEqual([CREDIT]);
      expect(again.warnings).toEqual([]);
    }
  });

  it("is not believed where a record is broken, too large or of something else", () => {
    const made = score(melody([60, 62]), { chords: [placedChord(0, "C")] });
    const record = recordOf(made, []);
    const json = JSON.parse(recordJson(record)) as {
      readonly voices: readonly object[];
      readonly chords: object;
    };
    expect(parseRecord(JSON.stringify(json))).toEqual(record);
    const [columns] = json.voices;
    const stretches = { ticks: 480, counts: { of: [2], as: "0" }, checks: "AAA" };
    expect(parseRecord(JSON.stringify({ ...json, voices: [{ ...columns, stretches }] }))).toEqual({
      ...record,
      voices: [
        { name: "soprano", makers: [0, 0], stretches: { ticks: 480, counts: [2], checks: [0] } },
      ],
    });
    for (const wrong of [
      { voices: [{ ...columns, makers: { of: [0], as: "0".repeat(50_000) } }] },
      { voices: [{ ...columns, makers: { of: [7], as: "00" } }] },
      { voices: [{ ...columns, makers: { of: [0], as: "01" } }] },
      { voices: [{ ...columns, makers: { of: [0], as: "0" } }] },
      { voices: [{ ...columns, intervals: { of: [60], as: "0" } }] },
      { voices: [{ ...columns, intervals: { of: ["60"], as: "00" } }] },
      { voices: [{ ...columns, lengths: undefined }] },
      { voices: [{ ...columns, stretches: { ...stretches, counts: { of: [3], as: "0" } } }] },
      { voices: [{ ...columns, stretches: { ...stretches, checks: "AAAA" } }] },
      { voices: [{ ...columns, stretches: { ...stretches, checks: "?" } }] },
      { chords: { ...json.chords, makers: { of: [3], as: "0" } } },
      { chords: { ...json.chords, makers: { of: [0], as: "00" } } },
      { version: 1 },
      { version: 3 },
    ])
      expect(parseRecord(JSON.stringify({ ...json, ...wrong }))).toBe("damaged");
    expect(parseRecord("{")).toBe("damaged");
  });

  it("says where a record is damaged, and no note is lost by it", () => {
    const { score: made, credits } = longMusic(16, false);
    const whole = writeMidi(made, credits);
    const letters = Array.from(whole, (byte) => String.fromCharCode(byte)).join("");
    const first = letters.indexOf("Antiphon makers 1/");
    const damaged = (at: number, by: string) => {
      const bytes = whole.slice();
      bytes.set(new TextEncoder().encode(by), first + at);
      return fromMidi(bytes);
    };
    for (const again of [
      damaged(60, "?!"),
      damaged(60, '"'),
      damaged(300, "00000"),
      damaged("Antiphon makers ".length, "8"),
      fromXml(writeMusicXml(made, credits).replace("credits&quot;", "credit&quot;")),
    ]) {
      expect(again.warnings).toContainEqual({ kind: "makersDamaged" });
      expect(new Set(byWhom(again.score))).toEqual(new Set(["file"]));
      expect(musicOf(again.score)).toEqual(musicOf(made));
    }
    // Where none of it is left it is a file like any other.
    const bare = damaged(0, "Something");
    expect(bare.warnings.map(({ kind }) => kind)).not.toContain("makersDamaged");
    expect(musicOf(bare.score)).toEqual(musicOf(made));
  });

  it("takes less than a seventh of a MIDI file of four voices on the beat whose lines repeat, in small pieces", () => {
    const voices = ["soprano", "alto", "tenor", "bass"];
    const notes = voices.flatMap((id, part) =>
      melody(
        Array.from({ length: 256 }, (_, i) => 72 - 8 * part + ((i * i + 3 * i * part) % 7)),
        id,
      ).map((one) => (part > 0 ? { ...one, origin: MODEL } : one)),
    );
    const bytes = writeMidi(score(notes, { bars: 64, voices: voices.map((id) => voice(id)) }), [
      CREDIT,
    ]);
    const texts = textsOf(bytes);
    const held = texts.reduce((sum, text) => sum + text.length + 4, 0);
    expect(held / (bytes.length - held)).toBeLessThan(1 / 7);
    expect(texts.every((text) => text.length <= 1000)).toBe(true);
  });

  it.each([
    ["as written", false],
    ["played freely", true],
  ])("takes less than 15 % of the rest of a MIDI file of 64 bars %s", (_, isFree) => {
    const { score: made, credits } = longMusic(64, isFree);
    const bytes = writeMidi(made, credits);
    const held = textsOf(bytes).reduce(
      (sum, { length }) => sum + length + (length > 127 ? 5 : 4),
      0,
    );
    expect(held / (bytes.length - held)).toBeLessThan(0.15);
    const again = fromMidi(bytes);
    expect(makersOf(again.score)).toEqual(makersOf(made));
    expect(again.credits).toEqual(credits);
  });
});

describe("base85", () => {
  it("gives any bytes again, a quarter longer, without a letter that programs take for something else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        const text = toBase85(bytes);
        expect(text.length).toBe(Math.ceil(bytes.length * 1.25));
        expect(text).toMatch(/^[^\s"'\\,;`|~_]*$/);
        expect(fromBase85(text)).toEqual(bytes);
      }),
    );
  });

  it("is not read from what is none", () => {
    for (const text of ["0", "000000", "0 00", "#####", "é0000"])
      expect(fromBase85(text)).toBeUndefined();
  });
});
