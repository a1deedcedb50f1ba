import type { Call, Expr } from "../../../promql/syntax/expr.ts";
import { descendants } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import type { Examined } from "../../examined.ts";
import { selectorText } from "../../live/questions.ts";
import { recordedNames } from "./live-rules.ts";

/** Labels that some series below an expression have. */
export type SeriesLabels = ReadonlySet<string>;

/** Functions whose results have labels that no selected series has. */
const OTHER_LABELS: ReadonlySet<string> = new Set(["absent", "absent_over_time", "info"]);

const writtenBy = ({ function: name, arguments: given }: Call): string | undefined => {
  const target = name === "label_replace" || name === "label_join" ? given[1] : undefined;
  return target?.kind === "string" ? target.value : undefined;
};

/** The label that a part of a query makes, if it makes one. */
const madeBy = (part: Expr): string | undefined => {
  if (part.kind === "call") return writtenBy(part);
  const isCounted = part.kind === "aggregation" && part.operator === "count_values";
  return isCounted && part.parameter?.kind === "string" ? part.parameter.value : undefined;
};

/**
 * All labels that results of the expression can have, by the series that a running Prometheus has. Undefined when that
 * is not known of every selector: of those that find nothing, and of series that rules of the set are yet to record.
 */
export const seriesLabelsOf = (expr: Expr, examined: Examined): SeriesLabels | undefined => {
  const { live } = examined.evidence;
  if (live === undefined) return undefined;
  const recorded = recordedNames(examined, live);
  const labels = new Set<string>();
  let selectors = 0;
  for (const part of descendants(expr)) {
    if (part.kind === "call" && OTHER_LABELS.has(part.function)) return undefined;
    const made = madeBy(part);
    if (made !== undefined) labels.add(made);
    if (part.kind !== "selector") continue;
    const found = live.selectors.get(selectorText(part));
    const isRecorded = recorded.has(metricOf(part));
    if (isRecorded || found?.kind !== "found" || found.labelNames === undefined) return undefined;
    for (const name of found.labelNames) labels.add(name);
    selectors++;
  }
  return selectors === 0 ? undefined : labels;
};
