import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedRule } from "../../examined.ts";
import { verdictsOf } from "./query-verdicts.ts";

const KINDS: ReadonlySet<string> = new Set(["rate-of-gauge", "delta-of-counter"]);

const HELP: Readonly<Record<string, string>> = {
  "rate-of-gauge": "use `deriv` or `delta` for a gauge, or compare the gauge itself",
  "delta-of-counter": "use `rate` or `increase` for a counter",
};

const ofRule = function* ({ rule, query, placeOf }: ExaminedRule): Iterable<Discovery> {
  if (query === undefined) return;
  for (const { kind, span, message, basis } of verdictsOf(query)) {
    if (!KINDS.has(kind)) continue;
    yield {
      place: placeOf(span),
      subject: rule.name.text,
      severity: basis === "declared" ? "warning" : "info",
      message,
      help: HELP[kind] ?? "",
    };
  }
};

const find = function* ({ rules }: Examined): Iterable<Discovery> {
  for (const rule of rules) yield* ofRule(rule);
};

export const rateOfGauge: Check = {
  name: "rate-of-gauge",
  severity: "warning",
  title: "A function for counters over a gauge, or one for gauges over a counter",
  find,
};
