import { factsIn } from "../../../promql/values/evaluate.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined } from "../../examined.ts";
import {
  isPaging,
  type JudgedAlert,
  judgedAlerts,
  shownBy,
  textOf,
  verdictCounterexample,
} from "./query-verdicts.ts";
import { metricNamesIn } from "./selector-names.ts";
import { watchedSilence } from "./watched-silence.ts";

const KINDS = new Set(["nan-without-traffic"] as const);

/** The divisor is a counter that stands still, rather than something that is declared to be 0 at times. */
const isOfTraffic = ({ alert, verdict: { node } }: JudgedAlert): boolean =>
  node.kind === "binary" && factsIn(alert.query.values(), node.right).zero?.kind === "idle";

const divisorNames = ({ node }: JudgedAlert["verdict"]): readonly string[] =>
  node.kind === "binary" ? metricNamesIn(node.right) : [];

const find = function* (examined: Examined): Iterable<Discovery> {
  const { metrics } = watchedSilence(examined);
  const told = new Set<string>();
  for (const judged of judgedAlerts(examined, KINDS)) {
    const { alert, verdict } = judged;
    if (verdict.effect !== "silent" || !isOfTraffic(judged)) continue;
    if (divisorNames(verdict).some((name) => metrics.has(name))) continue;
    const divisor = textOf(alert.query, verdict.span);
    const key = `${alert.rule.place.line} ${divisor}`;
    if (told.has(key)) continue;
    told.add(key);
    yield {
      place: alert.placeOf(verdict.span),
      subject: alert.rule.name.text,
      severity: isPaging(alert) ? "warning" : "info",
      message: `without traffic this divisor is 0 and the ratio NaN, which passes no comparison: an outage that stops all traffic keeps the alert silent, or resolves it\nno alert of this set notices that ${divisorNames(verdict).join(", ")} stands still`,
      help: `add an alert on missing traffic, such as \`${divisor} == 0\`, with \`absent(…)\` for when the series is gone`,
      ...shownBy(verdictCounterexample(examined, judged)),
    };
  }
};

export const noTrafficIsSilent: Check = {
  name: "no-traffic-is-silent",
  severity: "warning",
  title: "A ratio that is 0/0 without traffic, so that a total outage is silent",
  find,
};
