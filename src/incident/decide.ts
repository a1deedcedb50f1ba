import type { Instant } from "../lib/clock.ts";
import { isMoreSevere } from "../model/severity.ts";
import { accepted, type Decision, refused, type TimerInput } from "./decision.ts";
import { type Draft, draftOf, record, type Surroundings } from "./draft.ts";
import { beginRound, failOver, noteSilence, startEscalation, takeStepsUpTo } from "./escalation.ts";
import type { PageOf } from "./event.ts";
import { ownerOf } from "./owner.ts";
import { lostAfterMs, type ReceivedAlert } from "./reception.ts";
import { evolve, type Incident } from "./state.ts";

/** How one attempt to deliver a page ended. */
export type PageOutcome =
  | { outcome: "accepted"; detail: string }
  | { outcome: "retried"; reason: string; retryAt: Instant }
  | { outcome: "refused"; reason: string }
  | { outcome: "dropped"; reason: string };

export type Input =
  | {
      type: "alerts-received";
      alerts: readonly ReceivedAlert[];
      /** For each source with a watchdog: the last moment at which it was known to be alive. */
      lives: Readonly<Record<string, Instant>>;
    }
  | { type: "source-alive"; source: string; at: Instant }
  | TimerInput
  | { type: "page-outcome"; page: PageOf; result: PageOutcome }
  | { type: "acknowledge"; by: string; via: string }
  | { type: "resolve"; by: string; via: string };

type AlertsReceived = Extract<Input, { type: "alerts-received" }>;

/** A lost source is back once nothing that it reported as ended is in doubt any more. */
const noteReturn = (draft: Draft, source: string): void => {
  const { alerts, lostSources } = draft.incident;
  if (!lostSources.includes(source)) return;
  const inDoubt = Object.values(alerts).some(
    (alert) => alert.source === source && alert.status === "recovering",
  );
  if (!inDoubt) record(draft, { type: "source-returned", source });
};

const fire = (draft: Draft, alert: ReceivedAlert): void => {
  const known = draft.incident.alerts[alert.fingerprint];
  if (known?.status === "firing" && known.startsAt >= alert.startsAt) return;
  const { fingerprint, name, severity, labels, annotations, generatorUrl, startsAt, source } =
    alert;
  record(draft, {
    type: "alert-fired",
    alert: { fingerprint, name, severity, labels, annotations, generatorUrl, startsAt, source },
  });
  noteReturn(draft, source);
  if (isMoreSevere(severity, draft.incident.severity)) {
    record(draft, { type: "severity-raised", from: draft.incident.severity, to: severity });
  }
};

/** A resolve counts only after a sign of life from its source that is newer than the alert's end. */
const endAlert = (draft: Draft, alert: ReceivedAlert, lifeAt: Instant | undefined): void => {
  const known = draft.incident.alerts[alert.fingerprint];
  const endsAt = alert.endsAt ?? draft.now;
  if (known === undefined || known.status === "resolved") return;
  // The end of an earlier firing. One that began earlier but ended later is the present one, as another
  // replica or Alertmanager saw it.
  if (alert.startsAt < known.startsAt && endsAt <= known.startsAt) return;
  const { fingerprint, name, source } = alert;
  if (lifeAt === undefined || lifeAt > endsAt) {
    const verified = lifeAt !== undefined;
    record(draft, { type: "alert-resolved", fingerprint, name, endsAt, verified });
    return;
  }
  if (known.status === "recovering") return;
  record(draft, { type: "resolve-reported", fingerprint, name, endsAt });
  draft.effects.push({
    type: "start-timer",
    key: [draft.incident.id, "verification", source, endsAt].join("/"),
    at: draft.now + lostAfterMs(draft.catalog),
    input: { type: "verification-due", source, endsAt },
  });
};

const settle = (draft: Draft): void => {
  const alerts = Object.values(draft.incident.alerts);
  if (alerts.length === 0) return;
  if (alerts.some(({ status }) => status !== "resolved")) return;
  record(draft, {
    type: "incident-resolved",
    reason:
      alerts.length === 1 ? "its alert has resolved" : `all ${alerts.length} alerts have resolved`,
  });
};

const takeAlerts = (draft: Draft, { alerts, lives }: AlertsReceived): void => {
  for (const alert of alerts) {
    if (alert.status === "firing") fire(draft, alert);
    else endAlert(draft, alert, lives[alert.source]);
  }
  if (draft.incident.escalation === null) startEscalation(draft);
  settle(draft);
};

