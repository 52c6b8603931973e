import { tonic, type Key } from "../../domain/key";
import { createRandom, deriveSeed } from "../../domain/random";
import type { Score, VoiceId } from "../../domain/score";
import type { Exercise, Instance, Level, SpeciesTask } from "../exercise";
import { rulesOf } from "../exercise";
import { check } from "../rules/check";
import { NO_CONTEXT } from "../rules/context";
import { cantusFirmus, counterpoint } from "./counterpoint";
import {
  drawKey,
  exerciseOf,
  FOUR_FOUR,
  notesFor,
  part,
  ruleSet,
  sheet,
  type Sung,
} from "./setting";

const CANTUS = "cantus" as VoiceId;
const COUNTERPOINT = "counterpoint" as VoiceId;

/** Notes of the cantus by species: the more there are to one, the fewer it has. */
const LENGTHS: Readonly<Record<Level, readonly number[]>> = {
  1: [9, 10, 11, 12],
  2: [9, 10, 11],
  3: [8, 9, 10],
  4: [9, 10, 11],
};
const TRIES = 4000;
/** How often a counterpoint is tried against one cantus before another is made. */
const COUNTERPOINTS = 12;

/** Counterpoint to a cantus: the level is the species, and the seed decides on which side of the cantus it lies. */
export function species(level: Level, seed: number): Instance {
  const above = deriveSeed(seed, 3000) % 2 === 0;
  const task: SpeciesTask = { species: level, cantus: CANTUS, above };
  const rules = ruleSet(`species${level}`);
  for (let i = 0; i < TRIES; i++) {
    const random = createRandom(deriveSeed(seed, i));
    const key = drawKey(level, random);
    const home = 12 * (above ? 4 : 5) + tonic(key);
    const lengths = LENGTHS[level];
    const length = lengths[Math.floor(random() * lengths.length)]!;
    const cantus = cantusFirmus(length, home, key, random);
    if (!cantus || !isSung(cantus, key)) continue;
    const line = firstOf(COUNTERPOINTS, () => counterpoint(task, cantus, key, random));
    if (!line) continue;
    const title = `Counterpoint, species ${level}`;
    const voices = [part("Counterpoint", 0, false), part("Cantus", 1, true)];
    const solution: Score = {
      ...sheet(title, key, FOUR_FOUR, length, above ? voices : voices.toReversed()),
      notes: [...notesFor(COUNTERPOINT, line), ...notesFor(CANTUS, cantus)],
    };
    if (check(solution, rulesOf(rules), { ...NO_CONTEXT, cantus: CANTUS }).length > 0) continue;
    const given = { ...solution, notes: notesFor(CANTUS, cantus) };
    return { exercise: against(level, seed, given, task), solution };
  }
  throw new RangeError(`no counterpoint of species ${level} for seed ${seed}`);
}

function firstOf<Made>(tries: number, make: () => Made | undefined): Made | undefined {
  for (let i = 0; i < tries; i++) {
    const made = make();
    if (made !== undefined) return made;
  }
  return undefined;
}

/** Whether the rules of melody have nothing against a cantus. */
function isSung(cantus: readonly Sung[], key: Key): boolean {
  const alone: Score = {
    ...sheet("", key, FOUR_FOUR, cantus.length, [part("Cantus", 0, true)]),
    notes: notesFor(CANTUS, cantus),
  };
  return check(alone, rulesOf(ruleSet("melody")), NO_CONTEXT).length === 0;
}

function against(level: Level, seed: number, given: Score, task: SpeciesTask): Exercise {
  return exerciseOf({
    kind: "species",
    level,
    seed,
    given,
    target: { voices: [COUNTERPOINT], species: task },
    rules: `species${level}`,
    points: { complete: 3, given: 1, rules: 12, close: 2 },
  });
}
