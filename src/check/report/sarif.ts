import type { Finding, FindingSeverity } from "../finding.ts";
import type { Report } from "./report.ts";

/** What SARIF says about a check once, for all its findings. */
export type RuleDescription = {
  readonly name: string;
  readonly title: string;
  readonly severity: FindingSeverity;
};

const LEVELS: Record<FindingSeverity, "error" | "warning" | "note"> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** Relative references as RFC 3986 wants them, one segment at a time. */
const uriOf = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

const resultOf = (finding: Finding, ruleIndex: number) => ({
  ruleId: finding.rule,
  ruleIndex,
  level: LEVELS[finding.severity],
  message: { text: `${finding.message}\n${finding.help}` },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: uriOf(finding.file), uriBaseId: "%SRCROOT%" },
        region: { startLine: finding.line, startColumn: finding.column },
      },
      logicalLocations: [{ name: finding.subject }],
    },
  ],
  partialFingerprints: { "subjectAndRule/v1": `${finding.rule}/${finding.subject}` },
  ...(finding.counterexample === null
    ? {}
    : { properties: { counterexample: finding.counterexample } }),
});

/**
 * The findings in SARIF 2.1.0, which code scanning reads
 * (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
 */
export const sarifReport = (
  { findings, assumptions }: Report,
  rules: readonly RuleDescription[],
  version: string,
): string => {
  const indexOf = new Map(rules.map(({ name }, index) => [name, index]));
  const run = {
    tool: {
      driver: {
        name: "tocsin",
        semanticVersion: version,
        rules: rules.map(({ name, title, severity }) => ({
          id: name,
          shortDescription: { text: title },
          defaultConfiguration: { level: LEVELS[severity] },
        })),
      },
    },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: {
      "%SRCROOT%": { description: { text: "The folder in which the check was run" } },
    },
    results: findings.map((finding) => resultOf(finding, indexOf.get(finding.rule) ?? -1)),
    properties: { assumptions },
  };
  return `${JSON.stringify({ version: "2.1.0", $schema: "https://json.schemastore.org/sarif-2.1.0.json", runs: [run] }, null, 2)}\n`;
};
