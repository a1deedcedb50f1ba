import { matchesValue } from "../../../labels/match.ts";
import type { Rule, RuleDocument, RuleGroup } from "../../../prometheus/rule.ts";
import { checkExpr } from "../../../promql/syntax/check-expr.ts";
import type { Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";

/** A rule with its query read. */
export type TestedRule = {
  readonly rule: Rule;
  readonly group: RuleGroup;
  /** Undefined when Prometheus would refuse it. */
  readonly expr: Expr | undefined;
  readonly selectors: readonly VectorSelector[];
  /** The same for the same rule, wherever it is written: in a rule file and in a manifest made of it. */
  readonly key: string;
};

export type TestedGroup = {
  /** Unique among the groups that are handed to promtool together. */
  readonly name: string;
  readonly group: RuleGroup;
  readonly rules: readonly TestedRule[];
};

const pairs = (list: Rule["labels"]): readonly (readonly [string, string])[] =>
  list.map(({ name, value }) => [name.text, value.text] as const);

const keyOf = (rule: Rule): string =>
  JSON.stringify([
    rule.kind,
    rule.name.text,
    rule.expr.text.trim(),
    pairs(rule.labels),
    ...(rule.kind === "alerting"
      ? [rule.for?.ms ?? 0, rule.keepFiringFor?.ms ?? 0, pairs(rule.annotations)]
      : []),
  ]);

const testedRule = (rule: Rule, group: RuleGroup): TestedRule => {
  const { expr, mistakes } = checkExpr(rule.expr.text, "3");
  const accepted = mistakes.every(({ flag }) => flag !== undefined) ? expr : undefined;
  return {
    rule,
    group,
    expr: accepted,
    selectors: accepted === undefined ? [] : selectorsOf(accepted),
    key: keyOf(rule),
  };
};

/** The groups of one document, their queries read. */
export const testedGroups = (document: RuleDocument): readonly TestedGroup[] =>
  document.groups.map((group) => ({
    name: group.name.text,
    group,
    rules: group.rules.map((rule) => testedRule(rule, group)),
  }));

/** Whether the selector can select series of this name. */
export const readsMetric = ({ metric, matchers }: VectorSelector, name: string): boolean =>
  metric === ""
    ? matchers.every((matcher) => matcher.name !== "__name__" || matchesValue(matcher, name))
    : metric === name;

/** The series in which Prometheus tells which alerts are pending or fire. */
const ALERT_SERIES = ["ALERTS", "ALERTS_FOR_STATE"] as const;

/** Whether what alerts do decides what the rule gives. */
export const readsAlerts = ({ selectors }: TestedRule): boolean =>
  selectors.some((selector) => ALERT_SERIES.some((name) => readsMetric(selector, name)));

/** Labels that every alert of the rule has, with values that are no templates. */
const fixedLabels = ({ rule, group }: TestedRule): ReadonlyMap<string, string> => {
  const labels = new Map(
    [...group.labels, ...rule.labels].map(({ name, value }) => [name.text, value.text]),
  );
  for (const [name, value] of labels) if (value.includes("{{")) labels.delete(name);
  return labels.set("alertname", rule.name.text);
};

const readsAlertsOf = (selector: VectorSelector, rule: TestedRule): boolean => {
  if (!ALERT_SERIES.some((name) => readsMetric(selector, name))) return false;
  const labels = fixedLabels(rule);
  return selector.matchers.every((matcher) => {
    const value = labels.get(matcher.name);
    return value === undefined || matchesValue(matcher, value);
  });
};

/** Whether the selector can select what the rule makes. */
export const selectsRule = (selector: VectorSelector, rule: TestedRule): boolean =>
  rule.rule.kind === "recording"
    ? readsMetric(selector, rule.rule.name.text)
    : readsAlertsOf(selector, rule);
