import { expect, test } from "vitest";
import { fixedBy } from "../../../../test/fixed-by.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { secretKey } from "./secret-key.ts";

const secret = (name: string, key: string) => `apiVersion: v1
kind: Secret
metadata:
  name: ${name}
  namespace: monitoring
stringData:
  ${key}: |
    route:
      receiver: chat
    receivers:
    - name: chat
`;

const alertmanager = (
  spec: string,
  namespace = "monitoring",
) => `apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata:
  name: main
  namespace: ${namespace}
spec: ${spec}
`;

const RULES = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: shop
spec:
  groups: []
`;

const found = (...files: readonly string[]) =>
  foundBy(secretKey, Object.fromEntries(files.map((text, index) => [`${index}.yaml`, text])));

test("the Secret of an Alertmanager with another key is an error, and its key can be mended", () => {
  const files = {
    "secret.yaml": secret("alertmanager-main", "alertmanager.yml"),
    "alertmanager.yaml": alertmanager("{replicas: 3}"),
  };
  expect(foundBy(secretKey, files)).toMatchObject([
    {
      severity: "error",
      file: "secret.yaml",
      line: 7,
      column: 3,
      subject: "alertmanager-main",
      message: expect.stringContaining("looks for the key alertmanager.yaml"),
    },
  ]);
  expect(fixedBy(secretKey, files)["secret.yaml"]).toBe(
    secret("alertmanager-main", "alertmanager.yaml"),
  );
});

test("a Secret that no Alertmanager of the set reads is found at its name", () => {
  const other = secret("alertmanager-config", "alertmanager.yaml");
  expect(found(other, alertmanager("{}"))).toMatchObject([
    {
      severity: "error",
      line: 4,
      column: 9,
      message: expect.stringContaining("the operator looks for alertmanager-main"),
    },
  ]);
  const right = secret("alertmanager-main", "alertmanager.yaml");
  expect(found(right, other, alertmanager("{}"))).toMatchObject([
    { severity: "warning", subject: "alertmanager-config" },
  ]);
});

test("the right key in the Secret that is read by its usual name or by configSecret is let be", () => {
  expect(found(secret("alertmanager-main", "alertmanager.yaml"), alertmanager("{}"))).toEqual([]);
  expect(found(secret("mine", "alertmanager.yaml"), alertmanager("{configSecret: mine}"))).toEqual(
    [],
  );
  expect(
    found(secret("alertmanager-other", "alertmanager.yaml"), alertmanager("{}", "elsewhere")),
  ).toEqual([]);
});

test("beside other objects of the operator the wrong key is a warning, alone it is a note", () => {
  const wrong = secret("alertmanager-config", "alertmanager.yml");
  expect(found(wrong, RULES)).toMatchObject([
    {
      severity: "warning",
      message: expect.stringContaining('only for an Alertmanager called "config"'),
    },
  ]);
  expect(found(wrong)).toMatchObject([{ severity: "info" }]);
  expect(found(secret("whatever", "alertmanager.yaml"))).toEqual([]);
});

test("a Secret that a workload mounts needs no operator", () => {
  const workload = (volumes: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: alertmanager}
spec:
  template:
    spec:
      volumes: [${volumes}]
`;
  const wrong = secret("config", "alertmanager.yml");
  expect(found(wrong, RULES, workload("{name: c, secret: {secretName: config}}"))).toEqual([]);
  expect(
    found(wrong, RULES, workload("{name: c, projected: {sources: [{secret: {name: config}}]}}")),
  ).toEqual([]);
  expect(found(wrong, RULES, workload("{name: c, secret: {secretName: other}}"))).toHaveLength(1);
});
