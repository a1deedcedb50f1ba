import { expect, test } from "vitest";
import { exampleCatalog } from "../../test/example-catalog.ts";
import { CRITICAL_ROUTE, notification, OBSERVED, SERVICE_ROUTE } from "../../test/redis-outage.ts";
import { webhookSchema } from "../alertmanager/webhook.ts";
import type { Catalog } from "../model/catalog.ts";
import { lostAfterMs, receive } from "./reception.ts";

const RECEIVED = Date.parse("2026-11-24T20:46:49.884Z");

type Told = Parameters<typeof notification>[0];

const received = (told: Told, catalog: Catalog | null = exampleCatalog(), route = SERVICE_ROUTE) =>
  receive(webhookSchema.parse(notification(told, route)), catalog, RECEIVED);

/** One alert with these labels, as received. */
const one = (labels: Record<string, string>, catalog: Catalog | null = exampleCatalog()) => {
  const told = [{ alert: { labels, fingerprint: "" }, startsAt: "2026-11-24T20:43:34.85Z" }];
  return received(told, catalog);
};

test("each member of a group keeps its own state, whatever the group's is", () => {
  const { alerts } = received([
    { alert: OBSERVED.connection, startsAt: "2026-11-24T20:43:34.85Z" },
    {
      alert: OBSERVED.pool,
      startsAt: "2026-11-24T20:42:57.85Z",
      endsAt: "2026-11-24T20:43:31.85Z",
    },
  ]);
  expect(alerts).toMatchObject([
    {
      fingerprint: OBSERVED.connection.fingerprint,
      name: "RedisConnectionFailure",
      severity: "critical",
      status: "firing",
      startsAt: Date.parse("2026-11-24T20:43:34.850Z"),
      endsAt: null,
    },
    {
      fingerprint: OBSERVED.pool.fingerprint,
      severity: "warning",
      status: "resolved",
      startsAt: Date.parse("2026-11-24T20:42:57.850Z"),
      endsAt: Date.parse("2026-11-24T20:43:31.850Z"),
    },
  ]);
});

test("a cut fraction is the same moment as a whole one", () => {
  const startsAt = (text: string) =>
    received([{ alert: OBSERVED.pool, startsAt: text }]).alerts[0]?.startsAt;
  expect(startsAt("2026-11-24T20:43:34.85Z")).toBe(startsAt("2026-11-24T20:43:34.850000000Z"));
  expect(startsAt("2026-11-24T20:43:34Z")).toBe(startsAt("2026-11-24T21:43:34.000+01:00"));
});

test("a text of +Inf is passed on as it is", () => {
  const description = "Redis instance 127.0.0.1:29121 memory usage is +Inf%.\n";
  const [alert] = received([
    {
      alert: OBSERVED.memory,
      startsAt: "2026-11-24T20:43:04.275Z",
      annotations: { description },
    },
  ]).alerts;
  expect(alert).toMatchObject({ annotations: { description }, severity: "warning" });
});

test("the same alert by two routes has the same identity and belongs to the same incident", () => {
  const told = [{ alert: OBSERVED.connection, startsAt: "2026-11-24T20:43:34.85Z" }];
  expect(received(told, exampleCatalog(), CRITICAL_ROUTE)).toEqual(received(told));
});

test("the replicas of one Prometheus report one alert, from one source", () => {
  const replica = (prometheus_replica: string) =>
    one({ ...OBSERVED.pool.labels, prometheus_replica });
  expect(replica("a")).toEqual(replica("b"));
  expect(replica("a").alerts[0]?.fingerprint).toBe(OBSERVED.pool.fingerprint);
});

test("alerts of one service are one incident, those of another owner or cluster are not", () => {
  const key = (labels: Record<string, string>) =>
    one({ alertname: "A", cluster: "eu1", service: "gateway", ...labels }).alerts[0]?.incidentKey;
  expect(key({ alertname: "B", instance: "b" })).toBe(key({}));
  expect(key({ service: "billing" })).not.toBe(key({}));
  expect(key({ cluster: "us1" })).not.toBe(key({}));
  expect(key({ service: "unknown", team: "payments" })).not.toBe(key({ service: "unknown" }));
});

