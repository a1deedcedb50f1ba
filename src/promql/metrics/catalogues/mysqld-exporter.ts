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
} from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

const REPLICA = {
  labels: ["channel_name", "connection_name", "master_host", "master_uuid"],
};

/** What mysqld_exporter says of a MySQL or MariaDB. Status values are exposed untyped; the type is what they are. */
export const mysqldExporter: MetricCatalogue = {
  of: "mysqld_exporter",
  metrics: [
    health("mysql_up", "MySQL behind the exporter"),
    infoMetric("mysql_version_info", "Version of the server.", {
      labels: ["innodb_version", "version", "version_comment"],
    }),
    flag("mysql_exporter_collector_success", "Whether the collector succeeded.", {
      labels: ["collector"],
    }),
    duration("mysql_global_status_uptime", "How long the server has been running."),
    amount("mysql_global_status_threads_connected", "Connections that are open."),
    amount("mysql_global_status_threads_running", "Threads that are not asleep."),
    amount("mysql_global_status_max_used_connections", "Most connections ever open."),
    amount("mysql_global_variables_max_connections", "Most connections."),
    counts("mysql_global_status_connections", "Attempts to connect."),
    counts("mysql_global_status_aborted_connects", "Attempts to connect that failed.", {
      partOf: ["mysql_global_status_connections"],
    }),
    counts("mysql_global_status_aborted_clients", "Connections that ended badly."),
    counts("mysql_global_status_connection_errors_total", "Errors of connections.", {
      labels: ["error"],
    }),
    counts("mysql_global_status_queries", "Statements that were executed."),
    counts("mysql_global_status_questions", "Statements that clients sent.", {
      partOf: ["mysql_global_status_queries"],
    }),
    counts("mysql_global_status_slow_queries", "Statements that were slow."),
    counts("mysql_global_status_commands_total", "Statements by command.", {
      labels: ["command"],
    }),
    counts("mysql_global_status_handlers_total", "Calls of handlers.", { labels: ["handler"] }),
    counts("mysql_global_status_table_locks_waited", "Locks that were waited for."),
    counts("mysql_global_status_created_tmp_disk_tables", "Temporary tables on disk."),
    counts("mysql_global_status_created_tmp_tables", "Temporary tables."),
    bytesTotal("mysql_global_status_bytes_received", "Bytes received."),
    bytesTotal("mysql_global_status_bytes_sent", "Bytes sent."),
    counts("mysql_global_status_innodb_log_waits", "Waits for the log buffer."),
    counts("mysql_global_status_innodb_row_lock_waits", "Waits for row locks."),
    counts("mysql_global_status_innodb_buffer_pool_reads", "Reads that went to disk.", {
      partOf: ["mysql_global_status_innodb_buffer_pool_read_requests"],
    }),
    counts("mysql_global_status_innodb_buffer_pool_read_requests", "Reads that were asked for."),
    amount("mysql_global_status_buffer_pool_pages", "Pages by state.", { labels: ["state"] }),
    amount("mysql_global_status_open_files", "Open files."),
    amount("mysql_global_status_open_tables", "Open tables."),
    amount("mysql_global_variables_open_files_limit", "Most open files.", {
      zeroWhen: "the server could not read its limit",
    }),
    bytes("mysql_global_variables_innodb_buffer_pool_size", "Size of the buffer pool."),
    bytes("mysql_global_variables_innodb_log_buffer_size", "Size of the log buffer."),
    bytes("mysql_global_variables_key_buffer_size", "Size of the key buffer."),
    flag("mysql_global_variables_read_only", "Whether the server is read-only."),
    duration("mysql_global_variables_long_query_time", "From when a statement is slow."),
    gauge("mysql_slave_status_seconds_behind_master", "Lag of the replica.", {
      ...REPLICA,
      unit: "seconds",
      min: 0,
      zeroWhen: "the replica is up to date",
    }),
    flag("mysql_slave_status_slave_io_running", "Whether the replica receives.", REPLICA),
    flag("mysql_slave_status_slave_sql_running", "Whether the replica applies.", REPLICA),
    duration("mysql_slave_status_sql_delay", "Lag that is wanted.", {
      ...REPLICA,
      zeroWhen: "no delay is configured",
    }),
  ],
};
