import type { SymbolicLabels } from "../../../labels/symbolic.ts";
import { isNeverPresent, witnessOf } from "../../../labels/symbolic-labels.ts";
import type { Check, Discovery } from "../../check.ts";
import type { Counterexample } from "../../counterexample.ts";
import type { Examined, ExaminedAlert, Routing } from "../../examined.ts";
import { timelineOf } from "../routes/timeline.ts";
import { type AlertCause, alertCause } from "./alert-cause.ts";
import { listedLines } from "./listed.ts";
import { type OutagePages, outagePages, serviceOf } from "./outage-pages.ts";

type CausePage = { readonly alert: ExaminedAlert; readonly cause: AlertCause };

const nameOf = ({ rule }: ExaminedAlert): string => rule.name.text;

const ofOneInstance = ({ alert, cause }: CausePage): Discovery => {
  const { kind, metric, span } = cause;
  const what =
    kind === "health"
      ? `${nameOf(alert)} pages as soon as one instance is down, whether or not users notice`
      : `${nameOf(alert)} pages on what one instance uses (${metric}, by its name), whether or not users notice`;
  return {
    place: alert.placeOf(span),
    subject: nameOf(alert),
    severity: kind === "health" ? "warning" : "info",
    message: what,
    help: "make it a ticket (a less urgent severity), and page on the symptom: errors, latency, a burning objective, or no instance left",
  };
};

const mayHave = (labels: SymbolicLabels, name: string): boolean => !isNeverPresent(labels, name);

/** Longer than any group waits that is to be shown. */
const SHOWN_AFTER_WAIT_MS = 2_000;

/** All the alerts fire at once, on the same instance. */
const allAtOnce = (
  examined: Examined,
  routing: Routing,
  { alerts, receiver }: OutagePages,
): Counterexample | undefined => {
  const grouped = routing.routes.flatMap(({ groupBy }) => (groupBy === "all" ? [] : groupBy));
  const names = [...new Set(["instance", ...grouped])];
  const events = alerts.flatMap((alert) => {
    const [branch] = alert.arriving();
    const labels =
      branch &&
      witnessOf(
        branch,
        names.filter((name) => mayHave(branch, name)),
      );
    return labels === undefined ? [] : [{ atMs: 0, labels, state: "firing" as const }];
  });
  const waits = routing.routes
    .filter((route) => route.receiver === receiver)
    .map(({ groupWaitMs }) => groupWaitMs);
  const untilMs = Math.max(0, ...waits) + SHOWN_AFTER_WAIT_MS;
  return timelineOf(examined, routing, { events, untilMs });
};

/** Fewer pages than this are no storm. */
const MANY_PAGES = 3;

/** One outage that fires several urgent alerts of a service, each in a message of its own. */
const severalPages = function* (
  examined: Examined,
  service: string,
  alerts: readonly ExaminedAlert[],
): Iterable<Discovery> {
  const { routings, settings } = examined;
  if (alerts.length < MANY_PAGES) return;
  for (const routing of routings) {
    const pages = outagePages(routing, alerts, settings);
    const [first] = pages?.alerts ?? [];
    if (pages === undefined || first === undefined || pages.groups < MANY_PAGES) continue;
    const { receiver, groups } = pages;
    const counterexample = allAtOnce(examined, routing, pages);
    yield {
      place: first.rule.name.placeAt(0),
      subject: service,
      message: `one outage of ${service} makes ${groups} pages or more to "${receiver}": these alerts are grouped apart and no inhibition holds any of them back\n${listedLines(pages.alerts.map(nameOf))}`,
      help: "leave the page to the alert on what users feel and make the others tickets, or let it inhibit them (`equal` on the service's label)",
      ...(counterexample === undefined ? {} : { counterexample }),
    };
  }
};

const find = function* (examined: Examined): Iterable<Discovery> {
  const urgent = examined.alerts.filter(({ urgency }) => urgency() === 0);
  const causes = urgent.flatMap((alert) => {
    const cause = alertCause(alert);
    return cause === undefined ? [] : [{ alert, cause }];
  });
  for (const page of causes) yield ofOneInstance(page);
  if (causes.length === 0 || examined.routings.length === 0) return;
  const services = new Set(causes.flatMap(({ alert }) => serviceOf(alert) ?? []));
  const byService = Map.groupBy(urgent, (alert) => serviceOf(alert) ?? "");
  for (const service of services) {
    yield* severalPages(examined, service, byService.get(service) ?? []);
  }
};

export const pagesOnCause: Check = {
  name: "pages-on-cause",
  severity: "warning",
  title: "A page about one instance, or many pages for one outage, where users may feel nothing",
  find,
};
