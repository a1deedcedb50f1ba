import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { intervalEmpty } from "./interval-empty.ts";

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

test("a route that is active in an interval that never comes is never told anything", async () => {
  const files = config("active", "  - days_of_month: ['30:31']\n    months: [february]\n");
  const [finding, ...others] = foundBy(intervalEmpty, files);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: "error",
    line: 11,
    column: 9,
    subject: "special",
    message: expect.stringContaining('"b" is never told anything'),
    counterexample: { labels: { team: "a" }, receivers: ["b"] },
  });
  await confirmed(finding, files);
});

test("as a mute it does nothing", () => {
  const files = config("mute", "  - days_of_month: ['30:31']\n    months: [february]\n");
  expect(foundBy(intervalEmpty, files)).toMatchObject([
    { severity: "warning", counterexample: null, message: expect.stringContaining("no moment") },
  ]);
});

test("years that are over lie in the past", () => {
  expect(foundBy(intervalEmpty, config("mute", "  - years: ['2020:2022']\n"))).toMatchObject([
    { severity: "warning", message: expect.stringContaining("lies in the past") },
  ]);
});

test("an element that can never be is found among others", () => {
  const elements = "  - weekdays: [sunday]\n  - days_of_month: ['31']\n    months: [june]\n";
  expect(foundBy(intervalEmpty, config("mute", elements))).toMatchObject([
    { line: 14, column: 5, message: expect.stringContaining("this part") },
  ]);
});

test("what comes rarely, or only later, is not empty; past years among others are history", () => {
  const rare = "  - days_of_month: ['29']\n    months: [february]\n    weekdays: [monday]\n";
  expect(foundBy(intervalEmpty, config("mute", rare))).toEqual([]);
  expect(foundBy(intervalEmpty, config("mute", "  - years: ['2031']\n"))).toEqual([]);
  const past = "  - years: ['2020']\n  - years: ['2027:2030']\n";
  expect(foundBy(intervalEmpty, config("mute", past))).toEqual([]);
});
