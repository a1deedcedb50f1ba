import { expect, test } from "vitest";
import { type AlertFields, alertFiles } from "../../../../../test/one-alert.ts";
import { readEvidence } from "../../../evidence/read-evidence.ts";
import { examine } from "../../../examine.ts";
import { DEFAULT_SETTINGS } from "../../../settings.ts";
import { firingIn, type Story } from "./replay.ts";

const alertOf = (expr: string, fields: AlertFields = {}) => {
  const files = Object.entries(alertFiles([expr, fields])).map(([path, text]) => ({ path, text }));
  const { examined } = examine(readEvidence(files, "current"), DEFAULT_SETTINGS, "2026-11-25");
  const [alert] = examined.alerts;
  if (alert === undefined) throw new Error("no alert");
  return alert;
};

const story = (evalTime: string, values: Readonly<Record<string, string>>): Story => ({
  interval: "1m",
  evalTime,
  series: Object.entries(values).map(([name, text]) => ({
    name,
    labels: { job: "shop" },
    values: text,
  })),
});

test("an alert fires once it has held for as long as it waits", () => {
  const alert = alertOf("queue > 5", { for: "2m", severity: "critical" });
  const values = { queue: "0x2 9x9" };
  expect(firingIn(alert, story("4m", values))).toEqual([]);
  expect(firingIn(alert, story("5m", values))).toMatchObject([
    { labels: { job: "shop", severity: "critical" }, value: 9 },
  ]);
});

test("a series that ends is seen for five minutes more, unless it is marked as stale", () => {
  const alert = alertOf("queue > 5");
  expect(firingIn(alert, story("5m", { queue: "9x1" }))).toHaveLength(1);
  expect(firingIn(alert, story("8m", { queue: "9x1" }))).toEqual([]);
  expect(firingIn(alert, story("3m", { queue: "9x1 stale" }))).toEqual([]);
});

test.each([
  ["a query that fails", "a + on () {__name__=~'b|c'} > 0", { a: "1", b: "1", c: "1" }],
  ["a function that is not replayed", "label_replace(a, 'x', 'y', 'z', '') > 0", { a: "1" }],
  ["a moment that is fixed", "a @ 100 > 0", { a: "1" }],
  ["results with the same labels", "{__name__=~'a|b'} * 1 > 0", { a: "1", b: "1" }],
])("nothing is said of %s", (_, expr, values) => {
  expect(firingIn(alertOf(expr), story("0s", values))).toBeUndefined();
});

test("nothing is said where versions of Prometheus differ", () => {
  const alert = alertOf("count_over_time(a[2m]) > 2");
  expect(firingIn(alert, story("4m", { a: "1x9" }))).toBeUndefined();
});
