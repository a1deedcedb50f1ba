import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { muteOutlastsRepeat } from "./mute-outlasts-repeat.ts";

const config = (route: string) => ({
  "alertmanager.yml": `route:
  receiver: chat
  repeat_interval: 4h
  routes:
  - matchers: [severity=warning]
${route}receivers:
- name: pager
  pagerduty_configs: [{routing_key: key}]
- name: mail
  email_configs: [{to: a@example.com, from: b@example.com, smarthost: 'c:25', send_resolved: true}]
- name: chat
  slack_configs: [{channel: '#alerts', api_url: 'https://hooks.example.com/x'}]
time_intervals:
- name: nights
  time_intervals:
  - times: [{start_time: '00:00', end_time: '06:00'}]
- name: lunch
  time_intervals:
  - times: [{start_time: '12:00', end_time: '13:00'}]
- name: office-hours
  time_intervals:
  - times: [{start_time: '09:00', end_time: '17:00'}]
    weekdays: ['monday:friday']
`,
});

test("what ends in a long night is never told as resolved", () => {
  expect(
    foundBy(
      muteOutlastsRepeat,
      config("    receiver: pager\n    mute_time_intervals: [lunch, nights]\n"),
    ),
  ).toMatchObject([
    {
      severity: "warning",
      line: 7,
      column: 27,
      subject: "pager",
      message: expect.stringContaining("up to 6h at a stretch, longer than repeat_interval, 4h"),
    },
  ]);
});

test("weekends are long for a route of office hours; a mailbox is a note", () => {
  expect(
    foundBy(
      muteOutlastsRepeat,
      config("    receiver: mail\n    active_time_intervals: [office-hours]\n"),
    ),
  ).toMatchObject([{ severity: "info", message: expect.stringContaining("up to 2d16h") }]);
});

test("short mutes, long repeats and receivers that hear of no resolves lose nothing", () => {
  const found = (route: string) => foundBy(muteOutlastsRepeat, config(route));
  expect(found("    receiver: pager\n    mute_time_intervals: [lunch]\n")).toEqual([]);
  expect(
    found("    receiver: pager\n    mute_time_intervals: [nights]\n    repeat_interval: 12h\n"),
  ).toEqual([]);
  expect(found("    receiver: chat\n    mute_time_intervals: [nights]\n")).toEqual([]);
});
