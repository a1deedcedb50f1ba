import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { ruleFileNotLoaded } from "./rule-file-not-loaded.ts";

const RULES = "groups: [{name: shop, rules: [{alert: ShopDown, expr: up == 0}]}]\n";

const found = (pattern: string, path: string, config = "prometheus.yml") =>
  foundBy(ruleFileNotLoaded, { [path]: RULES, [config]: `rule_files: ['${pattern}']\n` });

test("a file that no pattern takes is shown at its first group", () => {
  expect(found("rules/*.yml", "rules/shop.yaml")).toMatchObject([
    {
      severity: "warning",
      file: "rules/shop.yaml",
      line: 1,
      column: 17,
      subject: "rules/shop.yaml",
      message: expect.stringContaining("its 1 rule is never evaluated"),
    },
  ]);
});

test("a configuration without rule_files loads none", () => {
  const files = { "rules.yml": RULES, "prometheus.yml": "scrape_configs: [{job_name: a}]\n" };
  expect(foundBy(ruleFileNotLoaded, files)).toHaveLength(1);
});

test.each([
  ["rules.yml", "rules.yml", "prometheus.yml"],
  ["rules/*.yml", "rules/shop.yml", "prometheus.yml"],
  ["rules/*.yml", "deploy/rules/shop.yml", "deploy/prometheus.yml"],
  ["../rules/shop-[a-c].y?ml", "rules/shop-b.yaml", "deploy/prometheus.yml"],
  ["./rules/*", "rules/shop.rules.yml", "prometheus.yml"],
  ["/etc/prometheus/rules/*.yml", "k8s/shop.yml", "prometheus.yml"],
])("%s takes %s, from %s", (pattern, path, config) => {
  expect(found(pattern, path, config)).toEqual([]);
});

test.each([
  ["*.yml", "rules/shop.yml", "prometheus.yml"],
  ["rules/*.yml", "deploy/rules/a/shop.yml", "deploy/prometheus.yml"],
  ["/etc/prometheus/*.rules", "k8s/shop.yml", "prometheus.yml"],
])("%s does not take %s, from %s", (pattern, path, config) => {
  expect(found(pattern, path, config)).toHaveLength(1);
});

test("manifests are loaded by the operator, and without a configuration nothing is known", () => {
  const manifest =
    "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a}\nspec: {groups: []}\n";
  expect(
    foundBy(ruleFileNotLoaded, { "shop.yaml": manifest, "prometheus.yml": "rule_files: [a]\n" }),
  ).toEqual([]);
  expect(foundBy(ruleFileNotLoaded, { "rules.yml": RULES })).toEqual([]);
});
