import * as YAML from "yaml";

export type ScrapeTargets = {
  gateway: string;
  redisExporter: string;
  tocsin: string;
  alertmanager: string;
  prometheus: string;
};

export type PrometheusConfigOptions = {
  targets: ScrapeTargets;
  /** All of it is loaded; it may be empty. */
  rulesFolder: string;
  tocsinMetricsTokenFile: string;
};

const NAMESPACE = "redis-system";

/** Everything once a second, so that the demonstration's minutes pass in seconds. */
export const prometheusConfig = (options: PrometheusConfigOptions): string => {
  const { targets } = options;
  const job = (name: string, target: string, labels: Record<string, string> = {}) => ({
    job_name: name,
    static_configs: [{ targets: [target], labels }],
  });
  return YAML.stringify({
    global: {
      scrape_interval: "1s",
      scrape_timeout: "1s",
      evaluation_interval: "1s",
      external_labels: { cluster: "demo" },
    },
    rule_files: [`${options.rulesFolder}/*.yml`],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [targets.alertmanager] }] }] },
    scrape_configs: [
      job("redis-gateway", targets.gateway, { namespace: NAMESPACE }),
      job("redis", targets.redisExporter, { namespace: NAMESPACE }),
      {
        ...job("tocsin", targets.tocsin),
        authorization: { credentials_file: options.tocsinMetricsTokenFile },
      },
      job("alertmanager", targets.alertmanager),
      job("prometheus", targets.prometheus),
    ],
  });
};
