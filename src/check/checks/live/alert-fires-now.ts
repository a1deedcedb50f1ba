import { selectorsOf } from "../../../promql/syntax/walk.ts";
import type { Check, Discovery } from "../../check.ts";
import { type Examined, type ExaminedAlert, isAlert } from "../../examined.ts";
import { loadedForm } from "../../live/loaded-rule.ts";
import { counted } from "../process/listed.ts";
import { liveRules } from "./live-rules.ts";

const waitText = ({ rule }: ExaminedAlert): string =>
  rule.for === undefined || rule.for.ms === 0
    ? ""
    : `, once that has lasted ${rule.for.written.text}`;

type Firing = { readonly rule: ExaminedAlert; readonly alerts: number };

/** Alerts that depend on data, and whose condition holds. */
const firing = function* (examined: Examined): Iterable<Firing> {
  for (const { rule, query, answer } of liveRules(examined)) {
    const alerts = answer?.kind === "answered" ? answer.series : 0;
    const readsSeries = selectorsOf(query.expr).length > 0;
    if (isAlert(rule) && alerts > 0 && readsSeries) yield { rule, alerts };
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const groups = examined.evidence.live?.groups;
  for (const { rule, alerts } of firing(examined)) {
    const isMany = alerts > examined.settings.liveLimits.alerts;
    const isNew = groups !== undefined && loadedForm(rule, groups).kind !== "same";
    if (!isMany && !isNew) continue;
    const when = isNew ? " as soon as the rule is loaded" : "";
    yield {
      place: rule.rule.expr.placeAt(0),
      subject: rule.rule.name.text,
      severity: isMany ? "warning" : "info",
      message: `the condition holds at this moment: ${counted(alerts, "alert")}${when}${waitText(rule)}`,
      help: isMany
        ? "aggregate to what one person would act on, or mend the threshold"
        : "see whether something is wrong now; if not, the threshold is",
    };
  }
};

export const alertFiresNow: Check = {
  name: "alert-fires-now",
  severity: "info",
  title: "A new alert that would fire at this moment, or one that fires for very many series",
  find,
};
