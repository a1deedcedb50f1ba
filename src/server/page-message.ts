import type { PageOf } from "../incident/event.ts";
import type { Incident, IncidentAlert } from "../incident/state.ts";
import type { PageMessage } from "../integrations/channel.ts";
import type { Instant } from "../lib/clock.ts";
import { isMoreSevere } from "../model/severity.ts";
import { linkPath } from "./links.ts";

/** As many alerts as a message can hold and still be read on a phone. */
const MOST_ALERTS = 10;

const worstFirst = (a: IncidentAlert, b: IncidentAlert): number => {
  if (a.severity === b.severity) return a.startsAt - b.startsAt;
  return isMoreSevere(a.severity, b.severity) ? -1 : 1;
};

/** What a page says, worked out when it is sent, so that it tells of the incident as it is then. */
export const pageMessage = (
  incident: Incident,
  page: PageOf,
  around: { now: Instant; externalUrl: string; linkSecret: string; reason: string },
): PageMessage => {
  const { now, externalUrl, linkSecret, reason } = around;
  const firing = Object.values(incident.alerts)
    .filter(({ status }) => status !== "resolved")
    .sort(worstFirst);
  const path = linkPath(linkSecret, {
    incidentId: incident.id,
    action: "acknowledge",
    person: page.person,
    now,
  });
  return {
    idempotencyKey: page.key,
    person: { id: page.person, name: page.personName },
    incident: {
      id: incident.id,
      number: incident.number,
      title: incident.title,
      severity: incident.severity,
      service: incident.service,
      openedAt: incident.openedAt,
      url: `${externalUrl}/incidents/${incident.id}`,
    },
    reason,
    alerts: firing.slice(0, MOST_ALERTS).map(({ name, annotations, labels }) => ({
      name,
      summary: annotations["summary"] ?? "",
      description: annotations["description"] ?? "",
      runbookUrl: annotations["runbook_url"] ?? null,
      labels,
    })),
    moreAlerts: Math.max(0, firing.length - MOST_ALERTS),
    acknowledgeUrl: `${externalUrl}${path}`,
  };
};
