import {
  amount,
  bytes,
  bytesTotal,
  counts,
  gauge,
  infoMetric,
  moment,
  secondsTotal,
  summary,
} from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

/** What Prometheus's client libraries say of every process, and the Go library of the Go runtime. */
export const clientLibraries: MetricCatalogue = {
  of: "Prometheus client libraries",
  metrics: [
    secondsTotal("process_cpu_seconds_total", "User and system time."),
    amount("process_open_fds", "Open file descriptors.", { partOf: ["process_max_fds"] }),
    amount("process_max_fds", "Most file descriptors that may be open."),
    bytes("process_resident_memory_bytes", "Resident memory."),
    bytes("process_virtual_memory_bytes", "Virtual memory."),
    gauge("process_virtual_memory_max_bytes", "Most virtual memory; -1 or 2^64 is no limit.", {
      unit: "bytes",
      min: -1,
    }),
    moment("process_start_time_seconds", "When the process was started."),
    bytesTotal("process_network_receive_bytes_total", "Bytes received by the process."),
    bytesTotal("process_network_transmit_bytes_total", "Bytes sent by the process."),
    infoMetric("go_info", "Version of Go.", { labels: ["version"] }),
    amount("go_goroutines", "Goroutines."),
    amount("go_threads", "Threads of the operating system."),
    summary("go_gc_duration_seconds", "Pauses of garbage collection.", {
      unit: "seconds",
      min: 0,
      labels: ["quantile"],
    }),
    bytes("go_memstats_alloc_bytes", "Bytes allocated and in use."),
    bytesTotal("go_memstats_alloc_bytes_total", "Bytes allocated since the start."),
    counts("go_memstats_mallocs_total", "Allocations."),
    counts("go_memstats_frees_total", "Frees.", { partOf: ["go_memstats_mallocs_total"] }),
    bytes("go_memstats_heap_alloc_bytes", "Heap bytes allocated and in use."),
    bytes("go_memstats_heap_inuse_bytes", "Heap bytes in spans in use.", {
      partOf: ["go_memstats_heap_sys_bytes"],
    }),
    bytes("go_memstats_heap_idle_bytes", "Heap bytes that wait to be used.", {
      partOf: ["go_memstats_heap_sys_bytes"],
    }),
    bytes("go_memstats_heap_released_bytes", "Heap bytes given back."),
    bytes("go_memstats_heap_sys_bytes", "Heap bytes obtained from the system."),
    bytes("go_memstats_sys_bytes", "Bytes obtained from the system."),
    bytes("go_memstats_next_gc_bytes", "Heap size at which collection runs next."),
    moment("go_memstats_last_gc_time_seconds", "When garbage was last collected.", {
      zeroWhen: "garbage was not collected yet",
    }),
    amount("go_memstats_heap_objects", "Objects on the heap."),
    amount("go_sched_gomaxprocs_threads", "Threads that run Go code at once."),
    amount("promhttp_metric_handler_requests_in_flight", "Scrapes that are served now."),
    counts("promhttp_metric_handler_requests_total", "Scrapes served.", { labels: ["code"] }),
  ],
};
