import type { Expr, VectorSelector } from "../../../promql/syntax/expr.ts";
import { descendants, selectorsOf } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { thresholdsIn } from "../../../promql/values/thresholds.ts";
import type { Examined, Query } from "../../examined.ts";
import { queriedAlerts } from "./query-verdicts.ts";
import { metricNamesIn } from "./selector-names.ts";

/** What the alerts of a set notice when it is missing. */
export type WatchedSilence = {
  /** Selectors within `absent` and `absent_over_time`. */
  readonly absences: readonly VectorSelector[];
  /** Metrics whose absence, or too little of which, gives an alert. */
  readonly metrics: ReadonlySet<string>;
};

const ABSENCE: ReadonlySet<string> = new Set(["absent", "absent_over_time"]);
const DOWNWARDS: ReadonlySet<string> = new Set(["<", "<=", "=="]);

const divides = (expr: Expr): boolean => {
  for (const part of descendants(expr)) {
    if (part.kind === "binary" && part.operator === "/" && selectorsOf(part.right).length > 0) {
      return true;
    }
  }
  return false;
};

/** What a query wants to be absent. */
const absencesIn = ({ values }: Query): readonly VectorSelector[] =>
  values().order.flatMap((part) =>
    part.kind === "call" && ABSENCE.has(part.function) ? selectorsOf(part) : [],
  );

/** The metrics of which a query wants too little. */
const scarceIn = ({ values }: Query): readonly string[] =>
  thresholdsIn(values()).flatMap(({ operator, value, negated }) =>
    negated || !DOWNWARDS.has(operator) || divides(value) ? [] : metricNamesIn(value),
  );

const work = (examined: Examined): WatchedSilence => {
  const queries = queriedAlerts(examined).map(({ query }) => query);
  const absences = queries.flatMap(absencesIn);
  const metrics = new Set([...queries.flatMap(scarceIn), ...absences.map(metricOf)]);
  return { absences, metrics };
};

const known = new WeakMap<Examined, WatchedSilence>();

/** Worked out once for all checks of a set. */
export const watchedSilence = (examined: Examined): WatchedSilence => {
  const before = known.get(examined);
  if (before !== undefined) return before;
  const watched = work(examined);
  known.set(examined, watched);
  return watched;
};
