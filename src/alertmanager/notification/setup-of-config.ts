import type { AlertmanagerConfig } from "../config/config.ts";
import { inhibitionRuleOf } from "../inhibition/written-rule.ts";
import { resolveRoute } from "../routing/resolve-route.ts";
import type { NotificationSetup } from "./setup.ts";

/** A message is taken to be sent in so many milliseconds when nobody says otherwise. */
export const DEFAULT_SEND_LATENCY_MS = 10;

type Surroundings = Pick<NotificationSetup, "version" | "silences" | "startedAt"> &
  Partial<Pick<NotificationSetup, "sendLatencyMs">>;

/** The Alertmanager that a configuration describes. */
export const setupOf = (
  config: AlertmanagerConfig,
  { sendLatencyMs = DEFAULT_SEND_LATENCY_MS, ...surroundings }: Surroundings,
): NotificationSetup => ({
  ...surroundings,
  sendLatencyMs,
  route: resolveRoute(config.route, surroundings.version),
  receivers: config.receivers.map(({ name, integrations }) => ({
    name: name.text,
    integrations: integrations.map(({ kind, index, sendResolved }) => ({
      kind,
      index,
      sendResolved,
    })),
  })),
  inhibitRules: config.inhibitRules.map(inhibitionRuleOf),
  timeIntervals: new Map(config.timeIntervals.map(({ name, intervals }) => [name.text, intervals])),
  resolveTimeoutMs: config.resolveTimeoutMs,
});
