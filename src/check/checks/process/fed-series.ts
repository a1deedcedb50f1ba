import type { Labels } from "../../../labels/labels.ts";
import { matches } from "../../../labels/match.ts";
import type { RuleTest } from "../../../prometheus/rule-test-file.ts";
import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import { parseExpr } from "../../../promql/syntax/parse.ts";
import { descendants } from "../../../promql/syntax/walk.ts";
import type { Examined, ExaminedAlert, ExaminedRule } from "../../examined.ts";
import { seriesReaders, withItsSources } from "./series-readers.ts";

/** Functions that give a result where there are no series. */
const FROM_NOTHING = new Set(["absent", "absent_over_time", "vector", "time", "scalar"]);

/** The labels of a series as a test writes it, with its name; undefined when it is no series. */
const labelsOfSeries = (written: string): Labels | undefined => {
  const parsed = parseExpr(written);
  if ("error" in parsed || parsed.expr.kind !== "selector") return undefined;
  const { metric, matchers } = parsed.expr;
  const labels = Object.fromEntries(matchers.map(({ name, value }) => [name, value]));
  return metric === "" ? labels : { ...labels, __name__: metric };
};

const computed = new WeakMap<RuleTest, readonly (Labels | undefined)[]>();

const seriesOf = (test: RuleTest): readonly (Labels | undefined)[] => {
  const known =
    computed.get(test) ?? test.inputSeries.map(({ series }) => labelsOfSeries(series.text));
  computed.set(test, known);
  return known;
};

const selects = ({ metric, matchers }: VectorSelector, labels: Labels): boolean =>
  (metric === "" || labels["__name__"] === metric) && matches(matchers, labels);

const givesWithoutSeries = ({ query }: ExaminedRule): boolean => {
  if (query === undefined) return true;
  for (const node of descendants(query.expr)) {
    if (node.kind === "call" && FROM_NOTHING.has(node.function)) return true;
  }
  return false;
};

/**
 * Whether a test gives an alert no series at all, neither to its own query nor to the recording rules that it reads,
 * so that it has to be silent. False for alerts that need none, and where that is not known.
 */
export const feedsNothing = (test: RuleTest, alert: ExaminedAlert, examined: Examined): boolean => {
  const readers = seriesReaders(examined);
  const rules = [...withItsSources(readers, alert)];
  if (rules.some(givesWithoutSeries)) return false;
  const selectors = rules.flatMap((rule) => readers.ofRule.get(rule) ?? []);
  if (selectors.length === 0 || selectors.some(({ metric }) => /^ALERTS/.test(metric)))
    return false;
  const series = seriesOf(test);
  return series.every(
    (labels) => labels !== undefined && !selectors.some((selector) => selects(selector, labels)),
  );
};
