import { labelVerdict } from "../../../promql/labels/label-verdict.ts";
import { missing } from "../../../promql/values/witness/course.ts";
import { historyOf } from "../../../promql/values/witness/history.ts";
import { coursesOf, play } from "../../../promql/values/witness/play.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert, Query } from "../../examined.ts";
import type { FindingSeverity } from "../../finding.ts";
import {
  type AbsentOfExpression,
  absentsOfExpressions,
  isLostByAbsent,
} from "./absent-argument.ts";
import { alertTexts, usesOf } from "./alert-text.ts";
import { firedLabels, seriesExample } from "./firing-case.ts";
import { ownLabels } from "./own-labels.ts";
import { type RoutingUse, routingUses } from "./routing-uses.ts";

type Found = { readonly alert: ExaminedAlert; readonly query: Query; readonly examined: Examined };

/** What fires when there is no series at all. */
const exampleOf = ({ alert, query }: Found): Counterexample | undefined => {
  const analysis = query.values();
  const history = historyOf(analysis.order, alert.rule.for?.ms ?? 0);
  const firing = firedLabels(alert, query, new Map());
  if (history === undefined || firing === undefined) return undefined;
  if (play(analysis, coursesOf(analysis, missing), history) !== "fires") return undefined;
  return seriesExample(alert, history, { series: [], firing: [firing] });
};

/** Labels that the alert does not carry because of this call, and that its rule does not set. */
const lostBy = (absent: AbsentOfExpression, { alert, query }: Found): readonly string[] => {
  const own = new Set(ownLabels(alert).map(({ name }) => name.text));
  return [...absent.lost.keys()].filter(
    (name) =>
      !own.has(name) &&
      labelVerdict(query.labels(), name).branches.some(({ reason }) =>
        isLostByAbsent(name, reason, [absent]),
      ),
  );
};

/** The texts of the alert that show a label without making sure of it. */
const textsShowing = (name: string, { alert, examined }: Found): readonly string[] =>
  alertTexts(alert)
    .filter((text) => {
      const uses = usesOf(text, alert, examined.settings);
      return (
        !("error" in uses) &&
        uses.labels.some((use) => use.name === name && use.role === "printed" && !use.isGuarded)
      );
    })
    .map(({ kind, name: of }) => `the ${kind} ${of}`);

const yamlWord = (text: string): string =>
  /^[A-Za-z][\w-]*$/.test(text) ? text : JSON.stringify(text);

type Uses = { readonly shown: readonly string[]; readonly needed: readonly string[] };

/** An error where a text surely has a hole, a note where nobody seems to miss the label. */
const severityOf = ({ shown, needed }: Uses, isNowhere: boolean): FindingSeverity => {
  if (shown.length > 0 && isNowhere) return "error";
  return shown.length > 0 || needed.length > 0 ? "warning" : "info";
};

const MOST_USES = 3;

const harmOf = ({ shown, needed }: Uses): string => {
  const uses = [...new Set([...shown, ...needed])];
  if (uses.length === 0) return "";
  const more = uses.length > MOST_USES ? ", …" : "";
  return `\nmissed by ${uses.slice(0, MOST_USES).join(", ")}${more}`;
};

const discovery = (
  absent: AbsentOfExpression,
  found: Found,
  routing: ReadonlyMap<string, readonly RoutingUse[]>,
): Discovery | undefined => {
  const { alert, query } = found;
  const lost = lostBy(absent, found);
  if (lost.length === 0) return undefined;
  const uses = {
    shown: lost.flatMap((label) => textsShowing(label, found)),
    needed: lost.flatMap((label) => routing.get(label)?.map(({ text }) => text) ?? []),
  };
  const isNowhere = lost.some((label) => labelVerdict(query.labels(), label).presence === "never");
  const counterexample = exampleOf(found);
  const pairs = lost
    .map((label) => `${label}: ${yamlWord(absent.lost.get(label) ?? "")}`)
    .join(", ");
  return {
    place: alert.placeOf(absent.call.functionSpan),
    subject: alert.rule.name.text,
    severity: severityOf(uses, isNowhere),
    message: `the alert carries no ${lost.join(", no ")}: ${absent.call.function}() takes labels from a bare selector only, and this is an expression${harmOf(uses)}`,
    help: `set it in the rule: labels: {${pairs}}`,
    ...(counterexample === undefined ? {} : { counterexample }),
  };
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const routing = routingUses(examined);
  for (const alert of examined.alerts) {
    const { query } = alert;
    if (query === undefined || !query.text.includes("absent")) continue;
    for (const absent of absentsOfExpressions(query.expr)) {
      const found = discovery(absent, { alert, query, examined }, routing);
      if (found !== undefined) yield found;
    }
  }
};

export const absentOfExpression: Check = {
  name: "absent-of-expression",
  severity: "warning",
  title:
    "An absent() of an expression, whose alert lacks the labels that a bare selector would give",
  find,
};
