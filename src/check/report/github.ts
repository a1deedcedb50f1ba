import type { Finding, FindingSeverity } from "../finding.ts";
import { type Report, summaryOf } from "./report.ts";

const COMMANDS: Record<FindingSeverity, string> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/** GitHub shows ten annotations of each kind for a step and drops the rest without a word. */
const MOST_ANNOTATIONS = 10;

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

const annotation = ({ severity, file, line, column, rule, message, help }: Finding): string =>
  `::${COMMANDS[severity]} file=${escapeProperty(file)},line=${line},col=${column},title=${escapeProperty(rule)}::${escapeData(`${message}\n${help}`)}`;

const bySeverity = (findings: readonly Finding[]): Finding[] =>
  (["error", "warning", "info"] as const).flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );

/**
 * Workflow commands that GitHub turns into annotations of a pull request: the ten most pressing, then
 * a line that counts all.
 */
export const githubReport = (report: Report): string => {
  const shown = bySeverity(report.findings).slice(0, MOST_ANNOTATIONS);
  const hidden = report.findings.length - shown.length;
  const more = hidden === 0 ? "" : `; ${hidden} more are in the log of this step`;
  return [
    ...shown.map(annotation),
    `::notice title=tocsin check::${escapeData(`${summaryOf(report)}${more}`)}`,
    "",
  ].join("\n");
};
