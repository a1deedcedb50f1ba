import type { InhibitRule } from "../../../alertmanager/config/config.ts";
import type { Route } from "../../../alertmanager/routing/route.ts";
import { onlyValue, overlap } from "../../../labels/language.ts";
import type { Matcher } from "../../../labels/matcher.ts";
import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import { constraintOf } from "../../../labels/symbolic-labels.ts";
import type { Delivery, ExaminedAlert, Routing } from "../../examined.ts";
import type { Settings } from "../../settings.ts";
import { receiverNamed, receiverWaking } from "../routes/pagers.ts";

/** The pages that one outage makes: alerts of one service that no inhibition holds back, by group. */
export type OutagePages = {
  readonly receiver: string;
  readonly alerts: readonly ExaminedAlert[];
  /** How many groups they make, at least. */
  readonly groups: number;
};

/** Labels that name a service, the most telling first. */
const SERVICE_LABELS = ["service", "job", "app"];

/** The service that all alerts of the rule are about. */
export const serviceOf = (alert: ExaminedAlert): string | undefined => {
  for (const label of SERVICE_LABELS) {
    const values = new Set(
      alert.arriving().map((labels) => onlyValue(constraintOf(labels, label)) ?? ""),
    );
    const [value, ...others] = values;
    if (value !== undefined && value !== "" && others.length === 0) return value;
  }
  return undefined;
};

const mayMatch = (alert: ExaminedAlert, matchers: readonly Matcher[]): boolean =>
  alert
    .arriving()
    .some((labels) =>
      matchers.every(
        (matcher) =>
          overlap(constraintOf(labels, matcher.name), [matcher]).kind !== "unsatisfiable",
      ),
    );

const mayBeEqual = (label: string, a: ExaminedAlert, b: ExaminedAlert): boolean =>
  a
    .arriving()
    .some((left) =>
      b
        .arriving()
        .some(
          (right) =>
            overlap(constraintOf(left, label), constraintOf(right, label)).kind !== "unsatisfiable",
        ),
    );

/** Takes away those that a rule may hold back while another that is left fires. */
const inhibit = ({ source, target, equal }: InhibitRule, left: Set<ExaminedAlert>): void => {
  const targets = [...left].filter((alert) => mayMatch(alert, target));
  if (targets.length === 0) return;
  const sources = new Set([...left].filter((alert) => mayMatch(alert, source)));
  for (const alert of targets) {
    const isHeld = [...sources].some(
      (other) => other !== alert && equal.every(({ text }) => mayBeEqual(text, other, alert)),
    );
    if (!isHeld) continue;
    left.delete(alert);
    sources.delete(alert);
  }
};

/** So many alerts are looked at together: what they say of one outage is said by then. */
const MOST_ALERTS = 30;

/** Those that go out when all fire: one that another may hold back does not. */
const uninhibited = (
  { config }: Routing,
  alerts: readonly ExaminedAlert[],
): ReadonlySet<ExaminedAlert> => {
  const left = new Set(alerts.slice(0, MOST_ALERTS));
  for (const rule of config.inhibitRules) inhibit(rule, left);
  return left;
};

/** Alerts with different keys are in different groups; those with the same may be. */
const groupKey = ({ groupBy }: Route, alert: ExaminedAlert, labels: SymbolicLabels): string => {
  if (groupBy === "all") return JSON.stringify([alert.rule.name.text]);
  return JSON.stringify(groupBy.map((label) => onlyValue(constraintOf(labels, label)) ?? ""));
};

const groupsByReceiver = ({ alert, proofs }: Delivery): Map<string, Set<string>> => {
  const groups = new Map<string, Set<string>>();
  for (const [branch, { ways }] of proofs.entries()) {
    const labels = alert.arriving()[branch];
    if (labels === undefined) continue;
    for (const route of ways.flatMap(({ routes }) => routes)) {
      const keys = groups.get(route.receiver) ?? new Set();
      groups.set(route.receiver, keys.add(groupKey(route, alert, labels)));
    }
  }
  return groups;
};

type Reached = { readonly keys: Set<string>; readonly alerts: ExaminedAlert[] };

const reachedReceivers = (
  routing: Routing,
  sent: ReadonlySet<ExaminedAlert>,
): ReadonlyMap<string, Reached> => {
  const reached = new Map<string, Reached>();
  for (const delivery of routing.deliveries()) {
    if (!sent.has(delivery.alert)) continue;
    for (const [receiver, keys] of groupsByReceiver(delivery)) {
      const known = reached.get(receiver) ?? { keys: new Set(), alerts: [] };
      for (const key of keys) known.keys.add(key);
      known.alerts.push(delivery.alert);
      reached.set(receiver, known);
    }
  }
  return reached;
};

/** The receiver that gets most pages when all these alerts fire. */
export const outagePages = (
  routing: Routing,
  alerts: readonly ExaminedAlert[],
  settings: Settings,
): OutagePages | undefined => {
  const sent = uninhibited(routing, alerts);
  let most: OutagePages | undefined;
  for (const [name, { keys, alerts: got }] of reachedReceivers(routing, sent)) {
    const receiver = receiverNamed(routing, name);
    if (receiver === undefined || receiverWaking(receiver, settings) === "quiet") continue;
    if (keys.size > (most?.groups ?? 0)) most = { receiver: name, alerts: got, groups: keys.size };
  }
  return most;
};
