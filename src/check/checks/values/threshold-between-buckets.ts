import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { judgedAlerts } from "./query-verdicts.ts";

const KINDS = new Set(["between-buckets"] as const);

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const { alert, verdict } of judgedAlerts(examined, KINDS)) {
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      message: verdict.message,
      help: "use a bound as the threshold, or give the histogram a bucket that ends there",
    };
  }
};

export const thresholdBetweenBuckets: Check = {
  name: "threshold-between-buckets",
  severity: "warning",
  title: "A threshold on a quantile that lies within a bucket, where the quantile is a guess",
  find,
};
