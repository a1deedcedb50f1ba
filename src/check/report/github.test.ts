import { expect, test } from "vitest";
import { REPORT } from "../../../test/example-report.ts";
import { githubReport } from "./github.ts";

test("a finding is one workflow command, escaped as GitHub reads it", () => {
  expect(githubReport(REPORT).split("\n")[1]).toBe(
    '::warning file=alertmanager.yml,line=2,col=1,title=route-unreachable::receiver "night" is never reached, 100%25: by any rule%0Aput this route first',
  );
});

test("at most ten annotations, the most pressing first, then a summary that counts the rest", () => {
  const [error, warning] = REPORT.findings;
  if (error === undefined || warning === undefined) throw new Error("the report has two findings");
  const many = { ...REPORT, findings: [...Array.from({ length: 12 }, () => warning), error] };
  const lines = githubReport(many).trimEnd().split("\n");
  expect(lines).toHaveLength(11);
  expect(lines[0]).toMatch(/^::error /);
  expect(lines[10]).toBe(
    "::notice title=tocsin check::1 rule, 2 receivers, 0 inhibitions: 1 error, 12 warnings, 0 notes, 1 suppressed; 3 more are in the log of this step",
  );
});
