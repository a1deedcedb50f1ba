import { groupKey, groupLabels } from "../../alertmanager/grouping/group.ts";
import { proveRoutes } from "../../alertmanager/proof/route-proof.ts";
import type { Route } from "../../alertmanager/routing/route.ts";
import type { Labels } from "../../labels/labels.ts";
import { labelValue } from "../../labels/match.ts";
import { withMatchers } from "../../labels/symbolic-labels.ts";
import type { ExaminedAlert, Routing } from "../examined.ts";
import type { DeliveryExplanation } from "./explanation.ts";
import { ruleIdentity } from "./find-subjects.ts";

/** Whether an alert of the rule may be delivered by the route and have the group's labels. */
const mayJoin = (
  { question }: Routing,
  alert: ExaminedAlert,
  { route, by, labels }: { route: Route; by: readonly string[]; labels: Labels },
): boolean => {
  const matchers = by.map((name) => ({
    name,
    operator: "=" as const,
    value: labelValue(labels, name),
  }));
  return alert
    .arriving()
    .some((arriving) =>
      proveRoutes(question, withMatchers(arriving, matchers)).ways.some(({ routes }) =>
        routes.includes(route),
      ),
    );
};

/** The group into which the alert falls, and which other alerts of the set may be in it. */
export const groupOf = (
  routing: Routing,
  route: Route,
  example: { readonly labels: Labels; readonly alert: ExaminedAlert | undefined },
): DeliveryExplanation["group"] => {
  const labels = groupLabels(route, example.labels);
  const key = groupKey(route, labels);
  // Grouped by all labels, only alerts of the same labels fall together.
  if (route.groupBy === "all") return { by: "all", labels, absent: [], key, with: [] };
  const by = route.groupBy;
  const own = example.alert && ruleIdentity(example.alert);
  const companions = routing
    .deliveries()
    .map(({ alert }) => alert)
    .filter(
      (alert) => ruleIdentity(alert) !== own && mayJoin(routing, alert, { route, by, labels }),
    );
  return {
    by: [...by],
    labels,
    absent: by.filter((name) => !Object.hasOwn(labels, name)),
    key,
    with: [...new Set(companions.map(({ rule }) => rule.name.text))],
  };
};
