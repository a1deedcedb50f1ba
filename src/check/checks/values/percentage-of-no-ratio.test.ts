import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import { percentageOfNoRatio } from "./percentage-of-no-ratio.ts";

const withText = (expr: string, summary: string) =>
  alertFiles([expr, { annotations: { summary } }]);
const TEXT = "{{ $value | humanizePercentage }}";

test.each([
  ["100 * node_filesystem_avail_bytes / node_filesystem_size_bytes < 15", "8500%", "warning"],
  ["histogram_quantile(0.9, rate(wait_seconds_bucket[5m])) > 1", "9000%", "info"],
])("%s is shown as it is printed", async (expr, output, severity) => {
  const files = withText(expr, TEXT);
  const [finding, ...others] = foundBy(percentageOfNoRatio, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity, line: 7, column: 20, counterexample: { output } });
  await confirmed(finding, files);
});

test.each([
  "node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.15",
  "rate(shop_failed_total[5m]) / rate(shop_requests_total[5m]) > 0.05",
  "unknown_level > 5",
  "job:shop_errors:ratio5m > 0.1",
])("%s is let be", (expr) => {
  expect(foundBy(percentageOfNoRatio, withText(expr, TEXT))).toEqual([]);
});
