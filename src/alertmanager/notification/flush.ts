import type { Instant } from "../../lib/clock.ts";
import { type Alert, isResolvedAt } from "./alert.ts";
import { type AlertGroup, letGo } from "./alert-group.ts";
import { compareForNotification } from "./alert-order.ts";
import { type GroupContent, reasonToNotify, repeatsFrom } from "./deduplication.ts";
import type { Muting } from "./muting.ts";
import type {
  NotificationOutcome,
  NotifiedAlert,
  NotifiedGroup,
  WithheldCause,
} from "./notification.ts";
import type { LogSlot } from "./notification-log.ts";
import type { NotificationSetup, NotifyingIntegration } from "./setup.ts";

/** What a group's turn comes to. */
export type FlushResult = {
  readonly outcomes: readonly NotificationOutcome[];
  /** When something that the turn looked at changes by itself, so that a later turn may come to something else. */
  readonly changesAt: Instant;
};

type FlushSettings = Pick<NotificationSetup, "version" | "sendLatencyMs"> & {
  readonly muting: Muting;
};

const notifiedAlert = (alert: Alert, now: Instant): NotifiedAlert => {
  const isResolved = isResolvedAt(alert, now);
  return {
    status: isResolved ? "resolved" : "firing",
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: alert.startsAt,
    endsAt: isResolved ? alert.endsAt : undefined,
    generatorUrl: alert.generatorUrl,
    fingerprint: alert.fingerprint,
  };
};

const notifiedAlerts = (alerts: readonly Alert[], now: Instant): readonly NotifiedAlert[] =>
  alerts
    .toSorted((a, b) => compareForNotification(a.labels, b.labels))
    .map((alert) => notifiedAlert(alert, now));

const withheld = (
  group: AlertGroup,
  alerts: readonly NotifiedAlert[],
  { at, cause }: { at: Instant; cause: WithheldCause },
): NotificationOutcome => ({
  kind: "withheld",
  at,
  group: notifiedGroup(group),
  receiver: group.receiver.name,
  alerts,
  cause,
});

const notifiedGroup = ({ key, labels, route }: AlertGroup): NotifiedGroup => ({
  key,
  labels,
  route,
});

/** The alerts of a group that nothing keeps back; adds to `outcomes` what keeps the others. */
const visibleAlerts = (
  group: AlertGroup,
  { now, muting }: { now: Instant; muting: Muting },
  outcomes: NotificationOutcome[],
): readonly Alert[] => {
  const keep = (alerts: readonly Alert[], cause: WithheldCause) => {
    outcomes.push(withheld(group, notifiedAlerts(alerts, now), { at: now, cause }));
  };
  const notInhibited: Alert[] = [];
  for (const alert of group.alerts.values()) {
    const inhibited = muting.inhibitedBy(alert, now);
    if (inhibited === undefined) notInhibited.push(alert);
    else {
      const { rule, source } = inhibited;
      keep([alert], { by: "inhibition", rule, source: source.labels });
    }
  }
  if (notInhibited.length === 0) return notInhibited;
  const inactive = muting.inactiveBy(group.route, now);
  const muted = muting.mutedBy(group.route, now);
  if (inactive.length > 0) keep(notInhibited, { by: "active time", intervals: inactive });
  else if (muted.length > 0) keep(notInhibited, { by: "mute time", intervals: muted });
  if (inactive.length > 0 || muted.length > 0) return [];
  return notInhibited.filter((alert) => {
    const silences = muting.silencedBy(alert, now);
    if (silences.length === 0) return true;
    keep([alert], { by: "silence", ids: silences.map(({ id }) => id) });
    return false;
  });
};

const contentOf = (alerts: readonly Alert[], now: Instant): GroupContent => {
  const firing = new Set<string>();
  const resolved = new Set<string>();
  for (const alert of alerts) {
    (isResolvedAt(alert, now) ? resolved : firing).add(alert.fingerprint);
  }
  return { firing, resolved };
};

type Turn = {
  readonly group: AlertGroup;
  readonly now: Instant;
  readonly content: GroupContent;
  /** In order; made when first needed, as most turns tell nothing. */
  readonly alerts: () => readonly NotifiedAlert[];
};

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** What one integration makes of the turn. */
const tell = (
  { group, now, content, alerts }: Turn,
  { integration, slot }: { integration: NotifyingIntegration; slot: LogSlot },
  { version, sendLatencyMs }: FlushSettings,
): NotificationOutcome => {
  const { sendResolved } = integration;
  const { repeatIntervalMs } = group.route;
  const entry = slot.read(now);
  const settings = { version, sendResolved, repeatIntervalMs, now };
  const reason = reasonToNotify(entry, content, settings);
  const keep = (cause: WithheldCause) => withheld(group, alerts(), { at: now, cause });
  if (reason === undefined) {
    return entry === undefined || content.firing.size === 0
      ? keep({ by: "never told", integration })
      : keep({ by: "deduplication", integration, repeatsAt: repeatsFrom(entry.at, settings) });
  }
  if (!sendResolved && content.firing.size === 0) {
    slot.write(content, now);
    return keep({ by: "send_resolved", integration });
  }
  slot.write(content, now + sendLatencyMs);
  return {
    kind: "sent",
    at: now,
    group: notifiedGroup(group),
    receiver: group.receiver.name,
    integration,
    reason,
    status: content.firing.size > 0 ? "firing" : "resolved",
    alerts: sendResolved ? alerts() : alerts().filter(({ status }) => status === "firing"),
  };
};

/** When the log lets firing alerts be told of again although nothing changes. */
const toldAgainAt = (
  group: AlertGroup,
  version: FlushSettings["version"],
  now: Instant,
): Instant => {
  let first = Number.POSITIVE_INFINITY;
  const { repeatIntervalMs } = group.route;
  for (const slot of group.slots) {
    const entry = slot.read(now);
    if (entry === undefined) continue;
    const repeatsAt = repeatsFrom(entry.at, { version, repeatIntervalMs });
    first = Math.min(first, repeatsAt, slot.forgottenAt());
  }
  return first;
};

const firstEnd = (group: AlertGroup, now: Instant): Instant => {
  let first = Number.POSITIVE_INFINITY;
  for (const { endsAt } of group.alerts.values()) {
    if (endsAt > now) first = Math.min(first, endsAt);
  }
  return first;
};

/**
 * One turn of a group with alerts: inhibition, active and mute times, silences, then for each integration
 * the notification log and sending, in the order of Alertmanager's pipeline (notify, PipelineBuilder.New).
 */
export const flushGroup = (
  group: AlertGroup,
  now: Instant,
  settings: FlushSettings,
): FlushResult => {
  const { muting, version } = settings;
  const outcomes: NotificationOutcome[] = [];
  const visible = visibleAlerts(group, { now, muting }, outcomes);
  let sentAt = now;
  const content = contentOf(visible, now);
  if (visible.length > 0) {
    const turn = { group, now, content, alerts: once(() => notifiedAlerts(visible, now)) };
    for (const [place, integration] of group.receiver.integrations.entries()) {
      const slot = group.slots[place];
      if (slot === undefined) continue;
      const outcome = tell(turn, { integration, slot }, settings);
      if (outcome.kind === "sent") sentAt = now + settings.sendLatencyMs;
      outcomes.push(outcome);
    }
  }
  letGo(group, now, sentAt);
  return {
    outcomes,
    changesAt: Math.min(
      firstEnd(group, now),
      muting.changesAt(group.route, group.alerts.values(), now),
      content.firing.size > 0 ? toldAgainAt(group, version, now) : Number.POSITIVE_INFINITY,
    ),
  };
};
