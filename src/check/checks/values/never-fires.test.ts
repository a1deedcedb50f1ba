import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { neverFires } from "./never-fires.ts";

test.each([
  ["up > 1", "up > 1", "error"],
  [
    "node_memory_MemFree_bytes / node_memory_MemTotal_bytes > 90",
    "node_memory_MemFree_bytes /",
    "error",
  ],
  ["absent(sales) > 1 and on () vector(1)", "absent", "error"],
  ["rate(sales_total[5m]) < 0", "rate", "warning"],
  ["sales_total < 0", "sales_total", "warning"],
  ["sales > NaN", "sales", "error"],
  ["histogram_quantile(-1, rate(wait_seconds_bucket[5m])) > 1", "-1", "error"],
])("%s never fires", async (expr, part, severity) => {
  const files = alertFiles([expr, { severity: "critical" }]);
  const [finding, ...others] = foundBy(neverFires, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity, line: 5, column: columnOf(expr, part) });
  await confirmed(finding, files);
});

test("most of them are shown staying silent", () => {
  const files = alertFiles(["up > 1"]);
  expect(foundBy(neverFires, files)).toMatchObject([{ counterexample: { firing: [] } }]);
});

test.each([
  "up == 0",
  "up < 1",
  "node_memory_MemFree_bytes / node_memory_MemTotal_bytes * 100 > 90",
  "up > 1 or up == 0",
  "rate(sales_total[5m]) <= 0",
  "sales > 1000",
  "absent(sales) == 1",
  "delta(node_load1[5m]) < 0",
])("%s is let be", (expr) => {
  expect(foundBy(neverFires, alertFiles([expr]))).toEqual([]);
});

const recorded = (...expressions: readonly string[]) => ({
  "rules.yml": `groups:
- name: g
  rules:
${expressions.map((expr) => `  - record: job:up:avg\n    expr: ${expr}\n`).join("")}  - alert: A
    expr: job:up:avg > 1
    labels: {severity: critical}
`,
});

test("an alert on a recorded share that is above 1 never fires", async () => {
  const files = recorded("avg by (job) (up)");
  const [finding, ...others] = foundBy(neverFires, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    subject: "A",
    line: 7,
    message: expect.stringContaining("job:up:avg is recorded, and up is never above 1"),
  });
  await confirmed(finding, files);
});

test("what another rule of the same name records may be above it", () => {
  expect(foundBy(neverFires, recorded("avg by (job) (up)", "sum by (job) (up)"))).toEqual([]);
});
