import type { Binary, VectorSelector } from "../../../promql/syntax/expr.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import { ratesOfSeries } from "./per-series.ts";

/** A division of rates of single series by rates of single series. */
export type SeriesRatio = {
  readonly node: Binary;
  readonly left: readonly VectorSelector[];
  readonly right: readonly VectorSelector[];
};

export type Found = {
  readonly alert: ExaminedAlert;
  readonly query: Query;
  readonly examined: Examined;
};

const FAILURE = /fail|err|reject|refus|drop|timeout|invalid|abort|5xx|unavailable/i;
const FAILED_STATUS = /^\(?(?:5|4|\^5)|err|fail/i;

/** Whether the selector is of something that went wrong, by its name or by a status that it asks for. */
export const isOfFailures = ({ metric, matchers }: VectorSelector): boolean =>
  FAILURE.test(metric) ||
  matchers.some(({ operator, value }) => operator.startsWith("=") && FAILED_STATUS.test(value));

const isSameSelector = (a: VectorSelector, b: VectorSelector): boolean =>
  a.metric === b.metric &&
  a.matchers.length === b.matchers.length &&
  a.matchers.every(({ name, operator, value }) =>
    b.matchers.some(
      (other) => other.name === name && other.operator === operator && other.value === value,
    ),
  );

/** Undefined for ratios of which nothing counts failures, or that somebody has thought about with `on`. */
export const seriesRatio = (node: Binary): SeriesRatio | undefined => {
  if (node.operator !== "/" || node.matching.mode === "on") return undefined;
  const left = ratesOfSeries(node.left);
  const right = ratesOfSeries(node.right);
  const [whole] = right ?? [];
  if (left === undefined || right === undefined || whole === undefined) return undefined;
  const part = left.find((selector) => !isSameSelector(selector, whole));
  const isFailing = [...left, ...right].some(isOfFailures);
  return part !== undefined && isFailing ? { node, left, right } : undefined;
};
