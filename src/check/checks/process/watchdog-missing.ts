import { outcomeOf } from "../../../promql/values/outcome.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert } from "../../examined.ts";
import { metaMonitoring } from "./meta-monitoring.ts";
import { seriesReaders } from "./series-readers.ts";

const WATCHDOG_NAME = /watchdog|dead-?man|heartbeat|always-?firing/i;

const find = function* (examined: Examined): Iterable<Discovery> {
  const { alerts } = examined;
  const absence = metaMonitoring(examined);
  if (absence === undefined) return;
  const { ofRule } = seriesReaders(examined);
  const isWatchdog = (alert: ExaminedAlert): boolean =>
    WATCHDOG_NAME.test(alert.rule.name.text) ||
    (alert.query !== undefined &&
      ofRule.get(alert)?.length === 0 &&
      outcomeOf(alert.query.values()) === "fires");
  if (alerts.some(isWatchdog)) return;
  const { place, subject, severity, proviso } = absence;
  yield {
    place,
    subject,
    severity,
    message: `no alert always fires, so nobody notices when Prometheus, Alertmanager or the way to the pager stops: silence looks like health${proviso}`,
    help: "add an alert Watchdog with the expression vector(1), and route it to a dead man's switch that calls when it stops hearing it",
  };
};

export const watchdogMissing: Check = {
  name: "watchdog-missing",
  severity: "warning",
  title: "No alert that always fires, by which a dead alerting system would be noticed",
  find,
};
