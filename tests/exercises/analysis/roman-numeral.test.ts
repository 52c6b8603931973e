import fc from "fast-check";
import { expect, test } from "vitest";
import { KEYS, type Key } from "../../../src/domain/key";
import {
  bassOfNumeral,
  numeralName,
  readNumeral,
  rootOf,
  tonesOf,
} from "../../../src/exercises/analysis/roman-numeral";
import { READINGS } from "../../../src/exercises/analysis/numeral-vocabulary";

const C: Key = { fifths: 0, mode: "major" };
const a: Key = { fifths: 0, mode: "minor" };
const tones = (text: string, key: Key) => tonesOf(readNumeral(text, key.mode)!, key).join(" ");

test.each([
  ["I", C, "0 4 7"],
  ["ii65", C, "2 5 9 0"],
  ["V7", C, "7 11 2 5"],
  ["IV7", C, "5 9 0 4"],
  ["viiø7", C, "11 2 5 9"],
  ["V/V", C, "2 6 9"],
  ["viio7/ii", C, "1 4 7 10"],
  ["bII6", C, "1 5 8"],
  ["bVI", C, "8 0 3"],
  ["i", a, "9 0 4"],
  ["V", a, "4 8 11"],
  ["v", a, "4 7 11"],
  ["viio7", a, "8 11 2 5"],
  ["vio", a, "6 9 0"],
  ["VII", a, "7 11 2"],
  ["VII7", a, "7 11 2 5"],
  ["IV7", a, "2 6 9 0"],
  ["VI7", a, "5 9 0 4"],
  ["III+", a, "0 4 8"],
  ["V7/III", a, "7 11 2 5"],
  ["N6", a, "10 2 5"],
  ["It6", a, "5 9 3"],
  ["Ger65", C, "8 0 3 6"],
  ["Fr43", C, "8 0 2 6"],
] as const)("the tones of %s", (text, key, wanted) => {
  expect(tones(text, key)).toBe(wanted);
});

test.each([
  ["viio6/5/V", "vii°65/V"],
  ["vii/o7", "viiø7"],
  ["V2", "V42"],
  ["♭II6", "bII6"],
  ["N6", "bII6"],
  ["I6/4", "I64"],
  ["Cad64", "I64"],
  ["Ger65/V", "Ger65/V"],
  ["V6/5/bVI", "V65/bVI"],
])("%s is written %s", (text, wanted) => {
  expect(numeralName(readNumeral(text)!)).toBe(wanted);
});

test("the cadential six-four of minor is minor", () => {
  expect(numeralName(readNumeral("Cad64", "minor")!)).toBe("i64");
});

test.each(["", "X", "Iv", "V5", "IIII", "V8", "V/", "V/V/V", "I642", "H7"])(
  "%j is no numeral",
  (text) => {
    expect(readNumeral(text)).toBeUndefined();
  },
);

test("the bass is the tone that the figures say", () => {
  const bass = (text: string) => bassOfNumeral(readNumeral(text)!, C);
  expect(["V", "V6", "V64", "V42", "Ger65"].map(bass)).toEqual([7, 11, 2, 5, 8]);
});

test("what is written is read as the same, in every key, and its first tone is its root", () => {
  const numeral = fc.constantFrom(...READINGS.major, ...READINGS.minor).chain(({ numeral, mode }) =>
    fc.record({
      numeral: fc.nat(numeral.quality === "italian" ? 0 : 2).map((inversion) => ({
        ...numeral,
        inversion: ["german", "french"].includes(numeral.quality) ? 0 : inversion,
      })),
      key: fc.constantFrom(...KEYS.filter((key) => key.mode === mode)),
    }),
  );
  fc.assert(
    fc.property(numeral, ({ numeral, key }) => {
      expect(readNumeral(numeralName(numeral), key.mode)).toEqual(numeral);
      expect(tonesOf(numeral, key)[0]).toBe(rootOf(numeral, key));
    }),
  );
});
