import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { unitMismatch } from "./unit-mismatch.ts";

const withText = (expr: string, summary: string) =>
  alertFiles([expr, { annotations: { summary } }]);

test.each([
  ["node_memory_MemFree_bytes > rate(node_cpu_seconds_total[5m])", "> ", "error"],
  ["process_start_time_seconds > 3600", "> ", "warning"],
  ["histogram_quantile(0.9, rate(wait_seconds_bucket[5m])) > 500", "> ", "info"],
  ["100 * node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1", "< ", "warning"],
])("%s compares what does not go together", (expr, part, severity) => {
  expect(foundBy(unitMismatch, alertFiles([expr]))).toMatchObject([
    { severity, line: 5, column: columnOf(expr, part) },
  ]);
});

test.each([
  ["process_resident_memory_bytes / (1024 * 1024 * 1024) > 2", "{{ $value }}GB", "info"],
  ["process_resident_memory_bytes / 1e6 > 2000", "{{ $value }} GB", "warning"],
  [
    "node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1",
    'only {{ printf "%.2f" $value }}% left',
    "warning",
  ],
  ["histogram_quantile(0.9, rate(wait_seconds_bucket[5m])) > 0.5", "{{ $value }}ms", "warning"],
])("%s with %s misleads who reads it", async (expr, text, severity) => {
  const files = withText(expr, text);
  const [finding, ...others] = foundBy(unitMismatch, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity,
    line: 7,
    column: 17 + text.indexOf("$value"),
  });
  await confirmed(finding, files);
});

test.each([
  ["process_resident_memory_bytes / (1024 * 1024 * 1024) > 2", "{{ $value }}GiB"],
  ["process_resident_memory_bytes > 2e9", "{{ $value | humanize1024 }}B"],
  ["100 * node_filesystem_avail_bytes / node_filesystem_size_bytes < 10", "{{ $value }}%"],
  ["histogram_quantile(0.9, rate(wait_seconds_bucket[5m])) > 0.5", "{{ $value }}s"],
  ["histogram_quantile(0.9, rate(wait_seconds_bucket[5m])) > 0.5", "{{ $value }} since 5m"],
  ["unknown_level > 5", "{{ $value }}%"],
  ["time() - process_start_time_seconds < 600", "up for {{ $value | humanizeDuration }}"],
])("%s with %s is let be", (expr, text) => {
  expect(foundBy(unitMismatch, withText(expr, text))).toEqual([]);
});
