import { rulesOf, type RuleChange, type RuleChoice, type RuleSetName } from "./exercise";
import { RULE_IDS, ruleOf, type RuleEntry, type RuleId } from "./rules/catalogue";
import type { RuleSetting } from "./rules/rule-set";

/** A rule as a teacher sees it: on or off, and what it would weigh. */
export interface ChosenRule extends RuleSetting {
  readonly rule: RuleId;
  readonly group: RuleEntry["group"];
  readonly isOn: boolean;
  /** Whether any of it is otherwise than in the set as it comes. */
  readonly isChanged: boolean;
}

/** All rules in the order of the catalogue; praise takes no points and is always given. */
export function chosenRules(choice: RuleChoice): readonly ChosenRule[] {
  const now = rulesOf(choice).rules;
  const changed = new Set(choice.changes.map(({ rule }) => rule));
  return RULE_IDS.filter((rule) => ruleOf(rule).group !== "praise").map((rule) => ({
    rule,
    group: ruleOf(rule).group,
    isOn: now[rule] !== undefined,
    isChanged: changed.has(rule),
    ...(now[rule] ?? ownOf(choice.set, rule).setting),
  }));
}

/** As `choice`, with a rule otherwise; a rule that is again as its set has it is no change. */
export function changeRule(
  choice: RuleChoice,
  rule: RuleId,
  change: Partial<Pick<ChosenRule, "isOn" | "weight" | "limit">>,
): RuleChoice {
  const own = ownOf(choice.set, rule);
  const now = chosenRules(choice).find((one) => one.rule === rule);
  const next = { isOn: own.isOn, ...own.setting, ...now, ...change };
  const made: RuleChange = {
    rule,
    on: next.isOn,
    weight: next.weight === own.setting.weight ? undefined : next.weight,
    limit: next.limit === own.setting.limit ? undefined : next.limit,
  };
  const others = choice.changes.filter((one) => one.rule !== rule);
  const isOwn = next.isOn === own.isOn && made.weight === undefined && made.limit === undefined;
  return { ...choice, changes: isOwn ? others : [...others, made] };
}

function ownOf(
  set: RuleSetName,
  rule: RuleId,
): { readonly isOn: boolean; readonly setting: RuleSetting } {
  const setting = rulesOf({ set, changes: [] }).rules[rule];
  const { weight, limit } = ruleOf(rule);
  return { isOn: setting !== undefined, setting: setting ?? { weight, limit } };
}
