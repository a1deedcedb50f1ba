import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { judgedAlerts, severityBy, shownBy, verdictCounterexample } from "./query-verdicts.ts";

const KINDS = new Set([
  "always-holds",
  "bool-always-fires",
  "nan-comparison",
  "quantile-out-of-range",
] as const);

const HELP: Readonly<Record<string, string>> = {
  "bool-always-fires": "leave out `bool`: a comparison without it drops what does not hold",
  "quantile-out-of-range": "write the quantile as a number between 0 and 1",
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const judged of judgedAlerts(examined, KINDS)) {
    const { alert, verdict } = judged;
    const always = verdict.kind === "quantile-out-of-range" ? "unknown" : "fires";
    if (verdict.effect !== "fires" && verdict.effect !== always) continue;
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      severity: severityBy(verdict.basis),
      message: `the alert always fires: ${verdict.message}`,
      help: HELP[verdict.kind] ?? "correct the threshold or the direction of the comparison",
      ...shownBy(verdictCounterexample(examined, judged)),
    };
  }
};

export const alwaysFires: Check = {
  name: "always-fires",
  severity: "error",
  title: "A condition that every value meets",
  find,
};
