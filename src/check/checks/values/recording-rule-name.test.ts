import { expect, test } from "vitest";
import { foundBy } from "../../../../test/found-by.ts";
import { recordingRuleName } from "./recording-rule-name.ts";

const recording = (name: string, expr: string) => ({
  "rules.yml": `groups:\n- name: g\n  rules:\n  - record: "${name}"\n    expr: ${expr}\n`,
});

test.each([
  ["shop_requests_rate", "sum(rate(a_total[5m]))", { severity: "info" }],
  ["job:a:rate5m", "sum by (job) (rate(a_total[10m]))", { severity: "warning" }],
  [
    "job:a:increase1h",
    "sum by (job) (rate(a_total[1h]))",
    { help: "name it after rate, or use increase" },
  ],
  [
    "job:errors:ratio_rate5m",
    "sum(rate(a_total[1h])) / sum(rate(b_total[1h]))",
    { help: "name it …1h, or look at 5m" },
  ],
])("%s for %s is found at the name", (name, expr, more) => {
  expect(foundBy(recordingRuleName, recording(name, expr))).toMatchObject([
    { ...more, line: 4, column: 14, subject: name },
  ]);
});

test.each([
  ["job:a:rate5m", "sum by (job) (rate(a_total[5m]))"],
  ["job:a:rate300s", "sum by (job) (rate(a_total[5m]))"],
  ["job:a:sum", "sum by (job) (a)"],
  ["instance:cpu:ratio", "1 - avg by (instance) (rate(cpu_total[5m]))"],
  ["job:a:sum_rate5m", "sum by (job) (instance:a:rate5m)"],
  ["node_namespace_pod:kube_pod_info:", "topk by (pod) (1, kube_pod_info)"],
])("%s for %s is let be", (name, expr) => {
  expect(foundBy(recordingRuleName, recording(name, expr))).toEqual([]);
});
