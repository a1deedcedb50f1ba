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
import { conjunction, exactly, literalValues, PRESENT } from "./constraint.ts";
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

/** More names than this in one selector are not looked up one by one. */
const NAMES_LIMIT = 12;

const namesOf = (selector: VectorSelector): readonly string[] | undefined => {
  for (const { name, operator, value } of selector.matchers) {
    if (name !== METRIC_NAME) continue;
    if (operator === "=") return [value];
    const names = operator === "=~" ? literalValues(value) : undefined;
    if (names !== undefined && names.length <= NAMES_LIMIT) return names;
  }
  return undefined;
};

/** The selector for each metric that it names, also by `__name__`; itself when it could mean any. */
export const selectorsByMetric = (selector: VectorSelector): readonly VectorSelector[] => {
  if (selector.metric !== "") return [selector];
  const names = namesOf(selector)?.filter((name) => name !== "");
  return names?.map((metric) => ({ ...selector, metric })) ?? [selector];
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

const describe = ({ metric }: VectorSelector): string =>
  metric === "" ? "the selector" : `the selector of \`${metric}\``;

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

const applied = (selector: VectorSelector, series: Branch): Branch | ImpossibleSelector => {
  let branch = named(series, selector);
  for (const matcher of selector.matchers) {
    const { reason } = labelOf(branch, matcher.name);
    const next = narrowed(branch, matcher);
    if (next === undefined) {
      return { span: matcher.span, label: matcher.name, because: reason.because };
    }
    branch = next;
  }
  return branch;
};

/** What is left of the series when the selector's matchers are applied to each. */
export const selectSeries = (
  selector: VectorSelector,
  series: readonly Branch[],
): readonly (Branch | ImpossibleSelector)[] => series.map((branch) => applied(selector, branch));

export const isSelected = (selected: Branch | ImpossibleSelector): selected is Branch =>
  "known" in selected;
