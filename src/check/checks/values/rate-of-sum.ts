import type { Call, Expr } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import { factsIn } from "../../../promql/values/evaluate.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedRule } from "../../examined.ts";

const GROWTH: ReadonlySet<string> = new Set(["rate", "irate", "increase"]);
const SUMS: ReadonlySet<string> = new Set(["sum", "avg"]);

/** A sum of counters as they stand. */
const isSumOfCounters = (expr: Expr, { query }: ExaminedRule): boolean => {
  const node = withoutParens(expr);
  if (query === undefined || node.kind !== "aggregation" || !SUMS.has(node.operator)) return false;
  const { origin } = factsIn(query.values(), node.expr);
  return origin?.raw === true && origin.type === "counter";
};

/** Recorded series that are such sums. */
const recordedSums = ({ recordings }: Examined): ReadonlySet<string> =>
  new Set(
    recordings
      .filter((rule) => rule.query !== undefined && isSumOfCounters(rule.query.expr, rule))
      .map(({ rule }) => rule.name.text),
  );

const isRateOfSum = (call: Call, rule: ExaminedRule, recorded: ReadonlySet<string>): boolean => {
  const [argument] = call.arguments;
  if (argument?.kind === "range") return recorded.has(metricOf(argument.selector));
  return argument?.kind === "subquery" && isSumOfCounters(argument.expr, rule);
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const recorded = recordedSums(examined);
  for (const rule of examined.rules) {
    for (const part of rule.query?.values().order ?? []) {
      if (part.kind !== "call" || !GROWTH.has(part.function)) continue;
      if (!isRateOfSum(part, rule, recorded)) continue;
      yield {
        place: rule.placeOf(part.functionSpan),
        subject: rule.rule.name.text,
        message: `when one of the summed counters is restarted or its series ends, the sum falls, and ${part.function} takes the fall for a restart of all of them: a large peak out of nothing`,
        help: `sum the ${part.function}s instead: \`sum(${part.function}(…))\``,
      };
    }
  }
};

export const rateOfSum: Check = {
  name: "rate-of-sum",
  severity: "warning",
  title: "The growth of a sum of counters",
  find,
};
