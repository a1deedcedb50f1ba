import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { groupLabelMissing } from "./group-label-missing.ts";

const RULES = `groups:
- name: shop
  rules:
  - alert: ShopDown
    expr: up{job="shop"} == 0
    labels: {severity: critical, service: shop}
  - alert: ShopErrors
    expr: sum(rate(shop_errors_total[5m])) > 1
    labels: {severity: critical, service: shop}
`;

const config = (groupBy: string) => `route:
  receiver: chat
  group_by: ${groupBy}
receivers:
- name: chat
`;

const found = (groupBy: string, more: Record<string, unknown> = {}, files = {}) =>
  foundBy(
    groupLabelMissing,
    { "rules.yml": RULES, "alertmanager.yml": config(groupBy), ...files },
    more,
  );

test("a label that nothing mentions is a note, since targets may have it", () => {
  expect(found("[alertname, cluster, service]")).toMatchObject([
    {
      severity: "info",
      line: 3,
      column: 25,
      subject: "chat",
      message: expect.stringContaining('"cluster"'),
    },
  ]);
});

test("a label that nobody can have is a warning once the labels of targets are known", () => {
  expect(found("[alertname, cluster]", { targetLabels: ["job", "instance"] })).toMatchObject([
    { severity: "warning", line: 3, column: 25 },
  ]);
});

test("external labels, labels of rules and those that targets commonly have are no matter", () => {
  const prometheus = { "prometheus.yml": "global: {external_labels: {cluster: eu}}\n" };
  expect(found("[alertname, cluster, service]", {}, prometheus)).toEqual([]);
  expect(found("['...']")).toEqual([]);
  expect(found("[alertname, service, severity]", { targetLabels: ["cluster"] })).toEqual([]);
});

test("alerts that lose the label in their query are named", () => {
  expect(found("[service, instance]")).toMatchObject([
    { severity: "info", column: 23, message: expect.stringContaining("ShopErrors never has") },
  ]);
});

test("a route that inherits its grouping adds to what is grouped by the one that says it", () => {
  const alertmanager = `route:
  receiver: chat
  group_by: [alertname, cluster]
  routes:
  - matchers: [service=shop]
    receiver: chat
receivers:
- name: chat
`;
  const files = { "rules.yml": RULES, "alertmanager.yml": alertmanager };
  expect(foundBy(groupLabelMissing, files, { targetLabels: [] })).toMatchObject([{ line: 3 }]);
});
