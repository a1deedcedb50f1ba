import { expect, test } from "vitest";
import { readEvidence } from "./evidence/read-evidence.ts";
import { runChecks } from "./run-checks.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";

const RESOURCE = `apiVersion: monitoring.coreos.com/v1beta1
kind: AlertmanagerConfig
metadata: {name: shop, namespace: shop}
spec: {route: {receiver: pager}, receivers: [{name: pager}]}
`;

const ALERTMANAGER = `apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: {name: main}
`;

const assumptionsOn = (text: string): readonly string[] =>
  runChecks(readEvidence([{ path: "a.yaml", text }], "current"), {
    checks: [],
    settings: DEFAULT_SETTINGS,
    today: "2026-11-25",
  }).assumptions;

test("how the operator confines its resources is assumed where no Alertmanager says it", () => {
  const assumed = expect.stringContaining("OnNamespace");
  expect(assumptionsOn(RESOURCE)).toContainEqual(assumed);
  expect(assumptionsOn(`${RESOURCE}---\n${ALERTMANAGER}`)).not.toContainEqual(assumed);
});
