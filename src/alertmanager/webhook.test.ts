import { expect, test } from "vitest";
import { CRITICAL_ROUTE, notification, OBSERVED } from "../../test/redis-outage.ts";
import { webhookSchema } from "./webhook.ts";

const STARTS = "2026-11-24T20:43:34.85Z";

const sent = () => notification([{ alert: OBSERVED.connection, startsAt: STARTS }], CRITICAL_ROUTE);

const withAlert = (changes: object) => {
  const whole = sent();
  return { ...whole, alerts: [{ ...whole.alerts[0], ...changes }] };
};

test("what Alertmanager posts is read, with the zero time of an alert that has no end", () => {
  const webhook = webhookSchema.parse(sent());
  expect(webhook).toMatchObject({ ...CRITICAL_ROUTE, version: "4", truncatedAlerts: 0 });
  expect(webhook.alerts).toEqual([
    {
      status: "firing",
      labels: OBSERVED.connection.labels,
      annotations: {},
      startsAt: STARTS,
      endsAt: "0001-01-01T00:00:00Z",
      generatorURL: "http://prometheus:9090/graph?g0.expr=up&g0.tab=1",
    },
  ]);
});

test("fields that are missing mean nothing said, and unknown ones are ignored", () => {
  const { alerts } = withAlert({
    annotations: undefined,
    generatorURL: undefined,
    silenceURL: "x",
  });
  const webhook = webhookSchema.parse({ version: "4", alerts, title: "from Grafana", orgId: 1 });
  expect(webhook).toMatchObject({ groupKey: "", groupLabels: {}, truncatedAlerts: 0 });
  expect(webhook.alerts[0]).toMatchObject({ annotations: {}, generatorURL: "" });
});

test("times have any precision and any offset", () => {
  const times = [
    "2026-11-24T20:43:34Z",
    "2026-11-24T20:43:34.123456789Z",
    "2026-11-24T22:43:34.1+02:00",
  ];
  for (const startsAt of times) {
    expect(webhookSchema.safeParse(withAlert({ startsAt })).success, startsAt).toBe(true);
  }
});

test("text that a database cannot hold is replaced, not refused", () => {
  const labels = { alertname: "a\u0000b", cut: "\ud83d", whole: "\u{1f514}" };
  const annotations = { summary: "+Inf% \u0000" };
  const [alert] = webhookSchema.parse(withAlert({ labels, annotations })).alerts;
  expect(alert?.labels).toEqual({ alertname: "a\ufffdb", cut: "\ufffd", whole: "\u{1f514}" });
  expect(alert?.annotations).toEqual({ summary: "+Inf% \ufffd" });
});

test("another version is refused by its name", () => {
  const { error } = webhookSchema.safeParse({ ...sent(), version: "5" });
  expect(error?.issues).toMatchObject([
    { path: ["version"], message: 'must be "4", the only version of this format' },
  ]);
});
