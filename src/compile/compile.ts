import type { Runbooks } from "../model/runbook.ts";
import type { System } from "../model/system.ts";
import { alertmanagerYaml } from "./alertmanager.ts";
import { catalogJson } from "./catalog.ts";
import { alertmanagerSecretManifest, prometheusRuleManifest } from "./kubernetes.ts";
import { prometheusRules } from "./prometheus-rules.ts";
import { runbookPages } from "./runbook-pages.ts";

/** Text of the output's files by path. */
export type Artefacts = Readonly<Record<string, string>>;

/**
 * Everything that Prometheus, Alertmanager, Kubernetes and Tocsin run. The same system gives the same
 * bytes. `system` must come from `readSystem`; without `runbooks` no pages are written.
 */
export const compile = (system: System, runbooks?: Runbooks): Artefacts => ({
  [`${system.name}.prometheus.rules.yml`]: prometheusRules(system),
  "alertmanager.yml": alertmanagerYaml(system),
  "catalog.json": catalogJson(system),
  "k8s/monitoring/alerting-rules.yaml": prometheusRuleManifest(system),
  "k8s/monitoring/alertmanager-config.yaml": alertmanagerSecretManifest(system),
  ...(runbooks === undefined ? {} : runbookPages(system, runbooks)),
});
