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
  secondsTotal,
} from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

const COMMAND = ["cmd"];
const DATABASE = ["db"];

/** What redis_exporter says of a Redis (its /metrics, 1.45, beside Redis 7). */
export const redisExporter: MetricCatalogue = {
  of: "redis_exporter",
  metrics: [
    health("redis_up", "Redis behind the exporter"),
    flag("redis_exporter_last_scrape_error", "Whether the exporter failed to read from Redis.", {
      labels: ["err"],
    }),
    duration("redis_exporter_last_scrape_duration_seconds", "How long reading from Redis took."),
    counts("redis_exporter_scrapes_total", "Times that the exporter read from Redis."),
    infoMetric("redis_exporter_build_info", "Version and build.", {
      labels: ["build_date", "commit_sha", "golang_version", "version"],
    }),
    infoMetric("redis_instance_info", "About this Redis.", {
      labels: ["os", "redis_build_id", "redis_mode", "redis_version", "role"],
      optionalLabels: ["maxmemory_policy", "process_id", "run_id", "tcp_port"],
    }),
    duration("redis_uptime_in_seconds", "How long Redis has been running."),
    moment("redis_start_time_seconds", "When Redis was started."),
    bytes("redis_memory_used_bytes", "Memory that Redis has allocated."),
    bytes("redis_memory_max_bytes", "The value of maxmemory.", {
      zeroWhen: "maxmemory is not set",
    }),
    bytes("redis_config_maxmemory", "The value of maxmemory.", {
      zeroWhen: "maxmemory is not set",
    }),
    bytes("redis_memory_used_rss_bytes", "Memory that the operating system gave Redis."),
    bytes("redis_memory_used_peak_bytes", "The most memory that Redis had allocated."),
    bytes("redis_memory_used_dataset_bytes", "Memory of the data."),
    bytes("redis_memory_used_overhead_bytes", "Memory of all that is not data."),
    bytes("redis_memory_used_lua_bytes", "Memory of Lua."),
    bytes("redis_total_system_memory_bytes", "Memory of the machine."),
    gauge("redis_mem_fragmentation_ratio", "Resident memory divided by allocated memory.", {
      unit: "ratio",
      min: 0,
    }),
    amount("redis_connected_clients", "Clients that are connected."),
    amount("redis_config_maxclients", "Most clients that may connect."),
    amount("redis_blocked_clients", "Clients that wait in a blocking command.", {
      zeroWhen: "no client waits in a blocking command",
    }),
    counts("redis_connections_received_total", "Connections that were accepted."),
    counts("redis_rejected_connections_total", "Connections refused because of maxclients."),
    counts("redis_commands_processed_total", "Commands that were processed."),
    counts("redis_commands_total", "Calls of each command.", {
      labels: COMMAND,
      bornOnFirstUse: true,
    }),
    secondsTotal("redis_commands_duration_seconds_total", "Time spent in each command.", {
      labels: COMMAND,
      bornOnFirstUse: true,
    }),
    counts("redis_commands_failed_calls_total", "Calls that failed.", {
      labels: COMMAND,
      bornOnFirstUse: true,
    }),
    counts("redis_commands_rejected_calls_total", "Calls that were rejected.", {
      labels: COMMAND,
      bornOnFirstUse: true,
    }),
    counts("redis_keyspace_hits_total", "Look-ups that found their key."),
    counts("redis_keyspace_misses_total", "Look-ups that did not find their key."),
    counts("redis_evicted_keys_total", "Keys evicted because of maxmemory."),
    counts("redis_expired_keys_total", "Keys that expired."),
    amount("redis_db_keys", "Keys of each database.", {
      labels: DATABASE,
      zeroWhen: "the database is empty",
    }),
    amount("redis_db_keys_expiring", "Keys with an expiry, of each database.", {
      labels: DATABASE,
      partOf: ["redis_db_keys"],
      zeroWhen: "no key has an expiry",
    }),
    bytesTotal("redis_net_input_bytes_total", "Bytes received."),
    bytesTotal("redis_net_output_bytes_total", "Bytes sent."),
    secondsTotal("redis_cpu_sys_seconds_total", "System time of Redis."),
    secondsTotal("redis_cpu_user_seconds_total", "User time of Redis."),
    flag("redis_rdb_last_bgsave_status", "Whether the last background save succeeded."),
    moment("redis_rdb_last_save_timestamp_seconds", "When data was last saved."),
    amount("redis_rdb_changes_since_last_save", "Changes since the last save.", {
      zeroWhen: "nothing changed since the last save",
    }),
    flag("redis_rdb_bgsave_in_progress", "Whether a background save runs."),
    flag("redis_aof_enabled", "Whether the append-only file is on."),
    flag("redis_aof_last_write_status", "Whether the last write to the file succeeded."),
    flag("redis_aof_last_bgrewrite_status", "Whether the last rewrite succeeded."),
    flag("redis_loading_dump_file", "Whether Redis is loading its data."),
    flag("redis_cluster_enabled", "Whether Redis runs as a cluster."),
    amount("redis_connected_slaves", "Replicas that are connected.", {
      zeroWhen: "the instance has no replicas",
    }),
    flag("redis_master_link_up", "Whether the link to the master is up.", {
      optionalLabels: ["master_host", "master_port"],
    }),
    amount("redis_master_last_io_seconds_ago", "Seconds since the master was heard.", {
      unit: "seconds",
      min: -1,
      optionalLabels: ["master_host", "master_port"],
    }),
    flag("redis_master_sync_in_progress", "Whether a synchronisation runs.", {
      optionalLabels: ["master_host", "master_port"],
    }),
    amount("redis_master_repl_offset", "Replication offset of the master.", {
      zeroWhen: "nothing was replicated",
    }),
    amount("redis_connected_slave_offset_bytes", "Offset of a replica.", {
      unit: "bytes",
      labels: ["slave_ip", "slave_port", "slave_state"],
    }),
    gauge("redis_connected_slave_lag_seconds", "Lag of a replica.", {
      unit: "seconds",
      labels: ["slave_ip", "slave_port", "slave_state"],
    }),
    amount("redis_slowlog_last_id", "Number of the last slow command."),
    amount("redis_slowlog_length", "Slow commands that are kept.", {
      zeroWhen: "no command was slow",
    }),
    duration("redis_latest_fork_seconds", "How long the last fork took.", {
      zeroWhen: "Redis has not forked yet",
    }),
    bytes("redis_replication_backlog_bytes", "Size of the replication backlog."),
  ],
};
