import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles } from "../../../../test/one-alert.ts";
import { valueUnreadable } from "./value-unreadable.ts";

const withText = (expr: string, summary: string) =>
  alertFiles([expr, { annotations: { summary } }]);

test.each([
  [
    "process_resident_memory_bytes / (1024 * 1024 * 1024) > 2",
    "uses {{ $value }}GB",
    "2.199999999254942GB",
  ],
  ["process_resident_memory_bytes > 2e9", "{{ $value }} bytes", "2.362232012e+09 bytes"],
  [
    "node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1",
    "{{ .Value }}",
    "0.07142857142857142",
  ],
  [
    "rate(shop_requests_total[5m]) > 100",
    '{{ printf "%v" $value }} a second',
    "3.4833333333333334",
  ],
])("%s with %s is shown as it is printed", async (expr, text, output) => {
  const files = withText(expr, text);
  const [finding, ...others] = foundBy(valueUnreadable, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ severity: "info", line: 7, counterexample: { output } });
  await confirmed(finding, files);
});

test.each([
  ["process_resident_memory_bytes > 2e9", "{{ $value | humanize1024 }}B"],
  [
    "node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1",
    "{{ $value | humanizePercentage }}",
  ],
  ["rate(shop_requests_total[5m]) > 100", '{{ printf "%.1f" $value }}'],
  ["count(up == 0) > 1", "{{ $value }} targets"],
  ["up == 0", "{{ $value }}"],
  ["shop_queue > 5", "{{ $value }}"],
  ["rate(shop_requests_total[5m]) > 100", "{{ if gt $value 5.0 }}much{{ end }}"],
])("%s with %s is let be", (expr, text) => {
  expect(foundBy(valueUnreadable, withText(expr, text))).toEqual([]);
});
