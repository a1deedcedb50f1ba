import { expect, test } from "vitest";
import type { AlertTransition } from "./alert-transition.ts";
import { prometheusResends } from "./prometheus-resends.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const A = { alertname: "A" };
const B = { alertname: "B" };

const resends = (
  transitions: readonly AlertTransition[],
  until: number,
  evaluation = 15 * SECOND,
) =>
  [
    ...prometheusResends(transitions, {
      evaluationIntervalMs: evaluation,
      resendDelayMs: MINUTE,
      until,
    }),
  ].map(({ labels, at, startsAt, endsAt }) => ({
    name: labels["alertname"],
    at: at / SECOND,
    startsAt: (startsAt ?? 0) / SECOND,
    endsAt: (endsAt ?? 0) / SECOND,
  }));

test("a firing alert is sent at once and again at the first evaluation more than the resend delay later", () => {
  const sent = resends([{ at: 0, labels: A, state: "firing" }], 160 * SECOND);
  expect(sent.map(({ at }) => at)).toEqual([0, 75, 150]);
  expect(sent.map(({ endsAt }) => endsAt)).toEqual([240, 315, 390]);
});

test("evaluations rarer than the resend delay send each time, and leave more room", () => {
  const sent = resends([{ at: 0, labels: A, state: "firing" }], 4 * MINUTE, 2 * MINUTE);
  expect(sent.map(({ at, endsAt }) => [at, endsAt])).toEqual([
    [0, 480],
    [120, 600],
    [240, 720],
  ]);
});

test("a resolved alert is sent for 15 minutes more, with the beginning and the end it had", () => {
  const sent = resends(
    [
      { at: 0, labels: A, state: "firing" },
      { at: 30 * SECOND, labels: A, state: "resolved" },
    ],
    60 * MINUTE,
  );
  const resolves = sent.filter(({ endsAt }) => endsAt === 30);
  expect(resolves.every(({ startsAt }) => startsAt === 0)).toBe(true);
  expect(resolves[0]?.at).toBe(30);
  expect(resolves.at(-1)?.at).toBe(30 + 12 * 75);
  expect(resolves.length).toBe(13);
});

test("an alert that fires anew stops the resolves of before", () => {
  const sent = resends(
    [
      { at: 0, labels: A, state: "firing" },
      { at: 30 * SECOND, labels: A, state: "resolved" },
      { at: 60 * SECOND, labels: A, state: "firing" },
    ],
    140 * SECOND,
  );
  expect(sent.map(({ at, startsAt, endsAt }) => [at, startsAt, endsAt])).toEqual([
    [0, 0, 240],
    [30, 0, 30],
    [60, 60, 300],
    [135, 60, 375],
  ]);
});

test("the posts of many alerts are in the order of time", () => {
  const sent = resends(
    [
      { at: 0, labels: A, state: "firing" },
      { at: 10 * SECOND, labels: B, state: "firing" },
    ],
    90 * SECOND,
  );
  expect(sent.map(({ name, at }) => `${name}${at}`)).toEqual(["A0", "B10", "A75", "B85"]);
});

test("a resolve of what never fired is not sent", () => {
  expect(resends([{ at: 0, labels: A, state: "resolved" }], MINUTE)).toEqual([]);
});
