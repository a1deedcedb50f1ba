import { expect, test } from "vitest";
import type { IncidentDetail } from "../stack/tocsin-api.ts";
import { firstAlertOf, hopsOf, hopTable } from "./hops.ts";
import type { Sighting } from "./sighting.ts";

const START = Date.parse("2026-11-24T03:00:00.000Z");
const iso = (ms: number) => new Date(START + ms).toISOString();

const detail: IncidentDetail = {
  incident: {
    id: "i",
    number: 1,
    status: "triggered",
    severity: "critical",
    title: "t",
    service: "s",
    openedAt: iso(5_050),
  },
  alerts: [
    { fingerprint: "2", name: "Late", status: "firing", labels: {}, startsAt: iso(9_000) },
    { fingerprint: "1", name: "Down", status: "firing", labels: {}, startsAt: iso(4_000) },
  ],
  pages: [],
  timeline: [],
};

const sightings: Sighting[] = [
  { kind: "alert", at: START + 1_000, name: "Down", state: "pending" },
  {
    kind: "mail",
    at: START + 2_000,
    mail: { at: START + 2_000, to: [], from: "", subject: "", text: "", headers: new Map() },
  },
  {
    kind: "mail",
    at: START + 5_100,
    mail: {
      at: START + 5_100,
      to: [],
      from: "",
      subject: "",
      text: "",
      headers: new Map([["x-tocsin-incident", "i"]]),
    },
  },
];

test("the hops follow the alert that fired first to the first page", () => {
  const hops = hopsOf({
    faultAt: START,
    sightings,
    incident: detail,
    receivedAt: (name) => (name === "Down" ? START + 4_010 : undefined),
  });
  expect(hopTable(hops)).toBe(
    [
      "  the fault is made",
      "  Prometheus: Down pending            +1.000 s  1.000 s",
      "  Prometheus: Down firing             +3.000 s  4.000 s",
      "  Alertmanager takes it in            +0.010 s  4.010 s",
      "  Tocsin has opened the incident      +1.040 s  5.050 s",
      "  the mail server has taken the page  +0.050 s  5.100 s",
    ].join("\n"),
  );
});

test("an alert that has fired again since counts from when it was first seen to fire", () => {
  const again = {
    ...detail,
    alerts: detail.alerts.map((alert) => ({ ...alert, startsAt: iso(60_000) })),
  };
  const seen: Sighting[] = [
    ...sightings,
    { kind: "alert", at: START + 3_900, name: "Elsewhere", state: "firing" },
    { kind: "alert", at: START + 4_080, name: "Down", state: "firing" },
  ];
  expect(firstAlertOf(seen, again)).toEqual({ name: "Down", firedAt: START + 4_080 });
  expect(firstAlertOf(seen, detail)).toEqual({ name: "Down", firedAt: START + 4_000 });
});

test("a station that was not seen is left out", () => {
  const hops = hopsOf({
    faultAt: START,
    sightings: [],
    incident: detail,
    receivedAt: () => undefined,
  });
  expect(hops.map(({ what }) => what)).toEqual([
    "the fault is made",
    "Prometheus: Down firing",
    "Tocsin has opened the incident",
  ]);
});
