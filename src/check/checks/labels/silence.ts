import type { Expr } from "../../../promql/syntax/expr.ts";
import { parentsOf } from "../../../promql/values/parts.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { ExaminedAlert, Query } from "../../examined.ts";
import { line, seriesExample, settingOf } from "./firing-case.ts";

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

/**
 * One series for each selector, of which nothing comes: an example for queries that are proven to give nothing
 * whatever the values.
 */
export const silentExample = (alert: ExaminedAlert, query: Query): Counterexample | undefined => {
  const setting = settingOf(alert, query);
  if (setting === undefined) return undefined;
  const { steps } = setting.history;
  const series = [...setting.labels].map(([{ metric }, labels]) =>
    line(metric, labels, GROWS.test(metric) ? `0+600x${steps}` : `1x${steps}`),
  );
  return seriesExample(alert, setting.history, { series, firing: [] });
};
