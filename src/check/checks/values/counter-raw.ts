import { thresholdsIn } from "../../../promql/values/thresholds.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import {
  type JudgedAlert,
  judgedAlerts,
  shownBy,
  textOf,
  verdictCounterexample,
} from "./query-verdicts.ts";

const KINDS = new Set(["raw-counter"] as const);
const UPWARDS: ReadonlySet<string> = new Set([">", ">="]);

/** Once it is over its threshold, such an alert fires until the process is restarted. */
const severityOf = ({ alert, verdict }: JudgedAlert): FindingSeverity => {
  const threshold = thresholdsIn(alert.query.values()).find(({ node }) => node === verdict.node);
  const alone = threshold?.alone === true && UPWARDS.has(threshold.operator);
  return alone && verdict.basis === "declared" ? "error" : "warning";
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const judged of judgedAlerts(examined, KINDS)) {
    const { alert, verdict } = judged;
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      severity: severityOf(judged),
      message: verdict.message,
      help: `compare what was added lately, such as \`increase(${textOf(alert.query, verdict.span)}[10m])\``,
      ...shownBy(verdictCounterexample(examined, judged)),
    };
  }
};

export const counterRaw: Check = {
  name: "counter-raw",
  severity: "warning",
  title: "A counter that is compared as it stands",
  find,
};
