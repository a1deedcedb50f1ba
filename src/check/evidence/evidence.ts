import type { AlertmanagerConfig } from "../../alertmanager/config/config.ts";
import type { MatcherStrategy } from "../../alertmanager/config/operator/matcher-strategy.ts";
import type { AlertmanagerConfigResource } from "../../alertmanager/config/operator/resource.ts";
import type { LocatedText, SourceProblem } from "../../lib/source.ts";
import type { YamlNode } from "../../lib/yaml-node.ts";
import type { PrometheusConfig } from "../../prometheus/config.ts";
import type { Manifest, RuleDocument } from "../../prometheus/rule.ts";
import type { RuleTestFile } from "../../prometheus/rule-test-file.ts";
import type { LiveFacts } from "../live/live-facts.ts";
import type { IgnoreComment } from "../suppression.ts";

/** A configuration of Alertmanager, and the Kubernetes object that it came in. */
export type FoundAlertmanager = {
  readonly config: AlertmanagerConfig;
  readonly manifest: Manifest | undefined;
  /** The key of the Secret under which it stands. */
  readonly key: LocatedText | undefined;
};

/** A file of message templates of Alertmanager, by itself or under a key of a ConfigMap or Secret. */
export type TemplateFile = Pick<LocatedText, "text" | "placeAt"> & {
  /** Its name without a folder, which Alertmanager's errors give. */
  readonly name: string;
  /** Undefined for a key of a Kubernetes object, which may be mounted anywhere. */
  readonly path: string | undefined;
};

/** A page of Markdown that may be a runbook. */
export type RunbookPage = { readonly path: string; readonly text: string };

/** A Grafana dashboard, by itself or under a key of a ConfigMap, from where a sidecar gives it to Grafana. */
export type Dashboard = { readonly path: string; readonly node: YamlNode };

/** Silences as the API and `amtool silence query -o json` give them. */
export type SilenceList = { readonly path: string; readonly node: YamlNode };

/** Everything that was read of what was given. */
export type Evidence = {
  readonly ruleDocuments: readonly RuleDocument[];
  /** Resources of the operator are part of the first. */
  readonly alertmanagers: readonly FoundAlertmanager[];
  readonly operatorConfigs: readonly AlertmanagerConfigResource[];
  /** How the operator confines them; undefined when no object of kind Alertmanager says it. */
  readonly matcherStrategy: MatcherStrategy | undefined;
  readonly prometheus: readonly PrometheusConfig[];
  readonly ruleTests: readonly RuleTestFile[];
  readonly templates: readonly TemplateFile[];
  readonly runbooks: readonly RunbookPage[];
  readonly dashboards: readonly Dashboard[];
  readonly silences: readonly SilenceList[];
  /** What a running Prometheus says of the rules, where one was asked. */
  readonly live?: LiveFacts;
  /** All Kubernetes objects, those that hold rules and configurations among them. */
  readonly manifests: readonly Manifest[];
  /** What keeps any of it from being read, or would make its program refuse it. */
  readonly problems: readonly SourceProblem[];
  readonly comments: readonly IgnoreComment[];
  readonly sources: Readonly<Record<string, string>>;
  /** Files that are none of these. */
  readonly unknown: readonly string[];
};
