import type { Finding } from "../../check/finding.ts";
import type { Report } from "../../check/report/report.ts";
import type { Input, PlacedMistake } from "./read-definitions.ts";

const ofMistake = ({ rule, place, message, mend }: PlacedMistake): Finding => ({
  rule,
  severity: "error",
  ...place,
  subject: place.file,
  message,
  help: mend,
  counterexample: null,
});

const inOrder = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted(
    (a, b) =>
      a.file.localeCompare(b.file, "en") ||
      a.line - b.line ||
      a.column - b.column ||
      a.rule.localeCompare(b.rule, "en"),
  );

/**
 * The report as its reader can act on it: what is found about a defined alert in what definitions compile to is
 * found where the alert is defined, and mistakes in definitions are findings too. What is compiled is not mended:
 * its definition is to be.
 */
export const reportOnDefinitions = (report: Report, input: Input): Report => {
  const { placeOfAlert, compiled, mistakes, sources } = input;
  if (placeOfAlert === undefined) return report;
  const moved = report.findings.map((finding): Finding => {
    const place = compiled.has(finding.file) ? placeOfAlert(finding.subject) : undefined;
    if (place === undefined) return finding;
    const where = `${finding.file}:${finding.line}`;
    return { ...finding, ...place, message: `${finding.message}\n(compiled to ${where})` };
  });
  return {
    ...report,
    fixes: report.fixes.filter(({ edits }) => !edits.some(({ file }) => compiled.has(file))),
    findings: inOrder([...moved, ...mistakes.map(ofMistake)]),
    sources: { ...report.sources, ...sources },
  };
};
