import { expect, test } from "vitest";
import { exampleCatalog } from "../../../test/example-catalog.ts";
import type { ToldToTocsin } from "../../check/explain/explain-alert.ts";
import { predictEscalation } from "./predict-escalation.ts";

const startsAt = Date.parse("2026-12-24T03:00:00Z");

const told = (labels: Record<string, string>): ToldToTocsin => ({
  receiver: "tocsin",
  groupKey: "{}:{}",
  groupLabels: {},
  labels: { alertname: "Down", severity: "critical", ...labels },
  annotations: { summary: "it is down" },
  startsAt,
  at: startsAt + 30_000,
});

const planned = (labels: Record<string, string>, catalog = exampleCatalog()) => {
  const escalation = predictEscalation(told(labels), catalog);
  if (escalation.kind !== "planned") throw new Error(escalation.because);
  return escalation;
};

test("each step of every round is told at its time, with names and ways", () => {
  const { steps, team, policy } = planned({ service: "gateway" });
  expect({ team, policy }).toEqual({ team: "Platform", policy: "three-steps" });
  expect(steps.map(({ round, after, people }) => [round, after, people[0]?.name])).toEqual([
    [1, "30s", "Ana"],
    [1, "5m30s", "Bo"],
    [1, "15m30s", "Cyd"],
    [2, "45m30s", "Ana"],
    [2, "50m30s", "Bo"],
    [2, "1h30s", "Cyd"],
    [3, "1h30m30s", "Ana"],
    [3, "1h35m30s", "Bo"],
    [3, "1h45m30s", "Cyd"],
  ]);
  expect(steps.map(({ unless }) => unless).slice(0, 3)).toEqual([
    "acknowledged",
    "acknowledged",
    "improving",
  ]);
});

test("it ends as the engine ends it", () => {
  expect(planned({ service: "gateway" }).ends).toEqual({
    at: "2026-12-24T04:45:30Z",
    after: "1h45m30s",
    because: "all 3 steps taken, 3 times",
  });
  expect(planned({ service: "billing" }).ends.because).toBe("all 2 steps taken, 1 times");
});

test("further ways to reach a person come in their order", () => {
  const [first] = planned({ service: "billing" }).steps;
  expect(first?.people).toEqual([
    {
      id: "dee",
      name: "Dee",
      methods: ["webhook https://hooks.example.com/dee", "email dee@example.com"],
    },
  ]);
});

test("when nobody's contact methods work the fallback is told at once", () => {
  expect(planned({ service: "gateway" }).fallback).toMatchObject({
    contact: "email fallback@example.com",
    after: "30s",
  });
});

test("an unknown service falls to the default team", () => {
  expect(planned({ service: "nobody-knows" }).team).toBe("Platform");
});

const none = (labels: Record<string, string>, catalog = exampleCatalog()) => {
  const escalation = predictEscalation(told(labels), catalog);
  return escalation.kind === "none" ? escalation.because : "planned";
};

test("why nobody is told stands in place of the timeline", () => {
  expect(none({ service: "gateway", severity: "warning" })).toMatch(
    /pages nobody for severity warning/,
  );
  expect(none({ alertname: "Watchdog" })).toMatch(/sign of life/);
  expect(predictEscalation(told({}), undefined)).toMatchObject({
    kind: "none",
    because: expect.stringContaining("neither definitions nor a catalog.json"),
  });
});
