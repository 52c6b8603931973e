import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KEYS } from "../../src/domain/key";
import { carried, pitchAtPlace, placeOnStaff } from "../../src/notation/place";
import { movedBySteps, pitchAtStep, stepOfPitch } from "../../src/notation/staff-step";
import { stavesOf } from "../../src/notation/staves";
import { melody, score, voice } from "../support/score";

const choir = ["Soprano", "Alto", "Tenor", "Bass"].map((name) => voice(name));
const treble = { clef: { sign: "G", line: 2, octaves: 0 } } as const;

describe("staves", () => {
  test("four parts share two staves, stems apart", () => {
    const notes = [72, 65, 57, 48].flatMap((pitch, i) => melody([pitch], choir[i]!.name));
    expect(stavesOf(score(notes, { voices: choir }))).toMatchObject([
      {
        clef: { sign: "G" },
        voices: [
          { id: "Soprano", stems: "up" },
          { id: "Alto", stems: "down" },
        ],
      },
      {
        clef: { sign: "F" },
        voices: [
          { id: "Tenor", stems: "up" },
          { id: "Bass", stems: "down" },
        ],
      },
    ]);
  });

  test("the lower staff of an empty choir waits with a bass clef", () => {
    expect(stavesOf(score([], { voices: choir })).map(({ clef }) => clef.sign)).toEqual(["G", "F"]);
  });

  test("one part has a staff in its own register, and its stems go by the lines", () => {
    const [staff] = stavesOf(score(melody([40, 43], "Bass"), { voices: [voice("Bass")] }));
    expect(staff).toMatchObject({ clef: { sign: "F" }, voices: [{ stems: undefined }] });
  });

  test("five parts, drums and an accompaniment have a staff each", () => {
    const voices = [
      ...choir,
      voice("Second bass"),
      voice("Chords"),
      voice("Kit", { instrument: "drums" }),
    ];
    const accompaniment = { upper: voices[5]!.id, bass: voices[6]!.id };
    const staves = stavesOf(score([], { voices, accompaniment }));
    expect(staves.map(({ group }) => group)).toEqual([
      ...Array.from({ length: 5 }, () => "parts"),
      "accompaniment",
      "drums",
    ]);
    expect(staves.at(-1)?.clef.sign).toBe("percussion");
  });
});

describe("lines and spaces", () => {
  const key = fc.constantFrom(...KEYS);

  test("a note written on a line without an accidental stands on that line", () => {
    fc.assert(
      fc.property(key, fc.integer({ min: 8, max: 66 }), (signature, step) => {
        expect(stepOfPitch(pitchAtStep(step, signature), signature)).toBe(step);
      }),
    );
  });

  test("a note carried by no step keeps its accidental; by steps it takes the signature's", () => {
    const g = { fifths: 1, mode: "major" } as const;
    expect(movedBySteps(68, 0, g)).toBe(68);
    expect(movedBySteps(64, 1, g)).toBe(66);
    expect(movedBySteps(61, 1, g)).toBe(62);
  });

  test("the lowest line of a treble staff is E4", () => {
    const c = { fifths: 0, mode: "major" } as const;
    expect(placeOnStaff(64, treble, c)).toBe(0);
    expect(pitchAtPlace(8, treble, c)).toBe(77);
  });

  test("on a staff of drums a place is the piece that stands there", () => {
    const drums = { clef: { sign: "percussion", line: undefined, octaves: 0 } } as const;
    const c = { fifths: 0, mode: "major" } as const;
    expect(pitchAtPlace(placeOnStaff(38, drums, c), drums, c)).toBe(38);
    expect(carried(36, 4, drums, c)).toBe(38);
    expect(carried(49, 0, drums, c)).toBe(49);
  });
});
