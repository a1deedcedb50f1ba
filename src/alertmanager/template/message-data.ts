import { fingerprintOf, type Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";

/** An alert as Alertmanager holds it when it notifies. */
export type MessageAlert = {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: Instant;
  /** Resolved once it is not after `now`; undefined while no end is known. */
  readonly endsAt: Instant | undefined;
  readonly generatorUrl: string;
};

/** One alert as templates see it. */
export type AlertData = {
  readonly status: "firing" | "resolved";
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: Instant;
  readonly endsAt: Instant | undefined;
  readonly generatorUrl: string;
  readonly fingerprint: string;
};

/** What Alertmanager gives to the templates of one notification. */
export type MessageData = {
  readonly receiver: string;
  readonly status: "firing" | "resolved";
  readonly alerts: readonly AlertData[];
  readonly groupLabels: Labels;
  readonly commonLabels: Labels;
  readonly commonAnnotations: Labels;
  readonly externalUrl: string;
};

/** Go's regexp.QuoteMeta, through which Alertmanager puts the receiver's name. */
const quoteMeta = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");

const commonOf = (sets: readonly Labels[]): Labels => {
  const [first = {}, ...others] = sets;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) =>
      others.every((set) => (Object.hasOwn(set, name) ? set[name] : "") === value),
    ),
  );
};

const alertData = (alert: MessageAlert, now: Instant): AlertData => ({
  ...alert,
  status: alert.endsAt !== undefined && alert.endsAt <= now ? "resolved" : "firing",
  fingerprint: fingerprintOf(alert.labels),
});

export type MessageGroup = {
  readonly alerts: readonly MessageAlert[];
  readonly groupLabels: Labels;
  readonly receiver: string;
  readonly externalUrl: string;
  readonly now: Instant;
};

/** Alertmanager's template data for the alerts of a group, in the order given. */
export const messageData = (group: MessageGroup): MessageData => {
  const alerts = group.alerts.map((alert) => alertData(alert, group.now));
  return {
    receiver: quoteMeta(group.receiver),
    status: alerts.some(({ status }) => status === "firing") ? "firing" : "resolved",
    alerts,
    groupLabels: group.groupLabels,
    commonLabels: commonOf(alerts.map(({ labels }) => labels)),
    commonAnnotations: commonOf(alerts.map(({ annotations }) => annotations)),
    externalUrl: group.externalUrl,
  };
};
