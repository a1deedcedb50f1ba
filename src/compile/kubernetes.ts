import { toYaml } from "../lib/yaml.ts";
import type { System } from "../model/system.ts";
import { alertmanagerYaml } from "./alertmanager.ts";
import { generatedFrom } from "./generated.ts";
import { ruleGroups } from "./prometheus-rules.ts";

/** The rules as the Prometheus operator takes them; a `ruleSelector` that asks for other labels ignores them. */
export const prometheusRuleManifest = (system: System): string =>
  toYaml(
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: {
        name: system.name,
        namespace: system.kubernetes.namespace,
        labels: system.kubernetes.ruleLabels,
      },
      spec: { groups: ruleGroups(system) },
    },
    generatedFrom(system),
  );

/**
 * The operator reads the key `alertmanager.yaml` of the Secret `alertmanager-NAME`, and runs with a
 * receiver that drops everything when either is called otherwise.
 */
export const alertmanagerSecretManifest = (system: System): string =>
  toYaml(
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: `alertmanager-${system.kubernetes.alertmanager}`,
        namespace: system.kubernetes.namespace,
      },
      type: "Opaque",
      stringData: { "alertmanager.yaml": alertmanagerYaml(system) },
    },
    generatedFrom(system),
  );
