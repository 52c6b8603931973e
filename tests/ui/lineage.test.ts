import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  changeVelocity,
  copiesOf,
  lengthenNotes,
  moveInScale,
  moveNotes,
  toggleFermata,
  type Command,
} from "../../src/domain/commands";
import { applyEdit } from "../../src/domain/edit";
import { authorOf } from "../../src/domain/ledger";
import { quantiseNotes, quantiseVoice } from "../../src/domain/quantise";
import { writeRound } from "../../src/domain/recording";
import type { Note, NoteId, Origin, Score, TakeId, VoiceId } from "../../src/domain/score";
import { altered, lasting } from "../../src/ui/notation/accidental";
import { lengthTo } from "../../src/ui/roll/bars";
import { moveToVoice } from "../../src/ui/roll/commands";
import { note, score, voice } from "../support/score";

const TAKE = "take" as TakeId;
const origins: readonly Origin[] = [
  { by: "you" },
  { by: "file", file: "tune.mid" },
  { by: "model", take: TAKE, changed: false },
  { by: "model", take: TAKE, changed: true },
];

/** Notes of all makers, off the beat so that there is something to draw to a grid. */
const sketch: Score = score(
  origins.map((origin, i) =>
    note({ id: `n${i}`, start: 490 * i + 7, pitch: 60 + i, duration: 430, origin }),
  ),
  { voices: [voice("soprano"), voice("alto")] },
);
const all: ReadonlySet<NoteId> = new Set(sketch.notes.map(({ id }) => id));

/** Every way in which a person changes notes that stand. */
const changes: Readonly<Record<string, Command>> = {
  "moving them": moveNotes(480, 0),
  "transposing them": moveNotes(0, -3),
  "moving them in the scale": moveInScale(2),
  "making them longer": lengthenNotes(120, 30),
  "playing them louder": changeVelocity(10),
  "a fermata": toggleFermata,
  "drawing them to a grid": quantiseNotes({ grid: 480, strength: 1, swing: 0 }),
  "drawing their voice to a grid": quantiseVoice("soprano" as VoiceId, {
    grid: 240,
    strength: 0.5,
    swing: 0.5,
  }),
  "giving them to another voice": moveToVoice("alto" as VoiceId),
  "an accidental on the staff": altered("sharp"),
  "a length on the staff": lasting(960),
  "cutting the sketch short": (of) => lengthTo({ ...of, bars: 1 }, 1, () => "new" as NoteId),
};

describe("lineage", () => {
  test.for(Object.keys(changes))(
    "%s leaves each note its maker's, a model's as changed by the person",
    (how) => {
      const edits = changes[how]!(sketch, all)!;
      expect(edits.length).toBeGreaterThan(0);
      const after = edits.reduce(applyEdit, sketch);
      const before = new Map(sketch.notes.map((each) => [each.id, each]));
      for (const each of after.notes) {
        const old = before.get(each.id)!;
        if (each === old) continue;
        const expected = old.origin.by === "model" ? { ...old.origin, changed: true } : old.origin;
        expect(each.origin).toEqual(expected);
      }
      // And there was something to change.
      expect(after.notes.some((each) => each.origin !== before.get(each.id)?.origin)).toBe(
        how !== "cutting the sketch short",
      );
    },
  );

  test("no row of changes makes a model's note anybody else's", () => {
    const names = Object.keys(changes).filter((how) => how !== "cutting the sketch short");
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), fc.subarray([...all]))), (steps) => {
        const after = steps.reduce(
          (now, [how, ids]) => (changes[how]!(now, new Set(ids)) ?? []).reduce(applyEdit, now),
          sketch,
        );
        const by = (of: Score) => of.notes.map(({ id, origin }) => `${id} ${origin.by}`);
        expect(by(after)).toEqual(by(sketch));
        expect(authorOf(after.notes[3]!.origin)).toBe("changed");
      }),
    );
  });

  test("copies are of those who made what was copied, copies of copies too", () => {
    let notes: readonly Note[] = sketch.notes;
    for (let round = 0; round < 3; round++)
      notes = copiesOf(notes, 1920, () => `copy ${Math.random()}` as NoteId);
    expect(notes.map(({ origin }) => origin)).toEqual(origins);
  });

  test("playing a model's note again makes it the person's own", () => {
    const there = sketch.notes[2]!;
    const { edits } = writeRound(
      sketch,
      {
        voice: "soprano" as VoiceId,
        replaces: false,
        range: { start: 0, end: 7680 },
        until: 7680,
        early: 0,
        strokes: [
          {
            id: "played" as NoteId,
            pitch: there.pitch,
            velocity: 90,
            start: there.start,
            end: there.start + 400,
          },
        ],
        written: new Set(),
      },
      there.pitch,
    );
    const after = edits.reduce(applyEdit, sketch);
    expect(after.notes.find(({ id }) => id === there.id)).toBeUndefined();
    const played = after.notes.find(({ id }) => id === "played")!;
    expect(played).toMatchObject({ pitch: there.pitch, origin: { by: "you" } });
  });
});
