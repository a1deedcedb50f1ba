import { alertmanager } from "./catalogues/alertmanager.ts";
import { blackboxExporter } from "./catalogues/blackbox-exporter.ts";
import { clientLibraries } from "./catalogues/client-libraries.ts";
import { kubeStateMetrics } from "./catalogues/kube-state-metrics.ts";
import { kubelet } from "./catalogues/kubelet.ts";
import { mysqldExporter } from "./catalogues/mysqld-exporter.ts";
import { nodeExporter } from "./catalogues/node-exporter.ts";
import { postgresExporter } from "./catalogues/postgres-exporter.ts";
import { prometheus } from "./catalogues/prometheus.ts";
import { pushgateway } from "./catalogues/pushgateway.ts";
import { redisExporter } from "./catalogues/redis-exporter.ts";
import { type Metrics, metricsOf } from "./metrics.ts";

/** Catalogues of programs that alerts are often about. */
export const KNOWN_CATALOGUES = [
  prometheus,
  alertmanager,
  clientLibraries,
  nodeExporter,
  redisExporter,
  kubeStateMetrics,
  kubelet,
  blackboxExporter,
  postgresExporter,
  mysqldExporter,
  pushgateway,
] as const;

/** All of them. */
export const KNOWN_METRICS: Metrics = metricsOf(KNOWN_CATALOGUES);
