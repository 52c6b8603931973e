import type { Key } from "../../domain/key";
import { barAndBeat, type Meter } from "../../domain/meter";
import type { Note, Range, Score } from "../../domain/score";
import type { Rule as Offence } from "../../domain/part-writing";
import type { Finding } from "../../exercises/finding";
import { partsOf } from "../../exercises/moments";
import { RULE_IDS, ruleOf, type Group, type RuleId } from "../../exercises/rules/catalogue";
import { intervalOf } from "../../exercises/rules/chord-facts";
import { t, type MessageKey } from "../messages/messages.svelte";
import { voiceInside } from "../messages/names";
import { pitchWords, tonicName } from "../messages/note-names";
import { decimal } from "../messages/numbers";
import { placeWords } from "../roll/note-words";

export type Praise = "contraryCadence" | "preparedSuspension" | "singleClimax";
/** A rule that something can be against. */
export type Ruling = Exclude<RuleId, Praise>;

/** What is said about a finding, in the language of the page. Each is a whole sentence. */
export interface Said {
  /** The rule as a theory book's index has it. */
  readonly name: string;
  readonly what: string;
  /** @example "bar 2 beat 4 to bar 3 beat 1" */
  readonly where: string;
  readonly why: string;
  /** How it might be mended; undefined for praise. */
  readonly how: string | undefined;
  readonly source: string;
}

function isPraise(rule: RuleId): rule is Praise {
  return ruleOf(rule).group === "praise";
}

function isRule(rule: string): rule is RuleId {
  return RULE_IDS.some((id) => id === rule);
}

/** What the detector, and so a planted error, calls by another name. */
const OFFENCES: Partial<Record<string, RuleId>> = {
  parallelFifth: "parallelFifths",
  parallelOctave: "parallelOctaves",
  hiddenFifth: "hiddenFifths",
  hiddenOctave: "hiddenOctaves",
  seventh: "seventhResolution",
} satisfies Partial<Record<Offence, RuleId>>;

/** Planted errors by the rule that they break. Undefined for what is not known here, from a newer Antiphon. */
function ruleOfName(name: string): RuleId | undefined {
  const known = OFFENCES[name] ?? name;
  return isRule(known) ? known : undefined;
}

/** A rule by its name, those of planted errors too; one that is not known by what it is called in files. */
export function ruleName(name: string): string {
  const rule = ruleOfName(name);
  if (!rule) return name;
  return isPraise(rule) ? t(`rules.praise.${rule}.name`) : t(`rules.of.${rule}.name`);
}

/** Why a rule matters, in a sentence. */
export function ruleReason(name: string): string {
  const rule = ruleOfName(name);
  if (!rule) return "";
  return isPraise(rule) ? t(`rules.praise.${rule}.why`) : t(`rules.of.${rule}.why`);
}

export function groupName(group: Group): string {
  return t(`rules.groups.${group}`);
}

const AP_NONE = "apNone";
const AP_HALF = "apHalf";
type Source =
  Extract<MessageKey, `rules.sources.${string}`> extends `rules.sources.${infer Name}`
    ? Name
    : never;

