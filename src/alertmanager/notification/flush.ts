import type { Instant } from "../../lib/clock.ts";
import { type Alert, isResolvedAt } from "./alert.ts";
import { type GroupContent, reasonToNotify, repeatsFrom } from "./deduplication.ts";
import type { GroupPlace } from "./group-places.ts";
import type { Muting } from "./muting.ts";
import type { NotificationOutcome, NotifiedAlert, WithheldCause } from "./notification.ts";
import type { NotificationSetup } from "./setup.ts";

/** What a group's turn comes to. */
export type FlushResult = {
  readonly outcomes: readonly NotificationOutcome[];
  /** When sending had ended. */
  readonly sentAt: Instant;
  /** When something else than the alerts changes by itself, so that a later turn may come to something else. */
  readonly changesAt: Instant;
};

export type FlushSettings = Pick<NotificationSetup, "version" | "sendLatencyMs"> & {
  readonly muting: Muting;
  readonly now: Instant;
};

/** Where the turn is, and what is told of it. */
type Destination = Pick<GroupPlace, "notified" | "receiver" | "slots">;

const notifiedAlert = (alert: Alert, now: Instant): NotifiedAlert => {
  const isResolved = isResolvedAt(alert, now);
  if (!isResolved && alert.firingForm !== undefined) return alert.firingForm;
  const form: NotifiedAlert = {
    status: isResolved ? "resolved" : "firing",
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: alert.startsAt,
    endsAt: isResolved ? alert.endsAt : undefined,
    generatorUrl: alert.generatorUrl,
    fingerprint: alert.fingerprint,
  };
  if (!isResolved) alert.firingForm = form;
  return form;
};

const notifiedAlerts = (alerts: readonly Alert[], now: Instant): readonly NotifiedAlert[] =>
  alerts.map((alert) => notifiedAlert(alert, now));

const withheld = (
  { notified, receiver }: Destination,
  alerts: readonly NotifiedAlert[],
  { at, cause }: { at: Instant; cause: WithheldCause },
): NotificationOutcome => ({
  kind: "withheld",
  at,
  group: notified,
  receiver: receiver.name,
  alerts,
  cause,
});

type Keep = (alerts: readonly Alert[], cause: WithheldCause) => void;

const notInhibited = (
  alerts: readonly Alert[],
  { muting, now }: FlushSettings,
  keep: Keep,
): readonly Alert[] =>
  alerts.filter((alert) => {
    const inhibited = muting.inhibitedBy(alert, now);
    if (inhibited === undefined) return true;
    keep([alert], { by: "inhibition", rule: inhibited.rule, source: inhibited.source.labels });
    return false;
  });

const notSilenced = (
  alerts: readonly Alert[],
  { muting, now }: FlushSettings,
  keep: Keep,
): readonly Alert[] =>
  alerts.filter((alert) => {
    const silences = muting.silencedBy(alert, now);
    if (silences.length === 0) return true;
    keep([alert], { by: "silence", ids: silences.map(({ id }) => id) });
    return false;
  });

/** Why the route is not to notify now. */
const timeCause = (
  { notified: { route } }: Destination,
  { muting, now }: FlushSettings,
): WithheldCause | undefined => {
  const inactive = muting.inactiveBy(route, now);
  if (inactive.length > 0) return { by: "active time", intervals: inactive };
  const muted = muting.mutedBy(route, now);
  return muted.length > 0 ? { by: "mute time", intervals: muted } : undefined;
};

/** The alerts that nothing keeps back; adds to `outcomes` what keeps the others. */
const visibleAlerts = (
  destination: Destination,
  alerts: readonly Alert[],
  { settings, outcomes }: { settings: FlushSettings; outcomes: NotificationOutcome[] },
): readonly Alert[] => {
  const { now } = settings;
  const keep: Keep = (kept, cause) => {
    outcomes.push(withheld(destination, notifiedAlerts(kept, now), { at: now, cause }));
  };
  const remaining = notInhibited(alerts, settings, keep);
  if (remaining.length === 0) return remaining;
  const cause = timeCause(destination, settings);
  if (cause === undefined) return notSilenced(remaining, settings, keep);
  keep(remaining, cause);
  return [];
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
  readonly destination: Destination;
  readonly content: GroupContent;
  /** In the order of notifications. */
  readonly alerts: readonly NotifiedAlert[];
};

/** What one integration makes of the turn. */
const tell = (
  { destination, content, alerts }: Turn,
  { integration, slot }: GroupPlace["slots"][number],
  { version, sendLatencyMs, now }: FlushSettings,
): NotificationOutcome => {
  const { sendResolved } = integration;
  const { repeatIntervalMs } = destination.notified.route;
  const entry = slot.read(now);
  const settings = { version, sendResolved, repeatIntervalMs, now };
  const reason = reasonToNotify(entry, content, settings);
  const keep = (cause: WithheldCause) => withheld(destination, alerts, { at: now, cause });
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
    group: destination.notified,
    receiver: destination.receiver.name,
    integration,
    reason,
    status: content.firing.size > 0 ? "firing" : "resolved",
    alerts: sendResolved ? alerts : alerts.filter(({ status }) => status === "firing"),
  };
};

/** When the log lets firing alerts be told of again although nothing changes. */
const toldAgainAt = (
  { slots, notified }: Destination,
  { version, now }: FlushSettings,
): Instant => {
  let first = Number.POSITIVE_INFINITY;
  const { repeatIntervalMs } = notified.route;
  for (const { slot } of slots) {
    const entry = slot.read(now);
    if (entry === undefined) continue;
    const repeatsAt = repeatsFrom(entry.at, { version, repeatIntervalMs });
    first = Math.min(first, repeatsAt, slot.forgottenAt());
  }
  return first;
};

/**
 * One turn of a group's alerts: inhibition, active and mute times, silences, then for each integration the
 * notification log and sending, in the order of Alertmanager's pipeline (notify, PipelineBuilder.New).
 */
export const flush = (
  destination: Destination,
  alerts: readonly Alert[],
  settings: FlushSettings,
): FlushResult => {
  const { muting, now, sendLatencyMs } = settings;
  const outcomes: NotificationOutcome[] = [];
  const visible = visibleAlerts(destination, alerts, { settings, outcomes });
  const content = contentOf(visible, now);
  let sentAt = now;
  if (visible.length > 0 && destination.slots.length > 0) {
    const turn = { destination, content, alerts: notifiedAlerts(visible, now) };
    for (const told of destination.slots) {
      const outcome = tell(turn, told, settings);
      if (outcome.kind === "sent") sentAt = now + sendLatencyMs;
      outcomes.push(outcome);
    }
  }
  const mutingChangesAt = muting.changesAt(destination.notified.route, alerts, now);
  const isToldAgain = content.firing.size > 0;
  return {
    outcomes,
    sentAt,
    changesAt: isToldAgain
      ? Math.min(mutingChangesAt, toldAgainAt(destination, settings))
      : mutingChangesAt,
  };
};
