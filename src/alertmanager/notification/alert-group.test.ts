import { expect, test } from "vitest";
import type { AlertmanagerVersion } from "../version.ts";
import type { Alert } from "./alert.ts";
import {
  beginTurn,
  createAlertGroup,
  endTurn,
  insertAlert,
  orderedAlerts,
  settleGroup,
  turnFrom,
} from "./alert-group.ts";

const ROUTE = { groupWaitMs: 30_000, groupIntervalMs: 300_000 };
const LONG = 9_000_000;

const alert = (name: string, updatedAt: number, times: Partial<Alert> = {}): Alert => ({
  fingerprint: name,
  labels: { alertname: name },
  annotations: {},
  generatorUrl: "",
  startsAt: updatedAt,
  endsAt: LONG,
  updatedAt,
  timesOut: false,
  firingForm: undefined,
  ...times,
});

const life = (version: AlertmanagerVersion) => ({ version, startedAt: 0 });

test("a group has its first turn after group_wait and others every group_interval after that", () => {
  const group = createAlertGroup(ROUTE, alert("a", 1000));
  expect(turnFrom(group, 1000)).toBe(31_000);
  beginTurn(group, 31_000);
  expect(turnFrom(group, 31_000)).toBe(331_000);
  expect(turnFrom(group, 331_001)).toBe(631_000);
});

test("a group whose first alert is older than group_wait does not wait", () => {
  const aged = (age: number) => alert("a", 100_000, { startsAt: 100_000 - age });
  expect(createAlertGroup(ROUTE, aged(30_000)).turnAt).toBe(130_000);
  expect(createAlertGroup(ROUTE, aged(30_001)).turnAt).toBe(100_000);
});

test("an old alert that joins before the first turn hurries only 0.25", () => {
  for (const [version, turnAt] of [
    ["0.25", 5000],
    ["current", 31_000],
  ] as const) {
    const group = createAlertGroup(ROUTE, alert("a", 1000));
    insertAlert(group, alert("b", 5000, { startsAt: -90_000 }), version);
    expect(turnFrom(group, 5000)).toBe(turnAt);
    beginTurn(group, turnAt);
    insertAlert(group, alert("c", 6000 + turnAt, { startsAt: -90_000 }), version);
    expect(turnFrom(group, 6000 + turnAt)).toBe(turnAt + 300_000);
  }
});

test("alerts are in the order of notifications however they came", () => {
  const group = createAlertGroup(ROUTE, alert("m", 0));
  for (const name of ["z", "a", "q"]) insertAlert(group, alert(name, 1), "current");
  expect(orderedAlerts(group).map(({ fingerprint }) => fingerprint)).toEqual(["a", "m", "q", "z"]);
});

const resolvedAt = (at: number) => alert("a", at, { endsAt: at });

test("what was told of as resolved goes once sending has ended", () => {
  const group = createAlertGroup(ROUTE, alert("b", 0));
  insertAlert(group, resolvedAt(1000), "current");
  beginTurn(group, 30_000);
  endTurn(group, 30_000, 30_500);
  settleGroup(group, 30_499, life("current"));
  expect([...group.alerts.keys()]).toEqual(["b", "a"]);
  settleGroup(group, 30_500, life("current"));
  expect([...group.alerts.keys()]).toEqual(["b"]);
  expect(group.ended).toBe(false);
});

test("what comes again while it is told of stays", () => {
  const group = createAlertGroup(ROUTE, resolvedAt(0));
  beginTurn(group, 30_000);
  endTurn(group, 30_000, 30_500);
  expect(insertAlert(group, alert("a", 30_200, { endsAt: 0 }), "current")).toBe(true);
  settleGroup(group, 30_500, life("current"));
  expect(group.alerts.size).toBe(1);
});

test("an emptied group ends at once, but in 0.25 only when that looks for empty groups every 30 seconds", () => {
  for (const version of ["0.25", "current"] as const) {
    const group = createAlertGroup(ROUTE, resolvedAt(1000));
    beginTurn(group, 31_000);
    endTurn(group, 31_000, 31_010);
    settleGroup(group, 59_999, life(version));
    expect(group.ended).toBe(version === "current");
    settleGroup(group, 60_000, life(version));
    expect(group.ended).toBe(true);
  }
});

test("an alert that comes to an empty group of 0.25 in time keeps it and its turns", () => {
  const group = createAlertGroup(ROUTE, resolvedAt(1000));
  beginTurn(group, 31_000);
  endTurn(group, 31_000, 31_010);
  settleGroup(group, 50_000, life("0.25"));
  insertAlert(group, alert("a", 50_000), "0.25");
  settleGroup(group, 90_000, life("0.25"));
  expect(group.ended).toBe(false);
  expect(turnFrom(group, 50_000)).toBe(331_000);
});

test("a resend that changes nothing is no news", () => {
  const group = createAlertGroup(ROUTE, alert("a", 0));
  expect(insertAlert(group, alert("a", 1000, { startsAt: 0 }), "current")).toBe(false);
  expect(insertAlert(group, resolvedAt(2000), "current")).toBe(true);
  expect(insertAlert(group, alert("a", 3000), "current")).toBe(true);
});