/** Where each rule comes from, as `CATALOGUE` has it for whoever reads the code. */
const SOURCES: Readonly<Record<RuleId, Source>> = {
  parallelFifths: AP_NONE,
  parallelOctaves: AP_NONE,
  parallelUnisons: AP_NONE,
  contraryFifths: "lovelock",
  contraryOctaves: "lovelock",
  unequalFifths: AP_HALF,
  hiddenFifths: AP_HALF,
  hiddenOctaves: AP_HALF,
  overlap: AP_HALF,
  crossing: "grading",
  spacing: "apSpelling",
  range: "singers",
  leadingTone: AP_NONE,
  seventhResolution: AP_NONE,
  seventhApproach: AP_HALF,
  doubledLeadingTone: "apSpelling",
  doubledSeventh: "apSpelling",
  sixFourDoubling: "apSpelling",
  missingThird: "apSpelling",
  missingFifth: "apSpelling",
  augmentedSecond: AP_NONE,
  tritone: AP_NONE,
  wideLeap: AP_NONE,
  manyLeaps: "apLeaps",
  compass: "line",
  leap: "line",
  leapRecovery: "line",
  twoLeaps: "line",
  tritoneOutline: "line",
  climax: "line",
  repetition: "line",
  finalNote: "line",
  finalStep: "line",
  balance: "phrases",
  speciesRhythm: "fux",
  strongDissonance: "fux",
  weakDissonance: "fux",
  suspension: "fux",
  suspensionKind: "laitz",
  brokenLigature: "fux",
  directPerfect: "fux",
  downbeatParallels: "fux",
  openingInterval: "fux",
  closingInterval: "fux",
  closingStep: "fux",
  unisonInside: "fux",
  distance: "laitz",
  imperfectRun: "laitz",
  speciesLeap: "fux",
  chromaticStep: "fux",
  contraryCadence: "cadence",
  preparedSuspension: "fux",
  singleClimax: "line",
};

export function ruleSource(rule: RuleId): string {
  return t("rules.source", { source: t(`rules.sources.${SOURCES[rule]}`) });
}

/** @param semitones in either direction @example intervalWords(-9) // => "a major sixth" */
export function intervalWords(semitones: number): string {
  const size = Math.abs(semitones);
  return t(`rules.intervals.${size <= 24 ? (size as 0) : "wider"}`);
}

/** An interval by its letters alone. @param number 1 for a unison @example stepWords(5) // => "a fifth" */
export function stepWords(number: number): string {
  return t(`rules.steps.${number <= 9 ? (number as 1) : "wider"}`);
}

