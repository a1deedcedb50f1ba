import type { Route } from "../../../alertmanager/routing/route.ts";
import { isAlwaysPresent, isNeverPresent } from "../../../labels/symbolic-labels.ts";
import type { LocatedText } from "../../../lib/source.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, Routing } from "../../examined.ts";
import type { Arrival } from "./arrivals.ts";
import { isExpectedLabel } from "./expected-labels.ts";
import { groupedBy } from "./grouping.ts";
import { alertName, listText } from "./route-text.ts";

type At = {
  readonly examined: Examined;
  readonly routing: Routing;
  readonly route: Route;
  readonly label: LocatedText;
};

const ofNobody = ({ route, label }: At, isProven: boolean): Discovery => ({
  place: label.placeAt(0),
  subject: route.receiver,
  severity: isProven ? "warning" : "info",
  message: isProven
    ? `no alert that is grouped here ever has the label "${label.text}": it keeps nothing apart`
    : `no rule, external label or known metric of this set gives alerts the label "${label.text}": if no target has it either, it keeps nothing apart`,
  help: isProven
    ? "remove it, or add it to the alerts: as a label of the rules, or in `external_labels`"
    : "set it in `external_labels` of Prometheus and check with that configuration, list it under `targetLabels` in tocsin-check.yaml, or remove it",
});

const ofSome = ({ route, label }: At, lacking: readonly string[]): Discovery => ({
  place: label.placeAt(0),
  subject: route.receiver,
  severity: "info",
  message: `${listText(lacking)} never ${lacking.length === 1 ? "has" : "have"} the label "${label.text}" and ${lacking.length === 1 ? "is" : "are"} grouped as if it were empty`,
  help: `add ${label.text} to their queries' \`by (…)\`, or to the labels of their rules; or leave it so if one message for all of them is right`,
});

const look = (at: At, arrivals: readonly Arrival[]): Discovery | undefined => {
  const { text } = at.label;
  const lacking = arrivals.filter(({ labels }) => isNeverPresent(labels, text));
  if (lacking.length === arrivals.length) return ofNobody(at, true);
  const isCarried = arrivals.some(({ labels }) => isAlwaysPresent(labels, text));
  if (!isCarried && !isExpectedLabel(at.examined, text)) return ofNobody(at, false);
  const names = [...new Set(lacking.map(({ alert }) => alertName(alert)))];
  return names.length === 0 ? undefined : ofSome(at, names);
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    for (const [route, arrivals] of groupedBy(routing)) {
      if (arrivals.length === 0 || route.groupBy === "all") continue;
      for (const label of routing.writtenOf(route).groupBy ?? []) {
        const found = look({ examined, routing, route, label }, arrivals);
        if (found !== undefined) yield found;
      }
    }
  }
};

export const groupLabelMissing: Check = {
  name: "group-label-missing",
  severity: "warning",
  title: "Alerts are grouped by a label that they do not have",
  find,
};
