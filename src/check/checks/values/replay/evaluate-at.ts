import type { Labels } from "../../../../labels/labels.ts";
import type { Call, Expr } from "../../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../../promql/syntax/walk.ts";
import { aggregateSamples } from "./aggregate-samples.ts";
import { bucketQuantile } from "./bucket-quantile.ts";
import { combineValues } from "./combine-values.ts";
import { NUMBER_FUNCTIONS } from "./number-functions.ts";
import {
  distinctVector,
  keyOf,
  METRIC_NAME,
  NotReplayed,
  type Sample,
  scalarOf,
  type Value,
  vectorOf,
  withoutName,
  withoutNames,
} from "./sample.ts";
import { type Storage, selectAt, selectWindows } from "./stored-series.ts";
import { WINDOW_FUNCTIONS } from "./window-functions.ts";

const SECOND_MS = 1000;

type Evaluation = { readonly now: number; readonly storage: Storage };

const each = (samples: readonly Sample[], change: (value: number) => number): Value =>
  distinctVector(
    samples.map(({ labels, value }) => ({ labels: withoutName(labels), value: change(value) })),
  );

const overWindow = (call: Call, { now, storage }: Evaluation): Value => {
  const [range, ...more] = call.arguments;
  const apply = WINDOW_FUNCTIONS[call.function];
  if (range?.kind !== "range" || apply === undefined || more.length > 0) {
    throw new NotReplayed(`the function ${call.function}`);
  }
  const keeps = call.function === "last_over_time";
  return distinctVector(
    selectWindows(range, now, storage).flatMap((window) => {
      const value = apply(window, storage.version);
      const labels = keeps ? window.labels : withoutName(window.labels);
      return value === undefined ? [] : [{ labels, value }];
    }),
  );
};

/** Only a bare selector gives its labels, and only those that it wants equal to one value. */
const absentLabels = (argument: Expr): Labels => {
  const node = withoutParens(argument);
  const selector = node.kind === "range" ? node.selector : node;
  if (selector.kind !== "selector") return {};
  const counts = new Map<string, number>();
  for (const { name } of selector.matchers) counts.set(name, (counts.get(name) ?? 0) + 1);
  const given = selector.matchers.filter(
    ({ name, operator, value }) =>
      operator === "=" && value !== "" && name !== METRIC_NAME && counts.get(name) === 1,
  );
  return Object.fromEntries(given.map(({ name, value }) => [name, value]));
};

const absence = (call: Call, evaluation: Evaluation): Value => {
  const [argument] = call.arguments;
  if (argument === undefined) throw new NotReplayed("absent of nothing");
  const found =
    argument.kind === "range"
      ? selectWindows(argument, evaluation.now, evaluation.storage)
      : vectorOf(evaluateAt(argument, evaluation));
  const samples = found.length > 0 ? [] : [{ labels: absentLabels(argument), value: 1 }];
  return { kind: "vector", samples };
};

const BUCKET: ReadonlySet<string> = new Set(["le", METRIC_NAME]);

const quantiles = (call: Call, evaluation: Evaluation): Value => {
  const [phi, buckets] = call.arguments;
  if (phi === undefined || buckets === undefined) throw new NotReplayed("a quantile of nothing");
  const rank = scalarOf(evaluateAt(phi, evaluation));
  const groups = Map.groupBy(vectorOf(evaluateAt(buckets, evaluation)), ({ labels }) =>
    keyOf(withoutNames(labels, BUCKET)),
  );
  const samples = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || !("le" in first.labels)) return [];
    return [{ labels: withoutNames(first.labels, BUCKET), value: bucketQuantile(rank, group) }];
  });
  return { kind: "vector", samples };
};

const scalarFrom = (samples: readonly Sample[]): Value => {
  const [only, ...more] = samples;
  const value = only === undefined || more.length > 0 ? Number.NaN : only.value;
  return { kind: "scalar", value };
};

const called = (call: Call, evaluation: Evaluation): Value => {
  const { now } = evaluation;
  const given = (index: number): Value => {
    const argument = call.arguments[index];
    if (argument === undefined) throw new NotReplayed(`${call.function} without an argument`);
    return evaluateAt(argument, evaluation);
  };
  switch (call.function) {
    case "time":
      return { kind: "scalar", value: now / SECOND_MS };
    case "vector":
      return { kind: "vector", samples: [{ labels: {}, value: scalarOf(given(0)) }] };
    case "scalar":
      return scalarFrom(vectorOf(given(0)));
    case "absent":
    case "absent_over_time":
      return absence(call, evaluation);
    case "histogram_quantile":
      return quantiles(call, evaluation);
    case "sort":
    case "sort_desc":
      return given(0);
  }
  const change = NUMBER_FUNCTIONS[call.function];
  if (change === undefined) return overWindow(call, evaluation);
  const numbers = call.arguments.slice(1).map((_, index) => scalarOf(given(index + 1)));
  return each(vectorOf(given(0)), (value) => change(value, numbers));
};

const negated = (value: Value): Value =>
  value.kind === "scalar"
    ? { kind: "scalar", value: -value.value }
    : each(value.samples, (each) => -each);

/**
 * The value of a query at a moment (milliseconds). Throws NotReplayed where that cannot be said. For expressions
 * that are known not to be deep.
 */
export const evaluateAt = (expr: Expr, evaluation: Evaluation): Value => {
  switch (expr.kind) {
    case "number":
      return { kind: "scalar", value: expr.value };
    case "selector":
      return { kind: "vector", samples: selectAt(expr, evaluation.now, evaluation.storage) };
    case "paren":
      return evaluateAt(expr.expr, evaluation);
    case "unary": {
      const value = evaluateAt(expr.expr, evaluation);
      return expr.operator === "-" ? negated(value) : value;
    }
    case "binary":
      return combineValues(
        expr,
        evaluateAt(expr.left, evaluation),
        evaluateAt(expr.right, evaluation),
      );
    case "aggregation":
      return aggregateSamples(expr, vectorOf(evaluateAt(expr.expr, evaluation)));
    case "call":
      return called(expr, evaluation);
    default:
      throw new NotReplayed(`a ${expr.kind}`);
  }
};
