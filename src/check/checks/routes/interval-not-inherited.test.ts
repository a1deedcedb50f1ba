import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { intervalNotInherited } from "./interval-not-inherited.ts";

const config = (child: string) => ({
  "alertmanager.yml": `route:
  receiver: a
  routes:
  - matchers: [team=a]
    receiver: b
    mute_time_intervals: [nights]
    routes:
    - matchers: [severity=info]
      receiver: c
${child}receivers:
- name: a
- name: b
- name: c
time_intervals:
- name: nights
  time_intervals:
  - times: [{start_time: '00:00', end_time: '06:00'}]
- name: weekends
  time_intervals:
  - weekdays: [saturday, sunday]
`,
});

test("a child of a muted route notifies at night", async () => {
  const files = config("");
  const [finding, ...others] = foundBy(intervalNotInherited, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "warning",
    line: 8,
    column: 7,
    subject: "c",
    message: expect.stringContaining("the route on line 4 above it is muted by nights"),
    counterexample: {
      labels: { team: "a", severity: "info" },
      receivers: ["c"],
      at: "2026-11-29T03:00:00Z",
    },
  });
  await confirmed(finding, files);
});

test("a child with time intervals of its own says what it wants", () => {
  const repeated = config("      mute_time_intervals: [nights]\n");
  expect(foundBy(intervalNotInherited, repeated)).toEqual([]);
  const other = config("      active_time_intervals: [weekends]\n");
  expect(foundBy(intervalNotInherited, other)).toEqual([]);
});
