import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { receiverUnused } from "./receiver-unused.ts";

const config = (receivers: string) => ({
  "alertmanager.yml": `route:
  receiver: pager
receivers:
- name: pager
  pagerduty_configs: [{routing_key: key}]
${receivers}`,
});

test("a receiver without a route is never told anything", () => {
  const files = config("- name: pagers\n  pagerduty_configs: [{routing_key: key}]\n");
  expect(foundBy(receiverUnused, files)).toMatchObject([
    {
      severity: "warning",
      line: 6,
      column: 9,
      subject: "pagers",
      help: expect.stringContaining('routes lead to "pager"'),
    },
  ]);
});

test("one that could tell nobody is a note", () => {
  expect(foundBy(receiverUnused, config('- name: "null"\n'))).toMatchObject([{ severity: "info" }]);
});

test("receivers with routes are let be", () => {
  expect(foundBy(receiverUnused, config(""))).toEqual([]);
});
