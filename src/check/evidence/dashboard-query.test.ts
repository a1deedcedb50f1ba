import { expect, test } from "vitest";
import { printExpr } from "../../promql/syntax/print.ts";
import { readDashboardQuery } from "./dashboard-query.ts";

const read = (text: string) => {
  const query = readDashboardQuery(text);
  return query && [printExpr(query.expr), query.hasFreeRange];
};

/** A variable in braces, as Grafana writes it. */
const braced = (name: string): string => `$\{${name}}`;

test.each([
  ["rate(x[$__rate_interval])", "rate(x[5m])", true],
  [`rate(x[${braced("range:text")}])`, "rate(x[5m])", true],
  ["max_over_time(x[[[range]]:$step])", "max_over_time(x[5m:1m])", true],
  ["x offset $shift", "x offset 5m", true],
  ['x{job=~"$job", a="[[a]]"}', 'x{job=~"grafana_variable", a="grafana_variable"}', false],
  ["sum by ($label) (x)", "sum by (grafana_variable) (x)", false],
  [`x * $__interval_ms / ${braced("__range_s")}`, "x * 1 / 1", false],
  ["rate(x[1h])", "rate(x[1h])", false],
])("%s is read with something in the place of variables", (text, printed, hasFreeRange) => {
  expect(read(text)).toEqual([printed, hasFreeRange]);
});

test("what is no PromQL even so is not read", () => {
  expect(read("label_values(up, job")).toBeUndefined();
  expect(read("$query $")).toBeUndefined();
});
