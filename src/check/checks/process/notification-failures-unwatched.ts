import { matchesValue } from "../../../labels/match.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { metaMonitoring } from "./meta-monitoring.ts";
import { type SeriesReaders, seriesReaders } from "./series-readers.ts";

const FAILURES = [
  "alertmanager_notifications_failed_total",
  "alertmanager_notification_requests_failed_total",
];

/** Whether some rule reads one of the metrics, by name or by a test of the name. */
const isRead = ({ byMetric }: SeriesReaders, metrics: readonly string[]): boolean =>
  metrics.some((metric) => byMetric.has(metric)) ||
  (byMetric.get("") ?? []).some(({ selector }) => {
    const tests = selector.matchers.filter(({ name }) => name === "__name__");
    return (
      tests.length > 0 &&
      metrics.some((metric) => tests.every((test) => matchesValue(test, metric)))
    );
  });

const find = function* (examined: Examined): Iterable<Discovery> {
  const absence = metaMonitoring(examined);
  if (absence === undefined || isRead(seriesReaders(examined), FAILURES)) return;
  const { place, subject, severity, proviso } = absence;
  yield {
    place,
    subject,
    severity,
    message: `no rule watches ${FAILURES[0]}: a page that Alertmanager cannot deliver is only a line in its log${proviso}`,
    help: `add an alert on rate(${FAILURES[0]}[5m]) > 0, and route it through another receiver than the one that fails`,
  };
};

export const notificationFailuresUnwatched: Check = {
  name: "notification-failures-unwatched",
  severity: "warning",
  title: "No rule watches whether Alertmanager can deliver its notifications",
  find,
};
