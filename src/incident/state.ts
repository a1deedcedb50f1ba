import type { Instant } from "../lib/clock.ts";
import type { Severity } from "../model/severity.ts";
import type { FiredAlert, IncidentEvent, PageOf, PolicySnapshot } from "./event.ts";

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
  policy: PolicySnapshot;
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

const opened = (event: Opened, at: Instant): OwnIncident => ({
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

type Own<T> = { -readonly [Key in keyof T]: T[Key] };

/** An incident of one's own, whose maps can be written to without anybody else noticing. */
export type OwnIncident = Own<Omit<Incident, "alerts" | "pages">> & {
  alerts: Record<string, IncidentAlert>;
  pages: Record<string, IncidentPage>;
};

export const ownCopy = (incident: Incident): OwnIncident => ({
  ...incident,
  alerts: { ...incident.alerts },
  pages: { ...incident.pages },
});

const setAlert = (own: OwnIncident, fingerprint: string, change: Partial<IncidentAlert>): void => {
  const alert = own.alerts[fingerprint];
  if (alert !== undefined) own.alerts[fingerprint] = { ...alert, ...change };
};

const PAGE_STATUS = {
  "page-requested": "due",
  "page-accepted": "accepted",
  "page-retried": "retrying",
  "page-refused": "refused",
  "page-dropped": "dropped",
} as const;

const setEscalation = (own: OwnIncident, change: Partial<Escalation>): void => {
  if (own.escalation !== null) own.escalation = { ...own.escalation, ...change };
};

/** Lets one event happen to an incident of one's own, in place: thousands may come at once. */
export const happen = (own: OwnIncident, { event, at }: Recorded): void => {
  switch (event.type) {
    case "incident-opened":
      throw new Error(`incident ${event.id} was opened twice`);
    case "alert-fired":
      own.lastFiredAt = at;
      own.alerts[event.alert.fingerprint] = { ...event.alert, status: "firing", endsAt: null };
      return;
    case "resolve-reported":
      setAlert(own, event.fingerprint, { status: "recovering", endsAt: event.endsAt });
      return;
    case "alert-resolved":
      own.lastRecoveredAt = at;
      setAlert(own, event.fingerprint, { status: "resolved", endsAt: event.endsAt });
      return;
    case "severity-raised":
      own.severity = event.to;
      return;
    case "escalation-started":
      own.status = "triggered";
      own.acknowledgedAt = null;
      own.acknowledgedBy = [];
      own.notPagedBecause = null;
      own.escalation = {
        generation: event.generation,
        round: 1,
        roundStartedAt: at,
        policy: event.policy,
        stepsDone: 0,
        finished: null,
      };
      return;
    case "escalation-not-started":
      own.notPagedBecause = event.reason;
      return;
    case "round-started":
      setEscalation(own, { round: event.round, roundStartedAt: at, stepsDone: 0 });
      return;
    case "step-reached":
    case "step-skipped":
      setEscalation(own, { stepsDone: event.place.step });
      return;
    case "page-requested":
    case "page-accepted":
    case "page-retried":
    case "page-refused":
    case "page-dropped":
      own.pages[event.page.key] = { ...event.page, status: PAGE_STATUS[event.type] };
      return;
    case "escalation-finished":
      setEscalation(own, { finished: event.reason });
      return;
    case "nobody-told":
      own.nobodyTold = true;
      return;
    case "acknowledged":
      own.status = "acknowledged";
      own.acknowledgedAt ??= at;
      own.acknowledgedBy = [...own.acknowledgedBy, event.by];
      return;
    case "source-lost":
      own.lostSources = [...own.lostSources, event.source];
      return;
    case "source-returned":
      own.lostSources = own.lostSources.filter((source) => source !== event.source);
      return;
    case "incident-resolved":
      own.status = "resolved";
      own.resolvedAt = at;
  }
};

/** The incident after what has happened, or null when it was never opened. */
export const evolve = (
  before: Incident | null,
  happenings: readonly Recorded[],
): Incident | null => {
  let own = before === null ? null : ownCopy(before);
  for (const recorded of happenings) {
    if (own !== null) happen(own, recorded);
    else if (recorded.event.type === "incident-opened") own = opened(recorded.event, recorded.at);
    else throw new Error(`${recorded.event.type} before incident-opened`);
  }
  return own;
};

/** The incident that a history tells of, or null for an empty one. */
export const fold = (history: readonly Recorded[]): Incident | null => evolve(null, history);

/** Things get better: the last change was a confirmed recovery, not a new alert. */
export const isImproving = (incident: Incident): boolean =>
  incident.lastRecoveredAt !== null && incident.lastRecoveredAt > incident.lastFiredAt;