/** A source is alive at `at`: what it reported as ended before then has truly ended. */
const takeSignOfLife = (draft: Draft, source: string, at: Instant): void => {
  for (const alert of Object.values(draft.incident.alerts)) {
    if (alert.source !== source || alert.status !== "recovering" || alert.endsAt === null) continue;
    if (at <= alert.endsAt) continue;
    const { fingerprint, name, endsAt } = alert;
    record(draft, { type: "alert-resolved", fingerprint, name, endsAt, verified: true });
  }
  noteReturn(draft, source);
  settle(draft);
};

const verify = (draft: Draft, source: string, endsAt: Instant): void => {
  const overdue = Object.values(draft.incident.alerts).some(
    (alert) =>
      alert.source === source && alert.status === "recovering" && (alert.endsAt ?? 0) <= endsAt,
  );
  if (overdue && !draft.incident.lostSources.includes(source)) {
    record(draft, { type: "source-lost", source });
  }
};

const takeRound = (draft: Draft, input: Extract<Input, { type: "round-due" }>): void => {
  const { escalation, status } = draft.incident;
  if (escalation?.generation !== input.generation || escalation.round >= input.round) return;
  if (status === "acknowledged") {
    const { generation } = input;
    record(draft, { type: "escalation-finished", generation, reason: "acknowledged" });
    return;
  }
  record(draft, { type: "round-started", generation: input.generation, round: input.round });
  beginRound(draft, input.generation, input.round);
};

const takeOutcome = (draft: Draft, page: PageOf, result: PageOutcome): void => {
  switch (result.outcome) {
    case "accepted":
      record(draft, { type: "page-accepted", page, detail: result.detail });
      return;
    case "retried": {
      const { reason, retryAt } = result;
      // Every attempt is kept beside the events; the timeline tells of the first that failed.
      if (draft.incident.pages[page.key]?.status !== "retrying") {
        record(draft, { type: "page-retried", page, reason, retryAt });
      }
      noteSilence(draft, page.place);
      return;
    }
    case "refused":
      record(draft, { type: "page-refused", page, reason: result.reason });
      if (draft.incident.status !== "resolved") failOver(draft, page);
      return;
    case "dropped":
      record(draft, { type: "page-dropped", page, reason: result.reason });
  }
};

/** A resolved incident takes no more than the outcomes of pages that were already on their way. */
const takeTooLate = (draft: Draft, input: Input): Decision | null => {
  if (input.type === "page-outcome") takeOutcome(draft, input.page, input.result);
  return input.type === "acknowledge" || input.type === "resolve"
    ? refused("already-resolved", `incident #${draft.incident.number} is already resolved`)
    : null;
};

const take = (draft: Draft, input: Input): void => {
  switch (input.type) {
    case "acknowledge":
      if (!draft.incident.acknowledgedBy.includes(input.by)) {
        record(draft, { type: "acknowledged", by: input.by, via: input.via });
      }
      return;
    case "resolve":
      record(draft, { type: "incident-resolved", reason: `by ${input.by} via ${input.via}` });
      return;
    case "step-due":
      takeStepsUpTo(draft, input.place);
      return;
    case "round-due":
      takeRound(draft, input);
      return;
    case "verification-due":
      verify(draft, input.source, input.endsAt);
      return;
    case "source-alive":
      takeSignOfLife(draft, input.source, input.at);
      return;
    case "alerts-received":
      takeAlerts(draft, input);
      return;
    case "page-outcome":
      takeOutcome(draft, input.page, input.result);
  }
};

/** What an incident makes of an input: events to keep and effects to perform, or a refusal. */
export const decide = (incident: Incident, input: Input, around: Surroundings): Decision => {
  const draft = draftOf(incident, around);
  if (incident.status === "resolved") {
    const refusal = takeTooLate(draft, input);
    if (refusal !== null) return refusal;
  } else take(draft, input);
  return accepted(draft.events, draft.effects);
};

/** Opens an incident for alerts that belong to no open one; nothing when none of them fires. */
export const open = (
  identity: { id: string; number: number },
  input: AlertsReceived,
  around: Surroundings,
): Decision => {
  const firing = input.alerts.filter(({ status }) => status === "firing");
  const worst = firing.reduce<ReceivedAlert | undefined>(
    (found, alert) =>
      found === undefined || isMoreSevere(alert.severity, found.severity) ? alert : found,
    undefined,
  );
  if (worst === undefined) return accepted();
  const { service, team } = ownerOf(worst.labels, around.catalog);
  const opening = {
    type: "incident-opened" as const,
    ...identity,
    key: worst.incidentKey,
    title: worst.annotations["summary"] ?? worst.name,
    severity: worst.severity,
    service,
    team,
  };
  const incident = evolve(null, [{ event: opening, at: around.now }]);
  if (incident === null) throw new Error("an opening event opens an incident");
  const draft = draftOf(incident, around);
  draft.events.push(opening);
  takeAlerts(draft, input);
  return accepted(draft.events, draft.effects);
};
