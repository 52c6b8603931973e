import { expect, test } from "vitest";
import type { Key } from "../../../src/domain/key";
import { analyse } from "../../../src/exercises/analysis/analysis";
import { written } from "./written";

const cadences = (parts: readonly string[], key: Key = { fifths: 0, mode: "major" }) =>
  analyse(written(parts, { key })).cadences.map(({ at, kind }) => `${kind} at ${at / 480}`);

const OPENING = ["C5 B4 C5 C5", "G4 G4 G4 A4", "E4 D4 E4 F4", "C3 G3 C3 F3"];
const close = (ends: readonly string[]) => OPENING.map((part, i) => `${part} ${ends[i]!}`);

test.each([
  ["perfectAuthentic", ["B4 C5:3!", "G4 G4:3", "D4 E4:3", "G3 C3:3"]],
  ["imperfectAuthentic", ["D5 E5:3!", "B4 C5:3", "G4 G4:3", "G3 C3:3"]],
  ["imperfectAuthentic", ["B4 C5:3!", "G4 G4:3", "F4 E4:3", "D3 C3:3"]],
  ["plagal", ["C5 C5:3!", "A4 G4:3", "F4 E4:3", "F3 C3:3"]],
  ["half", ["C5 B4:3!", "A4 G4:3", "F4 D4:3", "F3 G3:3"]],
])("a phrase ends with a cadence: %s", (kind, ends) => {
  expect(cadences(close(ends))).toEqual([`${kind} at 5`]);
});

test("a deceptive cadence leads elsewhere, and the phrase after it home", () => {
  const ends = [
    "B4 C5:3! D5 B4 C5:2!",
    "G4 E4:3 F4 G4 G4:2",
    "D4 C4:3 A3 F4 E4:2",
    "G3 A3:3 F3 G3 C3:2",
  ];
  expect(cadences(close(ends))).toEqual(["deceptive at 5", "perfectAuthentic at 10"]);
});

test("minor cadences too, with its leading tone or on its dominant", () => {
  const minor: Key = { fifths: -3, mode: "minor" };
  const opening = ["C5 B4 C5 Eb5", "G4 G4 G4 G4", "Eb4 D4 Eb4 C4", "C3 G3 C3 C3"];
  const ends = (parts: readonly string[]) => opening.map((part, i) => `${part} ${parts[i]!}`);
  expect(cadences(ends(["D5 C5:3!", "G4 G4:3", "B3 Eb4:3", "G3 C3:3"]), minor)).toEqual([
    "perfectAuthentic at 5",
  ]);
  expect(cadences(ends(["C5 B4:3!", "Ab4 G4:3", "F4 D4:3", "Ab3 G3:3"]), minor)).toEqual([
    "half at 5",
  ]);
});

test("a six-four before it is part of the cadence, and a seventh that comes late belongs to its chord", () => {
  const ends = ["C5 B4 C5:2!", "G4 F4 E4:2", "E4 D4 C4:2", "G3 G3 C3:2"];
  expect(cadences(close(ends))).toEqual(["perfectAuthentic at 6"]);
});

test("without fermatas the melody says where phrases end", () => {
  const phrase = ["C5 D5 B4 C5:4 r", "G4 A4 G4 G4:4 r", "E4 F4 D4 E4:4 r", "C3 F3 G3 C3:4 r"];
  expect(cadences(phrase.map((part) => `${part} ${part}`))).toEqual([
    "perfectAuthentic at 3",
    "perfectAuthentic at 11",
  ]);
});
