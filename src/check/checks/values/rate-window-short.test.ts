import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { alertFiles, columnOf } from "../../../../test/one-alert.ts";
import { rateWindowShort } from "./rate-window-short.ts";

const prometheus = (interval: string) => ({
  "prometheus.yml": `global: {scrape_interval: ${interval}}
scrape_configs:
- job_name: shop
- job_name: slow
  scrape_interval: 5m
`,
});

test("a window that is shorter than the scrape interval is shown giving nothing", async () => {
  const expr = "rate(shop_requests_total[30s]) > 1";
  const rules = alertFiles([expr]);
  const [finding, ...others] = foundBy(rateWindowShort, { ...rules, ...prometheus("1m") });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 5,
    column: columnOf(expr, "[30s]"),
    help: "use a window of at least 4m",
    counterexample: { firing: [] },
  });
  await confirmed(finding, rules);
});

test.each([
  ["rate(shop_requests_total[1m]) > 1", "1m", "warning"],
  ["rate(shop_requests_total[3m]) > 1", "1m", "info"],
  ['rate(x_total{job="slow"}[5m]) > 1', "15s", "warning"],
])("%s with a sample every %s is a matter of degree", (expr, interval, severity) => {
  expect(
    foundBy(rateWindowShort, { ...alertFiles([expr]), ...prometheus(interval) }),
  ).toMatchObject([{ severity }]);
});

test("without a configuration nothing is claimed", () => {
  expect(foundBy(rateWindowShort, alertFiles(["rate(a_total[1m]) > 1"]))).toMatchObject([
    { severity: "info", message: expect.stringContaining("if that is how often") },
  ]);
  expect(
    foundBy(rateWindowShort, alertFiles(["rate(a_total[1m]) > 1"]), { scrapeInterval: "45s" }),
  ).toMatchObject([{ severity: "warning", message: expect.stringContaining("settings") }]);
});

test.each([
  "rate(shop_requests_total[5m]) > 1",
  'rate(x_total{job="slow"}[20m]) > 1',
  "max_over_time(shop_queue[30s]) > 1",
  "rate(job:requests:sum[30s]) > 1",
])("%s is let be", (expr) => {
  expect(foundBy(rateWindowShort, { ...alertFiles([expr]), ...prometheus("1m") })).toEqual([]);
});
