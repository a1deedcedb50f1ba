import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { Examined, ExaminedRule, Query } from "../../examined.ts";
import type { LiveFacts, LiveQuery, LiveSelector } from "../../live/live-facts.ts";
import { queryText, selectorText } from "../../live/questions.ts";

/** A rule with a query that Prometheus was asked about. */
export type LiveRule = {
  readonly rule: ExaminedRule;
  readonly query: Query;
  /** What the query gave; undefined where that is not known. */
  readonly answer: LiveQuery | undefined;
};

const rulesByFacts = new WeakMap<LiveFacts, readonly LiveRule[]>();

/** All rules that Prometheus was asked about. */
export const liveRules = ({ rules, evidence: { live } }: Examined): readonly LiveRule[] => {
  if (live === undefined) return [];
  const known = rulesByFacts.get(live);
  if (known !== undefined) return known;
  const found = rules.flatMap((rule) => {
    const { query } = rule;
    return query === undefined ? [] : [{ rule, query, answer: live.queries.get(queryText(query)) }];
  });
  rulesByFacts.set(live, found);
  return found;
};

const recordedByFacts = new WeakMap<LiveFacts, ReadonlySet<string>>();

/** Names of what rules of the set record: series that are yet to come, or to change. */
export const recordedNames = (
  { recordings }: Pick<Examined, "recordings">,
  live: LiveFacts,
): ReadonlySet<string> => {
  const names = recordedByFacts.get(live) ?? new Set(recordings.map(({ rule }) => rule.name.text));
  recordedByFacts.set(live, names);
  return names;
};

export type LiveReader = LiveRule & {
  readonly selector: VectorSelector;
  readonly found: LiveSelector;
};

/** What each selector of each rule finds. Series that a rule of the set records are left out: they are yet to come. */
export const liveReaders = function* (examined: Examined): Generator<LiveReader> {
  const { live } = examined.evidence;
  if (live === undefined) return;
  const recorded = recordedNames(examined, live);
  for (const of of liveRules(examined)) {
    for (const selector of selectorsOf(of.query.expr)) {
      const found = live.selectors.get(selectorText(selector));
      if (found !== undefined && !recorded.has(metricOf(selector)))
        yield { ...of, selector, found };
    }
  }
};
