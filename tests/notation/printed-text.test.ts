import { describe, expect, test } from "vitest";
import { EXERCISE_KINDS, LEVELS } from "../../src/exercises/exercise";
import { makeExercise } from "../../src/exercises/kinds/make";
import { linesOf, printedFigures, printedNumeral } from "../../src/notation/printed-text";

describe("a Roman numeral", () => {
  test.each([
    ["V7", "V", ["7"], ""],
    ["viio65/V", "vii°", ["6", "5"], "/V"],
    ["V6/5/ii", "V", ["6", "5"], "/ii"],
    ["viiø7", "viiø", ["7"], ""],
    ["bVI6", "♭VI", ["6"], ""],
    ["I64", "I", ["6", "4"], ""],
    ["Ger65", "Ger", ["6", "5"], ""],
    ["IVmaj7", "IV", ["maj7"], ""],
  ])("%s stands with its figures over one another", (text, head, figures, of) => {
    expect(printedNumeral(text)).toEqual({ head, figures, of });
  });

  test("other words are printed as they are", () => {
    expect(printedNumeral("pedal")).toEqual({ head: "pedal", figures: [], of: "" });
  });
});

describe("figures", () => {
  test("stand in lines, each with its sign; a sign alone is for the third", () => {
    expect(printedFigures("♯6/4/♮")).toEqual([
      { sign: 1, number: 6, raised: false },
      { sign: undefined, number: 4, raised: false },
      { sign: 0, number: undefined, raised: false },
    ]);
    expect(printedFigures("6\n5")).toHaveLength(2);
  });

  test("have a stroke where they are raised", () => {
    expect(printedFigures("6+")).toEqual([{ sign: undefined, number: 6, raised: true }]);
    expect(printedFigures("4\\")).toMatchObject([{ number: 4, raised: true }]);
  });
});

test("every label that exercises stand with is printed as a numeral or as figures", () => {
  for (const kind of EXERCISE_KINDS)
    for (const level of LEVELS)
      for (const { label } of makeExercise(kind, level, 3).exercise.target.chords) {
        if (kind === "figuredBass")
          expect(linesOf("figures", label)).toBe(label === "" ? 0 : label.split("/").length);
        else expect(printedNumeral(label).head).toMatch(/^[♭♯]?[IViv]+[°ø]?$/);
      }
});
