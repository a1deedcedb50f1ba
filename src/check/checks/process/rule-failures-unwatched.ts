import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { metaMonitoring } from "./meta-monitoring.ts";
import { seriesReaders } from "./series-readers.ts";

const FAILURES = "prometheus_rule_evaluation_failures_total";

/** Prometheus's own, those of Thanos, Cortex and Mimir, which end alike, and vmalert's. */
const isRuleFailure = (metric: string): boolean =>
  metric.endsWith("rule_evaluation_failures_total") ||
  /^vmalert_(?:alerting|recording)_rules_err/.test(metric);

const find = function* (examined: Examined): Iterable<Discovery> {
  const absence = metaMonitoring(examined);
  if (absence === undefined) return;
  const { byMetric } = seriesReaders(examined);
  for (const metric of byMetric.keys()) if (isRuleFailure(metric)) return;
  const { place, subject, severity, proviso } = absence;
  yield {
    place,
    subject,
    severity,
    message: `no rule watches ${FAILURES}: a rule that fails, by a match of many to many for example, never fires and says nothing${proviso}`,
    help: `add an alert on increase(${FAILURES}[5m]) > 0`,
  };
};

export const ruleFailuresUnwatched: Check = {
  name: "rule-failures-unwatched",
  severity: "warning",
  title: "No rule watches whether rules can be evaluated",
  find,
};
