import type { ExerciseKind, Instance, Level } from "../exercise";
import { free } from "./free";
import { figuredBass, harmoniseBass, harmoniseMelody, romanNumerals } from "./harmony";
import { consequent, continueMelody, variations } from "./melodies";
import { motive } from "./motives";
import { ostinato } from "./ostinato";
import { correctErrors } from "./planted-errors";
import { species } from "./species";

const MAKERS: Readonly<Record<ExerciseKind, (level: Level, seed: number) => Instance>> = {
  harmoniseMelody,
  figuredBass,
  romanNumerals,
  harmoniseBass,
  consequent,
  continueMelody,
  species,
  variations,
  ostinato,
  motive,
  correctErrors,
  free,
};

/**
 * An exercise of a kind, with one way to solve it: the same for the same level and seed.
 * @param seed integer in [0, 2^31)
 */
export function makeExercise(kind: ExerciseKind, level: Level, seed: number): Instance {
  return MAKERS[kind](level, seed);
}
