import type { Instant } from "../../lib/clock.ts";
import type { InhibitionRule } from "../inhibition/inhibition.ts";
import type { Route } from "../routing/route.ts";
import type { Silence } from "../silence/silence.ts";
import type { IntervalsByName } from "../time-interval/moments.ts";
import type { AlertmanagerVersion } from "../version.ts";

/** One way in which a receiver is told. */
export type NotifyingIntegration = {
  /** "pagerduty", "slack", "email", "webhook", … */
  readonly kind: string;
  /** Its place among those of its kind. */
  readonly index: number;
  readonly sendResolved: boolean;
};

export type NotifiedReceiver = {
  readonly name: string;
  readonly integrations: readonly NotifyingIntegration[];
};

/** An Alertmanager that does not belong to a cluster and whose receivers all answer. */
export type NotificationSetup = {
  readonly version: AlertmanagerVersion;
  readonly route: Route;
  readonly receivers: readonly NotifiedReceiver[];
  readonly inhibitRules: readonly InhibitionRule[];
  readonly timeIntervals: IntervalsByName;
  readonly silences: readonly Silence[];
  readonly resolveTimeoutMs: number;
  /**
   * How long an integration takes to send, less than any group interval. Real ones always take some time, and
   * because the log is written only then, a repeat interval that is a multiple of the group interval waits one
   * group interval more.
   */
  readonly sendLatencyMs: number;
  /** What Alertmanager does periodically (forgetting alerts, log entries and, in 0.25, empty groups) counts from here. */
  readonly startedAt: Instant;
};
