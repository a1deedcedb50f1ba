import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { nanInAggregation } from "./nan-in-aggregation.ts";

test("a quotient within an average is found at its divisor", () => {
  const expr = "avg by (job) (rate(failed_total[5m]) / rate(all_total[5m])) > 0.1";
  expect(foundBy(nanInAggregation, alertFiles([expr]))).toMatchObject([
    {
      severity: "warning",
      column: columnOf(expr, "rate(all_total[5m])"),
      help: expect.stringContaining("(rate(all_total[5m]) > 0)"),
    },
  ]);
});

test.each([
  "sum(rate(failed_total[5m])) / sum(rate(all_total[5m])) > 0.1",
  "max(rate(failed_total[5m]) / rate(all_total[5m])) > 0.1",
  "avg(rate(failed_total[5m]) / (rate(all_total[5m]) > 0)) > 0.1",
  "avg(node_memory_MemFree_bytes / node_memory_MemTotal_bytes) < 0.1",
])("%s is let be", (expr) => {
  expect(foundBy(nanInAggregation, alertFiles([expr]))).toEqual([]);
});
