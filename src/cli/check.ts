import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { parse } from "yaml";
import * as z from "zod";
import { CHECKS } from "../check/checks.ts";
import { readEvidence } from "../check/evidence/read-evidence.ts";
import { type FindingSeverity, isAtLeast } from "../check/finding.ts";
import { githubReport } from "../check/report/github.ts";
import { jsonReport } from "../check/report/json.ts";
import type { Report } from "../check/report/report.ts";
import { sarifReport } from "../check/report/sarif.ts";
import { textReport } from "../check/report/text.ts";
import { runChecks } from "../check/run-checks.ts";
import { DEFAULT_SETTINGS, type Settings, settingsSchema } from "../check/settings.ts";
import { systemClock, toIso } from "../lib/clock.ts";
import { VERSION } from "../lib/version.ts";
import { readFiles } from "./check/read-files.ts";
import { UnreadableInput } from "./check/unreadable-input.ts";

const FORMATS = ["text", "json", "sarif", "github"] as const;
type Format = (typeof FORMATS)[number];

type CheckOptions = {
  readonly format: Format;
  readonly failOn: FindingSeverity | "never";
  readonly prometheusConfig?: string;
  readonly config?: string;
};

const SETTINGS_FILE = "tocsin-check.yaml";

const parsedSettings = (text: string, path: string): Settings => {
  const { data, error } = settingsSchema.safeParse(parse(text) ?? {});
  if (data !== undefined) return data;
  throw new UnreadableInput(
    `${path} is no settings file:\n${z.prettifyError(error)}`,
    "correct it; docs/checking.md lists the settings",
  );
};

/** The file that was named, or the one of the working folder, or the defaults. */
const readSettings = async (named: string | undefined): Promise<Settings> => {
  const path = named ?? SETTINGS_FILE;
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (named === undefined) return undefined;
    throw new UnreadableInput(`${named} cannot be read`, "name a settings file that is there", {
      cause,
    });
  });
  return text === undefined ? DEFAULT_SETTINGS : parsedSettings(text, path);
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

const check = async (paths: readonly string[], options: CheckOptions): Promise<number> => {
  const settings = await readSettings(options.config);
  const { prometheusConfig } = options;
  const files = await readFiles([
    ...paths,
    ...(prometheusConfig === undefined ? [] : [prometheusConfig]),
  ]);
  const evidence = readEvidence(files, settings.alertmanagerVersion);
  const strange = files.find(({ path, named }) => named && evidence.unknown.includes(path));
  if (strange !== undefined) {
    throw new UnreadableInput(
      `${strange.path} holds nothing that can be checked`,
      "name rule files, Alertmanager or Prometheus configurations, rule tests, dashboards, templates or runbooks",
    );
  }
  const today = toIso(systemClock.now()).slice(0, "2027-01-31".length);
  const report = runChecks(evidence, { checks: CHECKS, settings, today });
  process.stdout.write(written(report, options.format));
  const { failOn } = options;
  if (failOn === "never") return 0;
  return report.findings.some(({ severity }) => isAtLeast(severity, failOn)) ? 1 : 0;
};

export const addCheck = (program: Command, exit: (code: number) => void): void => {
  program
    .command("check")
    .summary("prove what rules, routes, messages and runbooks will do")
    .description(
      "Examines rule files, Alertmanager configuration, templates, rule tests, dashboards and runbooks\n" +
        "together, and shows what would go wrong, with a counterexample. Kubernetes manifests are read as they are.",
    )
    .argument("<files...>", "files, or folders in which everything that can be checked is read")
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
    .option("--config <file>", `settings (default: ${SETTINGS_FILE} where there is one)`)
    .action(async (paths: string[], options: CheckOptions) => {
      exit(await check(paths, options));
    });
};
