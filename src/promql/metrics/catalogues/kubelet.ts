import { amount, bytes, bytesTotal, counts, gauge, moment, secondsTotal } from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

/** The labels that the kubelet gives what cAdvisor measures; empty for the cgroups above containers. */
const CONTAINER = {
  labels: ["id"],
  optionalLabels: ["container", "image", "name", "namespace", "pod"],
};
const PER_CPU = { ...CONTAINER, optionalLabels: [...CONTAINER.optionalLabels, "cpu"] };
const INTERFACE = {
  labels: ["id", "interface"],
  optionalLabels: ["image", "name", "namespace", "pod"],
};
const DEVICE = { ...CONTAINER, labels: ["id", "device"] };
const CLAIM = { labels: ["namespace", "persistentvolumeclaim"] };
const UNLIMITED = "the container has no memory limit";

/** What cAdvisor says of containers, and the kubelet of volumes and of itself. */
export const kubelet: MetricCatalogue = {
  of: "cAdvisor and kubelet",
  metrics: [
    secondsTotal("container_cpu_usage_seconds_total", "CPU time used.", PER_CPU),
    secondsTotal("container_cpu_user_seconds_total", "User CPU time used.", CONTAINER),
    secondsTotal("container_cpu_system_seconds_total", "System CPU time used.", CONTAINER),
    counts("container_cpu_cfs_periods_total", "Periods of the CPU quota.", CONTAINER),
    counts("container_cpu_cfs_throttled_periods_total", "Periods in which it was throttled.", {
      ...CONTAINER,
      partOf: ["container_cpu_cfs_periods_total"],
    }),
    secondsTotal("container_cpu_cfs_throttled_seconds_total", "Time it was throttled.", CONTAINER),
    bytes("container_memory_usage_bytes", "Memory in use, with caches.", CONTAINER),
    bytes("container_memory_working_set_bytes", "Memory that cannot be evicted.", {
      ...CONTAINER,
      partOf: ["container_memory_usage_bytes"],
    }),
    bytes("container_memory_rss", "Anonymous memory.", CONTAINER),
    bytes("container_memory_cache", "Page cache.", CONTAINER),
    bytes("container_memory_swap", "Swap in use.", {
      ...CONTAINER,
      zeroWhen: "nothing is swapped",
    }),
    counts("container_memory_failcnt", "Times that the limit was hit.", CONTAINER),
    bytes("container_memory_max_usage_bytes", "Most memory ever in use.", CONTAINER),
    bytes("container_spec_memory_limit_bytes", "The memory limit.", {
      ...CONTAINER,
      zeroWhen: UNLIMITED,
    }),
    bytes("container_spec_memory_swap_limit_bytes", "The swap limit.", {
      ...CONTAINER,
      zeroWhen: "the container has no swap limit",
    }),
    bytes("container_spec_memory_reservation_limit_bytes", "The memory reservation.", {
      ...CONTAINER,
      zeroWhen: "the container reserves no memory",
    }),
    amount("container_spec_cpu_period", "The period of the CPU quota.", CONTAINER),
    gauge("container_spec_cpu_quota", "The CPU quota.", CONTAINER),
    amount("container_spec_cpu_shares", "The CPU shares.", CONTAINER),
    bytes("container_fs_usage_bytes", "Bytes used on the file system.", DEVICE),
    bytes("container_fs_limit_bytes", "Bytes that it may use.", DEVICE),
    amount("container_fs_inodes_free", "Inodes that are free.", {
      ...DEVICE,
      partOf: ["container_fs_inodes_total"],
    }),
    amount("container_fs_inodes_total", "Inodes.", DEVICE),
    bytesTotal("container_fs_reads_bytes_total", "Bytes read.", DEVICE),
    bytesTotal("container_fs_writes_bytes_total", "Bytes written.", DEVICE),
    bytesTotal("container_network_receive_bytes_total", "Bytes received.", INTERFACE),
    bytesTotal("container_network_transmit_bytes_total", "Bytes sent.", INTERFACE),
    counts("container_network_receive_errors_total", "Errors of reception.", INTERFACE),
    counts("container_network_transmit_errors_total", "Errors of transmission.", INTERFACE),
    counts("container_network_receive_packets_dropped_total", "Packets dropped.", INTERFACE),
    counts("container_network_transmit_packets_dropped_total", "Packets dropped.", INTERFACE),
    moment("container_last_seen", "When the container was last seen.", CONTAINER),
    moment("container_start_time_seconds", "When the container was started.", CONTAINER),
    counts("container_oom_events_total", "Processes killed for want of memory.", CONTAINER),
    amount("machine_cpu_cores", "Logical processors."),
    bytes("machine_memory_bytes", "Memory of the machine."),
    bytes("kubelet_volume_stats_capacity_bytes", "Size of the volume.", CLAIM),
    bytes("kubelet_volume_stats_available_bytes", "Bytes available in the volume.", {
      ...CLAIM,
      partOf: ["kubelet_volume_stats_capacity_bytes"],
    }),
    bytes("kubelet_volume_stats_used_bytes", "Bytes used in the volume.", {
      ...CLAIM,
      partOf: ["kubelet_volume_stats_capacity_bytes"],
    }),
    amount("kubelet_volume_stats_inodes", "Inodes of the volume.", {
      ...CLAIM,
      zeroWhen: "the file system does not count inodes",
    }),
    amount("kubelet_volume_stats_inodes_free", "Inodes that are free.", {
      ...CLAIM,
      partOf: ["kubelet_volume_stats_inodes"],
      zeroWhen: "the file system does not count inodes",
    }),
    amount("kubelet_volume_stats_inodes_used", "Inodes that are used.", {
      ...CLAIM,
      partOf: ["kubelet_volume_stats_inodes"],
      zeroWhen: "the file system does not count inodes",
    }),
    amount("kubelet_running_pods", "Pods that run on the node.", {
      zeroWhen: "the node runs no pod",
    }),
    counts("kubelet_server_expiration_renew_errors", "Renewals of certificates that failed."),
    counts("kubelet_certificate_manager_client_expiration_renew_errors", "The same for clients."),
  ],
};
