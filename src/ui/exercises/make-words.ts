import type { RuleChoice } from "../../exercises/exercise";
import { chosenRules } from "../../exercises/rule-choice";
import type { RuleId } from "../../exercises/rules/catalogue";
import type { MakerProblem } from "../../session/exercise-maker.svelte";
import { listed, t } from "../messages/messages.svelte";
import { inside } from "../messages/names";
import { ruleSetName } from "./exercise-words";
import { ruleName } from "./rule-words";

/** What an exercise lacks to be given out. */
export function lackWords(problem: MakerProblem): string {
  return problem.kind === "formDoesNotFit"
    ? t("teacher.lacks.formDoesNotFit", { bars: problem.bars, sections: problem.sections })
    : t(`teacher.lacks.${problem.kind}`);
}

type Unit = "semitones" | "leaps" | "times" | "bars" | "row" | "outer";

/** Those of rules that have a limit in something else than semitones; "outer" is a yes or no. */
const UNITS: Partial<Record<RuleId, Unit>> = {
  leadingTone: "outer",
  manyLeaps: "leaps",
  repetition: "times",
  brokenLigature: "bars",
  imperfectRun: "row",
};

/** In which unit a rule has its limit. */
export function unitOf(rule: RuleId): Unit {
  return UNITS[rule] ?? "semitones";
}

/** More changes than this are counted, not named. */
const NAMED = 3;

/** A rule set in a line, with what was changed of it. @example "AP, 21 rules; without crossing" */
export function rulesLine(choice: RuleChoice): string {
  const rules = chosenRules(choice);
  const changed = rules.filter(({ isChanged }) => isChanged);
  const own = new Set(
    chosenRules({ set: choice.set, changes: [] })
      .filter(({ isOn }) => isOn)
      .map(({ rule }) => rule),
  );
  const names = (of: typeof changed) => {
    const all = of.map(({ rule }) => inside(ruleName(rule)));
    const more = all.length - NAMED;
    return listed(
      more > 1 ? [...all.slice(0, NAMED), t("teacher.rules.andMore", { count: more })] : all,
    );
  };
  const off = changed.filter(({ isOn }) => !isOn);
  const on = changed.filter(({ isOn, rule }) => isOn && !own.has(rule));
  const otherwise = changed.filter(({ isOn, rule }) => isOn && own.has(rule));
  return [
    t("teacher.rules.line", {
      set: ruleSetName(choice.set),
      count: rules.filter(({ isOn }) => isOn).length,
    }),
    ...(off.length > 0 ? [t("teacher.rules.without", { rules: names(off) })] : []),
    ...(on.length > 0 ? [t("teacher.rules.with", { rules: names(on) })] : []),
    ...(otherwise.length > 0 ? [t("teacher.rules.otherwise", { rules: names(otherwise) })] : []),
  ].join("; ");
}
