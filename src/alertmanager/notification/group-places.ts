import type { Instant } from "../../lib/clock.ts";
import { groupKey, groupLabels } from "../grouping/group.ts";
import { matchRoutes } from "../routing/match-routes.ts";
import type { Route } from "../routing/route.ts";
import type { Alert } from "./alert.ts";
import type { AlertGroup } from "./alert-group.ts";
import type { NotifiedGroup } from "./notification.ts";
import { createNotificationLog, type LogSlot } from "./notification-log.ts";
import type { NotificationSetup, NotifiedReceiver, NotifyingIntegration } from "./setup.ts";

/** Where alerts of one route with the same group labels come together, group after group. */
export type GroupPlace = {
  readonly notified: NotifiedGroup;
  readonly receiver: NotifiedReceiver;
  /** What the log says of the groups here, for each integration of the receiver. */
  readonly slots: readonly { readonly integration: NotifyingIntegration; readonly slot: LogSlot }[];
  /** The group that is here. */
  group: AlertGroup | undefined;
  /** The turn that is going to be looked at; infinite when none is. */
  wakesAt: Instant;
  /** Whether something that the last turn has not seen concerns the group. */
  hasNews: boolean;
  /** When something else than alerts changes what a turn comes to. */
  changesAt: Instant;
};

/** Finds the places of an alert, worked out once for each label set. */
export const createGroupPlaces = (
  setup: Pick<NotificationSetup, "route" | "receivers" | "startedAt">,
): ((alert: Alert) => readonly GroupPlace[]) => {
  const log = createNotificationLog(setup.startedAt);
  const receivers = new Map(setup.receivers.map((receiver) => [receiver.name, receiver]));
  const places = new Map<string, GroupPlace>();
  const ofAlert = new Map<string, readonly GroupPlace[]>();

  const create = (notified: NotifiedGroup): GroupPlace => {
    const { route, key } = notified;
    const receiver = receivers.get(route.receiver) ?? { name: route.receiver, integrations: [] };
    const slots = receiver.integrations.map((integration) => {
      const { kind, index } = integration;
      const name = `${key} ${receiver.name}/${kind}/${index}`;
      return { integration, slot: log.slot(name, route.repeatIntervalMs) };
    });
    return {
      notified,
      receiver,
      slots,
      group: undefined,
      wakesAt: Number.POSITIVE_INFINITY,
      hasNews: false,
      changesAt: Number.POSITIVE_INFINITY,
    };
  };

  const placeOf = (route: Route, { labels }: Alert): GroupPlace => {
    const own = groupLabels(route, labels);
    const key = groupKey(route, own);
    const id = `${route.index} ${key}`;
    const place = places.get(id) ?? create({ key, labels: own, route });
    places.set(id, place);
    return place;
  };

  return (alert) => {
    const known = ofAlert.get(alert.fingerprint);
    if (known !== undefined) return known;
    const found = matchRoutes(setup.route, alert.labels).map((route) => placeOf(route, alert));
    ofAlert.set(alert.fingerprint, found);
    return found;
  };
};
