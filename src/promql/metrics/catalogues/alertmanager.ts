import {
  amount,
  bytes,
  counts,
  flag,
  gauge,
  histogram,
  infoMetric,
  moment,
  summary,
} from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

const INTEGRATION = ["integration"];

/** What Alertmanager says of itself (its /metrics, 0.25). */
export const alertmanager: MetricCatalogue = {
  of: "Alertmanager",
  metrics: [
    infoMetric("alertmanager_build_info", "Version and build.", {
      labels: ["branch", "goversion", "revision", "version"],
      optionalLabels: ["goarch", "goos", "tags"],
    }),
    amount("alertmanager_alerts", "Alerts by state.", {
      labels: ["state"],
      zeroWhen: "no alert is in that state",
    }),
    counts("alertmanager_alerts_received_total", "Alerts received.", {
      labels: ["status", "version"],
      labelValues: { status: ["firing", "resolved"] },
    }),
    counts("alertmanager_alerts_invalid_total", "Alerts received that were invalid.", {
      labels: ["version"],
    }),
    counts("alertmanager_notifications_total", "Notifications that were attempted.", {
      labels: INTEGRATION,
      optionalLabels: ["receiver_name"],
    }),
    counts("alertmanager_notifications_failed_total", "Notifications that failed.", {
      labels: INTEGRATION,
      optionalLabels: ["reason", "receiver_name"],
      partOf: ["alertmanager_notifications_total"],
    }),
    counts("alertmanager_notification_requests_total", "Requests to integrations.", {
      labels: INTEGRATION,
      optionalLabels: ["receiver_name"],
    }),
    counts("alertmanager_notification_requests_failed_total", "Requests that failed.", {
      labels: INTEGRATION,
      optionalLabels: ["receiver_name"],
      partOf: ["alertmanager_notification_requests_total"],
    }),
    histogram("alertmanager_notification_latency_seconds", "Latency of notifications.", {
      unit: "seconds",
      labels: INTEGRATION,
      optionalLabels: ["receiver_name"],
      buckets: [1, 5, 10, 15, 20],
    }),
    flag(
      "alertmanager_config_last_reload_successful",
      "Whether the last reload of the configuration succeeded.",
    ),
    moment(
      "alertmanager_config_last_reload_success_timestamp_seconds",
      "When the configuration was last reloaded with success.",
    ),
    gauge("alertmanager_config_hash", "Hash of the loaded configuration.", { min: 0 }),
    flag("alertmanager_cluster_enabled", "Whether clustering is on."),
    amount("alertmanager_cluster_members", "Members of the cluster."),
    amount("alertmanager_cluster_failed_peers", "Peers that failed.", {
      zeroWhen: "no peer failed",
    }),
    amount("alertmanager_cluster_health_score", "0 is best.", {
      zeroWhen: "the cluster is well",
    }),
    counts("alertmanager_cluster_reconnections_failed_total", "Reconnections that failed."),
    amount("alertmanager_peer_position", "Position among the peers."),
    amount("alertmanager_dispatcher_aggregation_groups", "Groups that are active.", {
      zeroWhen: "no alert is active",
    }),
    summary("alertmanager_dispatcher_alert_processing_duration_seconds", "Time for one alert.", {
      unit: "seconds",
      min: 0,
    }),
    amount("alertmanager_receivers", "Receivers in the configuration."),
    amount("alertmanager_integrations", "Integrations in the configuration.", {
      zeroWhen: "no receiver has an integration",
    }),
    amount("alertmanager_silences", "Silences by state.", {
      labels: ["state"],
      labelValues: { state: ["active", "expired", "pending"] },
      zeroWhen: "there is none in that state",
    }),
    counts("alertmanager_silences_queries_total", "Queries for silences."),
    counts("alertmanager_silences_query_errors_total", "Queries for silences that failed.", {
      partOf: ["alertmanager_silences_queries_total"],
    }),
    bytes("alertmanager_silences_snapshot_size_bytes", "Size of the last snapshot.", {
      zeroWhen: "no snapshot was written yet",
    }),
    counts("alertmanager_nflog_queries_total", "Queries of the notification log."),
    counts("alertmanager_nflog_query_errors_total", "Queries of the log that failed.", {
      partOf: ["alertmanager_nflog_queries_total"],
    }),
    bytes("alertmanager_nflog_snapshot_size_bytes", "Size of the last snapshot.", {
      zeroWhen: "no snapshot was written yet",
    }),
    amount("alertmanager_http_requests_in_flight", "HTTP requests that are served now.", {
      labels: ["method"],
      zeroWhen: "no request is served at the moment",
    }),
    counts("alertmanager_http_concurrency_limit_exceeded_total", "Requests turned away.", {
      labels: ["method"],
    }),
    histogram("alertmanager_http_request_duration_seconds", "Latency of HTTP requests.", {
      unit: "seconds",
      labels: ["handler", "method"],
      optionalLabels: ["code"],
    }),
  ],
};
