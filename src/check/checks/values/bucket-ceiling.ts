import { type Threshold, thresholdsIn } from "../../../promql/values/thresholds.ts";
import { constantOf } from "../../../promql/values/value-facts.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { isBucketCeiling, quantileCall } from "./bucket-quantiles.ts";
import {
  type QueriedAlert,
  queriedAlerts,
  severityBy,
  shownBy,
  textOf,
  verdictCounterexample,
  verdictsOf,
} from "./query-verdicts.ts";

/** The highest finite bound of the default buckets of Prometheus's client libraries, in seconds. */
const DEFAULT_CEILING = 10;

const proven = function* (examined: Examined, alert: QueriedAlert): Iterable<Discovery> {
  for (const verdict of verdictsOf(alert.query)) {
    if (!isBucketCeiling(verdict, alert.query)) continue;
    const [reason] = verdict.because;
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      severity: verdict.effect === "silent" ? severityBy(verdict.basis) : "warning",
      message: `no quantile is above the highest bound of a bucket, however slow everything is: ${verdict.message}${reason === undefined ? "" : `\n${reason.text}`}`,
      help: "give the histogram buckets above the threshold, or alert on the share of what is slower than a bound",
      ...shownBy(verdictCounterexample(examined, { alert, verdict })),
    };
  }
};

const UPWARDS: ReadonlySet<string> = new Set([">", ">="]);

const isUndeclared = ({ operator, value, valueFacts }: Threshold): boolean => {
  const { origin } = valueFacts;
  return (
    UPWARDS.has(operator) &&
    quantileCall(value) !== undefined &&
    origin?.facts === undefined &&
    origin?.name.endsWith("_bucket") === true
  );
};

/** Nobody says where the buckets end, but they commonly end at 10 seconds. */
const suspected = function* (alert: QueriedAlert): Iterable<Discovery> {
  for (const threshold of thresholdsIn(alert.query.values())) {
    const constant = constantOf(threshold.thresholdFacts);
    if (constant === undefined || !isUndeclared(threshold)) continue;
    if (constant < DEFAULT_CEILING) continue;
    if (constant === DEFAULT_CEILING && threshold.operator === ">=") continue;
    const name = threshold.valueFacts.origin?.name.replace(/_bucket$/, "") ?? "";
    yield {
      place: alert.placeOf(threshold.threshold.span),
      subject: alert.rule.name.text,
      severity: name.endsWith("_seconds") ? "warning" : "info",
      message: `no quantile is above the highest bound of a bucket, and the default buckets of client libraries end at ${DEFAULT_CEILING}: with them \`${textOf(alert.query, threshold.node.operatorSpan)} ${textOf(alert.query, threshold.threshold.span)}\` never holds`,
      help: `declare the buckets of ${name} (metrics in the settings), and give it buckets above the threshold`,
    };
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of queriedAlerts(examined)) {
    yield* proven(examined, alert);
    yield* suspected(alert);
  }
};

export const bucketCeiling: Check = {
  name: "bucket-ceiling",
  severity: "error",
  title: "A threshold on a quantile that lies at or above the highest bucket",
  find,
};
