import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { judgedAlerts } from "./query-verdicts.ts";

const KINDS = new Set(["never-holds", "nan-comparison"] as const);

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const { alert, verdict } of judgedAlerts(examined, KINDS)) {
    if (verdict.effect === "silent") continue;
    if (verdict.kind === "nan-comparison" && verdict.effect === "fires") continue;
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      severity: verdict.basis === "convention" ? "info" : "warning",
      message: `this part of the query never gives anything: ${verdict.message}`,
      help: "correct the comparison, or remove the part",
    };
  }
};

export const deadBranch: Check = {
  name: "dead-branch",
  severity: "warning",
  title: "A part of a query that never gives a result",
  find,
};
