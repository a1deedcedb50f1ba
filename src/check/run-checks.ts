import { compareTexts } from "../lib/go-template/value/byte-text.ts";
import type { SourceProblem } from "../lib/source.ts";
import type { Check, Discovery } from "./check.ts";
import { findingNames } from "./check-names.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { examine, type QueryFault } from "./examine.ts";
import type { Examined } from "./examined.ts";
import type { Finding } from "./finding.ts";
import type { Fix } from "./fix.ts";
import { liveAssumptions } from "./live/live-assumptions.ts";
import type { Report } from "./report/report.ts";
import type { Settings } from "./settings.ts";
import { suppress, unknownIgnores } from "./suppression.ts";

/** A finding with the mend that can be made for the user, where there is one right one. */
type Fixable = Finding & { readonly fix?: Fix };

const findingOf = (
  rule: string,
  usual: Finding["severity"],
  { place, subject, message, help, severity, counterexample, fix }: Discovery,
): Fixable => ({
  ...(fix === undefined ? {} : { fix }),
  rule,
  severity: severity ?? usual,
  ...place,
  subject,
  message,
  help,
  counterexample: counterexample ?? null,
});

const ofProblem = ({ rule, place, message, mend }: SourceProblem): Finding => ({
  rule,
  severity: "error",
  ...place,
  subject: place.file,
  message,
  help: mend,
  counterexample: null,
});

const ofFault = (fault: QueryFault): Finding => findingOf(fault.rule, "error", fault);

const inOrder = (findings: readonly Fixable[]): Fixable[] =>
  findings.toSorted(
    (a, b) =>
      compareTexts(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compareTexts(a.rule, b.rule),
  );

const severityOf = ({ rule, severity }: Finding, settings: Settings): Finding["severity"] | "off" =>
  settings.checks[rule] ?? severity;

const assumptionsOf = ({ evidence, prometheus, settings, alerts }: Examined): string[] => [
  ...(prometheus === undefined && alerts.length > 0
    ? ["no external labels and no alert relabelling, since no Prometheus configuration was given"]
    : []),
  ...(settings.targetLabels === undefined && alerts.length > 0
    ? [
        "targets may have labels besides job and instance (targetLabels in the settings closes the set)",
      ]
    : []),
  ...(evidence.operatorConfigs.length > 0 && evidence.matcherStrategy === undefined
    ? [
        "each AlertmanagerConfig is about alerts of its own namespace (OnNamespace), since no Alertmanager of the operator was given",
      ]
    : []),
  ...(evidence.alertmanagers.length > 0
    ? ["values of different labels are independent of one another"]
    : []),
  ...liveAssumptions(evidence.live),
];

/** What is run and on which day. */
export type Run = {
  readonly checks: readonly Check[];
  readonly settings: Settings;
  /** As 2027-01-31: what is to be ignored until then comes back after it. */
  readonly today: string;
  /** Called after each check. */
  readonly onProgress?: (done: number, total: number) => void;
};

/** All findings of all checks on what was read. */
export const runChecks = (evidence: Evidence, run: Run): Report => {
  const { checks, settings, today, onProgress } = run;
  const { examined, faults } = examine(evidence, settings, today);
  const found: Fixable[] = [
    ...evidence.problems.map(ofProblem),
    ...faults.map(ofFault),
    ...unknownIgnores(evidence.comments, findingNames(checks)),
    ...checks.flatMap(({ name, severity, find }, index) => {
      const discoveries = settings.checks[name] === "off" ? [] : [...find(examined)];
      onProgress?.(index + 1, checks.length);
      return discoveries.map((discovery) => findingOf(name, severity, discovery));
    }),
  ];
  const wanted = found.flatMap((finding) => {
    const severity = severityOf(finding, settings);
    return severity === "off" ? [] : [{ ...finding, severity }];
  });
  const { comments } = evidence;
  const { kept, suppressed } = suppress(wanted, { comments, ignores: settings.ignore, today });
  const ordered = inOrder(kept);
  return {
    findings: ordered.map(({ fix, ...finding }) => finding),
    fixes: ordered.flatMap(({ fix }) => fix ?? []),
    suppressed,
    counts: {
      rules: examined.rules.length,
      receivers: evidence.alertmanagers.flatMap(({ config }) => config.receivers).length,
      inhibitions: evidence.alertmanagers.flatMap(({ config }) => config.inhibitRules).length,
    },
    assumptions: assumptionsOf(examined),
    sources: evidence.sources,
  };
};
