import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { objectiveIncomplete } from "./objective-incomplete.ts";

const burn = (window: string, factor: string) =>
  `sum(rate(shop_failed_total[${window}])) / sum(rate(shop_requests_total[${window}])) > ${factor} * (1 - 0.999)`;

test("ten times what the objective allows is shown with no alert", async () => {
  const expr = burn("1h", "14.4");
  const files = alertFiles([expr, { for: "2m", severity: "critical" }]);
  const [finding, ...others] = foundBy(objectiveIncomplete, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    column: columnOf(expr, "> "),
    message: expect.stringContaining(
      "at 10 times what it allows, the budget of a month is gone in 3 days",
    ),
    counterexample: { firing: [] },
  });
  await confirmed(finding, files);
});

test("one finding for an objective, at its slowest alert", () => {
  const files = alertFiles([burn("5m", "30")], [burn("1h", "14.4"), { alert: "Slower" }]);
  expect(foundBy(objectiveIncomplete, files)).toMatchObject([{ subject: "Slower" }]);
});

test("slow burns that are watched in another alert complete it", () => {
  const files = alertFiles([burn("1h", "14.4")], [burn("6h", "6"), { alert: "Slow" }]);
  expect(foundBy(objectiveIncomplete, files)).toEqual([]);
});

test.each([
  "sum(rate(shop_failed_total[1h])) / sum(rate(shop_requests_total[1h])) > 0.01",
  burn("6h", "6"),
  burn("1h", "2"),
  "shop_queue > 14 * 0.1",
])("%s is let be", (expr) => {
  expect(foundBy(objectiveIncomplete, alertFiles([expr]))).toEqual([]);
});
