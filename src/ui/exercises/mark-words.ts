import { rulesOf, type CriterionName, type Exercise } from "../../exercises/exercise";
import type { Finding } from "../../exercises/finding";
import type { Mark } from "../../exercises/rubric";
import type { RuleId } from "../../exercises/rules/catalogue";
import { listed, t } from "../messages/messages.svelte";
import { percent, plain } from "../messages/numbers";
import { ruleName } from "./rule-words";

/** Points that a finding takes in an exercise; 0 for what it is not held to. */
export function weightIn(exercise: Exercise, rule: string): number {
  return rulesOf(exercise.rules).rules[rule as RuleId]?.weight ?? 0;
}

/**
 * Why a criterion has as many points. Where errors are to be found, the rules that they break are not named.
 * @param complete share of the work that is written, in [0, 1]
 * @example "2 × Parallel fifths (−2 each) and Crossing (−0.5)."
 */
export function reasonWords(mark: Mark, exercise: Exercise, complete = 1): string {
  const reason = plainReason(mark, exercise, complete);
  return complete < 1 && BY_SHARE.has(mark.criterion.of)
    ? [reason, t("exercises.marks.soFar", { share: percent(complete) })].join(" ")
    : reason;
}

/** Criteria that an empty page would meet: they earn as much as there is of the work. */
const BY_SHARE: ReadonlySet<CriterionName> = new Set(["form", "range", "mended"]);

function plainReason(mark: Mark, exercise: Exercise, complete: number): string {
  const { criterion, done, wanted, findings, lacks } = mark;
  const counts = { done, wanted };
  const isAll = done >= wanted;
  switch (criterion.of) {
    case "complete":
      return isAll ? t("exercises.marks.all") : t("exercises.marks.beats", counts);
    case "given":
      return isAll && lacks.length === 0
        ? t("exercises.marks.given")
        : t("exercises.marks.givenGone", { count: Math.max(1, wanted - done) });
    case "chords":
      return t("exercises.marks.chords", counts);
    case "motive":
      return t("exercises.marks.motives", counts);
    case "form":
      return t("exercises.marks.form", counts);
    case "range":
      if (!exercise.target.pitches) return t("exercises.marks.rangeAny");
      return wanted === 0 ? t("exercises.marks.none") : t("exercises.marks.range", counts);
    case "mended":
      return t("exercises.marks.mended", counts);
    case "close":
      return t(isAll ? "exercises.marks.closes" : "exercises.marks.open");
    case "rules":
      return rulesReason(findings, exercise, complete);
    case "teacher":
      return t("exercises.marks.teacher");
  }
}

function rulesReason(findings: readonly Finding[], exercise: Exercise, complete: number): string {
  const waiting =
    complete < 1 ? [t("exercises.marks.rulesWaiting", { share: percent(complete) })] : [];
  const told =
    findings.length === 0
      ? waiting.length === 0
        ? [t("exercises.marks.rulesKept")]
        : []
      : exercise.kind === "correctErrors"
        ? [t("exercises.marks.lostCount", { count: findings.length })]
        : [t("exercises.marks.lost", { findings: lostWords(findings, exercise) })];
  return [...told, ...waiting].join(" ");
}

/** What each rule took, the costliest first. */
function lostWords(findings: readonly Finding[], exercise: Exercise): string {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const lost = [...counts].map(([rule, count]) => ({
    rule,
    count,
    weight: weightIn(exercise, rule),
  }));
  return listed(
    lost
      .toSorted((a, b) => b.count * b.weight - a.count * a.weight)
      .map(({ rule, count, weight }) =>
        t(count === 1 ? "exercises.marks.lostOne" : "exercises.marks.lostMany", {
          rule: ruleName(rule),
          count,
          points: plain(weight),
        }),
      ),
  );
}

/** @example "8 of 12" */
export function pointsWords(points: number, most: number): string {
  return t("exercises.marks.points", { points: plain(points), most: plain(most) });
}
