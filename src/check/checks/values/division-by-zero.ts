import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import {
  type JudgedAlert,
  judgedAlerts,
  severityBy,
  shownBy,
  textOf,
  verdictCounterexample,
} from "./query-verdicts.ts";

const KINDS = new Set(["division-by-zero"] as const);

const severityOf = ({ verdict }: JudgedAlert): FindingSeverity => {
  const severity = severityBy(verdict.basis);
  return severity === "error" && verdict.effect !== "fires" ? "warning" : severity;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const judged of judgedAlerts(examined, KINDS)) {
    const { alert, verdict } = judged;
    const divisor = textOf(alert.query, verdict.span);
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      severity: severityOf(judged),
      message: verdict.message,
      help: `divide only where there is something to divide by: \`/ (${divisor} > 0)\``,
      ...shownBy(verdictCounterexample(examined, judged)),
    };
  }
};

export const divisionByZero: Check = {
  name: "division-by-zero",
  severity: "error",
  title: "A division whose divisor is 0 at times, so that the alert compares an infinity",
  find,
};
