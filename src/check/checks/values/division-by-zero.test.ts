import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { divisionByZero } from "./division-by-zero.ts";

test("a divisor that is declared to be 0 at times is shown firing, with its place", async () => {
  const expr = "redis_memory_used_bytes / redis_memory_max_bytes > 0.8";
  const files = alertFiles([expr, { for: "5m", severity: "warning" }]);
  const [finding, ...others] = foundBy(divisionByZero, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 5,
    column: columnOf(expr, "redis_memory_max_bytes"),
    subject: "Case",
    message:
      "redis_memory_max_bytes is 0 when maxmemory is not set; then the quotient is +Inf and the alert fires",
    help: expect.stringContaining("(redis_memory_max_bytes > 0)"),
    counterexample: {
      firing: [{ instance: "example:9100", job: "example", severity: "warning" }],
    },
  });
  await confirmed(finding, files);
});

test("an infinity that keeps the alert silent is a warning", () => {
  const files = alertFiles(["1 - redis_memory_used_bytes / redis_memory_max_bytes > 0.2"]);
  expect(foundBy(divisionByZero, files)).toMatchObject([{ severity: "warning" }]);
});

test("a counter that stands still as the divisor is a warning, for nobody has declared it", async () => {
  const files = alertFiles(["queue_length / rate(handled_total[5m]) > 600"]);
  const [finding] = foundBy(divisionByZero, files);
  expect(finding).toMatchObject({ severity: "warning" });
  await confirmed(finding, files);
});

test.each([
  "redis_memory_used_bytes / (redis_memory_max_bytes > 0) > 0.8",
  "redis_memory_used_bytes / redis_memory_max_bytes > 0.8 and redis_memory_max_bytes > 0",
  "redis_memory_used_bytes / redis_total_system_memory_bytes > 0.9",
  "node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1",
  "sum(rate(failed_total[5m])) / sum(rate(all_total[5m])) > 0.05",
  "used_bytes / limit_bytes > 0.9",
])("%s is let be", (expr) => {
  expect(foundBy(divisionByZero, alertFiles([expr]))).toEqual([]);
});
