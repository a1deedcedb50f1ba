import type { Report } from "../src/check/report/report.ts";

/** A small report for the tests of the formats. */
export const REPORT: Report = {
  findings: [
    {
      rule: "division-by-zero",
      severity: "error",
      file: "k8s/rules a.yaml",
      line: 3,
      column: 9,
      subject: "MemoryHigh",
      message: "0 when maxmemory is not set: the ratio is +Inf and the alert always fires",
      help: "divide by (redis_memory_max_bytes > 0)",
      counterexample: {
        kind: "series",
        interval: "1m",
        series: [
          { series: "used", values: "1x10" },
          { series: "max", values: "0x10" },
        ],
        evalTime: "5m",
        alertname: "MemoryHigh",
        firing: [{ severity: "critical" }],
      },
    },
    {
      rule: "route-unreachable",
      severity: "warning",
      file: "alertmanager.yml",
      line: 2,
      column: 1,
      subject: "night",
      message: 'receiver "night" is never reached, 100%: by any rule',
      help: "put this route first",
      counterexample: { kind: "labels", labels: { team: "a b" }, receivers: [] },
    },
  ],
  fixes: [],
  suppressed: 1,
  counts: { rules: 1, receivers: 2, inhibitions: 0 },
  assumptions: ["targets may carry further labels"],
  sources: { "k8s/rules a.yaml": "groups:\n- rules:\n  expr: used / max > 0.8\n" },
};
