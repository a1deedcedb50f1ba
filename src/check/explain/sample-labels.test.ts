import { expect, test } from "vitest";
import type { SymbolicLabels } from "../../labels/symbolic.ts";
import { mayHave, sampleLabels, uncertainLabels } from "./sample-labels.ts";

const present = [{ operator: "!=", value: "" }] as const;

const labels: SymbolicLabels = {
  known: {
    job: [{ operator: "=", value: "node" }],
    instance: present,
    host_name: present,
    zone: [...present, { operator: "=~", value: "eu-.*" }],
    method: [],
    gone: [{ operator: "=", value: "" }],
  },
  others: "possible",
};

test("a sample has the labels that must be there, with values that look like theirs", () => {
  expect(sampleLabels(labels)).toEqual({
    host_name: "host-name-1",
    instance: "host-1:9100",
    job: "node",
    zone: "eu-",
  });
});

test("wanted labels are there where they can be", () => {
  const sample = sampleLabels(labels, ["method", "gone", "endpoint"]);
  expect(sample).toMatchObject({ method: "method-1", endpoint: "endpoint-1" });
  expect(sample).not.toHaveProperty("gone");
  expect(mayHave(labels, "gone")).toBe(false);
  expect(uncertainLabels(labels, sample ?? {})).toEqual(["endpoint", "method"]);
});

test("there is no sample of what cannot be", () => {
  const never: SymbolicLabels = {
    known: { a: [...present, { operator: "=", value: "" }] },
    others: "impossible",
  };
  expect(sampleLabels(never)).toBeUndefined();
});