/** With its first letter large, as a sentence begins. */
export function sentence(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** From the first moment to the last. @example "bar 2 beats 3 to 4" */
export function spanWords({ start, end }: Range, meter: Meter): string {
  if (end <= start) return placeWords(start, meter);
  const [from, to] = [barAndBeat(start, meter), barAndBeat(end, meter)];
  const isPlain = from.rest === 0 && to.rest === 0 && from.bar === to.bar;
  return isPlain
    ? t("rules.place.spanInBar", { bar: from.bar, from: from.beat, to: to.beat })
    : t("rules.place.span", { from: placeWords(start, meter), to: placeWords(end, meter) });
}

/** Notes of a finding that are still there, the one to mend first first. */
export function notesOf(finding: Finding, score: Score): readonly Note[] {
  return finding.notes.flatMap((id) => score.notes.find((note) => note.id === id) ?? []);
}

/** Where a finding is: from its first note to its last, as they begin. */
export function whereWords(finding: Finding, score: Score): string {
  const starts = notesOf(finding, score).map(({ start }) => start);
  if (starts.length === 0) return placeWords(finding.range.start, score.meter);
  return spanWords({ start: Math.min(...starts), end: Math.max(...starts) }, score.meter);
}

/** Rules whose interval is a number of letters. */
const BY_LETTERS: ReadonlySet<string> = new Set([
  "directPerfect",
  "downbeatParallels",
  "suspensionKind",
]);
/** Rules whose limit is a number of times. */
const COUNTED: ReadonlySet<string> = new Set([
  "manyLeaps",
  "repetition",
  "brokenLigature",
  "imperfectRun",
]);

interface About {
  readonly rule: string;
  readonly score: Score;
}

type Teller = (value: number, about: About) => string | number;

function partWords(part: number, { score }: About): string {
  const voice = score.voices.find(({ id }) => id === partsOf(score)[part]);
  return voice ? voiceInside(voice.name) : "";
}

/** How each fact that rules give is told. */
const FACTS: Readonly<Record<string, Teller>> = {
  part: partWords,
  other: partWords,
  interval: (value, { rule }) =>
    rule === "imperfectRun"
      ? t(`rules.rows.${value === 3 ? 3 : 6}`)
      : BY_LETTERS.has(rule)
        ? stepWords(value)
        : intervalWords(value),
  next: intervalWords,
  limit: (value, { rule }) => (COUNTED.has(rule) ? decimal(value) : intervalWords(value)),
  count: (value) => value,
  wanted: (value, { rule }) =>
    rule === "balance" ? t("rules.bars", { count: value }) : decimal(value),
  bars: (value) => t("rules.bars", { count: value }),
  lowest: (value, { score }) => pitchWords(value, score.key),
  highest: (value, { score }) => pitchWords(value, score.key),
  pitch: (value, { score }) => pitchWords(value, score.key),
  // These choose among sentences and stand in none.
  prepared: (value) => value,
  resolved: (value) => value,
  isTonic: (value) => value,
};

/** The facts of a finding that no words are made from: there are none but in a file from a newer Antiphon. */
export function unknownFacts({ facts }: Finding): readonly string[] {
  return Object.keys(facts).filter((fact) => !(fact in FACTS));
}

function valuesOf(finding: Finding, score: Score): Readonly<Record<string, string | number>> {
  const about = { rule: finding.rule, score };
  const notes = notesOf(finding, score);
  const [first, second] = notes;
  const pitch = (note: Note | undefined) => (note ? pitchWords(note.pitch, score.key) : "");
  const voice = score.voices.find(({ id }) => id === first?.voice);
  const facts = Object.entries(finding.facts).map(([fact, value]) => [
    fact,
    typeof value === "number" ? (FACTS[fact]?.(value, about) ?? value) : value,
  ]);
  return {
    voice: voice ? voiceInside(voice.name) : "",
    note: pitch(first),
    before: pitch(second),
    // Leaps that go on are told with the note after them first.
    note2: pitch(second),
    held: pitch(notes.at(-2)),
    against: first && second ? stepWords(lettersBetween(first, second, score.key)) : "",
    tonic: tonicName(score.key),
    ...(Object.fromEntries(facts) as Record<string, string | number>),
  };
}

/** A simple interval by its letters: 8 for any number of octaves. */
function lettersBetween(a: Note, b: Note, key: Key): number {
  const [low, high] = [a.pitch, b.pitch].toSorted((x, y) => x - y);
  const letters = Math.abs(intervalOf(low!, high!, key).letters);
  return letters > 0 && letters % 7 === 0 ? 8 : (letters % 7) + 1;
}

/** A finding or praise in words. What a rule of a newer Antiphon found is told by its name alone. */
export function findingWords(finding: Finding, score: Score): Said {
  const { rule } = finding;
  const where = whereWords(finding, score);
  const name = ruleName(rule);
  if (!isRule(rule)) return { name, what: name, where, why: "", how: undefined, source: "" };
  const values = valuesOf(finding, score);
  const said = { name, where, source: ruleSource(rule) };
  if (isPraise(rule))
    return {
      ...said,
      what: sentence(t(`rules.praise.${rule}.what`, values)),
      why: t(`rules.praise.${rule}.why`, values),
      how: undefined,
    };
  return {
    ...said,
    what: sentence(whatWords(rule, finding, values)),
    why: t(`rules.of.${rule}.why`, values),
    how: t(`rules.of.${rule}.how`, values),
  };
}

function whatWords(
  rule: Ruling,
  { facts }: Finding,
  values: Readonly<Record<string, string | number>>,
): string {
  if (rule === "suspension" && facts["prepared"] === 1)
    return t("rules.of.suspension.whatUnresolved", values);
  return t(`rules.of.${rule}.what`, values);
}

/** What is said of a note on the staff itself, and heard where it is read aloud. */
export function noteFindingWords(finding: Finding, score: Score): string {
  const { name, what } = findingWords(finding, score);
  return t("rules.mark", { name, what });
}
