import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedRule } from "../../examined.ts";
import { textOf, verdictsOf } from "./query-verdicts.ts";

const ofRule = function* ({ rule, query, placeOf }: ExaminedRule): Iterable<Discovery> {
  if (query === undefined) return;
  for (const { kind, span, because } of verdictsOf(query)) {
    if (kind !== "nan-in-aggregation") continue;
    const divisor = textOf(query, span);
    yield {
      place: placeOf(span),
      subject: rule.name.text,
      message: `${because[0]?.text ?? "the divisor can be 0"}; one such series makes the whole aggregation NaN, and NaN passes no comparison`,
      help: `leave out what has nothing to divide by, \`/ (${divisor} > 0)\`, or aggregate both sides before the division`,
    };
  }
};

const find = function* ({ rules }: Examined): Iterable<Discovery> {
  for (const rule of rules) yield* ofRule(rule);
};

export const nanInAggregation: Check = {
  name: "nan-in-aggregation",
  severity: "warning",
  title: "An aggregation of quotients, of which a single 0/0 takes all others with it",
  find,
};
