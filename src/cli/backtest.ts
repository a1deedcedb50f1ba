import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import type {
  Backtest,
  ComparedBacktest,
  ReportedAlert,
} from "../check/backtest/backtest-report.ts";
import { createJudge } from "../check/backtest/judge.ts";
import { type Past, planBacktest, questionsOf } from "../check/backtest/plan.ts";
import { replay } from "../check/backtest/replay.ts";
import { drawings } from "../check/backtest/report/drawings.ts";
import { backtestText } from "../check/backtest/report/text.ts";
import { ringsOfMessages, summarize } from "../check/backtest/summarize.ts";
import type { KnownIncident } from "../check/backtest/trade-off.ts";
import { readEvidence } from "../check/evidence/read-evidence.ts";
import { examine } from "../check/examine.ts";
import { isoText } from "../check/explain/moment-text.ts";
import type { Settings } from "../check/settings.ts";
import type { Prometheus } from "../integrations/prometheus/prometheus.ts";
import { systemClock } from "../lib/clock.ts";
import { parseDuration } from "../lib/duration.ts";
import { readAnswers, readHistory } from "./backtest/read-history.ts";
import { readIncidents } from "./backtest/read-incidents.ts";
import { tocsinRings } from "./backtest/tocsin-rings.ts";
import { type Input, readInput } from "./check/read-definitions.ts";
import { readSettings, SETTINGS_FILE } from "./check/read-settings.ts";
import { UnreadableInput } from "./check/unreadable-input.ts";
import { catalogOf } from "./explain/catalog-of.ts";
import { localZone, readMoment } from "./explain/read-moment.ts";
import { type Progress, progressOn } from "./progress.ts";
import { prometheusAt } from "./prometheus-at.ts";
import { say } from "./say.ts";

const FORMATS = ["text", "json"] as const;

type BacktestOptions = {
  readonly prometheus: string;
  readonly since: number;
  readonly until?: string;
  readonly against?: string[];
  readonly incidents?: string;
  readonly ackAfter: number | "never";
  readonly plots?: string;
  readonly format: (typeof FORMATS)[number];
  readonly config?: string;
};

const durationOf = (text: string): number => {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new InvalidArgumentError("It must be a duration such as 30d, 12h or 5m.");
};

const acknowledgement = (text: string): number | "never" =>
  text === "never" ? text : durationOf(text);

/** What holds for each set of rules that is looked at. */
type Means = {
  readonly prometheus: Prometheus;
  readonly past: Past;
  readonly zone: string;
  readonly incidents: readonly KnownIncident[] | undefined;
  readonly ackAfterMs: number | "never";
  readonly settings: Settings;
  readonly progress: Progress;
};

/** What definitions make is to be changed where it is defined. */
const definedWhere = (alert: ReportedAlert, { compiled, placeOfAlert }: Input): ReportedAlert => {
  const place = compiled.has(alert.place.file) ? placeOfAlert?.(alert.name) : undefined;
  return place === undefined ? alert : { ...alert, place };
};

const backtestOf = async (paths: readonly string[], means: Means): Promise<Backtest> => {
  const { prometheus, past, settings, progress } = means;
  const input = await readInput(paths);
  const evidence = readEvidence(input.files, settings.alertmanagerVersion);
  const today = isoText(past.to).slice(0, "2027-01-31".length);
  const { examined } = examine(evidence, settings, today);
  if (examined.alerts.length === 0) {
    throw new UnreadableInput(
      `${paths.join(", ")}: no alerting rules`,
      "name definitions, or files and folders with rules and, to see who is told, alertmanager.yml",
    );
  }
  const plans = planBacktest(examined, past);
  const answers = await readHistory(questionsOf(plans), { prometheus, progress });
  const replayed = replay(plans, answers, { examined, past });
  const judge = createJudge(replayed, { answers, incidents: means.incidents });
  await readAnswers(judge.questions, { prometheus, progress, take: judge.take });
  const catalog = catalogOf(input);
  const firings = replayed.rules.flatMap((rule) => rule.firings);
  const tocsin =
    catalog === undefined
      ? []
      : tocsinRings(replayed.toTocsin, firings, {
          catalog,
          acknowledgedAfterMs: means.ackAfterMs === "never" ? undefined : means.ackAfterMs,
          until: past.to,
        });
  const others = ringsOfMessages(
    replayed,
    ({ isToTocsin }) => catalog === undefined || !isToTocsin,
  );
  const backtest = summarize(replayed, [...tocsin, ...others], {
    ...means,
    examined,
    tradeOffs: judge.tradeOffs(),
    acknowledgement: catalog === undefined ? undefined : means.ackAfterMs,
  });
  return { ...backtest, alerts: backtest.alerts.map((alert) => definedWhere(alert, input)) };
};

const writeDrawings = async (backtest: ComparedBacktest, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const files = Object.entries(drawings(backtest));
  for (const [name, svg] of files) await writeFile(join(folder, name), svg);
  say(`drew ${files.map(([name]) => join(folder, name)).join(", ")}`);
};

const backtest = async (paths: readonly string[], options: BacktestOptions): Promise<void> => {
  const { since, until, against, incidents, plots, format } = options;
  const zone = localZone();
  const end = until === undefined ? { at: systemClock.now(), zone } : readMoment(until, zone);
  const progress = progressOn(process.stderr);
  const means: Means = {
    prometheus: await prometheusAt(options.prometheus),
    past: { from: end.at - since, to: end.at },
    zone: end.zone,
    incidents: incidents === undefined ? undefined : await readIncidents(incidents, end.zone),
    ackAfterMs: options.ackAfter,
    settings: await readSettings(options.config),
    progress,
  };
  const work = async (): Promise<ComparedBacktest> => ({
    ...(await backtestOf(paths, means)),
    against: against === undefined ? null : await backtestOf(against, means),
  });
  const result = await work().finally(progress.clear);
  process.stdout.write(
    format === "json" ? `${JSON.stringify(result, null, 2)}\n` : backtestText(result, pc),
  );
  if (plots !== undefined) await writeDrawings(result, plots);
};

export const addBacktest = (program: Command, exit: (code: number) => void): void => {
  program
    .command("backtest")
    .summary("show what rules and routes would have done with a Prometheus's past")
    .description(
      "Plays alerting rules, routes, groups, inhibitions and escalation over what a Prometheus has stored: how often\n" +
        "each alert would have fired, whom it would have woken, and what another threshold would have changed.\n" +
        "It only reads, a few queries at a time.",
    )
    .argument("<paths...>", "definitions, or files and folders with rules and alertmanager.yml")
    .requiredOption("--prometheus <url>", "the Prometheus whose past is read")
    .addOption(
      new Option("--since <duration>", "how far back")
        .argParser(durationOf)
        .default(durationOf("30d"), "30d"),
    )
    .option("--until <time>", 'where it ends, such as "2026-12-24 03:00" (default: now)')
    .option("--against <paths...>", "the same of other rules or routes, to compare with")
    .option("--incidents <file>", "what is known to have gone wrong: a list of name, from and to")
    .addOption(
      new Option("--ack-after <duration>", "when a paged person acknowledges, or never")
        .argParser(acknowledgement)
        .default(durationOf("5m"), "5m"),
    )
    .option("--plots <folder>", "draw what happened, and what other thresholds cost, as SVG")
    .addOption(new Option("--format <format>", "how to print").choices(FORMATS).default("text"))
    .option("--config <file>", `settings (default: ${SETTINGS_FILE} where there is one)`)
    .action(async (paths: string[], options: BacktestOptions) => {
      await backtest(paths, options);
      exit(0);
    });
};
