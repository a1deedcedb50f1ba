import { expect, test } from "vitest";
import { syntheticGroups } from "./synthetic-groups.ts";

const groups = syntheticGroups({
  alerts: [
    {
      labels: { alertname: "Down", severity: "critical", instance: "a" },
      annotations: { summary: "a is down" },
    },
    { labels: { alertname: "Down", severity: "critical", instance: "b" }, annotations: {} },
  ],
  groupBy: ["alertname"],
  receiver: "pager",
  externalUrl: "http://am",
  now: 1_800_000_000_000,
});

test("each kind of group has the alerts of its kind", () => {
  expect(
    groups.map(({ name, data }) => [name, data.status, data.alerts.map(({ status }) => status)]),
  ).toEqual([
    ["one firing alert", "firing", ["firing"]],
    ["many unlike alerts", "firing", ["firing", "firing", "firing"]],
    ["firing and resolved alerts", "firing", ["firing", "resolved", "firing"]],
    ["only resolved alerts", "resolved", ["resolved", "resolved", "resolved"]],
    ["alerts without annotations", "firing", ["firing", "firing", "firing"]],
  ]);
});

test("many alerts share the labels of the group and their name, and no annotation", () => {
  const many = groups[1]?.data;
  expect(many?.groupLabels).toEqual({ alertname: "Down" });
  expect(many?.commonLabels).toEqual({ alertname: "Down" });
  expect(many?.commonAnnotations).toEqual({});
});

test("the alerts of the last group have no annotations", () => {
  expect(
    groups.at(-1)?.data.alerts.every(({ annotations }) => Object.keys(annotations).length === 0),
  ).toBe(true);
});
