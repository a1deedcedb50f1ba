import type { MatchOperator } from "../../labels/matcher.ts";
import type { Span } from "../../lib/source.ts";
import type { LocatedMatcher, VectorSelector } from "../syntax/expr.ts";
import {
  type Branch,
  isAlways,
  isNever,
  type KnownLabel,
  labelOf,
  METRIC_NAME,
  openBranch,
  withLabel,
} from "./branch.ts";
import { conjunction, exactly, PRESENT } from "./constraint.ts";
import type { LabelReason } from "./label-reason.ts";

/** A selector that can select nothing: no series that could have its name passes this matcher. */
export type ImpossibleSelector = {
  readonly span: Span;
  readonly label: string;
  /** Why the label is otherwise than the matcher wants. */
  readonly because: string;
};

export const writtenMatcher = (matcher: {
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
}): string => `${matcher.name}${matcher.operator}${JSON.stringify(matcher.value)}`;

/** The metric name that the selector asks for, "" when it is not a certain one. */
export const metricOf = (selector: VectorSelector): string => {
  if (selector.metric !== "") return selector.metric;
  const named = selector.matchers.find(
    ({ name, operator }) => name === METRIC_NAME && operator === "=",
  );
  return named?.value ?? "";
};

const matcherReason = (matcher: LocatedMatcher, narrowed: KnownLabel): LabelReason => {
  const says = isAlways(narrowed) || isNever(narrowed) ? "requires" : "says no more than";
  return {
    cause: "selector",
    because: `the selector ${says} \`${writtenMatcher(matcher)}\``,
    span: matcher.span,
  };
};

const narrowed = (branch: Branch, matcher: LocatedMatcher): Branch | undefined => {
  const before = labelOf(branch, matcher.name);
  const constraint = conjunction(before.constraint, [
    { operator: matcher.operator, value: matcher.value },
  ]);
  if (constraint === undefined) return undefined;
  if (constraint === before.constraint) return branch;
  const settled = isAlways(before) || isNever(before);
  const after = { constraint, reason: before.reason };
  const reason = settled ? before.reason : matcherReason(matcher, after);
  return withLabel(branch, matcher.name, { constraint, reason });
};

const describe = (selector: VectorSelector): string => {
  const metric = metricOf(selector);
  return metric === "" ? "the selector" : `the selector of \`${metric}\``;
};

/** Series of which nothing is known but what the selector says. */
export const unknownSeries = (selector: VectorSelector): Branch =>
  openBranch({
    cause: "unknown",
    because: `${describe(selector)} says nothing of it`,
    span: selector.span,
  });

const named = (branch: Branch, selector: VectorSelector): Branch => {
  const constraint = selector.metric === "" ? PRESENT : exactly(selector.metric);
  return withLabel(branch, METRIC_NAME, {
    constraint,
    reason: { cause: "selector", because: "every series has a name", span: selector.span },
  });
};

/** What is left of the series when the selector's matchers are applied. */
export const selectSeries = (
  selector: VectorSelector,
  series: readonly Branch[],
): { branches: readonly Branch[]; impossible: ImpossibleSelector | undefined } => {
  const branches: Branch[] = [];
  let impossible: ImpossibleSelector | undefined;
  for (const start of series) {
    let branch: Branch | undefined = named(start, selector);
    for (const matcher of selector.matchers) {
      const { reason } = labelOf(branch, matcher.name);
      branch = narrowed(branch, matcher);
      if (branch !== undefined) continue;
      impossible ??= { span: matcher.span, label: matcher.name, because: reason.because };
      break;
    }
    if (branch !== undefined) branches.push(branch);
  }
  return { branches, impossible: branches.length === 0 ? impossible : undefined };
};
