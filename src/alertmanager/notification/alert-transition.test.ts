import { expect, test } from "vitest";
import { type AlertTransition, postsOf } from "./alert-transition.ts";

const A = { alertname: "A" };
const B = { alertname: "B" };

const timesOf = (transitions: readonly AlertTransition[]) =>
  [...postsOf(transitions)].map(({ labels, at, startsAt, endsAt = 0 }) => [
    labels["alertname"],
    at,
    startsAt,
    endsAt > 1_000_000_000 ? "open" : endsAt,
  ]);

test("an alert fires without an end in sight until it is resolved, and keeps its beginning", () => {
  const transitions: AlertTransition[] = [
    { at: 10, labels: A, state: "firing" },
    { at: 20, labels: B, state: "firing" },
    { at: 30, labels: A, state: "firing" },
    { at: 40, labels: A, state: "resolved" },
    { at: 50, labels: A, state: "firing" },
  ];
  expect(timesOf(transitions)).toEqual([
    ["A", 10, 10, "open"],
    ["B", 20, 20, "open"],
    ["A", 30, 10, "open"],
    ["A", 40, 10, 40],
    ["A", 50, 50, "open"],
  ]);
});

test("a resolve of what never fired is told all the same", () => {
  expect(timesOf([{ at: 5, labels: A, state: "resolved" }])).toEqual([["A", 5, 5, 5]]);
});
