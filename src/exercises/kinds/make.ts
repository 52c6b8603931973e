import { deriveSeed } from "../../domain/random";
import {
  rulesOf,
  type ExerciseKind,
  type Instance,
  type Level,
  type RuleChoice,
} from "../exercise";
import { findingsIn } from "../judgement";
import { check } from "../rules/check";
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

/** Rules of melody that go against what a kind is: where music comes again its highest note does, and figures leap. */
const AGAINST: Readonly<Partial<Record<ExerciseKind, readonly string[]>>> = {
  consequent: ["climax"],
  variations: ["climax", "leapRecovery", "twoLeaps", "tritoneOutline"],
  ostinato: ["climax"],
  motive: ["climax", "finalNote", "finalStep", "tritoneOutline"],
  free: ["climax"],
};
const TRIES = 60;

/**
 * An exercise of a kind, with one way to solve it to which its rules have no objection, by the chords that were meant nor by those that are
 * heard: the same for the same level and seed.
 * @param seed integer in [0, 2^31)
 */
export function makeExercise(kind: ExerciseKind, level: Level, seed: number): Instance {
  for (let i = 0; i < TRIES; i++) {
    const made = MAKERS[kind](level, i === 0 ? seed : deriveSeed(seed, 5000 + i));
    const rules = withoutRules(made.exercise.rules, AGAINST[kind] ?? []);
    const exercise = { ...made.exercise, rules, seed, id: `${kind}-${level}-${seed}` };
    const instance = { exercise, solution: made.solution };
    if (isClean(instance)) return instance;
  }
  throw new RangeError(`no ${kind} of level ${level} for seed ${seed}`);
}

function withoutRules(rules: RuleChoice, off: readonly string[]): RuleChoice {
  if (rules.set !== "melody") return rules;
  const changes = off.map((rule) => ({ rule, on: false, weight: undefined, limit: undefined }));
  return { ...rules, changes };
}

function isClean({ exercise, solution }: Instance): boolean {
  const { chords, species } = exercise.target;
  const spans = chords.map((chord) => ({ ...chord, key: solution.key }));
  const context = { chords: spans, ornaments: new Map(), cantus: species?.cantus };
  if (check(solution, rulesOf(exercise.rules), context).length > 0) return false;
  // Last, because to hear its chords takes tens of milliseconds.
  return findingsIn(exercise, solution).length === 0;
}