test("values that are too long for an index stand as a fingerprint, and still tell incidents apart", () => {
  const of = (cluster: string) => one({ alertname: "A", cluster, service: cluster }).alerts[0];
  const long = "x".repeat(10_000);
  const [a, b, c] = [of(long), of(long), of(`${long}y`)];
  expect(a).toEqual(b);
  expect(a?.incidentKey).not.toBe(c?.incidentKey);
  expect(a?.source).not.toBe(c?.source);
  expect(a?.incidentKey.length).toBeLessThan(600);
  expect(a?.source).toMatch(/^\[\["fingerprint","[0-9a-f]{16}"\]\]$/);
});

test("without definitions the sender's own groups are the incidents", () => {
  const told = [
    { alert: OBSERVED.errorsOfGet, startsAt: "2026-11-24T20:43:38.85Z" },
    { alert: OBSERVED.burnOfGet, startsAt: "2026-11-24T20:43:38.85Z" },
  ];
  const keys = (route: typeof SERVICE_ROUTE) =>
    new Set(received(told, null, route).alerts.map(({ incidentKey }) => incidentKey));
  expect(keys(SERVICE_ROUTE).size).toBe(1);
  const byName = { ...SERVICE_ROUTE, groupLabels: { alertname: "", service: "redis-gateway" } };
  expect(keys(byName).size).toBe(2);
});

test("severities of other vocabularies are understood, and what is not counts as critical", () => {
  const severity = (word: string) => one({ alertname: "A", severity: word }).alerts[0]?.severity;
  for (const word of ["info", "none", "notice", "debug", "Info"])
    expect(severity(word)).toBe("info");
  for (const word of ["warning", "warn", "ticket", "minor", "low", "WARNING"]) {
    expect(severity(word)).toBe("warning");
  }
  for (const word of ["critical", "page", "P1", "", "constructor", "__proto__"]) {
    expect(severity(word), word).toBe("critical");
  }
  expect(one({ alertname: "A" }).alerts[0]?.severity).toBe("critical");
});

const watchdog = (annotations: Record<string, string>, labels: Record<string, string> = {}) =>
  received([
    {
      alert: { labels: { alertname: "Watchdog", cluster: "ref", ...labels }, fingerprint: "" },
      startsAt: "2026-11-20T00:00:00Z",
      annotations,
    },
  ]);

test("a watchdog is no alert to respond to, but a sign of life of its source", () => {
  const { alerts, signsOfLife } = watchdog({ evaluated_at: String((RECEIVED - 15_000) / 1000) });
  expect(alerts).toEqual([]);
  const { source } = one(OBSERVED.pool.labels).alerts[0] ?? {};
  expect(signsOfLife).toEqual([{ source, at: RECEIVED - 15_000 }]);
});

test("a watchdog that does not say credibly when it was evaluated may be five minutes old", () => {
  const ahead = String(RECEIVED / 1000 + 61);
  for (const said of [
    {},
    { evaluated_at: "" },
    { evaluated_at: "soon" },
    { evaluated_at: "+Inf" },
    { evaluated_at: "-1" },
    { evaluated_at: ahead },
  ]) {
    expect(
      watchdog(said).signsOfLife.map(({ at }) => at),
      JSON.stringify(said),
    ).toEqual([RECEIVED - 5 * 60_000]);
  }
});

test("a watchdog whose clock is a little ahead was evaluated now at the latest", () => {
  const { signsOfLife } = watchdog({ evaluated_at: String(RECEIVED / 1000 + 60) });
  expect(signsOfLife.map(({ at }) => at)).toEqual([RECEIVED]);
});

test("a watchdog that has ended is no sign of life", () => {
  const told = {
    alert: { labels: { alertname: "Watchdog", cluster: "ref" }, fingerprint: "" },
    startsAt: "2026-11-20T00:00:00Z",
    endsAt: "2026-11-24T20:46:00Z",
  };
  expect(received([told])).toEqual({ alerts: [], signsOfLife: [] });
});

test("definitions name their watchdog, and how long a source may be silent", () => {
  const named = exampleCatalog({ watchdog: { alertname: "StillHere", lostAfter: "7m" } });
  expect(one({ alertname: "StillHere" }, named).signsOfLife).toHaveLength(1);
  expect(one({ alertname: "Watchdog" }, named).alerts).toHaveLength(1);
  expect(lostAfterMs(named)).toBe(7 * 60_000);
  expect(lostAfterMs(null)).toBe(5 * 60_000);
});
