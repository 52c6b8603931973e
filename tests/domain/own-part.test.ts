import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdit } from "../../src/domain/edit";
import { createHistory, record, undo } from "../../src/domain/history";
import { machinePart, ownPart, removal, type Changed } from "../../src/domain/own-part";
import type { Origin, PlacedChord, Score, TakeId } from "../../src/domain/score";
import { arbitraryScore } from "../support/arbitrary-score";
import { melody, note, placedChord, score, voice } from "../support/score";

const by = (take: string, changed = false): Origin => ({
  by: "model",
  take: take as TakeId,
  changed,
});

const origin: fc.Arbitrary<Origin> = fc.oneof(
  fc.constant<Origin>({ by: "you" }),
  fc.constant<Origin>({ by: "file", file: "tune.mid" }),
  fc
    .record({ take: fc.constantFrom("a", "b"), changed: fc.boolean() })
    .map(({ take, changed }) => by(take, changed)),
);
const playing = fc.option(
  fc
    .constantFrom("a", "b")
    .map((take) => ({ pattern: "block", seed: 1, take: take as TakeId }) as const),
  { nil: undefined },
);

/** Scores in which notes and chords are of all makers. */
const mixed = arbitraryScore().chain(({ notes, chords, ...rest }) =>
  fc
    .tuple(
      fc.array(origin, { minLength: notes.length, maxLength: notes.length }),
      fc.array(fc.tuple(origin, playing), { minLength: chords.length, maxLength: chords.length }),
    )
    .map(([ofNotes, ofChords]): Score => ({
      ...rest,
      notes: notes.map((one, i) => ({ ...one, origin: ofNotes[i]! })),
      chords: chords.map((one, i): PlacedChord => {
        const [maker, played] = ofChords[i]!;
        return { ...one, origin: maker, playing: played };
      }),
    })),
);
const changedToo = fc.constantFrom<Changed>("keep", "remove");

const isLeft = (changed: Changed) => (one: { readonly origin: Origin }) =>
  one.origin.by !== "model" || (changed === "keep" && one.origin.changed);

describe("the machine's part removed", () => {
  test("what is left are exactly one's own notes and chords, as they were, and every voice", () => {
    fc.assert(
      fc.property(mixed, changedToo, (whole, changed) => {
        const own = ownPart(whole, changed);
        expect(own.notes).toEqual(whole.notes.filter(isLeft(changed)));
        expect(own.chords.map(({ start, chord }) => [start, chord])).toEqual(
          whole.chords.filter(isLeft(changed)).map(({ start, chord }) => [start, chord]),
        );
        expect({ ...own, notes: whole.notes, chords: whole.chords }).toEqual(whole);
        expect(own.voices).toBe(whole.voices);
      }),
    );
  });

  test("one undo brings all of it back", () => {
    fc.assert(
      fc.property(mixed, changedToo, (whole, changed) => {
        const edits = removal(whole, changed) ?? [];
        const done = record(createHistory(whole), edits.reduce(applyEdit, whole), "Remove");
        expect(undo(done).score).toBe(whole);
      }),
    );
  });

  test("nothing more of the machine's is left, and to remove it once more changes nothing", () => {
    fc.assert(
      fc.property(mixed, (whole) => {
        const own = ownPart(whole, "remove");
        expect(machinePart(own)).toMatchObject({ notes: 0, chords: 0 });
        expect(removal(own, "remove")).toBeUndefined();
        const kept = machinePart(ownPart(whole, "keep"));
        const before = machinePart(whole);
        expect(kept).toEqual({
          notes: before.changedNotes,
          changedNotes: before.changedNotes,
          chords: before.changedChords,
          changedChords: before.changedChords,
        });
      }),
    );
  });

  test("a sketch of one's own is the very same afterwards", () => {
    const own = score(melody([60, 62]), { chords: [placedChord(0, "C")] });
    expect(ownPart(own, "remove")).toBe(own);
  });

  test("an own chord stays as a symbol where the notes that play it go, and is played on where some stay", () => {
    const played = placedChord(0, "C", {
      playing: { pattern: "waltz", seed: 1, take: "a" as TakeId },
    });
    const whole = score([note(), note({ voice: "bass", pitch: 48, origin: by("a", true) })], {
      voices: [voice("soprano"), voice("bass")],
      chords: [played],
    });
    expect(ownPart(whole, "remove").chords).toEqual([{ ...played, playing: undefined }]);
    expect(ownPart(whole, "keep")).toBe(whole);
  });
});
