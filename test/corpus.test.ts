import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CHECKS } from "../src/check/checks.ts";
import { readEvidence } from "../src/check/evidence/read-evidence.ts";
import { runChecks } from "../src/check/run-checks.ts";
import { DEFAULT_SETTINGS } from "../src/check/settings.ts";
import { filesOf } from "./repository.ts";

const PAGE = new URL("../docs/false-alarms.md", import.meta.url);

const files = filesOf("test/corpus/*.yml").map((path) => ({
  path,
  text: readFileSync(path, "utf8"),
}));

const report = runChecks(readEvidence(files, "0.25"), {
  checks: CHECKS,
  settings: { ...DEFAULT_SETTINGS, alertmanagerVersion: "0.25", prometheusVersion: "2.42" },
  today: "2026-11-25",
});

test("at least two hundred rules that are right give no error", () => {
  expect(report.counts.rules).toBeGreaterThanOrEqual(200);
  expect(report.findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

/** A table holds one line, and no bars. */
const cell = (text: string): string => (text.split("\n")[0] ?? "").replaceAll("|", "\\|");

const page = (): string => {
  const counted = Map.groupBy(report.findings, ({ rule, severity }) => `${rule}|${severity}`);
  const rows = counted
    .entries()
    .map(([key, found]) => {
      const [rule = "", severity = ""] = key.split("|");
      const [first] = found;
      return `| [${rule}](checks/${rule}.md) | ${severity} | ${found.length} | ${cell(first?.subject ?? "")}: ${cell(first?.message ?? "")} |`;
    })
    .toArray()
    .sort();
  return `# False alarms

${report.counts.rules} rules, with the routes that take their alerts, were written from the documentation of Prometheus and of
exporters and from practice alone, apart from the checks and before any check was run on them. They are meant to be right, so an
error about one of them would be a false alarm: there is none, and a test keeps it so. This is what the checks do say of
them, each with the first case. A warning here is a choice that its author would defend; a note is a reminder.

| finding | severity | times | for example |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
};

test("what the checks say of right rules is documented", () => {
  if (process.env["GOLDEN"] === "update") writeFileSync(PAGE, page());
  else {
    const shown = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
    expect(shown, "run `npm run golden`").toBe(page());
  }
});
