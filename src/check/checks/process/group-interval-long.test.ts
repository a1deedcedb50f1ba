import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { groupIntervalLong } from "./group-interval-long.ts";

const RECORD = "  - {record: 'shop:errors:sum', expr: sum(shop_errors)}\n";
const ALERT = "  - {alert: ShopFails, expr: 'shop:errors:sum > 1', for: 5m}\n";

const group = (name: string, interval: string, ...rules: readonly string[]) =>
  `- name: ${name}\n  interval: ${interval}\n  rules:\n${rules.join("")}`;

const found = (...groups: readonly string[]) =>
  foundBy(groupIntervalLong, { "rules.yml": `groups:\n${groups.join("")}` });

test("series that are recorded rarely vanish in between, which is shown at the interval", () => {
  expect(found(group("slow", "10m", RECORD), group("fast", "1m", ALERT))).toMatchObject([
    {
      severity: "warning",
      line: 3,
      column: 13,
      subject: "slow",
      message:
        "shop:errors:sum is recorded every 10m and seen for 5m only: it is gone for 5m of each interval, and ShopFails, which reads it, loses its `for` each time",
    },
  ]);
});

test("alerts that are evaluated rarely are a note", () => {
  expect(found(group("slow", "10m", ALERT))).toMatchObject([{ severity: "info", line: 3 }]);
});

test("an interval within the five minutes is let be, also where the configuration gives it", () => {
  expect(found(group("usual", "5m", RECORD, ALERT))).toEqual([]);
  const files = {
    "rules.yml": `groups:\n- name: g\n  rules:\n${RECORD}`,
    "prometheus.yml": "global: {evaluation_interval: 10m}\nrule_files: [rules.yml]\n",
  };
  expect(foundBy(groupIntervalLong, files)).toMatchObject([{ line: 2, column: 9 }]);
});
