import type { Instant } from "../clock.ts";
import type { IncidentDetail } from "../stack/tocsin-api.ts";
import type { Sighting } from "./sighting.ts";

export type Hop = { what: string; at: Instant };

export type HopSources = {
  faultAt: Instant;
  sightings: readonly Sighting[];
  incident: IncidentDetail;
  /** When Alertmanager took in an alert of this name. */
  receivedAt(alertname: string): Instant | undefined;
};

const find = (
  sightings: readonly Sighting[],
  matches: (sighting: Sighting) => boolean,
): Instant | undefined => sightings.find(matches)?.at;

const isPageFor =
  ({ incident }: IncidentDetail) =>
  (sighting: Sighting): boolean =>
    sighting.kind === "mail" && sighting.mail.headers.get("x-tocsin-incident") === incident.id;

type FirstAlert = { name: string; firedAt: Instant };

/**
 * The alert that led to the incident, and when it fired: by Prometheus's own word, unless it has fired
 * again since and says its later time; then by when it was seen.
 */
export const firstAlertOf = (
  sightings: readonly Sighting[],
  { alerts, incident }: IncidentDetail,
): FirstAlert | undefined => {
  const openedAt = Date.parse(incident.openedAt);
  const [first] = alerts
    .map(({ name, startsAt }) => ({ name, firedAt: Date.parse(startsAt) }))
    .filter(({ firedAt }) => firedAt <= openedAt)
    .toSorted((one, other) => one.firedAt - other.firedAt);
  if (first !== undefined) return first;
  const names = new Set(alerts.map(({ name }) => name));
  for (const sighting of sightings) {
    if (sighting.kind !== "alert" || sighting.state !== "firing") continue;
    if (names.has(sighting.name)) return { name: sighting.name, firedAt: sighting.at };
  }
  return undefined;
};

/** The way of the first page: what happened to the alert that led to it, station by station. */
export const hopsOf = ({ faultAt, sightings, incident, receivedAt }: HopSources): Hop[] => {
  const first = firstAlertOf(sightings, incident);
  if (first === undefined) return [];
  const { name, firedAt } = first;
  const received = receivedAt(name);
  const stations: { what: string; at: Instant | undefined }[] = [
    { what: "the fault is made", at: faultAt },
    {
      what: `Prometheus: ${name} pending`,
      at: find(sightings, (s) => s.kind === "alert" && s.name === name && s.state === "pending"),
    },
    { what: `Prometheus: ${name} firing`, at: Math.min(firedAt, received ?? firedAt) },
    { what: "Alertmanager takes it in", at: received },
    { what: "Tocsin has opened the incident", at: Date.parse(incident.incident.openedAt) },
    {
      what: "the mail server has taken the page",
      at: find(sightings, isPageFor(incident)),
    },
  ];
  return stations.flatMap(({ what, at }) => (at === undefined ? [] : [{ what, at }]));
};

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;

/** Aligned rows: the station, the time since the one before, the time since the first. */
export const hopTable = (hops: readonly Hop[]): string => {
  const [start] = hops;
  if (start === undefined) return "";
  const rows = hops.map(({ what, at }, index) => [
    what,
    index === 0 ? "" : `+${seconds(at - (hops[index - 1]?.at ?? at))}`,
    index === 0 ? "" : seconds(at - start.at),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map(([what = "", hop = "", total = ""]) =>
      `  ${what.padEnd(widths[0] ?? 0)}  ${hop.padStart(widths[1] ?? 0)}  ${total.padStart(widths[2] ?? 0)}`.trimEnd(),
    )
    .join("\n");
};
