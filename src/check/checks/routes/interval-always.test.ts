import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { intervalAlways } from "./interval-always.ts";

const config = (kind: "mute" | "active", elements: string) => ({
  "alertmanager.yml": `route:
  receiver: a
  routes:
  - matchers: [team=a]
    receiver: b
    ${kind}_time_intervals: [special]
receivers:
- name: a
- name: b
time_intervals:
- name: special
  time_intervals:
${elements}`,
});

test("days and nights together mute for ever", async () => {
  const files = config(
    "mute",
    `  - times: [{start_time: '00:00', end_time: '12:00'}]
  - times: [{start_time: '12:00', end_time: '24:00'}]
`,
  );
  const [finding, ...others] = foundBy(intervalAlways, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 11,
    column: 9,
    subject: "special",
    counterexample: { labels: { team: "a" }, receivers: ["b"], at: "2026-11-29T03:00:00Z" },
  });
  await confirmed(finding, files);
});

test("a route that is always active is as good as one without the interval", () => {
  expect(
    foundBy(intervalAlways, config("active", "  - weekdays: ['sunday:saturday']\n")),
  ).toMatchObject([{ severity: "info", counterexample: null }]);
});

test("what leaves a gap is not always", () => {
  const gap = `  - times: [{start_time: '00:00', end_time: '12:00'}]
  - times: [{start_time: '12:01', end_time: '24:00'}]
`;
  expect(foundBy(intervalAlways, config("mute", gap))).toEqual([]);
  expect(foundBy(intervalAlways, config("mute", "  - weekdays: ['monday:friday']\n"))).toEqual([]);
});
