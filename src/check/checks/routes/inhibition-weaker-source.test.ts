import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { keptBack } from "../../../../test/proof/inhibition-confirmed.ts";
import { inhibitionWeakerSource } from "./inhibition-weaker-source.ts";

const rules = (severity: string) => `groups:
- name: shop
  rules:
  - alert: ShopInstanceDown
    expr: up{job="shop"} == 0
    labels: {severity: ${severity}, service: shop}
  - alert: ShopBudgetBurns
    expr: sum(shop_burn) > 14
    labels: {severity: critical, service: shop}
  - alert: ShopSlow
    expr: sum(shop_slow) > 1
    labels: {severity: warning, service: shop}
`;

const alertmanager = (source: string, target: string) => `route:
  receiver: chat
  group_wait: 1s
receivers:
- name: chat
  webhook_configs: [{url: "http://127.0.0.1:9/"}]
inhibit_rules:
- source_matchers: [${source}]
  target_matchers: [${target}]
  equal: [service]
`;

const found = (severity: string, source: string, target: string) =>
  foundBy(inhibitionWeakerSource, {
    "rules.yml": rules(severity),
    "alertmanager.yml": alertmanager(source, target),
  });

test("the warning of one instance that keeps back the page of the whole service is an error", async () => {
  const files = {
    "rules.yml": rules("warning"),
    "alertmanager.yml": alertmanager(
      "alertname=ShopInstanceDown",
      'service=shop, alertname!="ShopInstanceDown"',
    ),
  };
  const [finding, ...others] = foundBy(inhibitionWeakerSource, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 8,
    column: 21,
    message: expect.stringContaining(
      "ShopInstanceDown (warning) keeps back ShopBudgetBurns (critical), which is the more urgent",
    ),
  });
  await confirmed(finding, files);
  expect(await keptBack(finding, files)).toMatchObject([{ alertname: "ShopBudgetBurns" }]);
});

test("sources as urgent as their targets, or more so, are let be", () => {
  expect(found("critical", "alertname=ShopInstanceDown", "service=shop")).toEqual([]);
  expect(found("critical", "severity=critical", "severity=warning")).toEqual([]);
  expect(found("critical", "severity=critical", 'severity=~"warning|info"')).toEqual([]);
});

test("a severity that is not known, or that no list has, is nothing to judge by", () => {
  expect(found("'{{ $labels.level }}'", "alertname=ShopInstanceDown", "severity=critical")).toEqual(
    [],
  );
  expect(found("sev9", "alertname=ShopInstanceDown", "severity=critical")).toEqual([]);
});

test("where the severity must be equal, nothing weaker keeps anything back", () => {
  const files = {
    "rules.yml": rules("warning"),
    "alertmanager.yml": alertmanager("alertname=ShopInstanceDown", 'alertname=~"Shop.*"').replace(
      "[service]",
      "[service, severity]",
    ),
  };
  expect(foundBy(inhibitionWeakerSource, files)).toEqual([]);
});

test("a warning that is kept back by a note, or a page by a signal that is named, is a warning", () => {
  expect(found("info", "severity=info", "severity=warning")).toMatchObject([
    { severity: "warning" },
  ]);
  expect(found("none", "alertname=ShopInstanceDown", "severity=critical")).toMatchObject([
    { severity: "warning" },
  ]);
  expect(found("info", "severity=info", "severity=critical")).toMatchObject([
    { severity: "error" },
  ]);
});
