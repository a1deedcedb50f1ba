import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { repeatBelowGroupInterval } from "./repeat-below-group-interval.ts";

const config = (timers: string) => `route:
  receiver: pager
  group_wait: 0s
${timers}receivers:
- name: pager
  pagerduty_configs: [{routing_key: key}]
`;

test("reminders wait for the turn of the group", async () => {
  const files = {
    "alertmanager.yml": config("  group_interval: 6s\n  repeat_interval: 2s\n"),
  };
  const [finding, ...others] = foundBy(repeatBelowGroupInterval, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 5,
    column: 20,
    subject: "pager",
    message: expect.stringContaining("every 6s, not every 2s"),
    counterexample: { notifications: [{ at: "0s" }, { at: "6s" }] },
  });
  await confirmed(finding, files);
});

test("a little less than group_interval is how to be reminded at every turn", () => {
  const found = (timers: string) =>
    foundBy(repeatBelowGroupInterval, { "alertmanager.yml": config(timers) });
  expect(found("  group_interval: 1m\n  repeat_interval: 50s\n")).toEqual([]);
  expect(found("  group_interval: 1m\n  repeat_interval: 1m\n")).toEqual([]);
  expect(found("")).toEqual([]);
  expect(found("  group_interval: 6h\n")).toMatchObject([{ line: 4, column: 19 }]);
});
