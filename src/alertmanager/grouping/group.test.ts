import { expect, test } from "vitest";
import type { Route } from "../routing/route.ts";
import { goQuote } from "./go-quote.ts";
import { groupKey, groupLabels } from "./group.ts";

const route: Route = {
  index: 1,
  parent: undefined,
  key: '{}/{severity="critical"}',
  receiver: "pager",
  matchers: [],
  continues: false,
  groupBy: ["alertname", "cluster"],
  groupWaitMs: 0,
  groupIntervalMs: 1,
  repeatIntervalMs: 1,
  muteTimeIntervals: [],
  activeTimeIntervals: [],
  routes: [],
};

test("a group has those of the labels that it is grouped by which the alert has", () => {
  const labels = { alertname: "Down", severity: "critical" };
  expect(groupLabels(route, labels)).toEqual({ alertname: "Down" });
  expect(groupLabels({ ...route, groupBy: "all" }, labels)).toEqual(labels);
  expect(groupLabels({ ...route, groupBy: ["constructor"] }, labels)).toEqual({});
});

test("a group's key is the route's and its labels, as a webhook carries it", () => {
  const group = { cluster: 'a"b', alertname: "Down" };
  expect(groupKey(route, group)).toBe(
    '{}/{severity="critical"}:{alertname="Down", cluster="a\\"b"}',
  );
  expect(groupKey(route, {})).toBe('{}/{severity="critical"}:{}');
});

test("quoting is Go's", () => {
  expect(goQuote("a\tb\u0001\u00e9\u200b\u{1f600}\u{e0001}\u007f")).toBe(
    '"a\\tb\\x01\u00e9\\u200b\u{1f600}\\U000e0001\\x7f"',
  );
});
