import { formatMatcher } from "../../../labels/format-matcher.ts";
import { matchesValue } from "../../../labels/match.ts";
import type { LocatedPair } from "../../../prometheus/rule.ts";
import { type BranchVerdict, labelVerdict } from "../../../promql/labels/label-verdict.ts";
import { selectorsOf } from "../../../promql/syntax/walk.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import { alertTexts, usesOf } from "./alert-text.ts";
import { firedLabels, firingCase, linesOf, seriesExample } from "./firing-case.ts";
import { isFixed, overwritingOf } from "./overwritten-label.ts";
import { ownLabels } from "./own-labels.ts";

type Case = {
  readonly alert: ExaminedAlert;
  readonly query: Query;
  readonly pair: LocatedPair;
  readonly examined: Examined;
};

/** A branch of the query that always gives the label, with another value than the rule sets. */
const otherValue = ({ query, pair }: Case): BranchVerdict | undefined =>
  labelVerdict(query.labels(), pair.name.text).branches.find(
    ({ presence, constraint }) =>
      presence === "always" &&
      constraint.some((matcher) => !matchesValue(matcher, pair.value.text)),
  );

const isShown = ({ alert, pair, examined }: Case): boolean =>
  alertTexts(alert).some((text) => {
    const uses = usesOf(text, alert, examined.settings);
    return (
      !("error" in uses) &&
      uses.labels.some(({ name, role }) => name === pair.name.text && role === "printed")
    );
  });

const exampleOf = ({ alert, query }: Case): Counterexample | undefined => {
  const one = firingCase(alert, query);
  const firing = one && firedLabels(alert, query, one.labels);
  if (one === undefined || firing === undefined) return undefined;
  return seriesExample(alert, one.history, { series: linesOf(one), firing: [firing] });
};

const discovery = (of: Case, { constraint }: BranchVerdict): Discovery => {
  const { alert, pair } = of;
  const name = pair.name.text;
  const counterexample = exampleOf(of);
  const carried = constraint.map((matcher) => formatMatcher({ ...matcher, name })).join(", ");
  const shown = isShown(of);
  const text = shown ? `\n{{ $labels.${name} }} in its text shows that of the query` : "";
  return {
    place: pair.name.placeAt(0),
    subject: alert.rule.name.text,
    severity: shown ? "warning" : "info",
    message: `the rule sets ${name} to ${JSON.stringify(pair.value.text)}, while its series have ${carried}: the alert does not carry the label of what it is about${text}`,
    help: "give the label of the rule another name, or leave it out",
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

/** An alert on other alerts has a severity of its own, and it is not theirs. */
const isOfAlerts = ({ expr }: Query): boolean =>
  selectorsOf(expr).every(({ metric }) => metric.startsWith("ALERTS"));

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of examined.alerts) {
    const { query } = alert;
    if (query === undefined || isOfAlerts(query)) continue;
    for (const pair of ownLabels(alert)) {
      if (!isFixed(pair) || pair.value.text === "") continue;
      const of = { alert, query, pair, examined };
      const verdict = otherValue(of);
      if (verdict === undefined || overwritingOf(query, pair.name.text) !== undefined) continue;
      yield discovery(of, verdict);
    }
  }
};

export const labelCarriedAndStatic: Check = {
  name: "label-carried-and-static",
  severity: "info",
  title: "A label that the rule sets to another value than its query gives",
  find,
};
