import fc from "fast-check";
import { parseMidi as parseEvents } from "midi-file";
import { describe, expect, it } from "vitest";
import { takesNamed, type Credit } from "../../src/domain/credit";
import type { Note, Score, TakeId } from "../../src/domain/score";
import { makersRecord, parseRecord, recordOf } from "../../src/formats/makers";
import { claimed, ROUNDING } from "../../src/formats/makers-claim";
import { parseMidi } from "../../src/formats/midi";
import { writeMidi } from "../../src/formats/midi-write";
import { parseMusicXml } from "../../src/formats/musicxml";
import { writeMusicXml } from "../../src/formats/musicxml-write";
import { arbitraryMade } from "../support/arbitrary-makers";
import { faultsOf } from "../support/midi-reader";
import { creditFor } from "../support/credit";
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
    expect(texts).toContain("soprano: 3 notes by the person.");
    expect(texts).toContain("bass: 3 notes by harmony 1.");
    expect(texts).toContain("harmony 1: harmonise, seed 42.");
    expect(faultsOf(writeMidi(made, [CREDIT]))).toBeUndefined();
  });

  it("is not believed where a record is broken, too large or of something else", () => {
    const record = recordOf(score(melody([60, 62]), { chords: [placedChord(0, "C")] }), []);
    expect(parseRecord(JSON.stringify(record))).toEqual(record);
    const [columns] = record.voices;
    for (const wrong of [
      { voices: [{ ...columns, runs: [0, 50_000] }] },
      { voices: [{ ...columns, runs: [7, 2] }] },
      { voices: [{ ...columns, runs: [0, 0, 0, 2] }] },
      { voices: [{ ...columns, pitches: [60] }] },
      { voices: [{ ...columns, pitches: [60, "62"] }] },
      { chords: [{ start: 0, chord: "N.C.", maker: 3 }] },
      { version: 2 },
    ])
      expect(parseRecord(JSON.stringify({ ...record, ...wrong }))).toBeUndefined();
    expect(parseRecord("{")).toBeUndefined();
    expect(makersRecord(record, "")).toEqual(record);
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
});
