import {
  amount,
  bytes,
  bytesTotal,
  counts,
  duration,
  flag,
  gauge,
  health,
  infoMetric,
  moment,
} from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

const DATABASE = { labels: ["datname"], optionalLabels: ["datid", "server"] };
const TABLE = { labels: ["datname", "relname", "schemaname"], optionalLabels: ["server"] };
const SERVER = { optionalLabels: ["server"] };

/** What postgres_exporter says of a PostgreSQL. Settings that are off are 0, or -1. */
export const postgresExporter: MetricCatalogue = {
  of: "postgres_exporter",
  metrics: [
    health("pg_up", "PostgreSQL behind the exporter"),
    flag("pg_exporter_last_scrape_error", "Whether the last scrape had an error."),
    duration("pg_exporter_last_scrape_duration_seconds", "How long the last scrape took."),
    infoMetric("pg_static", "About the server.", {
      labels: ["short_version", "version"],
      optionalLabels: ["server"],
    }),
    moment("pg_postmaster_start_time_seconds", "When the server was started.", SERVER),
    amount("pg_settings_max_connections", "Most connections.", SERVER),
    amount("pg_settings_superuser_reserved_connections", "Connections kept back.", {
      ...SERVER,
      partOf: ["pg_settings_max_connections"],
    }),
    bytes("pg_settings_shared_buffers_bytes", "Memory of the buffers.", SERVER),
    duration("pg_settings_statement_timeout_seconds", "Longest statement.", {
      ...SERVER,
      zeroWhen: "there is no statement timeout",
    }),
    duration("pg_settings_idle_in_transaction_session_timeout_seconds", "Longest idleness.", {
      ...SERVER,
      zeroWhen: "there is no such timeout",
    }),
    amount("pg_settings_autovacuum_freeze_max_age", "Age at which vacuum is forced.", SERVER),
    flag("pg_settings_fsync", "Whether fsync is on.", SERVER),
    flag("pg_settings_track_io_timing", "Whether input and output are timed.", SERVER),
    gauge("pg_settings_temp_file_limit_bytes", "Most bytes of temporary files; -1 is no limit.", {
      ...SERVER,
      unit: "bytes",
      min: -1,
    }),
    amount("pg_stat_activity_count", "Connections by state.", {
      labels: ["datname", "state"],
      optionalLabels: [
        "application_name",
        "backend_type",
        "server",
        "usename",
        "wait_event",
        "wait_event_type",
      ],
      zeroWhen: "no connection is in that state",
    }),
    duration("pg_stat_activity_max_tx_duration", "The longest transaction.", {
      labels: ["datname", "state"],
      optionalLabels: ["application_name", "backend_type", "server", "usename"],
      zeroWhen: "no transaction runs",
    }),
    amount("pg_stat_database_numbackends", "Connections to the database.", {
      ...DATABASE,
      zeroWhen: "nobody is connected to the database",
    }),
    counts("pg_stat_database_xact_commit", "Transactions committed.", DATABASE),
    counts("pg_stat_database_xact_rollback", "Transactions rolled back.", DATABASE),
    counts("pg_stat_database_blks_hit", "Blocks found in the buffers.", DATABASE),
    counts("pg_stat_database_blks_read", "Blocks read from disk.", DATABASE),
    counts("pg_stat_database_deadlocks", "Deadlocks.", DATABASE),
    counts("pg_stat_database_conflicts", "Queries cancelled for recovery.", DATABASE),
    counts("pg_stat_database_tup_returned", "Rows returned.", DATABASE),
    counts("pg_stat_database_tup_fetched", "Rows fetched.", DATABASE),
    counts("pg_stat_database_tup_inserted", "Rows inserted.", DATABASE),
    counts("pg_stat_database_tup_updated", "Rows updated.", DATABASE),
    counts("pg_stat_database_tup_deleted", "Rows deleted.", DATABASE),
    counts("pg_stat_database_temp_files", "Temporary files.", DATABASE),
    bytesTotal("pg_stat_database_temp_bytes", "Bytes of temporary files.", DATABASE),
    bytes("pg_database_size_bytes", "Size of the database.", DATABASE),
    amount("pg_locks_count", "Locks by mode.", {
      labels: ["datname", "mode"],
      optionalLabels: ["server"],
      zeroWhen: "no lock is held in that mode",
    }),
    gauge("pg_replication_lag", "Seconds behind the primary, of a standby.", {
      ...SERVER,
      unit: "seconds",
      zeroWhen: "the server is the primary, or up to date",
    }),
    gauge("pg_replication_lag_seconds", "Seconds behind the primary, of a standby.", {
      ...SERVER,
      unit: "seconds",
      zeroWhen: "the server is the primary, or up to date",
    }),
    flag("pg_replication_is_replica", "Whether the server is a standby.", SERVER),
    gauge("pg_stat_replication_pg_wal_lsn_diff", "Bytes that a standby lacks.", {
      unit: "bytes",
      labels: ["application_name"],
      optionalLabels: ["client_addr", "server", "slot_name", "state"],
    }),
    flag("pg_replication_slots_active", "Whether the slot is in use.", {
      labels: ["slot_name"],
      optionalLabels: ["database", "server", "slot_type"],
    }),
    flag("pg_replication_slot_slot_is_active", "Whether the slot is in use.", {
      labels: ["slot_name"],
      optionalLabels: ["server", "slot_type"],
    }),
    amount("pg_stat_user_tables_n_dead_tup", "Dead rows.", TABLE),
    amount("pg_stat_user_tables_n_live_tup", "Live rows.", {
      ...TABLE,
      zeroWhen: "the table is empty or was not analysed yet",
    }),
    moment("pg_stat_user_tables_last_autovacuum", "When it was last vacuumed.", {
      ...TABLE,
      zeroWhen: "it was never vacuumed",
    }),
    moment("pg_stat_user_tables_last_autoanalyze", "When it was last analysed.", {
      ...TABLE,
      zeroWhen: "it was never analysed",
    }),
    counts("pg_stat_archiver_failed_count", "Files that could not be archived.", SERVER),
    counts("pg_stat_archiver_archived_count", "Files that were archived.", SERVER),
    counts("pg_stat_bgwriter_checkpoints_req_total", "Checkpoints that were asked for.", SERVER),
    counts("pg_stat_bgwriter_checkpoints_timed_total", "Checkpoints that were due.", SERVER),
  ],
};
