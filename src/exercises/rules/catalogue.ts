/** What a rule is about. */
export type Group =
  "motion" | "placement" | "tendency" | "chord" | "line" | "counterpoint" | "praise";

export interface RuleEntry {
  readonly group: Group;
  /** Points that a finding takes, in the classes of the AP guidelines: 2 undoes a whole transition, 1 half of it. 0 for praise. */
  readonly weight: number;
  /** What a teacher may set, in the unit that the comment beside it names. */
  readonly limit?: number;
  readonly source: string;
}

const AP = "AP Music Theory scoring guidelines (2014, 2015), free-response questions 5 and 6";
const AP_SPELLING = `${AP}, I: chord spelling and doubling`;
const AP_HALF = `${AP}, II.C: errors that leave half the credit`;
const AP_NONE = `${AP}, II.D: errors that leave no credit`;
const YAN =
  "Yan, Lustig, Vanderstel and Duan, Part-invariant model for music generation and harmonization (2018), grading";
const LOVELOCK = "Lovelock, First Year Harmony, pp. 5–7";
const FUX = "Fux, Gradus ad Parnassum (1725), two parts";
const LINE =
  "Laitz, The Complete Musician, and Open Music Theory, on writing a line and a cantus firmus";

/**
 * Every rule that can be switched on: what it is about, what it weighs and where it comes from. Words for it are made elsewhere.
 */
export const CATALOGUE = {
  parallelFifths: { group: "motion", weight: 2, source: AP_NONE },
  parallelOctaves: { group: "motion", weight: 2, source: AP_NONE },
  parallelUnisons: { group: "motion", weight: 2, source: AP_NONE },
  contraryFifths: { group: "motion", weight: 1, source: LOVELOCK },
  contraryOctaves: { group: "motion", weight: 1, source: LOVELOCK },
  unequalFifths: { group: "motion", weight: 1, source: AP_HALF },
  hiddenFifths: { group: "motion", weight: 1, source: AP_HALF },
  hiddenOctaves: { group: "motion", weight: 1, source: AP_HALF },
  overlap: { group: "motion", weight: 1, source: AP_HALF },

  crossing: { group: "placement", weight: 0.5, source: YAN },
  /** Semitones between neighbouring upper parts. */
  spacing: { group: "placement", weight: 0.5, limit: 12, source: AP_SPELLING },
  range: {
    group: "placement",
    weight: 0.5,
    source: "What singers of chorales are asked for: src/domain/part-writing.ts",
  },

  /** 1 where only the outer parts are held to it, 0 where all are. */
  leadingTone: { group: "tendency", weight: 2, limit: 1, source: AP_NONE },
  seventhResolution: { group: "tendency", weight: 2, source: AP_NONE },
  /** Semitones from which a descending leap into a seventh is too wide. */
  seventhApproach: { group: "tendency", weight: 1, limit: 5, source: AP_HALF },

  doubledLeadingTone: { group: "chord", weight: 1, source: AP_SPELLING },
  doubledSeventh: { group: "chord", weight: 1, source: AP_SPELLING },
  sixFourDoubling: { group: "chord", weight: 1, source: AP_SPELLING },
  missingThird: { group: "chord", weight: 1, source: AP_SPELLING },
  missingFifth: { group: "chord", weight: 1, source: AP_SPELLING },

  augmentedSecond: { group: "line", weight: 2, source: AP_NONE },
  tritone: { group: "line", weight: 2, source: AP_NONE },
  /** Semitones of the widest leap that is none. */
  wideLeap: { group: "line", weight: 2, limit: 7, source: AP_NONE },
  /** Leaps of a fourth or more in the upper parts of a phrase. */
  manyLeaps: { group: "line", weight: 1, limit: 5, source: `${AP}, II.B` },
  /** Semitones from the lowest to the highest note. */
  compass: { group: "line", weight: 1, limit: 16, source: LINE },
  /** Semitones of the widest leap, an octave apart. */
  leap: { group: "line", weight: 1, limit: 9, source: LINE },
  /** Semitones of the widest leap that need not be made good by going back. */
  leapRecovery: { group: "line", weight: 0.5, limit: 5, source: LINE },
  twoLeaps: { group: "line", weight: 0.5, source: LINE },
  tritoneOutline: { group: "line", weight: 0.5, source: LINE },
  climax: { group: "line", weight: 0.5, source: LINE },
  /** Times that a note may be struck again at once. */
  repetition: { group: "line", weight: 0.5, limit: 3, source: LINE },
  finalNote: { group: "line", weight: 1, source: LINE },
  finalStep: { group: "line", weight: 0.5, source: LINE },
  balance: {
    group: "line",
    weight: 0.5,
    source: "ABRSM theory, grades 6 to 8, composition: balanced phrases",
  },

  speciesRhythm: { group: "counterpoint", weight: 1, source: FUX },
  strongDissonance: { group: "counterpoint", weight: 2, source: FUX },
  weakDissonance: { group: "counterpoint", weight: 2, source: FUX },
  suspension: { group: "counterpoint", weight: 2, source: FUX },
  suspensionKind: {
    group: "counterpoint",
    weight: 1,
    source: `${FUX}, as Laitz has it: 7–6, 4–3 and 9–8 above, 2–3 below`,
  },
  /** Bars without a ligature that a fourth species may have. */
  brokenLigature: { group: "counterpoint", weight: 0.5, limit: 1, source: FUX },
  directPerfect: { group: "counterpoint", weight: 2, source: FUX },
  downbeatParallels: { group: "counterpoint", weight: 2, source: FUX },
  openingInterval: { group: "counterpoint", weight: 1, source: FUX },
  closingInterval: { group: "counterpoint", weight: 1, source: FUX },
  closingStep: { group: "counterpoint", weight: 1, source: FUX },
  unisonInside: { group: "counterpoint", weight: 1, source: FUX },
  /** Semitones between the parts. */
  distance: { group: "counterpoint", weight: 0.5, limit: 16, source: `${FUX}, as Laitz has it` },
  /** Thirds or sixths in a row. */
  imperfectRun: { group: "counterpoint", weight: 0.5, limit: 3, source: `${FUX}, as Laitz has it` },
  /** Other leaps than thirds, fourths, fifths, rising minor sixths and octaves. */
  speciesLeap: { group: "counterpoint", weight: 2, source: FUX },
  chromaticStep: { group: "counterpoint", weight: 1, source: FUX },

  contraryCadence: { group: "praise", weight: 0, source: `${LINE}; Huron, Voice Leading (2016)` },
  preparedSuspension: { group: "praise", weight: 0, source: FUX },
  singleClimax: { group: "praise", weight: 0, source: LINE },
} as const satisfies Record<string, RuleEntry>;

export type RuleId = keyof typeof CATALOGUE;

export const RULE_IDS = Object.keys(CATALOGUE) as readonly RuleId[];

export function ruleOf(rule: RuleId): RuleEntry {
  return CATALOGUE[rule];
}
