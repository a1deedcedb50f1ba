import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import { burnRateText } from "./burn-rate-text.ts";

const EXPR =
  "sum(rate(shop_failed_total[1h])) / sum(rate(shop_requests_total[1h])) > 14.4 * (1 - 0.999)";

const withText = (description: string, expr = EXPR) =>
  alertFiles([expr, { annotations: { description } }]);

test("a share of failures that is called a burn rate is shown as it is printed", async () => {
  const text = "Current error budget burn rate: {{ $value | humanizePercentage }}";
  const files = withText(text);
  const [finding, ...others] = foundBy(burnRateText, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 7,
    column: 21 + text.indexOf("$value"),
    message: expect.stringContaining('"2%", while the burn rate is 20'),
    counterexample: { output: "2%" },
  });
  await confirmed(finding, files);
});

test.each([
  ["The share of failures is {{ $value | humanizePercentage }}"],
  ["The burn rate is high: {{ $labels.job }} fails {{ $value | humanizePercentage }}"],
  ["The burn rate is high"],
])("%s is let be", (text) => {
  expect(foundBy(burnRateText, withText(text))).toEqual([]);
});

test("a value that is a burn rate may be called one", () => {
  const expr =
    "sum(rate(shop_failed_total[1h])) / sum(rate(shop_requests_total[1h])) / (1 - 0.999) > 14.4";
  expect(foundBy(burnRateText, withText("burn rate: {{ $value }}x", expr))).toEqual([]);
});
