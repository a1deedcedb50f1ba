import { expect, test } from "vitest";
import { exampleCatalog } from "../../test/example-catalog.ts";
import type { WebhookAlert } from "../alertmanager/webhook.ts";
import { toIso } from "../lib/clock.ts";
import { type Arrival, type ReplaySettings, replayIncidents } from "./replay.ts";

const START = Date.parse("2026-01-05T09:00:00Z");
const MINUTE = 60_000;

/** What Alertmanager tells in a minute: `+` fires, `-` is resolved. */
const arrival = (minute: number, ...said: readonly string[]): Arrival => ({
  at: START + minute * MINUTE,
  webhook: {
    version: "4",
    groupKey: "{}",
    groupLabels: {},
    receiver: "tocsin",
    externalURL: "",
    truncatedAlerts: 0,
    alerts: said.map((one): WebhookAlert => {
      const isFiring = one.startsWith("+");
      const [name = "", service = "gateway"] = one.slice(1).split("/");
      return {
        status: isFiring ? "firing" : "resolved",
        labels: { alertname: name, service, severity: "critical" },
        annotations: {},
        startsAt: toIso(START),
        endsAt: toIso(START + minute * MINUTE),
        generatorURL: "",
      };
    }),
  },
});

const replayed = (arrivals: readonly Arrival[], changes: Partial<ReplaySettings> = {}) =>
  replayIncidents(arrivals, {
    catalog: exampleCatalog(),
    outcomeOf: () => ({ outcome: "accepted", detail: "" }),
    acknowledgedAfterMs: undefined,
    until: START + 24 * 60 * MINUTE,
    ...changes,
  }).map(({ incident, history }) => ({
    status: incident.status,
    alerts: Object.values(incident.alerts).map(({ name }) => name),
    told: history.flatMap(({ at, event }) =>
      event.type === "page-accepted" ? [`${event.page.person} ${(at - START) / MINUTE}m`] : [],
    ),
  }));

test("while nobody does anything, every step of every round is taken", () => {
  const [only, ...others] = replayed([arrival(0, "+Down")]);
  expect(others).toEqual([]);
  expect(only?.told).toEqual([
    ...["ana 0m", "bo 5m", "cyd 15m"],
    ...["ana 45m", "bo 50m", "cyd 60m"],
    ...["ana 90m", "bo 95m", "cyd 105m"],
  ]);
});

test("who is paged acknowledges after the given time, and the next step finds it done", () => {
  const [only] = replayed([arrival(0, "+Down")], { acknowledgedAfterMs: 3 * MINUTE });
  expect(only).toMatchObject({ status: "acknowledged", told: ["ana 0m", "cyd 15m"] });
});

test("a resolve ends the incident, and the same alert opens another later", () => {
  const incidents = replayed([arrival(0, "+Down"), arrival(2, "-Down"), arrival(30, "+Down")]);
  expect(incidents.map(({ status, told }) => [status, told[0]])).toEqual([
    ["resolved", "ana 0m"],
    ["triggered", "ana 30m"],
  ]);
});

test("alerts of one service share an incident, those of two do not", () => {
  const incidents = replayed([arrival(0, "+Down", "+Slow/billing"), arrival(1, "+Full")]);
  expect(incidents.map(({ alerts }) => alerts)).toEqual([["Down", "Full"], ["Slow"]]);
});

test("a resolve of what was never heard of opens nothing", () => {
  expect(replayed([arrival(0, "-Down")])).toEqual([]);
});

test("what comes due after the end is left", () => {
  const [only] = replayed([arrival(0, "+Down")], { until: START + 5 * MINUTE });
  expect(only?.told).toEqual(["ana 0m", "bo 5m"]);
});
