import type { Aggregation } from "../../../../promql/syntax/expr.ts";
import { least, most } from "./number-functions.ts";
import {
  keyOf,
  NotReplayed,
  nameSet,
  nameSetWithMetric,
  type Sample,
  type Value,
  withNames,
  withoutNames,
} from "./sample.ts";

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const OPERATORS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: total,
  avg: (values) => total(values) / values.length,
  min: least,
  max: most,
  count: (values) => values.length,
  group: () => 1,
};

/** The aggregation of a vector. Throws for operators that choose among series or take a parameter. */
export const aggregateSamples = (node: Aggregation, samples: readonly Sample[]): Value => {
  const combine = OPERATORS[node.operator];
  if (combine === undefined) throw new NotReplayed(`the aggregation ${node.operator}`);
  const names = node.grouping === "by" ? nameSet(node.labels) : nameSetWithMetric(node.labels);
  const grouped = new Map<string, { labels: Sample["labels"]; values: number[] }>();
  for (const { labels, value } of samples) {
    const kept = node.grouping === "by" ? withNames(labels, names) : withoutNames(labels, names);
    const key = keyOf(kept);
    const group = grouped.get(key) ?? { labels: kept, values: [] };
    group.values.push(value);
    grouped.set(key, group);
  }
  const results = [...grouped.values()].map(({ labels, values }) => ({
    labels,
    value: combine(values),
  }));
  return { kind: "vector", samples: results };
};
