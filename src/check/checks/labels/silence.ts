import type { Expr } from "../../../promql/syntax/expr.ts";
import { parentsOf } from "../../../promql/values/parts.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { ExaminedAlert, Query } from "../../examined.ts";
import { line, type Setting, seriesExample, settingOf } from "./firing-case.ts";

/** These make something of nothing. */
const ALWAYS_GIVE: ReadonlySet<string> = new Set(["absent", "absent_over_time", "scalar"]);

const passesNothing = (parent: Expr, child: Expr): boolean => {
  if (parent.kind === "call") return !ALWAYS_GIVE.has(parent.function);
  if (parent.kind !== "binary") return true;
  return parent.operator !== "or" && (parent.operator !== "unless" || parent.left === child);
};

/** Whether the query gives nothing when this part of it gives nothing. */
export const isNeeded = (query: Query, part: Expr): boolean => {
  const parents = parentsOf(query.values().order);
  let child = part;
  for (let parent = parents.get(child); parent !== undefined; parent = parents.get(child)) {
    if (!passesNothing(parent, child)) return false;
    child = parent;
  }
  return true;
};

/** Counters by their use: whatever is read over a range, or named so. */
const GROWS = /_(?:total|count|sum|bucket)$/;

/** Series with these labels, for a query that gives nothing whatever their values. */
export const silentWith = (alert: ExaminedAlert, { history, labels }: Setting): Counterexample => {
  const series = [...labels].map(([{ metric }, own]) =>
    line(metric, own, GROWS.test(metric) ? `0+600x${history.steps}` : `1x${history.steps}`),
  );
  return seriesExample(alert, history, { series, firing: [] });
};

/** One series for each selector, for a query that is proven to give nothing. */
export const silentExample = (alert: ExaminedAlert, query: Query): Counterexample | undefined => {
  const setting = settingOf(alert, query);
  return setting && silentWith(alert, setting);
};
