import type { Span } from "../../lib/source.ts";
import type { VectorSelector } from "../syntax/expr.ts";
import { alertBranch, alertSeries } from "./alert-branch.ts";
import { type Branch, type KnownLabel, limitBranches, METRIC_NAME, withLabel } from "./branch.ts";
import { ABSENT, exactly } from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";
import { selectorsOf } from "./operands.ts";
import { selectorsByMetric, unknownSeries } from "./select.ts";
import type { SourceRule } from "./source-rule.ts";

/** Series that rules of the same Prometheus make; undefined when no rule makes a series of the selector's metric. */
export type RuleSeries = (selector: VectorSelector) => readonly Branch[] | undefined;

/** Works out a rule's expression, given what its selectors find. */
export type RuleExpression = (rule: SourceRule, ruleSeries: RuleSeries) => readonly Branch[];

const ALERT_SERIES: ReadonlySet<string> = new Set(["ALERTS", "ALERTS_FOR_STATE"]);

const inRule = (reason: LabelReason, rule: SourceRule, span: Span): LabelReason => ({
  cause: reason.cause,
  because: reason.because,
  span,
  recordedBy: reason.recordedBy ?? { rule, span: reason.span },
});

/** The branch with the selector's span; where a reason stands in the rule is kept beside it. */
const seenFrom = (branch: Branch, rule: SourceRule, span: Span): Branch => {
  const known = new Map<string, KnownLabel>();
  for (const [name, { constraint, reason }] of branch.known) {
    known.set(name, { constraint, reason: inRule(reason, rule, span) });
  }
  const { constraint, reason } = branch.others;
  return { known, others: { constraint, reason: inRule(reason, rule, span) } };
};

/** What a recording rule stores: the result under its name and with its labels (rules/recording.go). */
const recorded = (result: Branch, rule: SourceRule): Branch => {
  const span = rule.expr.span;
  const reason: LabelReason = { cause: "recording", because: "recording rules set the name", span };
  let branch = withLabel(result, METRIC_NAME, { constraint: exactly(rule.name), reason });
  for (const { name, value } of rule.labels) {
    const because = value === "" ? "recorded without it" : `recorded with \`${name}: ${value}\``;
    const constraint = value === "" ? ABSENT : exactly(value);
    branch = withLabel(branch, name, { constraint, reason: { cause: "recording", because, span } });
  }
  return branch;
};

const grouped = (rules: readonly SourceRule[]): ReadonlyMap<string, readonly SourceRule[]> =>
  Map.groupBy(rules, ({ name }) => name);

type Index = {
  readonly recording: ReadonlyMap<string, readonly SourceRule[]>;
  readonly alerting: ReadonlyMap<string, readonly SourceRule[]>;
};

const rulesOf = (index: Index, selector: VectorSelector): readonly SourceRule[] | undefined => {
  const { metric } = selector;
  if (!ALERT_SERIES.has(metric)) return index.recording.get(metric);
  const named = selector.matchers.find(
    ({ name, operator }) => name === "alertname" && operator === "=",
  );
  if (named !== undefined) return index.alerting.get(named.value);
  return index.alerting.size === 0 ? undefined : [...index.alerting.values()].flat();
};

const seriesOf = (rule: SourceRule, result: readonly Branch[], metric: string) =>
  result.map((branch) =>
    rule.kind === "recording"
      ? recorded(branch, rule)
      : alertSeries(alertBranch(branch, rule), rule, metric),
  );

type Results = Map<SourceRule, readonly Branch[] | "working">;

/**
 * The series that rules make, each worked out when first asked for. A rule that reads what it makes itself,
 * directly or through others, is taken to find series of which nothing is known.
 */
export const seriesOfRules = (
  rules: readonly SourceRule[],
  evaluate: RuleExpression,
): RuleSeries => {
  const index: Index = {
    recording: grouped(rules.filter(({ kind }) => kind === "recording")),
    alerting: grouped(rules.filter(({ kind }) => kind === "alerting")),
  };
  const results: Results = new Map();

  const found = (selector: VectorSelector): readonly Branch[] | undefined => {
    const { metric } = selector;
    const branches = rulesOf(index, selector)?.flatMap((rule) => {
      const result = results.get(rule);
      if (result === undefined || result === "working") return [unknownSeries(selector)];
      return seriesOf(rule, result, metric).map((branch) => seenFrom(branch, rule, selector.span));
    });
    return branches === undefined ? undefined : limitBranches(branches);
  };

  /** Rules that this one reads and that nobody has begun with. */
  const needed = (rule: SourceRule): readonly SourceRule[] =>
    selectorsOf(rule.expr)
      .flatMap(selectorsByMetric)
      .flatMap((selector) => rulesOf(index, selector) ?? [])
      .filter((other) => !results.has(other));

  const workOut = (wanted: readonly SourceRule[]) => {
    const pending = [...wanted];
    for (let rule = pending.at(-1); rule !== undefined; rule = pending.at(-1)) {
      if (!results.has(rule)) {
        results.set(rule, "working");
        for (const other of new Set(needed(rule))) pending.push(other);
        continue;
      }
      pending.pop();
      if (results.get(rule) === "working") results.set(rule, evaluate(rule, found));
    }
  };

  return (selector) => {
    workOut((rulesOf(index, selector) ?? []).filter((rule) => !results.has(rule)));
    return found(selector);
  };
};
