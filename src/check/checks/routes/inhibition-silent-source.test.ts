import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { keptBack } from "../../../../test/proof/inhibition-confirmed.ts";
import { inhibitionSilentSource } from "./inhibition-silent-source.ts";

const rules = (severity: string) => `groups:
- name: shop
  rules:
  - alert: ClusterDown
    expr: sum(cluster_up) == 0
    labels: {severity: critical, team: infra}
  - alert: ShopDown
    expr: sum(up{job="shop"}) == 0
    labels: {severity: ${severity}, team: shop}
`;

const alertmanager = (infra: string) => `route:
  receiver: chat
  group_wait: 1s
  routes:
  - matchers: [team="infra"]
    ${infra}
receivers:
- name: chat
  webhook_configs: [{url: "http://127.0.0.1:9/"}]
- name: nobody
time_intervals:
- name: always
  time_intervals: [{times: [{start_time: "00:00", end_time: "24:00"}]}]
- name: nights
  time_intervals: [{times: [{start_time: "00:00", end_time: "06:00"}]}]
inhibit_rules:
- source_matchers: [alertname="ClusterDown"]
  target_matchers: [team="shop"]
`;

const found = (severity: string, infra: string, more: Readonly<Record<string, string>> = {}) =>
  foundBy(inhibitionSilentSource, {
    "rules.yml": rules(severity),
    "alertmanager.yml": alertmanager(infra),
    ...more,
  });

test("an alert that goes to nobody and keeps back a page means that nobody is told", async () => {
  const files = {
    "rules.yml": rules("critical"),
    "alertmanager.yml": alertmanager("receiver: nobody"),
  };
  const [finding, ...others] = foundBy(inhibitionSilentSource, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 17,
    column: 21,
    message: expect.stringContaining(
      'nobody hears of ClusterDown, and it keeps back ShopDown: it goes to "nobody", which reaches nobody',
    ),
    counterexample: { notifications: [] },
  });
  await confirmed(finding, files);
  expect(await keptBack(finding, files)).toMatchObject([{ alertname: "ShopDown" }]);
});

test("a source that is muted at all times is as silent, one that is muted at night is not", () => {
  expect(found("critical", "mute_time_intervals: [always]")).toMatchObject([
    { message: expect.stringContaining("muted at all times") },
  ]);
  expect(found("critical", "mute_time_intervals: [nights]")).toEqual([]);
  expect(found("critical", "group_wait: 10s")).toEqual([]);
});

test("what is kept back decides how bad it is", () => {
  expect(found("warning", "receiver: nobody")).toMatchObject([{ severity: "warning" }]);
  expect(found("info", "receiver: nobody")).toEqual([]);
});

const silence = (name: string, value: string) =>
  JSON.stringify([
    {
      id: "5c1e",
      status: { state: "active" },
      startsAt: "2026-11-24T08:00:00Z",
      endsAt: "2026-11-26T08:00:00Z",
      comment: "",
      createdBy: "ada",
      matchers: [{ name, value, isRegex: false, isEqual: true }],
    },
  ]);

test("a silence of the source leaves what it keeps back untold, unless that is silenced too", () => {
  const silenced = (name: string, value: string) =>
    found("critical", "group_wait: 10s", { "silences.json": silence(name, value) });
  expect(silenced("team", "infra")).toMatchObject([
    {
      severity: "error",
      message: expect.stringContaining("silence 5c1e silences it"),
      counterexample: null,
    },
  ]);
  expect(silenced("severity", "critical")).toEqual([]);
  expect(silenced("team", "other")).toEqual([]);
});
