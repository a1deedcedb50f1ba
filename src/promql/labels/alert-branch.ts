import type { Span } from "../../lib/source.ts";
import {
  type Branch,
  isAlways,
  type KnownLabel,
  labelOf,
  METRIC_NAME,
  withLabel,
} from "./branch.ts";
import { ABSENT, exactly, oneOf, PRESENT, union } from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";
import { ruleLabelConstraint } from "./rule-label.ts";

const NOWHERE: Span = { from: 0, to: 0 };

/** A rule's name and labels, as written. */
export type RuleLabels = {
  readonly name: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
};

const alertReason = (because: string, span: Span): LabelReason => ({
  cause: "alerts",
  because,
  span,
});

/**
 * The labels of the alerts that a rule makes of samples with these labels: those of the sample but its
 * name, then those of the rule, then `alertname` (rules/alerting.go).
 */
export const alertBranch = (sample: Branch, rule: RuleLabels): Branch => {
  const known = new Map<string, KnownLabel>(sample.known);
  known.set(METRIC_NAME, {
    constraint: ABSENT,
    reason: alertReason("an alert has no name of a metric", NOWHERE),
  });
  for (const { name, value } of rule.labels) {
    const constraint = ruleLabelConstraint(value, (label) => labelOf(sample, label).constraint);
    const because = `the alert \`${rule.name}\` sets it to \`${value}\``;
    known.set(name, { constraint, reason: alertReason(because, NOWHERE) });
  }
  known.set("alertname", {
    constraint: exactly(rule.name),
    reason: alertReason("every alert has it", NOWHERE),
  });
  return { known, others: sample.others };
};

/**
 * The series `ALERTS` or `ALERTS_FOR_STATE` of such alerts. Where a templated label comes out empty, the
 * series has the template itself (rules/alerting.go, `sample`).
 */
export const alertSeries = (alert: Branch, rule: RuleLabels, metric: string): Branch => {
  let series = alert;
  for (const { name, value } of rule.labels) {
    const label = labelOf(series, name);
    if (!value.includes("{{") || isAlways(label)) continue;
    const constraint = union(label.constraint, exactly(value));
    const weakest = constraint.length === 0 ? PRESENT : constraint;
    series = withLabel(series, name, { constraint: weakest, reason: label.reason });
  }
  const reason = alertReason(`every series of \`${metric}\` has it`, NOWHERE);
  series = withLabel(series, METRIC_NAME, { constraint: exactly(metric), reason });
  if (metric !== "ALERTS") return series;
  return withLabel(series, "alertstate", { constraint: oneOf(["pending", "firing"]), reason });
};
