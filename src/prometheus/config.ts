import { type LocatedYaml, parseYaml } from "../lib/located-yaml.ts";
import type { LocatedText, Place, SourceProblem } from "../lib/source.ts";
import { type FieldReader, type Fields, fieldReader } from "../lib/yaml-fields.ts";
import type { YamlNode } from "../lib/yaml-node.ts";
import { fieldOf } from "../lib/yaml-value.ts";
import { readDuration } from "./located-duration.ts";
import type { NameValidation } from "./names.ts";
import type { RelabelConfig } from "./relabel.ts";
import { readRelabelConfigs } from "./relabel-fields.ts";
import type { LocatedPair } from "./rule.ts";

/** Addresses and labels written into the configuration, rather than discovered. */
export type StaticTargets = {
  readonly place: Place;
  readonly targets: readonly LocatedText[];
  readonly labels: readonly LocatedPair[];
};

export type ScrapeConfig = {
  readonly place: Place;
  readonly jobName: LocatedText;
  /** Its own, or that of the whole configuration. */
  readonly scrapeIntervalMs: number;
  readonly staticTargets: readonly StaticTargets[];
  /** Targets may come from elsewhere, with labels that the configuration does not show. */
  readonly isDiscovering: boolean;
  readonly honorsLabels: boolean;
  readonly relabelConfigs: readonly RelabelConfig[];
  readonly metricRelabelConfigs: readonly RelabelConfig[];
  readonly node: YamlNode;
};

/** Alertmanagers that alerts are sent to, and what becomes of the alerts' labels on the way. */
export type AlertmanagerTarget = {
  readonly place: Place;
  readonly staticTargets: readonly StaticTargets[];
  readonly isDiscovering: boolean;
  /** For these Alertmanagers alone, after those for all. */
  readonly alertRelabelConfigs: readonly RelabelConfig[];
};

/** What a Prometheus's configuration says that matters to its alerts. */
export type PrometheusConfig = {
  readonly file: string;
  readonly place: Place;
  readonly scrapeIntervalMs: number;
  readonly evaluationIntervalMs: number;
  /** How far back rules read that do not say it themselves. */
  readonly ruleQueryOffsetMs: number;
  readonly externalLabels: readonly LocatedPair[];
  /** Undefined where the version of Prometheus decides. */
  readonly names: NameValidation | undefined;
  /** Globs of rule files, relative to the configuration. */
  readonly ruleFiles: readonly LocatedText[];
  readonly alertRelabelConfigs: readonly RelabelConfig[];
  readonly alertmanagers: readonly AlertmanagerTarget[];
  readonly scrapeConfigs: readonly ScrapeConfig[];
  readonly node: YamlNode;
};

const FIELDS = [
  "global",
  "runtime",
  "alerting",
  "rule_files",
  "scrape_config_files",
  "scrape_configs",
  "storage",
  "tracing",
  "otlp",
  "remote_write",
  "remote_read",
];

