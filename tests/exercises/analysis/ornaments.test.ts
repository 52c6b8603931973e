import { expect, test } from "vitest";
import { analyse } from "../../../src/exercises/analysis/analysis";
import { written } from "./written";

/** The ornaments of the highest part over three lower ones, by the place of each note in it. */
function ornaments(upper: string, lower: readonly string[]): Record<string, string> {
  return Object.fromEntries(analyse(written([upper, ...lower])).ornaments);
}

const I_V_I = ["G4:2 G4:2 G4:4", "E4:2 D4:2 E4:4", "C3:2 G3:2 C3:4"];
const I_V7_I = ["G4:2 B4:2 G4:4", "E4:2 F4:2 E4:4", "C3:2 G3:2 C3:4"];
const TONIC = ["G4:4 G4:2 G4:2", "E4:4 D4:2 E4:2", "C3:4 G3:2 C3:2"];

test.each([
  ["passing", "C5 D5:0.5 E5:0.5 D5:2 C5:4", I_V_I, "0-1"],
  ["passing", "E5 D5:0.5 C5:0.5 B4:2 C5:4", I_V_I, "0-1"],
  ["neighbour", "C5 B4:0.5 C5:0.5 B4:2 C5:4", I_V_I, "0-1"],
  ["neighbour", "E5 F5:0.5 E5:0.5 D5:2 C5:4", I_V_I, "0-1"],
  ["doubleNeighbour", "C5 D5:0.5 B4:0.5 C5:2 B4:2 C5:2", TONIC, "0-1"],
  ["suspension", "C5:3 B4:1 C5:4", I_V_I, "0-0"],
  ["suspension", "C5:2 C5:1 B4:1 C5:4", I_V_I, "0-1"],
  ["retardation", "C5:2 B4:3 C5:3", I_V_I, "0-1"],
  ["appoggiatura", "C5:2 A5:1 G5:1 G5:4", I_V7_I, "0-1"],
  ["anticipation", "C5:2 B4:1.5 C5:0.5 C5:4", I_V_I, "0-2"],
  ["escape", "E5 E5:0.5 F5:0.5 D5:2 C5:4", I_V_I, "0-2"],
  [
    "cambiata",
    "C5:1.5 B4:0.5 G4 A4 B4:2 C5:2",
    ["E4:4 D4:2 E4:2", "G3:4 G3:2 G3:2", "C3:4 G3:2 C3:2"],
    "0-1",
  ],
] as const)("%s: %s", (kind, upper, lower, id) => {
  expect(ornaments(upper, lower)[id]).toBe(kind);
});

test("a bass that stays while chords change over it is a pedal", () => {
  const found = ornaments("E5:2 F5:2 D5:2 E5:2", [
    "C5:2 C5:2 B4:2 C5:2",
    "G4:2 A4:2 F4:2 G4:2",
    "C3:8",
  ]);
  expect(found["3-0"]).toBe("pedal");
});

test("tones of the chord are no ornaments", () => {
  expect(ornaments("C5:2 B4:2 C5:4", I_V_I)).toEqual({});
});
