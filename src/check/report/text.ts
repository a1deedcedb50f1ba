import type { Counterexample } from "../counterexample.ts";
import type { Finding, FindingSeverity } from "../finding.ts";
import { type Report, summaryOf } from "./report.ts";
import { sourceLines } from "./source-lines.ts";

type Paint = (text: string) => string;

/** What the terminal can do; the identity where there are no colours. */
export type Colours = {
  readonly red: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  readonly dim: Paint;
};

const MARK: Record<FindingSeverity, { word: string; colour: keyof Colours }> = {
  error: { word: "error", colour: "red" },
  warning: { word: "warn", colour: "yellow" },
  info: { word: "note", colour: "cyan" },
};

const SECRET = "secret-in-configuration";

/** The lines of each file. */
type Lines = Readonly<Record<string, readonly string[]>>;

/** The lines as they may be shown: what follows the beginning of a secret is left out. */
const shownLines = ({ findings, sources }: Report): Lines => {
  const shown: Record<string, string[]> = {};
  for (const { file } of findings) shown[file] ??= sources[file]?.split("\n") ?? [];
  for (const { rule, file, line, column } of findings) {
    const lines = shown[file];
    if (rule !== SECRET || lines === undefined) continue;
    lines[line - 1] = `${lines[line - 1]?.slice(0, column - 1)}…`;
  }
  return shown;
};

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(", ")}}`;

const shellWord = (text: string): string =>
  /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const outcomeText = (example: Counterexample & { kind: "series" }): string => {
  const { alertname, firing, error } = example;
  if (error !== undefined) return `${alertname} cannot be evaluated: ${error}`;
  return firing.length === 0
    ? `${alertname} is silent`
    : `${alertname} fires ${firing.map(labelsText).join(", ")}`;
};

const counterexampleLines = (example: Counterexample): string[] => {
  switch (example.kind) {
    case "labels":
      return [
        `for example ${labelsText(example.labels)}${example.at === undefined ? "" : ` at ${example.at}`} goes to ${example.receivers.join(", ") || "nobody"}`,
      ];
    case "series":
      return [
        `for example, every ${example.interval}:`,
        ...example.series.map(({ series, values }) => `  ${series}  ${values}`),
        `  after ${example.evalTime} ${outcomeText(example)}`,
      ];
    case "timeline":
      return [
        "for example:",
        ...example.events.map(
          ({ at, labels, state }) => `  ${at.padStart(6)}  ${labelsText(labels)} ${state}`,
        ),
        ...example.notifications.map(
          ({ at, receiver, status, alerts }) =>
            `  ${at.padStart(6)}  ${receiver} is told: ${status}, ${alerts.map(labelsText).join(", ")}`,
        ),
      ];
    case "render":
      return [
        example.error === undefined
          ? `renders as ${JSON.stringify(example.output ?? "")}`
          : example.error,
      ];
  }
};

const tryLine = (finding: Finding): string | undefined => {
  if (finding.counterexample?.kind !== "labels") return undefined;
  const labels = Object.entries(finding.counterexample.labels).map(([name, value]) =>
    shellWord(`${name}=${value}`),
  );
  return `amtool config routes test --config.file=alertmanager.yml ${labels.join(" ")}`;
};

const RULE_WIDTH = 24;

const findingText = (finding: Finding, lines: Lines, colours: Colours): string => {
  const { word, colour } = MARK[finding.severity];
  const attempt = tryLine(finding);
  return [
    `${colours[colour](word.padEnd(5))}  ${finding.rule.padEnd(RULE_WIDTH)}  ${finding.file}:${finding.line}:${finding.column}`,
    ...sourceLines(finding, lines[finding.file]?.[finding.line - 1]).map(colours.dim),
    ...finding.message.split("\n").map((line) => `  ${line}`),
    ...(finding.counterexample === null
      ? []
      : counterexampleLines(finding.counterexample).map((line) => `  ${line}`)),
    ...(attempt === undefined ? [] : [`  ${colours.dim("try")}    ${attempt}`]),
    ...finding.help
      .split("\n")
      .map((line, index) => `  ${colours.dim(index === 0 ? "mend" : "    ")}   ${line}`),
    "",
    "",
  ].join("\n");
};

/** The findings for a person at a terminal or in a log: place, source line, counterexample, mend. */
export const textReport = (report: Report, colours: Colours): string => {
  const { findings, assumptions } = report;
  const lines = shownLines(report);
  return [
    ...findings.map((finding) => findingText(finding, lines, colours)),
    ...assumptions.map((assumption) => `${colours.dim("assumed")}  ${assumption}\n`),
    `${summaryOf(report)}\n`,
  ].join("");
};
