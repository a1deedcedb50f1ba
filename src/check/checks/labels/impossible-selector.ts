import type { LabelFlow } from "../../../promql/labels/label-flow.ts";
import type { LabelReason } from "../../../promql/labels/label-reason.ts";
import { labelVerdict } from "../../../promql/labels/label-verdict.ts";
import type { LocatedMatcher, VectorSelector } from "../../../promql/syntax/expr.ts";
import type { Query } from "../../examined.ts";

type ImpossibleSelector = LabelFlow["impossibleSelectors"][number];

/** A selector with the matcher that no series passes, and what the others leave of the series. */
export type DeadSelector = {
  readonly selector: VectorSelector;
  readonly matcher: LocatedMatcher;
  /** The selector with the matchers before the guilty one only. */
  readonly rest: VectorSelector;
  readonly reason: LabelReason | undefined;
};

export const deadSelectorOf = (
  { span, label }: ImpossibleSelector,
  selectors: readonly VectorSelector[],
  query: Query,
): DeadSelector | undefined => {
  for (const selector of selectors) {
    const index = selector.matchers.findIndex((matcher) => matcher.span === span);
    const matcher = selector.matchers[index];
    if (matcher === undefined) continue;
    const rest = { ...selector, matchers: selector.matchers.slice(0, index) };
    const [branch] = labelVerdict(query.labelsOf(rest), label).branches;
    return { selector, matcher, rest, reason: branch?.reason };
  }
  return undefined;
};
