import { proveRoutes, type RouteProof } from "../../../alertmanager/proof/route-proof.ts";
import { matches } from "../../../labels/match.ts";
import { withMatchers } from "../../../labels/symbolic-labels.ts";
import type { VectorSelector } from "../../../promql/syntax/expr.ts";
import { descendants, selectorsOf } from "../../../promql/syntax/walk.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Examined, ExaminedAlert, Query, Routing } from "../../examined.ts";
import { type Arrival, arrivalsOf } from "./arrivals.ts";
import { isTocsin, receiverNamed, receiverText, receiverWaking } from "./pagers.ts";
import { alertName, listText } from "./route-text.ts";

/** They count by integration what did not get through to it. */
const FAILED_NOTIFICATIONS = new Set([
  "alertmanager_notifications_failed_total",
  "alertmanager_notification_requests_failed_total",
]);

/** They say that Prometheus and Alertmanager have lost one another. */
const LOST_ALERTMANAGER = new Set([
  "prometheus_notifications_alertmanagers_discovered",
  "prometheus_notifications_dropped_total",
  "prometheus_notifications_errors_total",
]);

type Failing = { readonly selector: VectorSelector; readonly query: Query };

type Told = { readonly arrival: Arrival; readonly failing: Failing };

const integrationsOf = (routing: Routing, proof: RouteProof) =>
  proof.ways.map(({ routes }) =>
    routes.flatMap(({ receiver }) => receiverNamed(routing, receiver)?.integrations ?? []),
  );

/** Whether every way has integrations, and all of them are such. */
const isOnly = (
  routing: Routing,
  proof: RouteProof,
  is: (integration: ReturnType<typeof integrationsOf>[number][number]) => boolean,
): boolean => {
  const ways = integrationsOf(routing, proof);
  return proof.complete && ways.length > 0 && ways.every((all) => all.length > 0 && all.every(is));
};

const receiversOf = (routing: Routing, proof: RouteProof): string =>
  listText(
    [...new Set(proof.ways.flatMap(({ routes }) => routes.map(({ receiver }) => receiver)))].map(
      (name) => receiverText(routing, name),
    ),
  );

const exampleOf = (proof: RouteProof) => ({
  kind: "labels" as const,
  labels: proof.outcomes[0]?.witness ?? {},
  receivers: (proof.outcomes[0]?.routes ?? []).map(({ receiver }) => receiver),
});

/** Kinds of integration that the selector reads of and the configuration has; webhooks may go to different systems. */
const kindsRead = ({ config }: Routing, { matchers }: VectorSelector): readonly string[] => {
  const kinds = config.receivers.flatMap(({ integrations }) =>
    integrations.map(({ kind }) => kind),
  );
  const own = matchers.filter(({ name }) => name === "integration");
  return [...new Set(kinds)].filter(
    (integration) => integration !== "webhook" && matches(own, { integration }),
  );
};

const failingIntegration = (
  routing: Routing,
  { arrival, failing }: Told,
): Discovery | undefined => {
  const { alert, labels } = arrival;
  const kinds = kindsRead(routing, failing.selector);
  for (const kind of kinds) {
    const proof = proveRoutes(
      routing.question,
      withMatchers(labels, [{ name: "integration", operator: "=~", value: `${kind}|` }]),
    );
    if (!isOnly(routing, proof, (integration) => integration.kind === kind)) continue;
    const isPinned = kinds.length === 1 && failing.selector.matchers.some(isIntegration);
    return {
      place: alert.placeOf(failing.selector.span),
      subject: alertName(alert),
      severity: isPinned ? "error" : "warning",
      message: `when ${kind} is what fails, ${alertName(alert)} is told through ${kind} only: ${receiversOf(routing, proof)}`,
      help: `send it to a receiver of another kind too, beside ${kind}`,
      counterexample: exampleOf(proof),
    };
  }
  return undefined;
};

const isIntegration = ({ name, operator }: VectorSelector["matchers"][number]): boolean =>
  name === "integration" && operator.startsWith("=");

