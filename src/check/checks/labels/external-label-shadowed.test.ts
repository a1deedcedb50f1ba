import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { externalLabelShadowed } from "./external-label-shadowed.ts";

const rules = (labels: string) => `groups:
- name: shop
  rules:
  - alert: Shop
    expr: sum(up) == 0
    labels: {severity: page, ${labels}}
`;
const PROMETHEUS = `global:
  external_labels: {cluster: eu-1}
scrape_configs: []
`;
const ROUTES = `route:
  receiver: all
  routes:
  - matchers: [cluster="eu-1"]
    receiver: europe
receivers:
- name: all
- name: europe
`;

test("a rule that sets an external label is shown with where its alert goes", async () => {
  const files = {
    "rules.yml": rules("cluster: shop"),
    "prometheus.yml": PROMETHEUS,
    "alertmanager.yml": ROUTES,
  };
  const findings = foundBy(externalLabelShadowed, files);
  expect(findings).toMatchObject([
    {
      severity: "warning",
      line: 6,
      column: 30,
      message: expect.stringContaining("eu-1 in prometheus.yml"),
      counterexample: { labels: { cluster: "shop" }, receivers: ["all"] },
    },
  ]);
  await confirmed(findings[0], files);
});

test("a recording rule is found as well", () => {
  const recording = `groups:
- name: shop
  rules:
  - record: shop:up:sum
    expr: sum(up)
    labels: {cluster: shop}
`;
  const files = { "rules.yml": recording, "prometheus.yml": PROMETHEUS };
  expect(foundBy(externalLabelShadowed, files)).toMatchObject([
    { subject: "shop:up:sum", counterexample: null },
  ]);
});

test.each([
  ["the same value", "cluster: eu-1"],
  ["another label", "zone: a"],
  ["a template", "cluster: '{{ $externalLabels.cluster }}'"],
  ["an empty value", 'cluster: ""'],
])("%s: let be", (_, labels) => {
  const files = { "rules.yml": rules(labels), "prometheus.yml": PROMETHEUS };
  expect(foundBy(externalLabelShadowed, files)).toEqual([]);
});

test("without a configuration of Prometheus nothing is said", () => {
  expect(foundBy(externalLabelShadowed, { "rules.yml": rules("cluster: shop") })).toEqual([]);
});
