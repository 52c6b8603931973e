import type { Score } from "../../domain/score";
import type { Finding } from "../finding";
import type { RuleId } from "./catalogue";
import { checkChords } from "./chords";
import type { Context } from "./context";
import { checkLines } from "./lines";
import { checkMelody } from "./melody";
import { checkMotion } from "./motion";
import { passageOf } from "./passage";
import { findingOf, type Report } from "./report";
import type { RuleSet } from "./rule-set";
import { checkSpecies } from "./species";
import { checkTendencies } from "./tendencies";

const CHECKS = [checkMotion, checkTendencies, checkChords, checkLines, checkMelody, checkSpecies];

/**
 * What a score has that a rule of `set` is against, the gravest first, and in order of time where they weigh the same. Each is told once. Findings are made between chords: an
 * ornament neither makes a parallel nor hides one, and nothing leads over the end of a phrase.
 */
export function check(score: Score, set: RuleSet, context: Context): readonly Finding<RuleId>[] {
  const passage = passageOf(score, set, context);
  const found = new Map<string, Finding<RuleId>>();
  const report: Report = (rule, notes, facts) => {
    if (!set.rules[rule]) return;
    const finding = findingOf(rule, notes, facts);
    if (finding) found.set(keyOf(finding), found.get(keyOf(finding)) ?? finding);
  };
  for (const look of CHECKS) look(passage, report);
  const weightOf = ({ rule }: Finding<RuleId>) => set.rules[rule]!.weight;
  return [...found.values()].toSorted(
    (a, b) =>
      weightOf(b) - weightOf(a) || a.range.start - b.range.start || a.range.end - b.range.end,
  );
}

/** Tells findings apart: the same rule about the same notes is the same finding. */
export function keyOf({ rule, notes }: Finding): string {
  return `${rule} ${notes.toSorted().join(" ")}`;
}
