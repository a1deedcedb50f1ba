import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { ruleSelector } from "./rule-selector.ts";

const rules = (labels: string, namespace = "shop") => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: shop-alerts
  namespace: ${namespace}
  labels: ${labels}
spec:
  groups: []
`;

const prometheus = (spec: string, kind = "Prometheus") => `apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata:
  name: k8s
  namespace: monitoring
spec: ${spec}
`;

const namespace = (labels: string) => `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: ${labels}
`;

const found = (...files: readonly string[]) =>
  foundBy(ruleSelector, Object.fromEntries(files.map((text, index) => [`${index}.yaml`, text])));

const ALL_NAMESPACES = "ruleNamespaceSelector: {}";

test("labels that the selector of the Prometheus does not take are an error at the label", () => {
  const selecting = prometheus(
    `{ruleSelector: {matchLabels: {role: alert-rules}}, ${ALL_NAMESPACES}}`,
  );
  expect(found(rules("{app: shop, role: rules}"), selecting)).toMatchObject([
    {
      severity: "error",
      file: "0.yaml",
      line: 6,
      column: 29,
      subject: "shop-alerts",
      message: expect.stringContaining("it selects those with role: alert-rules"),
    },
  ]);
  expect(found(rules("{app: shop}"), selecting)).toMatchObject([{ line: 6, column: 11 }]);
  expect(found(rules("{app: shop, role: alert-rules}"), selecting)).toEqual([]);
});

test("a Prometheus without a selector takes no rules", () => {
  expect(found(rules("{app: shop}"), prometheus("{replicas: 2}"))).toMatchObject([
    { severity: "error", message: expect.stringContaining("no `ruleSelector`") },
  ]);
});

test("without a selector of namespaces only its own is looked at", () => {
  const own = prometheus("{ruleSelector: {}}");
  expect(found(rules("{app: shop}"), own)).toMatchObject([
    { severity: "error", line: 5, message: expect.stringContaining("from this namespace") },
  ]);
  expect(found(rules("{app: shop}", "monitoring"), own)).toEqual([]);
  expect(found(rules("{app: shop}").replace("  namespace: shop\n", ""), own)).toEqual([]);
});

test("namespaces are selected by their name, or by labels as far as these are shown", () => {
  const by = (selector: string) =>
    prometheus(`{ruleSelector: {}, ruleNamespaceSelector: {matchLabels: {${selector}}}}`);
  const named = (name: string) => by(`kubernetes.io/metadata.name: ${name}`);
  expect(found(rules("{}"), named("shop"))).toEqual([]);
  expect(found(rules("{}"), named("other"))).toMatchObject([{ severity: "error" }]);
  expect(found(rules("{}"), by("team: a"))).toEqual([]);
  expect(found(rules("{}"), by("team: a"), namespace("{team: a}"))).toEqual([]);
  expect(found(rules("{}"), by("team: a"), namespace("{team: b}"))).toMatchObject([
    { severity: "error" },
  ]);
});

test("one that takes the rules is enough, a ThanosRuler too", () => {
  const none = prometheus(`{ruleSelector: {matchLabels: {a: b}}, ${ALL_NAMESPACES}}`);
  const ruler = prometheus(`{ruleSelector: {}, ${ALL_NAMESPACES}}`, "ThanosRuler");
  expect(found(rules("{app: shop}"), none, ruler)).toEqual([]);
});

test("where nothing says what is selected, labels that say nothing of it are a warning, once", () => {
  const [finding, ...others] = found(rules("{app: shop}"), rules("{app: shop}"));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 6,
    column: 11,
    message: expect.stringContaining("takes rules labelled app: shop"),
  });
  expect(finding?.message).toContain("1 more of this set");
});

test("labels that are there to be selected are let be", () => {
  expect(found(rules("{release: monitoring}"))).toEqual([]);
  expect(found(rules("{prometheus: k8s, role: alert-rules}"))).toEqual([]);
});
