import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { keptBack } from "../../../../test/proof/inhibition-confirmed.ts";
import { inhibitionCycle } from "./inhibition-cycle.ts";
import { inhibitionDead } from "./inhibition-dead.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: DatabaseDown
    expr: database_up == 0
    labels: {severity: critical}
  - alert: DiskFull
    expr: disk_free == 0
    labels: {severity: critical}
  - alert: ShopSlow
    expr: shop_slow == 1
    labels: {severity: warning}
`;

const alertmanager = (...inhibitions: readonly string[]) => `route:
  receiver: chat
  group_wait: 1s
receivers:
- name: chat
  webhook_configs: [{url: "http://127.0.0.1:9/"}]
inhibit_rules:
${inhibitions.map((one) => `- {${one}, equal: [instance]}\n`).join("")}`;

const over = (source: string, target: string) =>
  `source_matchers: [${source}], target_matchers: [${target}]`;

test("two alerts that keep each other back are both lost", async () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": alertmanager(
      over("alertname=DatabaseDown", "alertname=DiskFull"),
      over("alertname=DiskFull", 'alertname=~"Database.*"'),
    ),
  };
  const [finding, ...others] = foundBy(inhibitionCycle, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 9,
    column: 22,
    message:
      "DiskFull keeps back DatabaseDown, and by the inhibition on line 8 DatabaseDown keeps back DiskFull: when both fire, nobody is told of either",
    counterexample: { kind: "timeline", notifications: [] },
  });
  await confirmed(finding, files);
  expect(await keptBack(finding, files)).toHaveLength(2);
});

test("a ladder is no circle, nor are inhibitions whose alerts never meet", () => {
  const found = (...inhibitions: readonly string[]) =>
    foundBy(inhibitionCycle, {
      "rules.yml": RULES,
      "alertmanager.yml": alertmanager(...inhibitions),
    });
  expect(
    found(over("severity=critical", "severity=warning"), over("severity=warning", "severity=info")),
  ).toEqual([]);
  expect(
    found(
      over('alertname=DatabaseDown, instance="a"', "alertname=DiskFull"),
      over('alertname=DiskFull, instance="b"', "alertname=DatabaseDown"),
    ),
  ).toEqual([]);
});

test("an inhibition of alerts among themselves never acts", async () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": alertmanager(over("severity=critical", "severity=critical")),
  };
  const [finding, ...others] = foundBy(inhibitionCycle, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    message: expect.stringContaining("all of DatabaseDown and DiskFull match both its sides"),
  });
  expect(await keptBack(finding, files)).toEqual([]);
  expect(foundBy(inhibitionDead, files)).toEqual([]);
});

test("alerts on both sides of an inhibition that acts on others are a note", () => {
  const files = {
    "rules.yml": RULES,
    "alertmanager.yml": alertmanager(over('severity=~"critical|warning"', "severity=warning")),
  };
  expect(foundBy(inhibitionCycle, files)).toMatchObject([
    { severity: "info", message: expect.stringContaining("ShopSlow match both sides") },
  ]);
});
