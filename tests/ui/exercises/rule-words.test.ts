import { expect, test } from "vitest";
import { EXERCISE_KINDS, LEVELS } from "../../../src/exercises/exercise";
import { findingsIn } from "../../../src/exercises/judgement";
import { makeExercise } from "../../../src/exercises/kinds/make";
import { RULE_IDS, ruleOf } from "../../../src/exercises/rules/catalogue";
import { AP_RULES } from "../../../src/exercises/rules/rule-set";
import { check } from "../../../src/exercises/rules/check";
import { RULES } from "../../../src/domain/part-writing";
import { english } from "../../../src/ui/messages/en";
import {
  findingWords,
  intervalWords,
  noteFindingWords,
  ruleName,
  ruleReason,
  ruleSource,
  whereWords,
} from "../../../src/ui/exercises/rule-words";
import { piece } from "../../exercises/rules/parts";

test.each(RULE_IDS)("%s has a name, a reason and a source", (rule) => {
  expect(ruleName(rule)).not.toBe(rule);
  expect(ruleReason(rule)).toMatch(/[.]$/);
  expect(ruleSource(rule)).toMatch(/^After: .{10}/);
});

test("there are words for no other rules than the catalogue has", () => {
  const told = [...Object.keys(english.rules.of), ...Object.keys(english.rules.praise)];
  expect(told.toSorted()).toEqual(RULE_IDS.toSorted());
  for (const rule of Object.keys(english.rules.praise))
    expect(ruleOf(rule as (typeof RULE_IDS)[number]).group).toBe("praise");
});

test("sources are those of the catalogue", () => {
  for (const rule of RULE_IDS) {
    const { source } = ruleOf(rule);
    if (rule === "range") continue;
    const [author] = source.split(/[ ,]/);
    expect(ruleSource(rule)).toContain(author);
  }
});

test("each error that can be planted is called as its rule is", () => {
  for (const rule of RULES) expect(ruleName(rule)).not.toBe(rule);
  expect(ruleName("seventh")).toBe("Resolution of the seventh");
});

test("a rule that is not known yet is called as the file calls it", () => {
  expect(ruleName("falseRelation")).toBe("falseRelation");
});

test("a finding names its parts, its notes and where it is", () => {
  const { score, context } = piece(["C5 D5", "F4 G4"], { chords: "F G" });
  const named = {
    ...score,
    voices: score.voices.map((voice, i) => ({ ...voice, name: ["Soprano", "Bass"][i]! })),
  };
  const [finding] = check(named, AP_RULES, context);
  expect(findingWords(finding!, named)).toMatchObject({
    name: "Parallel fifths",
    what: "The soprano and the bass move from one fifth straight to another.",
    where: "bar 1 beats 1 to 2",
  });
  expect(noteFindingWords(finding!, named)).toBe(
    "Parallel fifths: The soprano and the bass move from one fifth straight to another.",
  );
});

test("what spans a bar line says both places", () => {
  const { score } = piece(["C5:3 D5 | E5"]);
  const finding = { rule: "climax", notes: ["0-1", "0-2"], range: { start: 0, end: 1 }, facts: {} };
  expect(whereWords(finding as never, score)).toBe("bar 1 beat 4 to bar 2 beat 1");
});

test("intervals are the same up and down, and those beyond two octaves are told as such", () => {
  expect(intervalWords(-9)).toBe("a major sixth");
  expect(intervalWords(30)).toBe("more than two octaves");
});

test(
  "no rule has anything against the ways in which exercises are solved",
  { timeout: 60_000 },
  () => {
    let told = 0;
    for (const kind of EXERCISE_KINDS)
      for (const level of LEVELS) {
        const { exercise, solution } = makeExercise(kind, level, 2);
        told += findingsIn(exercise, solution).length;
      }
    expect(told).toBe(0);
  },
);
