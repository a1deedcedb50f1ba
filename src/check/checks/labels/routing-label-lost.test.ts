import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { routingLabelLost } from "./routing-label-lost.ts";

const rules = (expr: string, labels = "{severity: page}") => `groups:
- name: shop
  rules:
  - alert: NamespaceErrors
    expr: sum by (namespace) (rate(errors_total[5m])) > 1
    labels: {severity: page}
  - alert: JobErrors
    expr: ${expr}
    labels: ${labels}
`;

const ROUTES = `route:
  receiver: all
  routes:
  - matchers: [namespace="shop"]
    receiver: shop
receivers:
- name: all
- name: shop
`;

const files = (expr: string, labels?: string) => ({
  "rules.yml": rules(expr, labels),
  "alertmanager.yml": ROUTES,
});

test("an aggregation that loses the label of a route is shown with where its alert goes", async () => {
  const given = files("sum by (job) (rate(errors_total[5m])) > 1");
  const findings = foundBy(routingLabelLost, given);
  expect(findings).toMatchObject([
    {
      severity: "warning",
      line: 8,
      column: 15,
      subject: "JobErrors",
      message: expect.stringContaining('the route to "shop" on line 4 of alertmanager.yml'),
      counterexample: { receivers: ["all"] },
    },
  ]);
  expect(findings[0]?.message).toContain("NamespaceErrors reads the same metric");
  await confirmed(findings[0], given);
});

test("a label that only groupings or inhibitions look at is a note", () => {
  const alertmanager = `route: {receiver: all, group_by: [namespace]}
receivers: [{name: all}]
inhibit_rules:
- source_matchers: [severity="page"]
  target_matchers: [severity="ticket"]
  equal: [namespace]
`;
  const given = {
    "rules.yml": rules("sum(rate(errors_total[5m])) > 1"),
    "alertmanager.yml": alertmanager,
  };
  expect(foundBy(routingLabelLost, given)).toMatchObject([
    { severity: "info", message: expect.stringContaining("group_by"), counterexample: null },
  ]);
});

test.each([
  ["a label that is kept", "sum by (namespace) (rate(errors_total[5m])) > 1", undefined],
  ["a label that may be there", "rate(errors_total[5m]) > 1", undefined],
  ["a label that the rule sets", "sum(rate(errors_total[5m])) > 1", "{namespace: shop}"],
  ["a metric of which no alert carries it", "sum(rate(other_total[5m])) > 1", undefined],
])("%s: let be", (_, expr, labels) => {
  expect(foundBy(routingLabelLost, files(expr, labels))).toEqual([]);
});

test("a label that only Prometheus adds is not lost", () => {
  const given = {
    ...files("sum(rate(errors_total[5m])) > 1"),
    "prometheus.yml": "global: {external_labels: {namespace: shop}}\nscrape_configs: []\n",
  };
  expect(foundBy(routingLabelLost, given)).toEqual([]);
});
