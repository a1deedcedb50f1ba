import {
  amount,
  bytes,
  counts,
  duration,
  flag,
  gauge,
  health,
  histogram,
  infoMetric,
  moment,
  summary,
} from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

const RULE_GROUP = ["rule_group"];
const REMOTE = ["remote_name", "url"];
const ALERTMANAGER = ["alertmanager"];

/** What Prometheus writes of its own accord, and what it says of itself (its /metrics, 2.42). */
export const prometheus: MetricCatalogue = {
  of: "Prometheus",
  metrics: [
    health("up", "the scrape of the target"),
    duration("scrape_duration_seconds", "How long the scrape took."),
    amount("scrape_samples_scraped", "Samples that the target exposed."),
    amount("scrape_samples_post_metric_relabeling", "Samples left after relabelling.", {
      partOf: ["scrape_samples_scraped"],
    }),
    amount("scrape_series_added", "About how many new series came with the scrape."),
    duration("scrape_timeout_seconds", "The timeout of the target's scrapes."),
    amount("scrape_sample_limit", "The sample limit of the target's scrapes.", {
      zeroWhen: "no sample_limit is set",
    }),
    gauge("scrape_body_size_bytes", "Size of the last body; -1 when it was over its limit.", {
      unit: "bytes",
      min: -1,
      integer: true,
    }),
    flag("ALERTS", "1 for each alert that is pending or firing.", {
      min: 1,
      labels: ["alertname", "alertstate"],
      labelValues: { alertstate: ["pending", "firing"] },
      bornOnFirstUse: true,
    }),
    moment("ALERTS_FOR_STATE", "When the alert became active.", {
      labels: ["alertname"],
      bornOnFirstUse: true,
    }),
    infoMetric("prometheus_build_info", "Version and build.", {
      labels: ["branch", "goversion", "revision", "version"],
      optionalLabels: ["goarch", "goos", "tags"],
    }),
    flag("prometheus_ready", "Whether start-up was completed."),
    flag(
      "prometheus_config_last_reload_successful",
      "Whether the last reload of the configuration succeeded.",
    ),
    moment(
      "prometheus_config_last_reload_success_timestamp_seconds",
      "When the configuration was last reloaded with success.",
    ),
    counts("prometheus_notifications_sent_total", "Alerts sent.", { labels: ALERTMANAGER }),
    counts("prometheus_notifications_errors_total", "Errors when sending alerts.", {
      labels: ALERTMANAGER,
    }),
    counts("prometheus_notifications_dropped_total", "Alerts dropped on their way."),
    amount("prometheus_notifications_queue_length", "Alerts that wait to be sent.", {
      zeroWhen: "no alert waits to be sent",
      partOf: ["prometheus_notifications_queue_capacity"],
    }),
    amount("prometheus_notifications_queue_capacity", "Room in the queue of alerts."),
    amount(
      "prometheus_notifications_alertmanagers_discovered",
      "Alertmanagers that were discovered and are active.",
    ),
    summary("prometheus_notifications_latency_seconds", "How long sending alerts takes.", {
      unit: "seconds",
      min: 0,
      labels: ["alertmanager", "quantile"],
    }),
    counts("prometheus_rule_evaluations_total", "Rule evaluations.", { labels: RULE_GROUP }),
    counts("prometheus_rule_evaluation_failures_total", "Rule evaluations that failed.", {
      labels: RULE_GROUP,
      partOf: ["prometheus_rule_evaluations_total"],
    }),
    counts("prometheus_rule_group_iterations_total", "Evaluations of groups that were due.", {
      labels: RULE_GROUP,
    }),
    counts(
      "prometheus_rule_group_iterations_missed_total",
      "Evaluations of groups that were left out because the one before took too long.",
      { labels: RULE_GROUP, partOf: ["prometheus_rule_group_iterations_total"] },
    ),
    duration("prometheus_rule_group_interval_seconds", "The interval of a group.", {
      labels: RULE_GROUP,
    }),
    duration("prometheus_rule_group_last_duration_seconds", "How long its last evaluation took.", {
      labels: RULE_GROUP,
    }),
    moment(
      "prometheus_rule_group_last_evaluation_timestamp_seconds",
      "When it was last evaluated.",
      {
        labels: RULE_GROUP,
      },
    ),
    amount("prometheus_rule_group_rules", "Rules in a group.", { labels: RULE_GROUP }),
    summary("prometheus_rule_evaluation_duration_seconds", "How long a rule takes.", {
      unit: "seconds",
      min: 0,
      labels: ["quantile"],
    }),
    counts("prometheus_target_scrape_pool_exceeded_target_limit_total", "Pools over their limit."),
    counts("prometheus_target_scrape_pool_exceeded_label_limits_total", "Pools over label limits."),
    counts("prometheus_target_scrapes_exceeded_sample_limit_total", "Scrapes over sample_limit."),
    counts("prometheus_target_scrapes_exceeded_body_size_limit_total", "Scrapes over body size."),
    counts("prometheus_target_scrapes_sample_duplicate_timestamp_total", "Samples refused: twice."),
    counts("prometheus_target_scrapes_sample_out_of_order_total", "Samples refused: out of order."),
    counts(
      "prometheus_target_scrapes_sample_out_of_bounds_total",
      "Samples refused: out of bounds.",
    ),
    counts("prometheus_target_sync_failed_total", "Targets that could not be synchronised.", {
      labels: ["scrape_job"],
    }),
    summary("prometheus_target_interval_length_seconds", "Intervals between scrapes.", {
      unit: "seconds",
      min: 0,
      labels: ["interval", "quantile"],
    }),
    amount("prometheus_sd_discovered_targets", "Targets discovered.", {
      labels: ["config", "name"],
    }),
    amount("prometheus_sd_failed_configs", "Service discovery configurations that failed.", {
      labels: ["name"],
    }),
    counts("prometheus_tsdb_reloads_failures_total", "Reloads of blocks that failed."),
    counts("prometheus_tsdb_compactions_total", "Compactions."),
    counts("prometheus_tsdb_compactions_failed_total", "Compactions that failed.", {
      partOf: ["prometheus_tsdb_compactions_total"],
    }),
    counts("prometheus_tsdb_wal_corruptions_total", "Corruptions of the write-ahead log."),
    counts("prometheus_tsdb_wal_truncations_failed_total", "Truncations of the log that failed."),
    counts("prometheus_tsdb_checkpoint_creations_failed_total", "Checkpoints that failed."),
    counts("prometheus_tsdb_checkpoint_deletions_failed_total", "Checkpoints left behind."),
    counts("prometheus_tsdb_head_samples_appended_total", "Samples appended to the head.", {
      optionalLabels: ["type"],
    }),
    amount("prometheus_tsdb_head_series", "Series in the head."),
    amount("prometheus_tsdb_head_chunks", "Chunks in the head."),
    counts("prometheus_tsdb_head_series_created_total", "Series created in the head."),
    bytes("prometheus_tsdb_retention_limit_bytes", "Most bytes that blocks may take.", {
      zeroWhen: "retention is not limited by size",
    }),
    bytes("prometheus_tsdb_storage_blocks_bytes", "Bytes that all blocks take.", {
      zeroWhen: "no block was written yet",
    }),
    gauge("prometheus_tsdb_clean_start", "Whether the last run ended cleanly.", {
      min: -1,
      max: 1,
      integer: true,
    }),
    moment("prometheus_tsdb_lowest_timestamp_seconds", "The oldest sample.", {}),
    amount("prometheus_engine_queries", "Queries that run or wait.", {
      zeroWhen: "no query runs",
    }),
    amount("prometheus_engine_queries_concurrent_max", "Most queries at once."),
    summary("prometheus_engine_query_duration_seconds", "How long queries take.", {
      unit: "seconds",
      min: 0,
      labels: ["slice", "quantile"],
    }),
    counts("prometheus_http_requests_total", "HTTP requests.", { labels: ["handler", "code"] }),
    histogram("prometheus_http_request_duration_seconds", "Latency of HTTP requests.", {
      unit: "seconds",
      labels: ["handler"],
      buckets: [0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120],
    }),
    counts("prometheus_template_text_expansion_failures_total", "Templates that failed.", {
      partOf: ["prometheus_template_text_expansions_total"],
    }),
    counts("prometheus_template_text_expansions_total", "Templates that were expanded."),
    counts("prometheus_remote_storage_samples_total", "Samples sent.", { labels: REMOTE }),
    counts("prometheus_remote_storage_samples_failed_total", "Samples that were given up.", {
      labels: REMOTE,
    }),
    counts("prometheus_remote_storage_samples_dropped_total", "Samples dropped before sending.", {
      labels: REMOTE,
    }),
    amount("prometheus_remote_storage_samples_pending", "Samples that wait to be sent.", {
      labels: REMOTE,
      zeroWhen: "no sample waits to be sent",
    }),
    amount("prometheus_remote_storage_shards", "Shards in use.", { labels: REMOTE }),
    amount("prometheus_remote_storage_shards_max", "Most shards.", { labels: REMOTE }),
    gauge("prometheus_remote_storage_shards_desired", "Shards that the load asks for.", {
      min: 0,
      labels: REMOTE,
    }),
    moment(
      "prometheus_remote_storage_highest_timestamp_in_seconds",
      "The newest sample that came in.",
      { zeroWhen: "no sample came in yet" },
    ),
    moment(
      "prometheus_remote_storage_queue_highest_sent_timestamp_seconds",
      "The newest sample that was sent.",
      { labels: REMOTE, zeroWhen: "no sample was sent yet" },
    ),
  ],
};