/** https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
const DEFAULT_INTERVAL_MS = 60_000;

const readTexts = (node: YamlNode | undefined, what: string, reader: FieldReader): LocatedText[] =>
  reader.items(node, what).flatMap((item) => reader.text(item, `an entry of ${what}`) ?? []);

const readStaticTargets = (node: YamlNode | undefined, reader: FieldReader): StaticTargets[] =>
  reader.items(node, "static_configs").flatMap((item) => {
    const fields = reader.fields(item, {
      what: "the entry of static_configs",
      known: ["targets", "labels"],
    });
    if (fields === undefined) return [];
    return {
      place: fields.place,
      targets: readTexts(fields.get("targets"), "targets", reader),
      labels: reader.pairs(fields.get("labels"), "the labels of the targets"),
    };
  });

const isDiscovering = (node: YamlNode): boolean =>
  node.kind === "map" && node.entries.some(({ key }) => /_sd_configs$/.test(key.text));

const readAlertmanager = (node: YamlNode, reader: FieldReader): AlertmanagerTarget => ({
  place: node.place,
  staticTargets: readStaticTargets(fieldOf(node, "static_configs"), reader),
  isDiscovering: isDiscovering(node),
  alertRelabelConfigs: readRelabelConfigs(fieldOf(node, "alert_relabel_configs"), reader),
});

const readScrapeConfig = (
  node: YamlNode,
  globalIntervalMs: number,
  reader: FieldReader,
): ScrapeConfig | undefined => {
  const jobName = reader.text(fieldOf(node, "job_name"), "job_name");
  if (jobName === undefined || jobName.text === "") {
    reader.report("missing-field", node.place, {
      message: "the scrape configuration has no job_name",
      mend: "give it a job_name that no other has",
    });
    return undefined;
  }
  const honors = fieldOf(node, "honor_labels");
  const own = readDuration(
    reader,
    fieldOf(node, "scrape_interval"),
    `scrape_interval of the job ${jobName.text}`,
  );
  return {
    place: node.place,
    jobName,
    scrapeIntervalMs: own?.ms || globalIntervalMs,
    staticTargets: readStaticTargets(fieldOf(node, "static_configs"), reader),
    isDiscovering: isDiscovering(node),
    honorsLabels: honors?.kind === "scalar" && /^(?:true|yes|on)$/i.test(honors.text),
    relabelConfigs: readRelabelConfigs(fieldOf(node, "relabel_configs"), reader),
    metricRelabelConfigs: readRelabelConfigs(fieldOf(node, "metric_relabel_configs"), reader),
    node,
  };
};

const reportDuplicateJobs = (configs: readonly ScrapeConfig[], reader: FieldReader) => {
  const seen = new Set<string>();
  for (const { jobName } of configs) {
    if (seen.has(jobName.text)) {
      reader.report("duplicate-job", jobName.placeAt(0), {
        message: `two scrape configurations have the job_name ${jobName.text}`,
        mend: "give each a job_name of its own",
      });
    }
    seen.add(jobName.text);
  }
};

const NAME_SCHEMES: readonly NameValidation[] = ["legacy", "utf8"];

const readNames = (node: YamlNode | undefined, reader: FieldReader): NameValidation | undefined => {
  const written = reader.text(node, "metric_name_validation_scheme");
  if (written === undefined || written.text === "") return undefined;
  const scheme = NAME_SCHEMES.find((known) => known === written.text);
  if (scheme === undefined) {
    reader.report("unknown-scheme", written.placeAt(0), {
      message: `there is no metric_name_validation_scheme ${JSON.stringify(written.text)}`,
      mend: "use utf8 or legacy",
    });
  }
  return scheme;
};

const readGlobal = (node: YamlNode | undefined, reader: FieldReader) => {
  const duration = (name: string) =>
    readDuration(reader, fieldOf(node, name), `${name} of global`)?.ms ?? 0;
  return {
    scrapeIntervalMs: duration("scrape_interval") || DEFAULT_INTERVAL_MS,
    evaluationIntervalMs: duration("evaluation_interval") || DEFAULT_INTERVAL_MS,
    ruleQueryOffsetMs: duration("rule_query_offset"),
    externalLabels: reader.pairs(fieldOf(node, "external_labels"), "external_labels"),
    names: readNames(fieldOf(node, "metric_name_validation_scheme"), reader),
  };
};

const readConfig = (root: YamlNode, fields: Fields, reader: FieldReader): PrometheusConfig => {
  const global = readGlobal(fields.get("global"), reader);
  const alerting = fields.get("alerting");
  const scrapeConfigs = reader
    .items(fields.get("scrape_configs"), "scrape_configs")
    .flatMap((node) => readScrapeConfig(node, global.scrapeIntervalMs, reader) ?? []);
  reportDuplicateJobs(scrapeConfigs, reader);
  return {
    file: root.place.file,
    place: root.place,
    ...global,
    ruleFiles: readTexts(fields.get("rule_files"), "rule_files", reader),
    alertRelabelConfigs: readRelabelConfigs(fieldOf(alerting, "alert_relabel_configs"), reader),
    alertmanagers: reader
      .items(fieldOf(alerting, "alertmanagers"), "alertmanagers")
      .map((node) => readAlertmanager(node, reader)),
    scrapeConfigs,
    node: root,
  };
};

export type PrometheusConfigFile = {
  /** Undefined when the text is no configuration of Prometheus at all. */
  readonly config: PrometheusConfig | undefined;
  readonly problems: readonly SourceProblem[];
};

/** The configuration in the first document of a text. */
export const readPrometheusConfigIn = (yaml: LocatedYaml): PrometheusConfigFile => {
  const reader = fieldReader();
  const [root] = yaml.documents;
  const fields = root && reader.fields(root, { what: "the configuration", known: FIELDS });
  const config = root && fields && readConfig(root, fields, reader);
  return { config, problems: [...yaml.problems, ...reader.problems] };
};

/**
 * Reads `prometheus.yml` for what it says about alerts. Unlike Prometheus it passes over what does not
 * concern them: only unknown fields at the top and wrong values of the fields that it reads are
 * problems.
 */
export const readPrometheusConfig = (text: string, file: string): PrometheusConfigFile =>
  readPrometheusConfigIn(parseYaml(text, file));
