import { RANGES } from "../../domain/part-writing";
import type { Midi } from "../../domain/units";
import { ruleOf, type RuleId } from "./catalogue";

/** The parts that have a range of their own, the highest first. */
export const PART_NAMES = ["soprano", "alto", "tenor", "bass"] as const;
export type PartName = (typeof PART_NAMES)[number];
export type Ranges = Readonly<Record<PartName, readonly [low: Midi, high: Midi]>>;

export interface RuleSetting {
  /** Points that a finding takes; above 0. */
  readonly weight: number;
  /** Undefined for rules that have none. */
  readonly limit: number | undefined;
}

/** Which rules are on, what they weigh and where their limits lie: plain data, for a teacher to edit. */
export interface RuleSet {
  readonly rules: Readonly<Partial<Record<RuleId, RuleSetting>>>;
  readonly ranges: Ranges;
  /** How many notes stand against one of the cantus: 1, 2, 4, or syncopated; undefined where there is no cantus. */
  readonly species: Species | undefined;
}

export type Species = 1 | 2 | 3 | 4;

const CHORALE_RANGES: Ranges = {
  soprano: RANGES[0]!,
  alto: RANGES[1]!,
  tenor: RANGES[2]!,
  bass: RANGES[3]!,
};

/** Open Music Theory, where lines are written for beginners' voices. */
const CHOIR_RANGES: Ranges = {
  soprano: [60, 79],
  alto: [55, 74],
  tenor: [48, 67],
  bass: [40, 62],
};

/** As `set`, with a rule on at its own weight and limit, or off. `set` itself when it is so already. */
export function switchRule(set: RuleSet, rule: RuleId, on: boolean): RuleSet {
  if ((set.rules[rule] !== undefined) === on) return set;
  if (on) return { ...set, rules: { ...set.rules, [rule]: settingOf(rule) } };
  const others = Object.entries(set.rules).filter(([id]) => id !== rule);
  return { ...set, rules: Object.fromEntries(others) };
}

/** As `set`, with another limit for a rule that is on and has one. @param limit in the unit of the catalogue */
export function setLimit(set: RuleSet, rule: RuleId, limit: number): RuleSet {
  const setting = set.rules[rule];
  if (setting?.limit === undefined || setting.limit === limit) return set;
  return { ...set, rules: { ...set.rules, [rule]: { ...setting, limit } } };
}

/** As `set`, with another weight for a rule that is on. @param weight above 0 */
export function setWeight(set: RuleSet, rule: RuleId, weight: number): RuleSet {
  if (!(weight > 0)) throw new RangeError(`a weight is above 0, got ${weight}`);
  const setting = set.rules[rule];
  if (!setting || setting.weight === weight) return set;
  return { ...set, rules: { ...set.rules, [rule]: { ...setting, weight } } };
}

export function setRange(
  set: RuleSet,
  part: PartName,
  range: readonly [low: Midi, high: Midi],
): RuleSet {
  if (range[0] > range[1]) throw new RangeError(`a range goes up, got ${range.join()}`);
  return { ...set, ranges: { ...set.ranges, [part]: range } };
}

function settingOf(rule: RuleId, changes: Partial<RuleSetting> = {}): RuleSetting {
  const { weight, limit } = ruleOf(rule);
  return { weight, limit, ...changes };
}

function rulesOn(
  ids: readonly RuleId[],
  changes: Readonly<Partial<Record<RuleId, Partial<RuleSetting>>>> = {},
): RuleSet["rules"] {
  return Object.fromEntries(ids.map((id) => [id, settingOf(id, changes[id])]));
}

/** The rules of the AP list, with crossing and ranges, which its graders leave to the ear. */
const PART_WRITING: readonly RuleId[] = [
  ...(["parallelFifths", "parallelOctaves", "parallelUnisons", "unequalFifths"] as const),
  ...(["hiddenFifths", "hiddenOctaves", "overlap", "crossing", "spacing", "range"] as const),
  ...(["leadingTone", "seventhResolution", "seventhApproach"] as const),
  ...(["doubledLeadingTone", "doubledSeventh", "sixFourDoubling"] as const),
  ...(["missingThird", "missingFifth"] as const),
  ...(["augmentedSecond", "tritone", "wideLeap", "manyLeaps"] as const),
];

/** AP Music Theory, free-response questions 5 and 6. */
export const AP_RULES: RuleSet = {
  rules: rulesOn(PART_WRITING),
  ranges: CHORALE_RANGES,
  species: undefined,
};

/** As harmony is taught for the ABRSM grades: consecutives in contrary motion count, inner leading tones too, and leaps up to a sixth are sung. */
export const ABRSM_RULES: RuleSet = {
  rules: rulesOn([...PART_WRITING, "contraryFifths", "contraryOctaves"], {
    leadingTone: { weight: 1, limit: 0 },
    wideLeap: { weight: 1, limit: 9 },
    hiddenFifths: { weight: 0.5 },
    hiddenOctaves: { weight: 0.5 },
    overlap: { weight: 0.5 },
  }),
  ranges: CHOIR_RANGES,
  species: undefined,
};

/** For first attempts: what everybody hears. */
export const RELAXED_RULES: RuleSet = {
  rules: rulesOn(
    ["parallelFifths", "parallelOctaves", "crossing", "range", "leadingTone", "augmentedSecond"],
    { leadingTone: { weight: 1 }, augmentedSecond: { weight: 1 } },
  ),
  ranges: CHORALE_RANGES,
  species: undefined,
};

/** A melody by itself. */
export const MELODY_RULES: RuleSet = {
  rules: rulesOn([
    ...([
      "compass",
      "leap",
      "leapRecovery",
      "twoLeaps",
      "tritoneOutline",
      "augmentedSecond",
    ] as const),
    ...(["climax", "repetition", "finalNote", "finalStep", "balance"] as const),
  ]),
  ranges: CHORALE_RANGES,
  species: undefined,
};

const COUNTERPOINT: readonly RuleId[] = [
  ...(["parallelFifths", "parallelOctaves", "parallelUnisons"] as const),
  ...(["contraryFifths", "contraryOctaves", "crossing", "distance", "directPerfect"] as const),
  ...(["speciesRhythm", "strongDissonance", "openingInterval", "closingInterval"] as const),
  ...(["closingStep", "unisonInside", "imperfectRun", "speciesLeap", "chromaticStep"] as const),
  ...(["leapRecovery", "twoLeaps", "tritoneOutline", "climax", "repetition", "compass"] as const),
];

/** Two-part counterpoint with a cantus firmus, above or below it. */
export const SPECIES_RULES: Readonly<Record<Species, RuleSet>> = {
  1: inSpecies(1, [], { repetition: { limit: 1 } }),
  2: inSpecies(2, ["weakDissonance", "downbeatParallels"], { repetition: { limit: 0 } }),
  3: inSpecies(3, ["weakDissonance", "downbeatParallels"], { repetition: { limit: 0 } }),
  4: inSpecies(4, ["weakDissonance", "suspension", "suspensionKind", "brokenLigature"], {
    repetition: { limit: 0 },
  }),
};

function inSpecies(
  species: Species,
  more: readonly RuleId[],
  changes: Parameters<typeof rulesOn>[1],
): RuleSet {
  return {
    rules: rulesOn([...COUNTERPOINT, ...more], changes),
    ranges: CHORALE_RANGES,
    species,
  };
}
