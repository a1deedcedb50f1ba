import type { Instant } from "../lib/clock.ts";
import type { EscalationPolicy } from "../model/escalation-policy.ts";
import type { Severity } from "../model/severity.ts";
import type { FiredAlert, IncidentEvent, PageOf } from "./event.ts";

/** An event with the moment at which it happened. */
export type Recorded = { at: Instant; event: IncidentEvent };

export type IncidentAlert = FiredAlert & {
  /** `recovering`: reported as resolved, but its source has shown no sign of life since. */
  status: "firing" | "recovering" | "resolved";
  endsAt: Instant | null;
};

export type IncidentPage = PageOf & {
  status: "due" | "retrying" | "accepted" | "refused" | "dropped";
};

export type Escalation = {
  generation: number;
  round: number;
  roundStartedAt: Instant;
  policy: EscalationPolicy;
  /** Steps of the present round that were reached or skipped. */
  stepsDone: number;
  /** Why no further step will come, once none will. */
  finished: string | null;
};

export type Incident = {
  id: string;
  number: number;
  key: string;
  title: string;
  severity: Severity;
  service: string | null;
  team: string | null;
  status: "triggered" | "acknowledged" | "resolved";
  openedAt: Instant;
  acknowledgedAt: Instant | null;
  acknowledgedBy: readonly string[];
  resolvedAt: Instant | null;
  alerts: Readonly<Record<string, IncidentAlert>>;
  pages: Readonly<Record<string, IncidentPage>>;
  escalation: Escalation | null;
  /** Why nobody is paged, while no escalation runs. */
  notPagedBecause: string | null;
  /** An escalation ended and no page was accepted by anybody. */
  nobodyTold: boolean;
  lostSources: readonly string[];
  lastFiredAt: Instant;
  lastRecoveredAt: Instant | null;
};

type Opened = Extract<IncidentEvent, { type: "incident-opened" }>;

const opened = (event: Opened, at: Instant): Incident => ({
  id: event.id,
  number: event.number,
  key: event.key,
  title: event.title,
  severity: event.severity,
  service: event.service,
  team: event.team,
  status: "triggered",
  openedAt: at,
  acknowledgedAt: null,
  acknowledgedBy: [],
  resolvedAt: null,
  alerts: {},
  pages: {},
  escalation: null,
  notPagedBecause: null,
  nobodyTold: false,
  lostSources: [],
  lastFiredAt: at,
  lastRecoveredAt: null,
});

const withAlert = (
  incident: Incident,
  fingerprint: string,
  change: Partial<IncidentAlert>,
): Incident => {
  const alert = incident.alerts[fingerprint];
  if (alert === undefined) return incident;
  return { ...incident, alerts: { ...incident.alerts, [fingerprint]: { ...alert, ...change } } };
};

const withPage = (incident: Incident, page: PageOf, status: IncidentPage["status"]): Incident => ({
  ...incident,
  pages: { ...incident.pages, [page.key]: { ...page, status } },
});

const withEscalation = (incident: Incident, change: Partial<Escalation>): Incident =>
  incident.escalation === null
    ? incident
    : { ...incident, escalation: { ...incident.escalation, ...change } };

/** The incident after `event`. Total: an event of an incident that was never opened is a defect. */
export const evolve = (incident: Incident | null, { event, at }: Recorded): Incident => {
  if (event.type === "incident-opened") return opened(event, at);
  if (incident === null) throw new Error(`${event.type} before incident-opened`);
  switch (event.type) {
    case "alert-fired":
      return {
        ...incident,
        lastFiredAt: at,
        alerts: {
          ...incident.alerts,
          [event.alert.fingerprint]: { ...event.alert, status: "firing", endsAt: null },
        },
      };
    case "resolve-reported":
      return withAlert(incident, event.fingerprint, { status: "recovering", endsAt: event.endsAt });
    case "alert-resolved":
      return withAlert({ ...incident, lastRecoveredAt: at }, event.fingerprint, {
        status: "resolved",
        endsAt: event.endsAt,
      });
    case "severity-raised":
      return { ...incident, severity: event.to };
    case "escalation-started":
      return {
        ...incident,
        status: "triggered",
        acknowledgedAt: null,
        acknowledgedBy: [],
        notPagedBecause: null,
        escalation: {
          generation: event.generation,
          round: 1,
          roundStartedAt: at,
          policy: event.policy,
          stepsDone: 0,
          finished: null,
        },
      };
    case "escalation-not-started":
      return { ...incident, notPagedBecause: event.reason };
    case "round-started":
      return withEscalation(incident, {
        round: event.round,
        roundStartedAt: at,
        stepsDone: 0,
      });
    case "step-reached":
    case "step-skipped":
      return withEscalation(incident, { stepsDone: event.place.step });
    case "page-requested":
      return withPage(incident, event.page, "due");
    case "page-accepted":
      return withPage(incident, event.page, "accepted");
    case "page-retried":
      return withPage(incident, event.page, "retrying");
    case "page-refused":
      return withPage(incident, event.page, "refused");
    case "page-dropped":
      return withPage(incident, event.page, "dropped");
    case "escalation-finished":
      return withEscalation(incident, { finished: event.reason });
    case "nobody-told":
      return { ...incident, nobodyTold: true };
    case "acknowledged":
      return {
        ...incident,
        status: "acknowledged",
        acknowledgedAt: incident.acknowledgedAt ?? at,
        acknowledgedBy: [...incident.acknowledgedBy, event.by],
      };
    case "source-lost":
      return { ...incident, lostSources: [...incident.lostSources, event.source] };
    case "source-returned":
      return {
        ...incident,
        lostSources: incident.lostSources.filter((source) => source !== event.source),
      };
    case "incident-resolved":
      return { ...incident, status: "resolved", resolvedAt: at };
  }
};

/** The incident that a history tells of, or null for an empty one. */
export const fold = (history: readonly Recorded[]): Incident | null =>
  history.reduce<Incident | null>(evolve, null);

/** Things get better: the last change was a confirmed recovery, not a new alert. */
export const isImproving = (incident: Incident): boolean =>
  incident.lastRecoveredAt !== null && incident.lastRecoveredAt > incident.lastFiredAt;
