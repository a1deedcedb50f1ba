import type { LocatedPair } from "../../../prometheus/rule.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import { alertTexts, usesOf } from "./alert-text.ts";
import { distinctLines, firingCase, linesOf, seriesExample } from "./firing-case.ts";
import { isFixed, type Overwriting, overwritingOf } from "./overwritten-label.ts";
import { ownLabels } from "./own-labels.ts";

/** What Prometheus says (rules/alerting.go, Eval). */
const ERROR = "vector contains metrics with the same labelset after applying alert labels";

/** Two of each series, which differ in the label alone. */
const exampleOf = (
  alert: ExaminedAlert,
  query: Query,
  name: string,
): Counterexample | undefined => {
  const one = firingCase(alert, query);
  if (one === undefined) return undefined;
  const isFree = [...one.labels.keys()].every(({ matchers }) =>
    matchers.every((matcher) => matcher.name !== name),
  );
  if (!isFree) return undefined;
  const series = ["one", "other"].flatMap((value) =>
    linesOf(
      one,
      new Map(
        [...one.labels].map(([selector, own]) => [selector, new Map([...own, [name, value]])]),
      ),
    ),
  );
  return seriesExample(alert, one.history, {
    series: distinctLines(series),
    firing: [],
    error: ERROR,
  });
};

type Case = { readonly alert: ExaminedAlert; readonly query: Query; readonly pair: LocatedPair };

const discovery = ({ alert, query, pair }: Case, overwriting: Overwriting): Discovery => {
  const { name, value } = pair;
  const counterexample = exampleOf(alert, query, name.text);
  const does = value.text === "" ? "takes away" : `sets to ${JSON.stringify(value.text)}`;
  const isProven = overwriting === "certain" && counterexample !== undefined;
  return {
    place: name.placeAt(0),
    subject: alert.rule.name.text,
    severity: isProven ? "error" : "warning",
    message: `the rule ${does} the label ${name.text}, by which its alerts differ: with two at once it fails, and none of them fires\nPrometheus says: ${ERROR}`,
    help: `take ${name.text} out of the labels of the rule, or give the new label another name`,
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

/** Whether a template of another label of the rule may keep the alerts apart. */
const isKeptElsewhere = (alert: ExaminedAlert, name: string, { settings }: Examined): boolean =>
  alertTexts(alert).some((text) => {
    if (text.kind !== "label") return false;
    const uses = usesOf(text, alert, settings);
    if ("error" in uses || uses.values.length > 0) return true;
    return uses.labels.some((use) => use.name === name || use.name === undefined);
  });

const findIn = function* (alert: ExaminedAlert, query: Query, examined: Examined) {
  for (const pair of ownLabels(alert)) {
    const name = pair.name.text;
    const overwriting = isFixed(pair) ? overwritingOf(query, name) : undefined;
    if (overwriting === undefined || isKeptElsewhere(alert, name, examined)) continue;
    yield discovery({ alert, query, pair }, overwriting);
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const alert of examined.alerts) {
    if (alert.query !== undefined) yield* findIn(alert, alert.query, examined);
  }
};

export const duplicateAlertLabels: Check = {
  name: "duplicate-alert-labels",
  severity: "error",
  title:
    "A rule that overwrites the label by which its alerts differ, and so fails with two at once",
  find,
};
