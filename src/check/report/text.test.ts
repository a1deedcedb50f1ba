import { expect, test } from "vitest";
import { REPORT } from "../../../test/example-report.ts";
import { findingSchema } from "../finding.ts";
import { textReport } from "./text.ts";

const plain = (text: string) => text;
const PLAIN = { red: plain, yellow: plain, cyan: plain, dim: plain };

test("a finding shows its place, its line with a caret, what happens, and the mend", () => {
  expect(textReport(REPORT, PLAIN)).toBe(`error  division-by-zero          k8s/rules a.yaml:3:9
    3 │ expr: used / max > 0.8
      │       ^
  0 when maxmemory is not set: the ratio is +Inf and the alert always fires
  for example, every 1m:
    used  1x10
    max  0x10
    after 5m MemoryHigh fires {severity="critical"}
  mend   divide by (redis_memory_max_bytes > 0)

warn   route-unreachable         alertmanager.yml:2:1
  receiver "night" is never reached, 100%: by any rule
  for example {team="a b"} goes to nobody
  try    amtool config routes test --config.file=alertmanager.yml 'team=a b'
  mend   put this route first

assumed  targets may carry further labels
1 rule, 2 receivers, 0 inhibitions: 1 error, 1 warning, 0 notes, 1 suppressed
`);
});

test("no secret is shown, whatever else is found on its line", () => {
  const at = { file: "a.yml", line: 1, severity: "warning", message: "m", help: "h", subject: "s" };
  const report = {
    ...REPORT,
    sources: { "a.yml": "routing_key: hunter2\n" },
    findings: [
      { ...at, rule: "secret-in-configuration", column: 14, counterexample: null },
      { ...at, rule: "unknown-field", column: 1, counterexample: null },
    ] as const,
  };
  const text = textReport(
    { ...report, findings: findingSchema.array().parse(report.findings) },
    PLAIN,
  );
  expect(text).not.toContain("hunter2");
  expect(text).toContain("routing_key: …");
});
