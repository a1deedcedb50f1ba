import { expect, test } from "vitest";
import { confirmed } from "../../../../test/confirmed.ts";
import { foundBy } from "../../../../test/found-by.ts";
import { matchMany } from "./match-many.ts";

const rule = (expr: string) => ({
  "rules.yml": `groups:
- name: shop
  rules:
  - alert: Shop
    expr: ${expr}
    for: 1m
`,
});

test.each([
  ["right", "sum by (job) (a) / on (job) sum by (job, pod) (b) >= 0", "sum by (job) (a) / ".length],
  [
    "left",
    "sum by (job, pod) (a) * on (job) sum by (job) (b) >= 0",
    "sum by (job, pod) (a) * ".length,
  ],
  [
    "left",
    "sum by (job, pod) (a) / on (job) group_right () b >= 0",
    "sum by (job, pod) (a) / ".length,
  ],
  ["right", "a * on (job) group_left () max by (job, pod) (rate(b[5m]) * 2) >= 0", "a * ".length],
])(
  "%s sides that are grouped by more than the match fail with two series",
  async (side, expr, at) => {
    const files = rule(expr);
    const findings = foundBy(matchMany, files);
    expect(findings).toMatchObject([
      {
        severity: "warning",
        line: 5,
        column: 11 + at,
        message: expect.stringContaining(`the ${side} side`),
        counterexample: { firing: [], error: expect.any(String) },
      },
    ]);
    await confirmed(findings[0], files);
  },
);

test("a metric with a series for each of several states is found", () => {
  const expr = "kube_pod_info * on (namespace, pod) group_left () kube_pod_status_phase > 0";
  expect(foundBy(matchMany, rule(expr))).toMatchObject([
    { message: expect.stringContaining("two phase") },
  ]);
});

test.each([
  [
    "a state that is asked for",
    'a * on (pod) group_left () kube_pod_status_phase{phase="Failed"} > 0',
  ],
  [
    "a state that a comparison chooses",
    "a * on (pod) group_left () (kube_pod_status_phase == 1) > 0",
  ],
  [
    "a side that may have many",
    "sum by (job, pod) (a) * on (job) group_left () sum by (job) (b) > 0",
  ],
  ["a match by all labels", "sum by (job, pod) (a) / sum by (job, pod) (b) > 0"],
  ["metrics of which nothing is known", "a / on (job) b > 0"],
  ["information about a pod", "a * on (namespace, pod) group_left (node) kube_pod_info > 0"],
  ["a label that the match brings over", "a * on (job) group_left (pod) max by (job, pod) (b) > 0"],
  ["a choice of one", "a / on (job) topk by (job) (1, b) > 0"],
  ["and", "a and on (job) sum by (job, pod) (b) > 0"],
])("%s: let be", (_, expr) => {
  expect(foundBy(matchMany, rule(expr))).toEqual([]);
});
