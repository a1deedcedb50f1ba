import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import draft04 from "ajv-draft-04";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { REPORT } from "../../../test/example-report.ts";
import { sarifReport } from "./sarif.ts";

const schema: unknown = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve(
      "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
    ),
    "utf8",
  ),
);

const ajv = new draft04.default({ strict: false, unicodeRegExp: false });
formats.default(ajv);
const isSarif = ajv.compile(Object(schema));

const RULES = [
  { name: "division-by-zero", title: "A divisor may be 0", severity: "error" },
] as const;

test("the report is valid against the schema of SARIF 2.1.0", () => {
  const written: unknown = JSON.parse(sarifReport(REPORT, RULES, "0.1.0"));
  isSarif(written);
  expect(isSarif.errors).toBeNull();
});

test("the schema refuses what is not SARIF", () => {
  const broken = sarifReport(REPORT, RULES, "0.1.0").replaceAll('"startLine"', '"line"');
  expect(isSarif(JSON.parse(broken))).toBe(false);
});

test("every finding is a result at its place", () => {
  const [run] = JSON.parse(sarifReport(REPORT, RULES, "0.1.0")).runs;
  expect(run.results).toHaveLength(REPORT.findings.length);
  expect(run.results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: "k8s/rules%20a.yaml", uriBaseId: "%SRCROOT%" },
    region: { startLine: 3, startColumn: 9 },
  });
});
