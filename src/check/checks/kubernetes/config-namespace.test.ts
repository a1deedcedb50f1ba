import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { configNamespace } from "./config-namespace.ts";

const rules = (
  expr: string,
  labels = "{severity: critical}",
) => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop-alerts, namespace: shop}
spec:
  groups:
  - name: shop
    rules:
    - alert: ShopDown
      expr: ${expr}
      labels: ${labels}
`;

const config = (matchers = "[]") => `apiVersion: monitoring.coreos.com/v1beta1
kind: AlertmanagerConfig
metadata:
  name: team
  namespace: shop
spec:
  route:
    receiver: chat
    matchers: ${matchers}
  receivers:
  - name: chat
    webhookConfigs:
    - url: http://127.0.0.1:9/
`;

const object = (kind: string, spec: string) => `apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: {name: k8s, namespace: monitoring}
spec: ${spec}
`;

const found = (...files: readonly string[]) =>
  foundBy(configNamespace, Object.fromEntries(files.map((text, index) => [`${index}.yaml`, text])));

const LOST = "sum by (service) (shop_errors) > 1";

/** What the operator makes of it. */
const MERGED = `route:
  receiver: "null"
  routes:
  - matchers: [namespace="shop"]
    receiver: shop/team/chat
    continue: true
receivers:
- name: "null"
- name: shop/team/chat
`;

test("alerts that have lost their namespace do not get to the resource of that namespace", async () => {
  const findings = found(
    rules(LOST),
    config(),
    object("Alertmanager", "{replicas: 1}"),
    object("Prometheus", "{ruleSelector: {}}"),
  );
  expect(findings).toMatchObject([
    {
      severity: "error",
      file: "1.yaml",
      line: 5,
      column: 14,
      subject: "shop/team",
      message: expect.stringContaining(
        'the operator adds namespace="shop" to its route, and ShopDown has no namespace when it fires',
      ),
      counterexample: { kind: "labels", receivers: ["null"] },
    },
  ]);
  await confirmed(findings[0], { "alertmanager.yml": MERGED });
});

test("without the objects that decide it, it is a warning that says what it takes for granted", () => {
  const [finding] = found(rules(LOST), config());
  expect(finding).toMatchObject({ severity: "warning" });
  expect(finding?.message).toContain("enforcedNamespaceLabel");
  expect(finding?.message).toContain("alertmanagerConfigMatcherStrategy");
});

test("another namespace is as far away as none", () => {
  expect(found(rules("shop_errors > 1", "{namespace: web}"), config())).toMatchObject([
    { message: expect.stringContaining("ShopDown has another") },
  ]);
});

test("alerts that have or may have the namespace are let be, and those that are not meant", () => {
  expect(found(rules("shop_errors > 1"), config())).toEqual([]);
  expect(found(rules("sum by (namespace) (shop_errors) > 1"), config())).toEqual([]);
  expect(found(rules(LOST, "{namespace: shop}"), config())).toEqual([]);
  expect(found(rules(LOST), config("[{name: severity, value: warning}]"))).toEqual([]);
  const elsewhere = rules(LOST).replace("namespace: shop}", "namespace: web}");
  expect(found(elsewhere, config())).toEqual([]);
});

test("an operator that adds no matcher, or a namespace to every alert, is let be", () => {
  const strategy = (type: string, namespace = "monitoring") =>
    object("Alertmanager", `{alertmanagerConfigMatcherStrategy: {type: ${type}}}`).replace(
      "namespace: monitoring",
      `namespace: ${namespace}`,
    );
  const with_ = (other: string) => found(rules(LOST), config(), other);
  expect(with_(strategy("None"))).toEqual([]);
  expect(with_(strategy("OnNamespaceExceptForAlertmanagerNamespace", "shop"))).toEqual([]);
  expect(with_(strategy("OnNamespaceExceptForAlertmanagerNamespace"))).toHaveLength(1);
  expect(with_(object("Prometheus", "{enforcedNamespaceLabel: namespace}"))).toEqual([]);
});
