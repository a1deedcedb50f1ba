import type { Notification } from "../../alertmanager/notification/notification.ts";
import type { Webhook } from "../../alertmanager/webhook.ts";
import type { ArrivedFiring } from "../../check/backtest/deliveries.ts";
import type { Ring } from "../../check/backtest/statistics.ts";
import { type ReplayedIncident, replayIncidents } from "../../incident/replay.ts";
import { fingerprintOf, withoutLabels } from "../../labels/labels.ts";
import { type Instant, toIso } from "../../lib/clock.ts";
import type { Catalog } from "../../model/catalog.ts";

/** What Alertmanager writes of an alert that has no end. */
const NO_END = "0001-01-01T00:00:00Z";

const webhookOf = ({ group, receiver, alerts }: Notification): Webhook => ({
  version: "4",
  groupKey: group.key,
  groupLabels: { ...group.labels },
  receiver,
  externalURL: "",
  truncatedAlerts: 0,
  alerts: alerts.map(({ status, labels, annotations, startsAt, endsAt }) => ({
    status,
    labels: { ...labels },
    annotations: { ...annotations },
    startsAt: toIso(startsAt),
    endsAt: endsAt === undefined ? NO_END : toIso(endsAt),
    generatorURL: "",
  })),
});

/** The firing that a held alert was at a moment: the last one that had begun. */
const firingAt = (firings: readonly ArrivedFiring[], at: Instant): ArrivedFiring | undefined =>
  firings.findLast(({ firedAt }) => firedAt <= at);

/** Pages are laid to those alerts of an incident that are as severe as it is. */
const ringsOf = (
  { incident, history }: ReplayedIncident,
  byFingerprint: ReadonlyMap<string, readonly ArrivedFiring[]>,
): Ring[] =>
  history.flatMap(({ at, event }) => {
    if (event.type !== "page-accepted") return [];
    const urgent = Object.values(incident.alerts).filter(
      ({ severity }) => severity === incident.severity,
    );
    const about = urgent.flatMap(({ fingerprint }) => {
      const firing = firingAt(byFingerprint.get(fingerprint) ?? [], at);
      const isOver = firing?.resolvedAt !== undefined && firing.resolvedAt < incident.openedAt;
      return firing === undefined || isOver ? [] : [firing];
    });
    return [{ at, about }];
  });

export type TocsinSettings = {
  readonly catalog: Catalog;
  /** How long after a page its person acknowledges; never when undefined. */
  readonly acknowledgedAfterMs: number | undefined;
  readonly until: Instant;
};

/** Every page that Tocsin's engine sends when it is told all this, and every page arrives. */
export const tocsinRings = (
  told: readonly Notification[],
  firings: readonly ArrivedFiring[],
  settings: TocsinSettings,
): Ring[] => {
  const { replicaLabels } = settings.catalog;
  const arrived = firings
    .filter(({ arriving }) => arriving !== undefined)
    .toSorted((a, b) => a.firedAt - b.firedAt);
  const byFingerprint = Map.groupBy(arrived, ({ arriving }) =>
    fingerprintOf(withoutLabels(arriving ?? {}, replicaLabels)),
  );
  const arrivals = told.map((notification) => ({
    at: notification.at,
    webhook: webhookOf(notification),
  }));
  return replayIncidents(arrivals, {
    ...settings,
    outcomeOf: () => ({ outcome: "accepted", detail: "" }),
  }).flatMap((incident) => ringsOf(incident, byFingerprint));
};
