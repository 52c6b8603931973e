import { expect, test } from "vitest";
import { taskOf } from "../../src/exercises/from-sketch";
import { melody, score, voice } from "../support/score";

const voicesOf = (names: readonly string[]) =>
  taskOf(
    score(
      names.flatMap((name) => melody([64, 65], name)),
      { voices: names.map((name) => voice(name)) },
    ),
  ).voices;

test("of a sketch with one voice that voice is to be written, of others all below the first", () => {
  expect(voicesOf(["Melody"])).toEqual(["Melody"]);
  expect(voicesOf(["Melody", "Bass"])).toEqual(["Bass"]);
});
