import { expect, test } from "vitest";
import { keyName } from "../../../src/domain/key";
import { numeralName } from "../../../src/exercises/analysis/roman-numeral";
import { readRomanText } from "../../evaluation/analysis-romantext";

const told = (lines: readonly string[]) =>
  readRomanText(lines.join("\n")).labels.map(
    ({ start, end, key, numeral }) =>
      `${start / 480}–${end / 480} ${keyName(key)} ${numeral ? numeralName(numeral) : "?"}`,
  );

test("RomanText: a pickup is bar 0, a pivot has two readings, bar lines and variants are no chords", () => {
  expect(
    told([
      "Time Signature: 3/4",
      "m0 b3 G: I",
      "m1 vi b2.5 V6/5 || b3 I D: IV",
      "m1var1 vi",
      "m3 vii/o7",
    ]),
  ).toEqual([
    "2–3 G major I",
    "3–4.5 G major vi",
    "4.5–5 G major V65",
    "5–9 G major I",
    "5–9 D major IV",
    "9–12 D major viiø7",
  ]);
});

test("RomanText: a meter that changes changes the bars from there on", () => {
  expect(told(["Time Signature: 4/4", "m1 a: i", "Time signature: 3/4", "m2 V", "m3 i"])).toEqual([
    "0–4 A minor i",
    "4–7 A minor V",
    "7–10 A minor i",
  ]);
});
