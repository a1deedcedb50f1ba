import { expect, test } from "vitest";
import { promql } from "../../promql/promql.ts";
import { alert } from "./alert.ts";

const rest = {
  severity: "critical",
  when: promql`up == 0`,
  because: "it matters",
  runbook: "runbooks/a.md",
} as const;

test("an alert is plain data, frozen to its leaves", () => {
  const made = alert("Down", {
    ...rest,
    carries: ["instance"],
    summary: ({ labels }) => `${labels.instance} is down`,
  });
  expect(structuredClone(made)).toEqual(made);
  expect(made.summary).toEqual([{ label: "instance" }, " is down"]);
  expect(made.description).toEqual(["it matters"]);
  for (const part of [made, made.labels, made.carries, made.summary, made.summary[0]]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});

test("it knows the file and line where it was defined", () => {
  const { definedAt } = alert("Down", { ...rest, summary: "down" });
  expect(definedAt?.file).toMatch(/\/src\/model\/define\/alert\.test\.ts$/);
  expect(definedAt?.line).toBeGreaterThan(20);
});

test("a label that the result does not carry is a type error, and remembered for the report", () => {
  const made = alert("Down", {
    ...rest,
    carries: ["instance"],
    // @ts-expect-error the result of the query has no label `method`
    summary: ({ labels }) => `${labels.method} fails`,
  });
  expect(made.summary).toEqual([{ label: "method" }, " fails"]);
});

test("without `carries` a message cannot speak of any label", () => {
  const made = alert("Down", {
    ...rest,
    // @ts-expect-error nothing is carried
    summary: ({ labels }) => `${labels.instance} fails`,
  });
  expect(made.carries).toEqual([]);
});

test("facts cannot be compared, since they are not known when the text is made", () => {
  alert("Down", {
    ...rest,
    carries: ["instance"],
    // @ts-expect-error a fact is no string
    summary: ({ labels }) => (labels.instance === "a" ? "first" : "other"),
  });
  const { summary } = alert("Down", {
    ...rest,
    // @ts-expect-error a value has no such format
    summary: ({ value }) => `${value.furlongs}`,
  });
  expect(summary).toEqual(["undefined"]);
});
