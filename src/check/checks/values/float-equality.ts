import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import { judgedAlerts } from "./query-verdicts.ts";

const KINDS = new Set(["float-equality"] as const);

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const { alert, verdict } of judgedAlerts(examined, KINDS)) {
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      message: verdict.message,
      help: "compare with `<`, `<=`, `>` or `>=`",
    };
  }
};

export const floatEquality: Check = {
  name: "float-equality",
  severity: "warning",
  title: "A computed value that is compared for equality with a fraction",
  find,
};
