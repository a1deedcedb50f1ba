import type { Constraint } from "../../labels/symbolic.ts";
import { type FoundFacts, factsOf, type Metrics } from "../metrics/metrics.ts";
import type { VectorSelector } from "../syntax/expr.ts";
import { type Branch, type KnownLabel, METRIC_NAME } from "./branch.ts";
import { ABSENT, ANYTHING, oneOf, PRESENT } from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";

/**
 * Labels of targets besides `job` and `instance`, which service discovery and relabelling add: "any", or
 * these and no others, each of which some targets may lack.
 */
export type TargetLabels = "any" | readonly string[];

export type DeclaredMetrics = {
  readonly metrics?: Metrics;
  /** "any" when nothing is said. */
  readonly targetLabels?: TargetLabels;
};

const bucketLabels = ({ facts, role }: FoundFacts): readonly string[] => {
  if (role === "bucket") return ["le"];
  return facts.type === "summary" && role === "itself" ? ["quantile"] : [];
};

const valuesOf = ({ facts }: FoundFacts, label: string): readonly string[] =>
  Object.hasOwn(facts.labelValues, label) ? (facts.labelValues[label] ?? []) : [];

const always = (found: FoundFacts, label: string): Constraint => {
  const values = valuesOf(found, label);
  return values.length === 0 ? PRESENT : oneOf(values);
};

const sometimes = (found: FoundFacts, label: string): Constraint => {
  const values = valuesOf(found, label);
  return values.length === 0 ? ANYTHING : oneOf(["", ...values.filter((value) => value !== "")]);
};

/** What is declared of the series that the selector could mean; undefined when nothing is. */
export const declaredSeries = (
  selector: VectorSelector,
  { metrics, targetLabels = "any" }: DeclaredMetrics,
): readonly Branch[] | undefined => {
  const { metric } = selector;
  const found = metrics === undefined ? undefined : factsOf(metrics, metric);
  if (found === undefined) return undefined;
  const because = (text: string): LabelReason => ({
    cause: "declared",
    because: text,
    span: selector.span,
  });
  const known = new Map<string, KnownLabel>();
  const target = because("every target has it");
  for (const label of ["job", "instance"])
    known.set(label, { constraint: PRESENT, reason: target });
  if (targetLabels !== "any") {
    const reason = because("some targets may have it");
    for (const label of targetLabels) known.set(label, { constraint: ANYTHING, reason });
  }
  const optional = because(`\`${metric}\` is declared to have it sometimes`);
  for (const label of found.facts.optionalLabels) {
    known.set(label, { constraint: sometimes(found, label), reason: optional });
  }
  const declared = because(`\`${metric}\` is declared to have it`);
  for (const label of [...found.facts.labels, ...bucketLabels(found)]) {
    if (label === METRIC_NAME) continue;
    known.set(label, { constraint: always(found, label), reason: declared });
  }
  const others: KnownLabel =
    targetLabels === "any"
      ? {
          constraint: ANYTHING,
          reason: because(`\`${metric}\` is declared without it, and targets may add it`),
        }
      : { constraint: ABSENT, reason: because(`\`${metric}\` is declared without it`) };
  return [{ known, others }];
};
