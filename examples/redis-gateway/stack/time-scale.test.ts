import { expect, test } from "vitest";
import { scalePromql } from "./time-scale.ts";

test.each([
  ["rate(errors_total[5m]) > 1", "rate(errors_total[15s]) > 1"],
  ["increase(x[1h30m]) / increase(x[1h30m])", "increase(x[4m30s]) / increase(x[4m30s])"],
  ["rate(x[1m])", "rate(x[5s])"],
  ["max_over_time(up[1h:1m])", "max_over_time(up[3m:3s])"],
  ["max_over_time(up[ 1h : ])", "max_over_time(up[3m:])"],
  ["up offset 10m", "up offset 30s"],
  ["up offset -10m", "up offset -30s"],
  ["sum(x{path=\"/a[5m]\", other='[5m]'}[5m])", "sum(x{path=\"/a[5m]\", other='[5m]'}[15s])"],
  ['x{path="\\"[5m]"}[20m]', 'x{path="\\"[5m]"}[1m]'],
  ["time() - x > 300", "time() - x > 300"],
])("%s becomes %s", (promql, expected) => {
  expect(scalePromql(promql, 20)).toBe(expected);
});
