import type { VectorMatching } from "../../../promql/labels/match-vectors.ts";
import type { Discovery } from "../../check.ts";
import type { Examined, ExaminedRule, Query } from "../../examined.ts";

/** The query in which an operator matches series. */
export type MatchingQuery = {
  readonly rule: ExaminedRule;
  readonly query: Query;
  readonly examined: Examined;
};

/** What is found of each match of series, in all queries of the set. */
export const inMatchings = function* (
  examined: Examined,
  discover: (matching: VectorMatching, found: MatchingQuery) => Discovery | undefined,
): Iterable<Discovery> {
  for (const rule of examined.rules) {
    const { query } = rule;
    if (query === undefined) continue;
    for (const matching of query.labels().matchings) {
      const found = discover(matching, { rule, query, examined });
      if (found !== undefined) yield found;
    }
  }
};
