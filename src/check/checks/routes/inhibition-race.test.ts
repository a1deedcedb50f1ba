import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { inhibitionRace } from "./inhibition-race.ts";

const rules = (causeFor: string, effectFor: string) => `groups:
- name: shop
  interval: 500ms
  rules:
  - alert: DatabaseDown
    expr: database_up == 0
    for: ${causeFor}
    labels: {severity: critical}
  - alert: ShopSlow
    expr: shop_slow == 1
    for: ${effectFor}
    labels: {severity: warning}
`;

const alertmanager = (groupWait: string) => `route:
  receiver: chat
  group_wait: 1s
  routes:
  - matchers: [severity="warning"]
    receiver: chat
    group_wait: ${groupWait}
receivers:
- name: chat
  webhook_configs: [{url: "http://127.0.0.1:9/"}]
inhibit_rules:
- source_matchers: [severity="critical"]
  target_matchers: [severity="warning"]
  equal: [instance]
`;

const filesOf = (causeFor: string, effectFor: string, groupWait: string) => ({
  "rules.yml": rules(causeFor, effectFor),
  "alertmanager.yml": alertmanager(groupWait),
});

const found = (causeFor: string, effectFor: string, groupWait: string) =>
  foundBy(inhibitionRace, filesOf(causeFor, effectFor, groupWait));

test("a cause that takes longer than its effect and the group's wait comes too late", async () => {
  const files = filesOf("3s", "0s", "1s");
  const [finding, ...others] = foundBy(inhibitionRace, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 12,
    column: 21,
    message: expect.stringContaining(
      "DatabaseDown fires 3s after its condition begins, and ShopSlow is told after 1s",
    ),
    counterexample: {
      events: [
        { at: "0s", labels: { alertname: "ShopSlow" } },
        { at: "3s", labels: { alertname: "DatabaseDown" } },
      ],
      notifications: [
        { at: "1s", alerts: [{ alertname: "ShopSlow" }] },
        { at: "4s", alerts: [{ alertname: "DatabaseDown" }] },
      ],
    },
  });
  await confirmed(finding, files);
});

test("a cause that may still be in time, by a moment of evaluation, is let be", () => {
  expect(found("3s", "0s", "3s")).toEqual([]);
  expect(found("1500ms", "0s", "1s")).toEqual([]);
  expect(found("1m", "5m", "30s")).toEqual([]);
});

test("a higher threshold of the same alert is crossed later anyway", () => {
  const files = {
    "rules.yml": rules("15m", "0s").replace("ShopSlow", "DatabaseDown"),
    "alertmanager.yml": alertmanager("10s"),
  };
  expect(foundBy(inhibitionRace, files)).toEqual([]);
});
