import { expect, test } from "vitest";
import { parseChord } from "../../src/domain/chord-symbol";
import { chordClass, chordOfClass, CHORD_CLASSES } from "../../src/generation/chord-classes";

function classOf(symbol: string): number {
  const result = parseChord(symbol);
  if (!result.ok) throw new Error(symbol);
  return chordClass(result.value);
}

test("a class is root times twelve plus quality, and the last is no chord", () => {
  expect([classOf("C"), classOf("Am7"), classOf("Bm6"), classOf("N.C.")]).toEqual([
    0, 112, 143, 144,
  ]);
});

test("every class is the class of its chord", () => {
  const all = Array.from({ length: CHORD_CLASSES }, (_, i) => i);
  expect(all.map((i) => chordClass(chordOfClass(i)))).toEqual(all);
});

test("a richer chord counts as the plain one with most of its tones, whatever its bass", () => {
  expect(classOf("G9")).toBe(classOf("G7"));
  expect(classOf("G13")).toBe(classOf("G7"));
  expect(classOf("Cmaj9")).toBe(classOf("Cmaj7"));
  expect(classOf("Cadd9/E")).toBe(classOf("C"));
  expect(classOf("Dm9")).toBe(classOf("Dm7"));
  expect(classOf("G7sus4")).toBe(classOf("Gsus4"));
  expect(classOf("C6/9")).toBe(classOf("C6"));
});
