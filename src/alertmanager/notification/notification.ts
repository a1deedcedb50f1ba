import type { Labels } from "../../labels/labels.ts";
import type { Instant } from "../../lib/clock.ts";
import type { Route } from "../routing/route.ts";
import type { NotificationReason } from "./deduplication.ts";
import type { NotifyingIntegration } from "./setup.ts";

export type AlertStatus = "firing" | "resolved";

/** An alert as templates and webhooks get it. */
export type NotifiedAlert = {
  readonly status: AlertStatus;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: Instant;
  /** Only of those that are resolved. */
  readonly endsAt: Instant | undefined;
  readonly generatorUrl: string;
  readonly fingerprint: string;
};

/** The group that something is said of. */
export type NotifiedGroup = {
  /** The `groupKey` of webhooks. */
  readonly key: string;
  readonly labels: Labels;
  readonly route: Route;
};

/** One message that leaves. */
export type Notification = {
  readonly kind: "sent";
  readonly at: Instant;
  readonly group: NotifiedGroup;
  readonly receiver: string;
  readonly integration: NotifyingIntegration;
  readonly reason: NotificationReason;
  /** Firing as long as any of its alerts is. */
  readonly status: AlertStatus;
  /** In the order that templates see. */
  readonly alerts: readonly NotifiedAlert[];
};

/** Why alerts of a group did not leave when the group's turn came. */
export type WithheldCause =
  | { readonly by: "inhibition"; readonly rule: number; readonly source: Labels }
  | { readonly by: "silence"; readonly ids: readonly string[] }
  /** The route is in mute time. */
  | { readonly by: "mute time"; readonly intervals: readonly string[] }
  /** The route is outside all its active times. */
  | { readonly by: "active time"; readonly intervals: readonly string[] }
  /** The receiver knows it all; unless something changes it hears of it again at the first turn from `repeatsAt`. */
  | {
      readonly by: "deduplication";
      readonly integration: NotifyingIntegration;
      readonly repeatsAt: Instant;
    }
  /** Resolved before the receiver ever heard of it. */
  | { readonly by: "never told"; readonly integration: NotifyingIntegration }
  /** `send_resolved: false`, and nothing else to tell. */
  | { readonly by: "send_resolved"; readonly integration: NotifyingIntegration };

/** What did not leave when a group's turn came. Turns at which nothing can have changed are not looked at. */
export type Withheld = {
  readonly kind: "withheld";
  readonly at: Instant;
  readonly group: NotifiedGroup;
  readonly receiver: string;
  readonly alerts: readonly NotifiedAlert[];
  readonly cause: WithheldCause;
};

export type NotificationOutcome = Notification | Withheld;

/** Label sets of the alerts of a notification that are in this state. */
export const labelsOf = (
  { alerts }: Pick<Notification, "alerts">,
  status: AlertStatus,
): readonly Labels[] =>
  alerts.filter((alert) => alert.status === status).map(({ labels }) => labels);
