import { type Command, Option } from "commander";
import pc from "picocolors";
import { readEvidence } from "../check/evidence/read-evidence.ts";
import { examine } from "../check/examine.ts";
import { explainAlert } from "../check/explain/explain-alert.ts";
import type { Explanation } from "../check/explain/explanation.ts";
import { findSubjects } from "../check/explain/find-subjects.ts";
import { isoText } from "../check/explain/moment-text.ts";
import { explanationText } from "../check/explain/text/explanation-text.ts";
import type { Settings } from "../check/settings.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import type { Catalog } from "../model/catalog.ts";
import { type Input, readInput } from "./check/read-definitions.ts";
import { readSettings, SETTINGS_FILE } from "./check/read-settings.ts";
import { UnreadableInput } from "./check/unreadable-input.ts";
import { catalogOf } from "./explain/catalog-of.ts";
import { predictEscalation } from "./explain/predict-escalation.ts";
import { localZone, readMoment } from "./explain/read-moment.ts";
import { type Question, readQuestion } from "./explain/read-question.ts";
import { counted } from "./say.ts";

const FORMATS = ["text", "json"] as const;

type ExplainOptions = {
  readonly at?: string;
  readonly alertmanagerVersion?: Settings["alertmanagerVersion"];
  readonly format: (typeof FORMATS)[number];
  readonly config?: string;
};

const refuseMistakes = ({ mistakes: [first, ...others] }: Input): void => {
  if (first === undefined) return;
  const more = others.length === 0 ? "" : `, and ${counted(others.length, "more mistake")}`;
  throw new UnreadableInput(
    `${first.place.file}:${first.place.line}: ${first.message}${more}`,
    `${first.mend}; \`tocsin check\` lists all mistakes`,
  );
};

const becauseOf = (catalog: Catalog | undefined) => {
  const alerts = catalog?.services.flatMap((service) => service.alerts) ?? [];
  return new Map(alerts.map(({ name, because }) => [name, because]));
};

const explain = async (
  { paths, asked }: Question,
  { at: written, format: _, config, alertmanagerVersion }: ExplainOptions,
  clock: Clock,
): Promise<Explanation> => {
  const zone = localZone();
  const moment = written === undefined ? { at: clock.now(), zone } : readMoment(written, zone);
  const given = await readSettings(config);
  const settings = {
    ...given,
    alertmanagerVersion: alertmanagerVersion ?? given.alertmanagerVersion,
  };
  const input = await readInput(paths);
  refuseMistakes(input);
  const evidence = readEvidence(input.files, settings.alertmanagerVersion);
  const { examined } = examine(
    evidence,
    settings,
    isoText(moment.at).slice(0, "2027-01-31".length),
  );
  const found = findSubjects(examined, asked);
  if ("problem" in found) throw new UnreadableInput(found.problem, found.mend);
  const catalog = catalogOf(input);
  const because = becauseOf(catalog);
  const around = {
    examined,
    at: moment.at,
    definitionOf: (alertname: string) => ({
      place: input.placeOfAlert?.(alertname),
      because: because.get(alertname),
    }),
    escalationOf: (told: Parameters<typeof predictEscalation>[0]) =>
      predictEscalation(told, catalog),
  };
  return {
    at: isoText(moment.at),
    zone: moment.zone,
    alerts: found.subjects.map((subject) => explainAlert(subject, around)),
  };
};

export const addExplain = (program: Command, exit: (code: number) => void): void => {
  program
    .command("explain")
    .summary("show what becomes of one alert: who is told what, when and why")
    .description(
      "Shows on one page what becomes of an alert: its rule, the routes it takes and why, its group, when messages\n" +
        "leave, what holds them back, what they say, and whom Tocsin tells while nobody acknowledges.",
    )
    .argument(
      "<what...>",
      "definitions, files or folders; then the name of an alert, or label=value, or both",
    )
    .option("--at <time>", 'when it begins to fire, such as "2026-12-24 03:00" (default: now)')
    .addOption(
      new Option("--alertmanager-version <version>", "which behaviour is meant").choices([
        "0.25",
        "current",
      ]),
    )
    .addOption(new Option("--format <format>", "how to print").choices(FORMATS).default("text"))
    .option("--config <file>", `settings (default: ${SETTINGS_FILE} where there is one)`)
    .action(async (words: string[], options: ExplainOptions) => {
      const explanation = await explain(await readQuestion(words), options, systemClock);
      process.stdout.write(
        options.format === "json"
          ? `${JSON.stringify(explanation, null, 2)}\n`
          : explanationText(explanation, pc),
      );
      exit(0);
    });
};
