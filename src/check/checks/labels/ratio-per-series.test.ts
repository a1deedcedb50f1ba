import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { ratioPerSeries } from "./ratio-per-series.ts";

const rule = (expr: string) => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: ShopErrors
    expr: ${expr}
    for: 2m
    labels: {severity: critical}
`,
});

const declared = (failed: readonly string[], all: readonly string[]) => ({
  metrics: [
    {
      of: "shop",
      metrics: [
        { name: "shop_failed_total", type: "counter", labels: failed },
        { name: "shop_requests_total", type: "counter", labels: all },
      ],
    },
  ],
});

test("one failed request of a rare endpoint is 100 %, with one alert for each endpoint", async () => {
  const files = rule("(rate(shop_failed_total[5m]) / rate(shop_requests_total[5m])) > 0.05");
  const findings = foundBy(ratioPerSeries, files);
  expect(findings).toMatchObject([
    {
      severity: "warning",
      line: 5,
      column: 40,
      subject: "ShopErrors",
      counterexample: { firing: [{ endpoint: "rare" }, { endpoint: "seldom" }] },
    },
  ]);
  await confirmed(findings[0], files);
});

test("a burn rate by what succeeded is found too", async () => {
  const total = "rate(shop_requests_total[1h])";
  const files = rule(
    `(1 - (${total} - rate(shop_failed_total[1h])) / ${total}) > (14.4 * (1 - 0.999))`,
  );
  const findings = foundBy(ratioPerSeries, files);
  expect(findings).toMatchObject([{ severity: "warning", counterexample: { kind: "series" } }]);
  await confirmed(findings[0], files);
});

test("sides that are declared with different labels never match: the alert is silent when all fails", async () => {
  const files = rule("rate(shop_failed_total[5m]) / rate(shop_requests_total[5m]) > 0.05");
  const findings = foundBy(ratioPerSeries, files, declared(["endpoint", "error"], ["endpoint"]));
  expect(findings).toMatchObject([
    {
      severity: "error",
      message: expect.stringContaining("shop_failed_total has the label error"),
      counterexample: { firing: [] },
    },
  ]);
  expect(JSON.stringify(findings[0]?.counterexample)).toContain('error=\\"example\\"');
  await confirmed(findings[0], files);
});

test("a label more on the other side is the same", async () => {
  const files = rule("rate(shop_failed_total[5m]) / rate(shop_requests_total[5m]) > 0.05");
  const findings = foundBy(ratioPerSeries, files, declared([], ["endpoint"]));
  expect(findings).toMatchObject([{ severity: "error" }]);
  await confirmed(findings[0], files);
});

test("declared labels that are the same on both sides are those of the example", async () => {
  const files = rule("increase(shop_failed_total[5m]) / increase(shop_requests_total[5m]) > 0.05");
  const findings = foundBy(ratioPerSeries, files, declared(["till"], ["till"]));
  expect(findings).toMatchObject([
    { severity: "warning", counterexample: { firing: [{ till: "rare" }, { till: "seldom" }] } },
  ]);
  await confirmed(findings[0], files);
});

test("a part of a metric divided by all of it is each series divided by itself", async () => {
  const part = 'rate(shop_requests_total{code=~"5.."}[5m])';
  const files = rule(`${part} / rate(shop_requests_total[5m]) > 0.05`);
  const findings = foundBy(ratioPerSeries, files);
  expect(findings).toMatchObject([
    {
      severity: "error",
      message: expect.stringContaining("always 1"),
      counterexample: { firing: [{ severity: "critical" }] },
    },
  ]);
  await confirmed(findings[0], files);
});

test.each([
  ["sums", "sum(rate(shop_failed_total[5m])) / sum(rate(shop_requests_total[5m])) > 0.05"],
  ["gauges", "shop_pool_used / shop_pool_size > 0.9"],
  ["a mean of a summary", "rate(shop_seconds_sum[5m]) / rate(shop_seconds_count[5m]) > 1"],
  ["one metric in two windows", "rate(shop_failed_total[5m]) / rate(shop_failed_total[1h]) > 2"],
  [
    "counters of which none is of failures",
    "rate(read_bytes_total[5m]) / rate(reads_total[5m]) > 1",
  ],
  [
    "a match that somebody has thought about",
    "rate(a_failed_total[5m]) / on (instance) rate(a_total[5m]) > 1",
  ],
  [
    "metrics of a well-known exporter",
    "rate(node_network_receive_errs_total[2m]) / rate(node_network_receive_packets_total[2m]) > 1",
  ],
  ["a division by a number", "rate(shop_failed_total[5m]) / 60 > 1"],
])("%s: let be", (_, expr) => {
  expect(foundBy(ratioPerSeries, rule(expr))).toEqual([]);
});
