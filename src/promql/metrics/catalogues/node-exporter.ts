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

const FILESYSTEM = { labels: ["device", "fstype", "mountpoint"], optionalLabels: ["device_error"] };
const DEVICE = { labels: ["device"] };
const ADAPTER = { labels: ["chip", "sensor"] };
const SWAPLESS = "the machine has no swap";
const INODELESS = "the file system does not count inodes, as btrfs and NFS";
const MEMORY = "node_memory_MemTotal_bytes";

/** What node_exporter says of a Linux machine. */
export const nodeExporter: MetricCatalogue = {
  of: "node_exporter",
  metrics: [
    secondsTotal("node_cpu_seconds_total", "Time of each processor in each mode.", {
      labels: ["cpu", "mode"],
      labelValues: {
        mode: ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"],
      },
    }),
    gauge("node_load1", "Load average of 1 minute.", { min: 0 }),
    gauge("node_load5", "Load average of 5 minutes.", { min: 0 }),
    gauge("node_load15", "Load average of 15 minutes.", { min: 0 }),
    bytes(MEMORY, "Memory of the machine."),
    bytes("node_memory_MemFree_bytes", "Memory that is not used at all.", { partOf: [MEMORY] }),
    bytes("node_memory_MemAvailable_bytes", "Memory that programs can get without swapping.", {
      partOf: [MEMORY],
    }),
    bytes("node_memory_Buffers_bytes", "Memory of buffers.", { partOf: [MEMORY] }),
    bytes("node_memory_Cached_bytes", "Memory of the page cache.", { partOf: [MEMORY] }),
    bytes("node_memory_Slab_bytes", "Memory of the kernel's slabs.", { partOf: [MEMORY] }),
    bytes("node_memory_SReclaimable_bytes", "Slabs that can be reclaimed.", { partOf: [MEMORY] }),
    bytes("node_memory_SwapTotal_bytes", "Swap space.", { zeroWhen: SWAPLESS }),
    bytes("node_memory_SwapFree_bytes", "Swap space that is free.", {
      partOf: ["node_memory_SwapTotal_bytes"],
      zeroWhen: SWAPLESS,
    }),
    bytes("node_memory_SwapCached_bytes", "Swapped memory that is in memory too."),
    amount("node_memory_HugePages_Total", "Huge pages.", {
      zeroWhen: "no huge pages are reserved",
    }),
    amount("node_memory_HugePages_Free", "Huge pages that are free.", {
      partOf: ["node_memory_HugePages_Total"],
      zeroWhen: "no huge pages are reserved",
    }),
    bytes("node_filesystem_size_bytes", "Size of the file system.", FILESYSTEM),
    bytes("node_filesystem_free_bytes", "Free space, with what is kept for root.", {
      ...FILESYSTEM,
      partOf: ["node_filesystem_size_bytes"],
    }),
    bytes("node_filesystem_avail_bytes", "Space that users other than root can have.", {
      ...FILESYSTEM,
      partOf: ["node_filesystem_size_bytes", "node_filesystem_free_bytes"],
    }),
    amount("node_filesystem_files", "Inodes of the file system.", {
      ...FILESYSTEM,
      zeroWhen: INODELESS,
    }),
    amount("node_filesystem_files_free", "Inodes that are free.", {
      ...FILESYSTEM,
      partOf: ["node_filesystem_files"],
      zeroWhen: INODELESS,
    }),
    flag("node_filesystem_readonly", "Whether it is mounted read-only.", FILESYSTEM),
    flag("node_filesystem_device_error", "Whether its statistics could not be read.", FILESYSTEM),
    counts("node_disk_reads_completed_total", "Reads.", DEVICE),
    counts("node_disk_writes_completed_total", "Writes.", DEVICE),
    bytesTotal("node_disk_read_bytes_total", "Bytes read.", DEVICE),
    bytesTotal("node_disk_written_bytes_total", "Bytes written.", DEVICE),
    secondsTotal("node_disk_read_time_seconds_total", "Time that reads took.", DEVICE),
    secondsTotal("node_disk_write_time_seconds_total", "Time that writes took.", DEVICE),
    secondsTotal("node_disk_io_time_seconds_total", "Time with some input or output.", DEVICE),
    secondsTotal("node_disk_io_time_weighted_seconds_total", "The same, weighted.", DEVICE),
    amount("node_disk_io_now", "Input and output in progress.", {
      ...DEVICE,
      zeroWhen: "the device is idle",
    }),
    bytesTotal("node_network_receive_bytes_total", "Bytes received.", DEVICE),
    bytesTotal("node_network_transmit_bytes_total", "Bytes sent.", DEVICE),
    counts("node_network_receive_packets_total", "Packets received.", DEVICE),
    counts("node_network_transmit_packets_total", "Packets sent.", DEVICE),
    counts("node_network_receive_errs_total", "Errors of reception.", DEVICE),
    counts("node_network_transmit_errs_total", "Errors of transmission.", DEVICE),
    counts("node_network_receive_drop_total", "Packets dropped at reception.", DEVICE),
    counts("node_network_transmit_drop_total", "Packets dropped at transmission.", DEVICE),
    flag("node_network_up", "Whether the interface is up.", DEVICE),
    flag("node_network_carrier", "Whether the interface has a carrier.", DEVICE),
    gauge("node_network_speed_bytes", "Speed of the interface; negative when unknown.", {
      ...DEVICE,
      unit: "bytes",
    }),
    amount("node_network_mtu_bytes", "Largest packet.", { ...DEVICE, unit: "bytes" }),
    amount("node_bonding_active", "Active interfaces of a bond.", { labels: ["master"] }),
    amount("node_bonding_slaves", "Interfaces of a bond.", { labels: ["master"] }),
    moment("node_boot_time_seconds", "When the machine was started."),
    moment("node_time_seconds", "The machine's clock."),
    infoMetric("node_uname_info", "About the system.", {
      labels: ["domainname", "machine", "nodename", "release", "sysname", "version"],
    }),
    infoMetric("node_exporter_build_info", "Version and build.", {
      labels: ["branch", "goversion", "revision", "version"],
      optionalLabels: ["goarch", "goos", "tags"],
    }),
    amount("node_nf_conntrack_entries", "Connections that are tracked.", {
      zeroWhen: "no connection is tracked",
    }),
    amount("node_nf_conntrack_entries_limit", "Most connections that can be tracked."),
    amount("node_filefd_allocated", "File descriptors in use."),
    amount("node_filefd_maximum", "Most file descriptors."),
    amount("node_procs_running", "Processes that can run."),
    amount("node_procs_blocked", "Processes that wait for input or output.", {
      zeroWhen: "no process waits",
    }),
    counts("node_context_switches_total", "Context switches."),
    counts("node_intr_total", "Interrupts."),
    counts("node_forks_total", "Forks."),
    counts("node_vmstat_oom_kill", "Processes killed for want of memory."),
    counts("node_vmstat_pgmajfault", "Major page faults."),
    counts("node_vmstat_pswpin", "Pages swapped in."),
    counts("node_vmstat_pswpout", "Pages swapped out."),
    secondsTotal("node_pressure_cpu_waiting_seconds_total", "Time that something waited for CPU."),
    secondsTotal("node_pressure_io_waiting_seconds_total", "Time that something waited for I/O."),
    secondsTotal("node_pressure_io_stalled_seconds_total", "Time that all waited for I/O."),
    secondsTotal(
      "node_pressure_memory_waiting_seconds_total",
      "Time that something waited for memory.",
    ),
    secondsTotal("node_pressure_memory_stalled_seconds_total", "Time that all waited for memory."),
    gauge("node_timex_offset_seconds", "Offset from the reference clock.", { unit: "seconds" }),
    flag("node_timex_sync_status", "Whether the clock is synchronised."),
    duration("node_timex_maxerror_seconds", "Largest error of the clock."),
    duration("node_timex_estimated_error_seconds", "Estimated error of the clock."),
    amount("node_md_disks", "Disks of a RAID by state.", {
      labels: ["device", "state"],
      zeroWhen: "no disk is in that state",
    }),
    amount("node_md_disks_required", "Disks that a RAID wants.", DEVICE),
    flag("node_md_state", "1 for the state that a RAID is in.", { labels: ["device", "state"] }),
    counts("node_edac_correctable_errors_total", "Memory errors that were corrected.", {
      labels: ["controller"],
    }),
    counts("node_edac_uncorrectable_errors_total", "Memory errors that were not.", {
      labels: ["controller"],
    }),
    gauge("node_hwmon_temp_celsius", "Temperature.", { ...ADAPTER, unit: "celsius" }),
    gauge("node_hwmon_temp_crit_celsius", "Critical temperature.", {
      ...ADAPTER,
      unit: "celsius",
    }),
    flag("node_systemd_unit_state", "1 for the state that a unit is in.", {
      labels: ["name", "state", "type"],
      labelValues: { state: ["active", "activating", "deactivating", "failed", "inactive"] },
    }),
    health("node_systemd_system_running", "systemd as a whole"),
    health("node_scrape_collector_success", "the collector", { labels: ["collector"] }),
    duration("node_scrape_collector_duration_seconds", "How long the collector took.", {
      labels: ["collector"],
    }),
    flag("node_textfile_scrape_error", "Whether a text file could not be read."),
    moment("node_textfile_mtime_seconds", "When a text file was last written.", {
      labels: ["file"],
    }),
    gauge("node_entropy_available_bits", "Entropy.", { unit: "bits", min: 0 }),
    counts("node_netstat_Tcp_RetransSegs", "Segments sent again."),
    counts("node_netstat_Tcp_OutSegs", "Segments sent."),
    amount("node_netstat_Tcp_CurrEstab", "Established connections."),
    amount("node_sockstat_TCP_tw", "Connections in TIME_WAIT.", {
      zeroWhen: "no connection waits to end",
    }),
    amount("node_sockstat_TCP_alloc", "TCP sockets allocated."),
    amount("node_sockstat_TCP_inuse", "TCP sockets in use."),
  ],
};
