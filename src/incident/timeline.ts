import { toIso } from "../lib/clock.ts";
import type { IncidentEvent, PageOf } from "./event.ts";
import type { Recorded } from "./state.ts";

export type TimelineEntry = { at: string; type: IncidentEvent["type"]; text: string };

const sourceName = (source: string): string => {
  const pairs: [string, string][] = JSON.parse(source);
  const named = pairs.filter(([, value]) => value !== "");
  return named.length === 0
    ? "the Prometheus without source labels"
    : `Prometheus ${named.map(([name, value]) => `${name}="${value}"`).join(", ")}`;
};

const channelOf = ({ method }: PageOf): string => method.slice(0, method.indexOf(":"));

const pageText = (page: PageOf): string => `page to ${page.personName} by ${channelOf(page)}`;

/** One event as a sentence that a colleague would say. */
const eventText = (event: IncidentEvent): string => {
  switch (event.type) {
    case "incident-opened":
      return `incident #${event.number} opened, ${event.severity}: ${event.title}`;
    case "alert-fired": {
      const instance = event.alert.labels["instance"];
      return `${event.alert.name} fires${instance === undefined ? "" : ` on ${instance}`}`;
    }
    case "resolve-reported":
      return `${event.name} reported as resolved; waiting for a sign of life from its Prometheus`;
    case "alert-resolved":
      return `${event.name} resolved${event.verified ? "" : " (not verified: its source has no watchdog)"}`;
    case "severity-raised":
      return `severity raised from ${event.from} to ${event.to}`;
    case "escalation-started":
      return `escalation by policy ${event.policy.id} started`;
    case "escalation-not-started":
      return `nobody is paged: ${event.reason}`;
    case "round-started":
      return `escalation begins again, round ${event.round}`;
    case "step-reached":
      return `step ${event.place.step} (${event.people.join(", ")}): ${event.reason}`;
    case "step-skipped":
      return `step ${event.place.step} not needed: ${event.reason}`;
    case "page-requested":
      return `${pageText(event.page)} requested`;
    case "page-accepted":
      return `${pageText(event.page)} accepted (${event.detail})`;
    case "page-retried":
      return `${pageText(event.page)} not accepted: ${event.reason}; tried again at ${toIso(event.retryAt)}`;
    case "page-refused":
      return `${pageText(event.page)} refused for good: ${event.reason}`;
    case "page-dropped":
      return `${pageText(event.page)} not sent: ${event.reason}`;
    case "escalation-finished":
      return `escalation ended: ${event.reason}`;
    case "nobody-told":
      return `NOBODY WAS TOLD: ${event.reason}; the fallback contact is paged`;
    case "acknowledged":
      return `acknowledged by ${event.by} via ${event.via}`;
    case "source-lost":
      return `source lost: ${sourceName(event.source)} gives no sign of life, so its "resolved" is not believed`;
    case "source-returned":
      return `source returned: ${sourceName(event.source)} is alive again`;
    case "incident-resolved":
      return `incident resolved: ${event.reason}`;
  }
};

/** The history as people read it, oldest first. */
export const timeline = (history: readonly Recorded[]): TimelineEntry[] =>
  history.map(({ at, event }) => ({ at: toIso(at), type: event.type, text: eventText(event) }));
