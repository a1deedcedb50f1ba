import { counts, infoMetric, moment } from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

/** What Pushgateway says of each group, and of itself. */
export const pushgateway: MetricCatalogue = {
  of: "Pushgateway",
  metrics: [
    moment("push_time_seconds", "When the group was last pushed with success.", {
      zeroWhen: "no push of the group succeeded",
    }),
    moment("push_failure_time_seconds", "When a push of the group last failed.", {
      zeroWhen: "no push of the group failed",
    }),
    infoMetric("pushgateway_build_info", "Version and build.", {
      labels: ["branch", "goversion", "revision", "version"],
      optionalLabels: ["goarch", "goos", "tags"],
    }),
    counts("pushgateway_http_requests_total", "HTTP requests.", {
      labels: ["code", "handler", "method"],
    }),
  ],
};
