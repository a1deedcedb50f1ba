import type { Expr } from "../../../promql/syntax/expr.ts";
import { withoutParens } from "../../../promql/syntax/walk.ts";
import { metricOf } from "../../../promql/values/selector-facts.ts";
import { type Threshold, thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { isPaging, type QueriedAlert, queriedAlerts } from "./query-verdicts.ts";

const irateIn = ({ query }: QueriedAlert) =>
  query.values().order.find((part) => part.kind === "call" && part.function === "irate");

const isHealth = (value: Expr): boolean => {
  const node = withoutParens(value);
  return node.kind === "selector" && metricOf(node) === "up";
};

/** A single failed scrape is enough. */
const scrapeAtOnce = ({ query, rule }: QueriedAlert): Threshold | undefined => {
  if ((rule.for?.ms ?? 0) > 0) return undefined;
  const [threshold, ...more] = thresholdsIn(query.values());
  if (threshold === undefined || more.length > 0 || !isHealth(threshold.value)) return undefined;
  return constantOf(threshold.thresholdFacts) === undefined ? undefined : threshold;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of queriedAlerts(examined)) {
    if (alert.rule.keepFiringFor !== undefined) continue;
    const subject = alert.rule.name.text;
    const irate = irateIn(alert);
    if (irate !== undefined) {
      yield {
        place: alert.placeOf(irate.span),
        subject,
        severity: "info",
        message:
          "irate looks at the last two samples only: every short dip begins `for` again, or resolves the alert and opens it anew",
        help: "use rate over a few minutes, or keep the alert with `keep_firing_for: 5m`",
      };
    }
    const scrape = scrapeAtOnce(alert);
    if (scrape === undefined || !isPaging(alert)) continue;
    yield {
      place: alert.placeOf(scrape.node.span),
      subject,
      message:
        "without `for`, a single scrape that fails wakes somebody, and the next one that works resolves it",
      help: "wait for a few scrapes, `for: 2m`, and keep it while it flaps, `keep_firing_for: 5m`",
    };
  }
};

export const flapsWithoutKeepFiring: Check = {
  name: "flaps-without-keep-firing",
  severity: "warning",
  title: "An alert that comes and goes with single samples",
  find,
};
