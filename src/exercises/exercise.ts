import type { Harmony } from "../domain/chord";
import type { Range, Score, VoiceId } from "../domain/score";
import type { Midi, Ticks } from "../domain/units";
import { RULE_IDS, type RuleId } from "./rules/catalogue";
import {
  ABRSM_RULES,
  AP_RULES,
  MELODY_RULES,
  RELAXED_RULES,
  setLimit,
  setWeight,
  SPECIES_RULES,
  switchRule,
  type RuleSet,
} from "./rules/rule-set";

export const EXERCISE_KINDS = [
  "harmoniseMelody",
  "figuredBass",
  "romanNumerals",
  "harmoniseBass",
  "consequent",
  "continueMelody",
  "species",
  "variations",
  "ostinato",
  "motive",
  "correctErrors",
  "free",
] as const;
export type ExerciseKind = (typeof EXERCISE_KINDS)[number];

/** 1 for beginners, 4 for those who are about to be examined. */
export const LEVELS = [1, 2, 3, 4] as const;
export type Level = (typeof LEVELS)[number];

/** Which help of the models a student may have. */
export const HELPS = ["none", "hints", "suggestion", "anything"] as const;
export type Help = (typeof HELPS)[number];

/** When findings are told. */
export const FEEDBACKS = ["writing", "asked"] as const;
export type Feedback = (typeof FEEDBACKS)[number];

export const RULE_SETS = [
  "ap",
  "abrsm",
  "relaxed",
  "melody",
  "species1",
  "species2",
  "species3",
  "species4",
] as const;
export type RuleSetName = (typeof RULE_SETS)[number];

/** What a teacher changed of one rule. */
export interface RuleChange {
  /** As the catalogue has it; what that does not know changes nothing. */
  readonly rule: string;
  readonly on: boolean;
  /** Above 0; undefined for the rule's own. */
  readonly weight: number | undefined;
  /** In the unit of the rule; undefined for its own. */
  readonly limit: number | undefined;
}

/** A rule set by its name, and what a teacher changed of it. */
export interface RuleChoice {
  readonly set: RuleSetName;
  readonly changes: readonly RuleChange[];
}

const SETS: Readonly<Record<RuleSetName, RuleSet>> = {
  ap: AP_RULES,
  abrsm: ABRSM_RULES,
  relaxed: RELAXED_RULES,
  melody: MELODY_RULES,
  species1: SPECIES_RULES[1],
  species2: SPECIES_RULES[2],
  species3: SPECIES_RULES[3],
  species4: SPECIES_RULES[4],
};

/** The rules that an exercise is held to. */
export function rulesOf({ set, changes }: RuleChoice): RuleSet {
  return changes.reduce((rules, { rule, on, weight, limit }) => {
    if (!isRule(rule)) return rules;
    const switched = switchRule(rules, rule, on);
    const weighed = weight === undefined ? switched : setWeight(switched, rule, weight);
    return limit === undefined ? weighed : setLimit(weighed, rule, limit);
  }, SETS[set]);
}

function isRule(rule: string): rule is RuleId {
  return RULE_IDS.some((known) => known === rule);
}

/** A chord that has to sound somewhere from `start` to `end`. */
export interface RequiredChord extends Range {
  readonly chord: Harmony;
  /** What stands under the staff: a Roman numeral, or figures; empty where nothing does. */
  readonly label: string;
}

export const SPECIES = [1, 2, 3, 4] as const;

/** Counterpoint against a cantus. */
export interface SpeciesTask {
  readonly species: (typeof SPECIES)[number];
  readonly cantus: VoiceId;
  /** Whether the cantus lies below what is written. */
  readonly above: boolean;
}

export const TRANSFORMATIONS = ["sequence", "inversion", "augmentation", "retrograde"] as const;
export type Transformation = (typeof TRANSFORMATIONS)[number];

/** A motive that has to come again, otherwise. */
export interface MotiveTask {
  readonly transformation: Transformation;
  readonly voice: VoiceId;
  /** Where the motive stands. */
  readonly motive: Range;
  /** Where its transformation begins. */
  readonly at: Ticks;
  /** Scale steps that a sequence lies above the motive; for the others, that the first note lies above the motive's first. */
  readonly steps: number;
}

/** An error that somebody put in: what breaks `rule`, and where. Whoever unpacks a link can read it there; nothing made in a browser can hide it. */
export interface Planted extends Range {
  readonly rule: string;
  /** Parts from 0, soprano. */
  readonly part: number;
  readonly other: number;
}

/** A section of a form: those with the same letter are the same music, others are not. */
export interface Section extends Range {
  readonly letter: string;
}

/** What has to be written. */
export interface Target {
  readonly voices: readonly VoiceId[];
  readonly range: Range;
  /** Lowest and highest pitch of what is written; undefined for any. */
  readonly pitches: readonly [low: Midi, high: Midi] | undefined;
  readonly chords: readonly RequiredChord[];
  readonly form: readonly Section[];
  readonly species: SpeciesTask | undefined;
  readonly motives: readonly MotiveTask[];
  readonly planted: readonly Planted[];
  /** Whether it has to end on the tonic. */
  readonly closes: boolean;
}

/** What points are given for. */
export const CRITERIA = [
  "complete",
  "given",
  "rules",
  "chords",
  "range",
  "form",
  "motive",
  "mended",
  "close",
  /** What only a person can judge. */
  "teacher",
] as const;
export type CriterionName = (typeof CRITERIA)[number];

export interface Criterion {
  readonly of: CriterionName;
  /** At most these; above 0. */
  readonly points: number;
  /** The teacher's words for it; empty for those of the program. */
  readonly words: string;
}

/** A task with all that belongs to it: what goes out as a link. All words in it are plain text. */
export interface Exercise {
  readonly id: string;
  readonly title: string;
  readonly instructions: string;
  readonly kind: ExerciseKind;
  readonly level: Level;
  /** Integer in [0, 2^31). */
  readonly seed: number;
  /** What the student begins with; what is locked in it has to stay. */
  readonly given: Score;
  readonly target: Target;
  readonly rules: RuleChoice;
  readonly help: Help;
  readonly feedback: Feedback;
  readonly rubric: readonly Criterion[];
  /** What the author has to say, and who that is. */
  readonly author: string;
}

/** An exercise and one way to solve it. */
export interface Instance {
  readonly exercise: Exercise;
  readonly solution: Score;
}
