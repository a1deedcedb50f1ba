import { expect, test } from "vitest";
import {
  type AlertRuleState,
  type AlertRuleTiming,
  NO_ALERTS,
  stepAlerts,
  writtenAlerts,
} from "./alert-state.ts";

const MINUTE = 60_000;
const A = { alertname: "Down", instance: "a" };
const B = { alertname: "Down", instance: "b" };

/** The phase of one alert after each evaluation, one a minute: `#` where its condition holds. */
const phases = (holds: string, timing: AlertRuleTiming): string => {
  let state: AlertRuleState = NO_ALERTS;
  let said = "";
  Array.from(holds).forEach((mark, minute) => {
    const samples = mark === "#" ? [{ labels: A, value: 1 }] : [];
    ({ state } = stepAlerts(state, samples, { now: minute * MINUTE, timing }));
    const [alert] = state.values();
    said += { pending: "p", firing: "f", resolved: "r", none: "." }[alert?.phase ?? "none"];
  });
  return said;
};

test.each([
  ["#####..", { forMs: 2 * MINUTE, keepFiringForMs: 0 }, "ppfffrr"],
  ["##.###.", { forMs: 2 * MINUTE, keepFiringForMs: 0 }, "pp.ppfr"],
  ["#.#..", { forMs: 0, keepFiringForMs: 0 }, "frfrr"],
  ["#......", { forMs: 0, keepFiringForMs: 3 * MINUTE }, "ffffrrr"],
  ["#..#....", { forMs: 0, keepFiringForMs: 2 * MINUTE }, "ffffffrr"],
  ["#.....", { forMs: 0, keepFiringForMs: 1 }, "ffrrrr"],
  ["##.....", { forMs: MINUTE, keepFiringForMs: MINUTE }, "pffrrrr"],
  ["###", { forMs: 90_000, keepFiringForMs: 0 }, "ppf"],
])("%s with %j is %s", (holds, timing, expected) => {
  expect(phases(holds, timing)).toBe(expected);
});

test("a resolved alert is kept for 15 minutes and then forgotten", () => {
  expect(phases(`#${".".repeat(18)}`, { forMs: 0, keepFiringForMs: 0 })).toBe(
    `f${"r".repeat(16)}..`,
  );
});

test("an alert that comes back after it was resolved begins anew", () => {
  const timing = { forMs: MINUTE, keepFiringForMs: 0 };
  const sample = [{ labels: A, value: 1 }];
  let { state } = stepAlerts(NO_ALERTS, sample, { now: 0, timing });
  ({ state } = stepAlerts(state, sample, { now: MINUTE, timing }));
  ({ state } = stepAlerts(state, [], { now: 2 * MINUTE, timing }));
  ({ state } = stepAlerts(state, sample, { now: 3 * MINUTE, timing }));
  expect([...state.values()]).toEqual([
    {
      labels: A,
      value: 1,
      phase: "pending",
      activeAt: 3 * MINUTE,
      firedAt: undefined,
      resolvedAt: undefined,
      keptSince: undefined,
    },
  ]);
});

test("every change of phase is a transition, and pending comes before firing", () => {
  const timing = { forMs: 0, keepFiringForMs: 0 };
  const first = stepAlerts(NO_ALERTS, [{ labels: A, value: 1 }], { now: 5, timing });
  expect(first.transitions.map(({ to }) => to)).toEqual(["pending", "firing"]);
  expect(first.transitions[1]?.alert).toMatchObject({ activeAt: 5, firedAt: 5 });
  const second = stepAlerts(first.state, [{ labels: A, value: 2 }], { now: 6, timing });
  expect(second.transitions).toEqual([]);
  expect(writtenAlerts(second.state)[0]?.value).toBe(2);
  const third = stepAlerts(second.state, [], { now: 7, timing });
  expect(third.transitions).toMatchObject([{ to: "resolved", at: 7, alert: { resolvedAt: 7 } }]);
  expect(writtenAlerts(third.state)).toEqual([]);
});

test("a pending alert that is missed is forgotten", () => {
  const timing = { forMs: 10, keepFiringForMs: 100 };
  const { state } = stepAlerts(NO_ALERTS, [{ labels: A, value: 1 }], { now: 0, timing });
  const step = stepAlerts(state, [], { now: 5, timing });
  expect(step.state.size).toBe(0);
  expect(step.transitions.map(({ to }) => to)).toEqual(["forgotten"]);
});

test("two samples with the same labels fail the evaluation and change nothing", () => {
  const timing = { forMs: 0, keepFiringForMs: 0 };
  const { state } = stepAlerts(NO_ALERTS, [{ labels: A, value: 1 }], { now: 0, timing });
  const same = { instance: "a", alertname: "Down" };
  const step = stepAlerts(
    state,
    [
      { labels: A, value: 1 },
      { labels: same, value: 2 },
    ],
    { now: 1, timing },
  );
  expect(step).toEqual({ state, transitions: [], failure: "duplicate-labels" });
});

test("more alerts than the limit make the rule forget all of them", () => {
  const timing = { forMs: 0, keepFiringForMs: 0, limit: 1 };
  const { state } = stepAlerts(NO_ALERTS, [{ labels: A, value: 1 }], { now: 0, timing });
  const both = [
    { labels: A, value: 1 },
    { labels: B, value: 1 },
  ];
  const step = stepAlerts(state, both, { now: 1, timing });
  expect(step.failure).toBe("limit");
  expect(step.state.size).toBe(0);
});
