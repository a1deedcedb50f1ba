import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { isPaging, judgedAlerts, shownBy, verdictCounterexample } from "./query-verdicts.ts";

const KINDS = new Set(["zero-as-failure"] as const);

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const judged of judgedAlerts(examined, KINDS)) {
    const { alert, verdict } = judged;
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      severity: isPaging(alert) ? "warning" : "info",
      message: `${verdict.message}\nidle and healthy, it fires; when the process is gone, so is the series, and it stays silent`,
      help: "alert on what fails instead: errors that are counted, a health metric, or the users' requests",
      ...shownBy(verdictCounterexample(examined, judged)),
    };
  }
};

export const gaugeZeroAsDown: Check = {
  name: "gauge-zero-as-down",
  severity: "warning",
  title: "A gauge of activity that is taken for health: nothing going on reads as down",
  find,
};