const failingTocsin = (routing: Routing, { arrival, failing }: Told): Discovery | undefined => {
  const { alert, proof } = arrival;
  if (!isOnly(routing, proof, isTocsin)) return undefined;
  return {
    place: alert.placeOf(failing.selector.span),
    subject: alertName(alert),
    severity: "error",
    message: `${alertName(alert)} says that Tocsin takes no alerts, and is told through Tocsin only: ${receiversOf(routing, proof)}`,
    help: "give it a route to a receiver that Alertmanager tells directly, by mail or a paging service",
    counterexample: exampleOf(proof),
  };
};

/** An expression that reads nothing has a result at all times. */
const isWatchdog = ({ query }: ExaminedAlert): boolean =>
  query !== undefined && selectorsOf(query.expr).length === 0;

/** Whether something outside hears of an alert that always fires, and so notices when it no longer does. */
const hasDeadMansSwitch = (routing: Routing, { settings }: Examined): boolean =>
  arrivalsOf(routing).all.some(
    ({ alert, proof }) =>
      isWatchdog(alert) &&
      proof.ways.some(({ routes }) =>
        routes.some(({ receiver }) => {
          const found = receiverNamed(routing, receiver);
          return (
            found !== undefined &&
            (receiverWaking(found, settings) !== "quiet" ||
              found.integrations.some(({ kind }) => kind === "email"))
          );
        }),
      ),
  );

const isAlertmanager = (job: string): boolean => /alertmanager/i.test(job);

/** Whether the selector is about whether an Alertmanager is there. */
const isPresence = ({ metric, matchers }: VectorSelector): boolean =>
  LOST_ALERTMANAGER.has(metric) ||
  (metric === "up" &&
    matchers.some(
      ({ name, operator, value }) =>
        name === "job" && operator.startsWith("=") && isAlertmanager(value),
    ));

const absentAlertmanager = (query: Query): VectorSelector | undefined => {
  for (const node of descendants(query.expr)) {
    const [argument] = node.kind === "call" && node.function === "absent" ? node.arguments : [];
    if (argument?.kind === "selector" && argument.metric.startsWith("alertmanager_")) {
      return argument;
    }
  }
  return undefined;
};

const lostAlertmanager = (
  routing: Routing,
  alert: ExaminedAlert,
  examined: Examined,
): Discovery | undefined => {
  const { query } = alert;
  const selector = query && (selectorsOf(query.expr).find(isPresence) ?? absentAlertmanager(query));
  if (selector === undefined || hasDeadMansSwitch(routing, examined)) return undefined;
  return {
    place: alert.placeOf(selector.span),
    subject: alertName(alert),
    severity: "info",
    message: `${alertName(alert)} says that Alertmanager is not there, and only an Alertmanager can tell it: when all are lost, nobody hears of it`,
    help: "send an alert that always fires to a dead-man's switch outside, which calls when it no longer comes",
  };
};

const findOf = (routing: Routing, arrival: Arrival): Discovery | undefined => {
  const { query } = arrival.alert;
  if (query === undefined) return undefined;
  for (const selector of selectorsOf(query.expr)) {
    const told = { arrival, failing: { selector, query } };
    const found = FAILED_NOTIFICATIONS.has(selector.metric)
      ? failingIntegration(routing, told)
      : selector.metric === "tocsin_accepting" && failingTocsin(routing, told);
    if (found !== false && found !== undefined) return found;
  }
  return undefined;
};

const find = function* (examined: Examined): Iterable<Discovery> {
  for (const routing of examined.routings) {
    const told = new Set<ExaminedAlert>();
    for (const arrival of arrivalsOf(routing).all) {
      if (told.has(arrival.alert)) continue;
      const found = findOf(routing, arrival) ?? lostAlertmanager(routing, arrival.alert, examined);
      if (found === undefined) continue;
      told.add(arrival.alert);
      yield found;
    }
  }
};

export const toldOnlyThroughItself: Check = {
  name: "told-only-through-itself",
  severity: "warning",
  title: "An alert about a system that only that system tells",
  find,
};
