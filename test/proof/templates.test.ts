import { expect, test } from "vitest";
import { messageData } from "../../src/alertmanager/template/message-data.ts";
import { compareAlerts, compareMessagesTogether, compareTemplates } from "./templates.ts";
import { ALERT_TEMPLATES, HTML_TEMPLATES, MESSAGE_TEMPLATES } from "./templates-cases.ts";
import { compareDefaults } from "./templates-defaults.ts";

const data = messageData({
  alerts: [
    {
      labels: { alertname: "Down", severity: "critical", zone: "a" },
      annotations: { summary: "it <is> down" },
      startsAt: 1_700_000_000_120,
      endsAt: undefined,
      generatorUrl: "http://p/graph",
    },
    {
      labels: { alertname: "Down", severity: "critical", zone: "b" },
      annotations: {},
      startsAt: 1_709_210_096_789,
      endsAt: 1_709_220_005_000,
      generatorUrl: "http://p/graph",
    },
  ],
  groupLabels: { alertname: "Down" },
  receiver: "team.x",
  externalUrl: "http://am:9093",
  now: 1_800_000_000_000,
});

const VALUES = ["1234.5", "0", "NaN", "Inf", "0.25"] as const;

test("templates of receivers become what amtool makes of them", async () => {
  expect(await compareMessagesTogether(MESSAGE_TEMPLATES, data, false)).toEqual([]);
});

test("templates of HTML become what amtool makes of them", async () => {
  expect(await compareMessagesTogether(HTML_TEMPLATES, data, true)).toEqual([]);
});

test("templates of rules become what promtool makes of them", async () => {
  const labels = { severity: "critical", instance: "web-1:9100", job: 'a "b" \\ é' };
  const cases = ALERT_TEMPLATES.flatMap((template) =>
    VALUES.map((value) => ({ template, labels, value })),
  );
  expect(await compareAlerts(cases)).toEqual([]);
});

test("the definitions that Alertmanager brings give what they give in Alertmanager", async () => {
  const { compared, disagreements } = await compareDefaults();
  expect(disagreements).toEqual([]);
  expect(compared).toBeGreaterThan(100);
});

test("generated templates become what amtool and promtool make of them", async () => {
  const { compared, disagreements } = await compareTemplates(60, 20260301);
  expect(disagreements).toEqual([]);
  expect(compared).toBe(60);
});
