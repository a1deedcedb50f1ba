import type { Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { printExpr } from "../../../promql/syntax/print.ts";
import { selectorsOf, transform, withoutParens } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { DashboardPanel, PanelThreshold } from "../../evidence/dashboard-panels.ts";
import { VARIABLE } from "../../evidence/dashboard-query.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { listedWords } from "./listed.ts";
import { dashboardsOf } from "./set-dashboards.ts";

/** What a panel leaves open: ranges, and labels that a variable chooses. */
type Freedom = { readonly ranges: boolean; readonly labels: ReadonlySet<string> };

const FREE_RANGE_MS = 60_000;

/** The expression as a text that is the same for all that differ only in what is free. */
const formOf = (expr: Expr, { ranges, labels }: Freedom): string => {
  const bare = transform(expr, (node) => {
    if (node.kind === "paren") return withoutParens(node);
    if (node.kind === "selector" && labels.size > 0) {
      return { ...node, matchers: node.matchers.filter(({ name }) => !labels.has(name)) };
    }
    return node.kind === "range" && ranges ? { ...node, rangeMs: FREE_RANGE_MS } : node;
  });
  return printExpr(bare);
};

const isOfVariable = ({ matchers }: VectorSelector): readonly string[] =>
  matchers.filter(({ value }) => value.includes(VARIABLE)).map(({ name }) => name);

type Limit = { readonly alert: ExaminedAlert; readonly value: Expr; readonly number: number };

/** Where alerts draw the line on what. */
const limitsOf = ({ alerts }: Examined): Limit[] =>
  alerts.flatMap((alert) => {
    if (alert.query === undefined) return [];
    return thresholdsIn(alert.query.values()).flatMap(({ value, thresholdFacts }) => {
      const number = constantOf(thresholdFacts);
      return number === undefined ? [] : [{ alert, value, number }];
    });
  });

const firstMetric = (expr: Expr): string => {
  const [selector] = selectorsOf(expr);
  return selector === undefined ? "" : metricOf(selector);
};

/** Finds the alerts with a given expression among those that begin with the same metric. */
const limitsLike = (limits: readonly Limit[]) => {
  const byMetric = Map.groupBy(limits, ({ value }) => firstMetric(value));
  return (expr: Expr, freedom: Freedom): readonly Limit[] => {
    const alike = byMetric.get(firstMetric(expr)) ?? [];
    if (alike.length === 0) return [];
    const form = formOf(expr, freedom);
    return alike.filter(({ value }) => formOf(value, freedom) === form);
  };
};

const isSame = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

const discovery = (
  { title }: DashboardPanel,
  threshold: PanelThreshold,
  limits: readonly Limit[],
): Discovery => {
  const said = limits.map(({ alert, number }) => `${alert.rule.name.text} at ${number}`);
  return {
    place: threshold.place,
    subject: title,
    message: `the panel "${title}" draws the line at ${threshold.value}, while of the same query ${listedWords([...new Set(said)])} fires: people look at the wrong line`,
    help: `draw it at ${listedWords([...new Set(limits.map(({ number }) => String(number)))])}, or change the alert`,
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  if (examined.evidence.dashboards.length === 0) return;
  const { contents, queryOf } = dashboardsOf(examined);
  const panels = contents.flatMap((content) => content.panels);
  const marked = panels.filter(({ thresholds }) => thresholds.length > 0);
  if (marked.length === 0) return;
  const limitsFor = limitsLike(limitsOf(examined));
  for (const panel of marked) {
    const limits = panel.queries.flatMap((written) => {
      const query = queryOf(written);
      if (query === undefined) return [];
      const labels = new Set(selectorsOf(query.expr).flatMap(isOfVariable));
      return limitsFor(query.expr, { ranges: query.hasFreeRange, labels });
    });
    const [first] = panel.thresholds;
    const agrees = panel.thresholds.some(({ value }) =>
      limits.some(({ number }) => isSame(number, value)),
    );
    if (first !== undefined && limits.length > 0 && !agrees) yield discovery(panel, first, limits);
  }
};

export const dashboardDiffers: Check = {
  name: "dashboard-differs",
  severity: "warning",
  title: "A panel whose threshold is not that of the alert on the same query",
  find,
};
