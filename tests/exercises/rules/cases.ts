import { describe, expect, test } from "vitest";
import type { RuleId } from "../../../src/exercises/rules/catalogue";
import { check } from "../../../src/exercises/rules/check";
import type { RuleSet } from "../../../src/exercises/rules/rule-set";
import { findingWords, unknownFacts } from "../../../src/ui/exercises/rule-words";
import { piece, type PieceShape } from "./parts";

/** A score that breaks a rule or just keeps it, in words and in notes. */
export type Case = readonly [title: string, parts: readonly string[], shape?: PieceShape];

/** For a rule what breaks it, with as little as that takes, and what comes nearest and breaks none. */
export interface Cases {
  readonly breaks: readonly Case[];
  readonly keeps: readonly Case[];
}

export function rulesBroken([, parts, shape]: Case, set: RuleSet): readonly RuleId[] {
  const { score, context } = piece(parts, shape);
  return [...new Set(check(score, set, context).map(({ rule }) => rule))];
}

/** `set` with one of its rules alone: for what too few notes to be a whole exercise break in other ways. */
export function alone(rule: RuleId, set: RuleSet): RuleSet {
  return { ...set, rules: { [rule]: set.rules[rule]! } };
}

/** Promises that each rule is broken by what breaks it and by nothing that comes near, and no other with it. */
export function testRules(
  cases: Readonly<Partial<Record<RuleId, Cases>>>,
  set: RuleSet | ((rule: RuleId) => RuleSet),
): void {
  describe.each(Object.entries(cases) as [RuleId, Cases][])("%s", (rule, { breaks, keeps }) => {
    const rules = typeof set === "function" ? set(rule) : set;
    test.each(breaks)("is broken, and nothing else is, where %s", (...one) => {
      expect(rulesBroken(one as unknown as Case, rules)).toEqual([rule]);
    });
    test.each(breaks)("is told in words, with all that is known of it, where %s", (...one) => {
      const { score, context } = piece(one[1] as readonly string[], one[2] as PieceShape);
      for (const finding of check(score, rules, context)) {
        expect(unknownFacts(finding)).toEqual([]);
        const said = Object.values(findingWords(finding, score));
        for (const words of said) expect(words).toMatch(/^[^{}]+$/);
        // What a hole stood for was there: nothing was left out between two words, or before a full stop.
        expect(said.join(" ")).not.toMatch(/ {2}| [.,:;]|NaN|undefined/);
      }
    });
    test.each(keeps)("is not broken, nor is anything else, where %s", (...one) => {
      expect(rulesBroken(one as unknown as Case, rules)).toEqual([]);
    });
  });
}
