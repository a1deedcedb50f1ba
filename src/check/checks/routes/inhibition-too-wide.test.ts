import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { keptBack } from "../../../../test/proof/inhibition-confirmed.ts";
import { inhibitionTooWide } from "./inhibition-too-wide.ts";

const ladder = (expr: string) => `groups:
- name: api
  rules:
  - alert: ApiBudgetBurns
    expr: ${expr} > 14
    labels: {severity: critical}
  - alert: ApiBudgetBurns
    expr: ${expr} > 3
    labels: {severity: warning}
`;

const alertmanager = (equal: string) => `route:
  receiver: chat
  group_wait: 1s
receivers:
- name: chat
  webhook_configs: [{url: "http://127.0.0.1:9/"}]
inhibit_rules:
- source_matchers: [severity="critical"]
  target_matchers: [severity="warning"]
  equal: [${equal}]
`;

const PROMETHEUS = `global:
  external_labels: {region: eu}
`;

const BY_CLUSTER = 'sum by (cluster) (rate(api_errors_total{cluster!=""}[1h]))';

test("a label that neither side has lets one cluster's alert keep back all others'", async () => {
  const files = {
    "rules.yml": ladder(BY_CLUSTER),
    "alertmanager.yml": alertmanager("namespace, alertname"),
    "prometheus.yml": PROMETHEUS,
  };
  const [finding, ...others] = foundBy(inhibitionTooWide, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 10,
    column: 11,
    message: expect.stringContaining('neither ever has "namespace"'),
    help: expect.stringContaining("add cluster to `equal`"),
  });
  await confirmed(finding, files);
});

test("instances that nothing tells apart keep each other back", async () => {
  const files = {
    "rules.yml": ladder('api_load{instance!=""}'),
    "alertmanager.yml": alertmanager("alertname"),
  };
  const [finding, ...others] = foundBy(inhibitionTooWide, files);
  expect(others).toEqual([]);
  expect(finding?.message).toContain("of one instance keeps back ApiBudgetBurns of every other");
  expect(await keptBack(finding, files)).toMatchObject([{ severity: "warning" }]);
});

test("labels that are or may be equal tell alerts apart, and alerts without instances need none", () => {
  const found = (expr: string, equal: string) =>
    foundBy(inhibitionTooWide, {
      "rules.yml": ladder(expr),
      "alertmanager.yml": alertmanager(equal),
    });
  expect(found(BY_CLUSTER, "cluster, alertname")).toEqual([]);
  expect(found("api_load", "alertname, cluster, service")).toEqual([]);
  expect(found("sum(api_load)", "alertname")).toEqual([]);
  expect(found('api_load{instance="api-0"}', "alertname")).toEqual([]);
});

const UNRELATED = `groups:
- name: all
  rules:
  - alert: DiskFull
    expr: sum(disk_full) > 0
    labels: {severity: critical}
  - alert: DatabaseDown
    expr: sum(database_down) > 0
    labels: {severity: critical}
  - alert: ShopSlow
    expr: sum(shop_slow) > 0
    labels: {severity: warning}
  - alert: MailSlow
    expr: sum(mail_slow) > 0
    labels: {severity: warning}
`;

test("severities alone let any alert keep back any other", async () => {
  const files = {
    "rules.yml": UNRELATED,
    "alertmanager.yml": alertmanager("").replace("  equal: []\n", ""),
  };
  const [finding, ...others] = foundBy(inhibitionTooWide, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    line: 8,
    column: 3,
    message:
      "any of DiskFull and DatabaseDown keeps back all of ShopSlow and MailSlow, whatever they are about: there is no `equal`",
  });
  expect(await keptBack(finding, files)).toMatchObject([{ alertname: "ShopSlow" }]);
});

test("one named cause may keep back everything", () => {
  const one = alertmanager("")
    .replace('severity="critical"', 'alertname="DatabaseDown"')
    .replace("  equal: []\n", "");
  expect(foundBy(inhibitionTooWide, { "rules.yml": UNRELATED, "alertmanager.yml": one })).toEqual(
    [],
  );
});
