import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { applyFixes } from "../check/apply-fixes.ts";
import { CHECKS } from "../check/checks.ts";
import type { Evidence } from "../check/evidence/evidence.ts";
import { readEvidence } from "../check/evidence/read-evidence.ts";
import { type FindingSeverity, isAtLeast } from "../check/finding.ts";
import { githubReport } from "../check/report/github.ts";
import { jsonReport } from "../check/report/json.ts";
import type { Report } from "../check/report/report.ts";
import { sarifReport } from "../check/report/sarif.ts";
import { textReport } from "../check/report/text.ts";
import { runChecks } from "../check/run-checks.ts";
import type { Settings } from "../check/settings.ts";
import type { Prometheus } from "../integrations/prometheus/prometheus.ts";
import { systemClock, toIso } from "../lib/clock.ts";
import { VERSION } from "../lib/version.ts";
import { reportOnDefinitions } from "./check/definition-findings.ts";
import { readInput } from "./check/read-definitions.ts";
import { readSettings, SETTINGS_FILE } from "./check/read-settings.ts";
import { UnreadableInput } from "./check/unreadable-input.ts";
import { type Progress, progressOn } from "./progress.ts";
import { counted, say } from "./say.ts";

const FORMATS = ["text", "json", "sarif", "github"] as const;
type Format = (typeof FORMATS)[number];

type CheckOptions = {
  readonly format: Format;
  readonly failOn: FindingSeverity | "never";
  readonly prometheusConfig?: string;
  readonly prometheus?: string;
  readonly config?: string;
  readonly fix?: boolean;
};

const written = (report: Report, format: Format): string => {
  switch (format) {
    case "json":
      return jsonReport(report);
    case "sarif":
      return sarifReport(report, CHECKS, VERSION);
    case "github":
      return githubReport(report);
    case "text":
      return textReport(report, pc);
  }
};

/** What is asked for, once it was read. */
type Examination = {
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly prometheus: Prometheus | undefined;
  readonly progress: Progress;
};

/** Runs that take longer show how far they are. */
const PATIENCE_MS = 1000;

/** A bar for the checks themselves, once they take long. */
const patient = (progress: Progress, what: string) => {
  const beganAt = systemClock.now();
  return (done: number, total: number): void => {
    if (systemClock.now() - beganAt > PATIENCE_MS) progress.show(what, done, total);
  };
};

/** With what a running Prometheus says, where one is to be asked. */
const asked = async (
  evidence: Evidence,
  { prometheus, settings, progress }: Examination,
): Promise<Evidence> => {
  if (prometheus === undefined) return evidence;
  const onProgress = (done: number, total: number) => progress.show("asking", done, total);
  const at = systemClock.now();
  const { withLiveFacts } = await import("./check/live-evidence.ts");
  return await withLiveFacts(evidence, { prometheus, settings, at, onProgress });
};

const examineFiles = async (examination: Examination): Promise<Report> => {
  const { paths, settings, progress } = examination;
  const input = await readInput(paths);
  const { files } = input;
  const evidence = readEvidence(files, settings.alertmanagerVersion);
  const strange = files.find(({ path, named }) => named && evidence.unknown.includes(path));
  if (strange !== undefined) {
    throw new UnreadableInput(
      `${strange.path} holds nothing that can be checked`,
      "name rule files, Alertmanager or Prometheus configurations, rule tests, dashboards, templates or runbooks",
    );
  }
  const today = toIso(systemClock.now()).slice(0, "2027-01-31".length);
  const known = await asked(evidence, examination);
  const onProgress = patient(progress, "checks");
  const report = runChecks(known, { checks: CHECKS, settings, today, onProgress });
  return reportOnDefinitions(report, input);
};

/** Makes the mends that can be made, and says how many; what they leave is found by the next check. */
const mendFiles = async ({ fixes, sources }: Report): Promise<boolean> => {
  const { texts, made } = applyFixes(fixes, sources);
  for (const [path, text] of Object.entries(texts)) await writeFile(path, text);
  const files = Object.keys(texts);
  if (files.length > 0) say(`mended ${counted(made, "finding")} in ${files.join(", ")}`);
  return files.length > 0;
};

/** What talks to a Prometheus is loaded when there is one to talk to. */
const prometheusOf = async (url: string | undefined): Promise<Prometheus | undefined> => {
  if (url === undefined) return undefined;
  const { prometheusAt } = await import("./prometheus-at.ts");
  return await prometheusAt(url);
};

const check = async (paths: readonly string[], options: CheckOptions): Promise<number> => {
  const settings = await readSettings(options.config);
  const { prometheusConfig, prometheus: url, failOn, fix } = options;
  const examination: Examination = {
    paths: prometheusConfig === undefined ? paths : [...paths, prometheusConfig],
    settings,
    prometheus: await prometheusOf(url),
    progress: progressOn(process.stderr),
  };
  let report = await examineFiles(examination).finally(examination.progress.clear);
  if (fix && (await mendFiles(report))) {
    report = await examineFiles(examination).finally(examination.progress.clear);
  }
  process.stdout.write(written(report, options.format));
  if (failOn === "never") return 0;
  return report.findings.some(({ severity }) => isAtLeast(severity, failOn)) ? 1 : 0;
};

export const addCheck = (program: Command, exit: (code: number) => void): void => {
  program
    .command("check")
    .summary("prove what rules, routes, messages and runbooks will do")
    .description(
      "Examines rule files, Alertmanager configuration, templates, rule tests, dashboards and runbooks\n" +
        "together, and shows what would go wrong, with a counterexample. Kubernetes manifests are read as they are;\n" +
        "definitions are compiled in memory, and findings about their alerts name the line of the definition.",
    )
    .argument(
      "<files...>",
      "definitions, files, or folders in which everything that can be checked is read",
    )
    .addOption(new Option("--format <format>", "how to print").choices(FORMATS).default("text"))
    .addOption(
      new Option("--fail-on <severity>", "exit with 1 from this severity on")
        .choices(["error", "warning", "info", "never"])
        .default("error"),
    )
    .option(
      "--prometheus-config <file>",
      "prometheus.yml, for external labels and alert relabelling",
    )
    .option(
      "--prometheus <url>",
      "ask this running Prometheus what the rules find in it; TOCSIN_PROMETHEUS_TOKEN is its token",
    )
    .option("--fix", "mend in the files what has one right mend, then check again")
    .option("--config <file>", `settings (default: ${SETTINGS_FILE} where there is one)`)
    .action(async (paths: string[], options: CheckOptions) => {
      exit(await check(paths, options));
    });
};
