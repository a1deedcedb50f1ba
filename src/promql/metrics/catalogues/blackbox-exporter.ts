import { amount, duration, flag, gauge, health, infoMetric } from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

/** What blackbox_exporter says of a probe. Times of certificates may lie before 1970 when there are none. */
export const blackboxExporter: MetricCatalogue = {
  of: "blackbox_exporter",
  metrics: [
    health("probe_success", "the probed target"),
    duration("probe_duration_seconds", "How long the probe took."),
    duration("probe_dns_lookup_time_seconds", "How long the look-up took."),
    duration("probe_http_duration_seconds", "How long each phase took.", {
      labels: ["phase"],
      labelValues: { phase: ["connect", "processing", "resolve", "tls", "transfer"] },
    }),
    gauge("probe_http_status_code", "The status of the answer.", {
      min: 0,
      integer: true,
      zeroWhen: "there was no answer",
    }),
    gauge("probe_http_content_length", "Length of the answer; -1 when it says none.", {
      unit: "bytes",
      min: -1,
      integer: true,
    }),
    amount("probe_http_redirects", "Redirects.", { zeroWhen: "there was no redirect" }),
    flag("probe_http_ssl", "Whether the last answer came over TLS."),
    gauge("probe_http_version", "The version of HTTP.", { min: 0 }),
    gauge("probe_ssl_earliest_cert_expiry", "When the first certificate expires.", {
      unit: "timestamp",
    }),
    gauge("probe_ssl_last_chain_expiry_timestamp_seconds", "When the last chain expires.", {
      unit: "timestamp",
    }),
    infoMetric("probe_tls_version_info", "The version of TLS.", { labels: ["version"] }),
    flag("probe_failed_due_to_regex", "Whether the body was not as expected."),
    gauge("probe_ip_protocol", "4 or 6.", { min: 0, max: 6, integer: true }),
    duration("probe_icmp_duration_seconds", "How long each phase took.", { labels: ["phase"] }),
    infoMetric("blackbox_exporter_build_info", "Version and build.", {
      labels: ["branch", "goversion", "revision", "version"],
      optionalLabels: ["goarch", "goos", "tags"],
    }),
    flag(
      "blackbox_exporter_config_last_reload_successful",
      "Whether the last reload of the configuration succeeded.",
    ),
  ],
};
