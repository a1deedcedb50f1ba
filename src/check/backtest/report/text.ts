import { momentText } from "../../explain/moment-text.ts";
import { type Colours, printable, type Row, rowsText } from "../../explain/text/rows.ts";
import { counted } from "../../report/report.ts";
import type {
  Backtest,
  ComparedBacktest,
  ReportedAlert,
  ReportedIncident,
} from "../backtest-report.ts";
import { choiceBars, delayText, settingText, uselessOf } from "./choice-bars.ts";
import { figuresTable, waitText } from "./figures-table.ts";
import { strips } from "./strips.ts";

const DAY_MS = 86_400_000;

const titleOf = ({ from, to, zone, alerts }: Backtest): string => {
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const days = (end - begin) / DAY_MS;
  const long = days >= 2 ? `${Number(days.toFixed(1))} days` : waitText(end - begin);
  return `${long} to ${momentText(end, zone)} ${zone}   ${counted(alerts.length, "alert")}`;
};

/** What the better setting would have changed, in a sentence. */
export const suggestionText = ({ suggestion, tradeOff }: ReportedAlert): string | undefined => {
  if (suggestion === null || tradeOff === null) return undefined;
  const { change, choice } = suggestion;
  const { present, worthyAre } = tradeOff;
  const before = settingText(present, change);
  const useless =
    worthyAre === "known incidents" ? "of no known incident" : "over within 5 minutes";
  const delay = delayText(choice.laterMs);
  const found = worthyAre === "known incidents" ? "known incident" : "firing that lasted";
  const missed =
    choice.missed === 0 ? `no ${found} missed` : `${counted(choice.missed, found)} missed as now`;
  return [
    `${change} ${settingText(choice, change)} in place of ${before}: ${choice.fired} firings, not ${present.fired}`,
    `${uselessOf(choice)} of them ${useless}, not ${uselessOf(present)}`,
    missed,
    ...(delay === "" ? [] : [`found ${delay}`]),
  ].join("; ");
};

const barsText = ({ suggestion, tradeOff }: ReportedAlert): string => {
  if (suggestion === null || tradeOff === null) return "";
  return choiceBars(tradeOff, suggestion.change, suggestion.choice)
    .map((line) => `  ${line}\n`)
    .join("");
};

const alertRows = (alert: ReportedAlert): Row[] => {
  const suggestion = suggestionText(alert);
  const { untold } = alert.figures;
  return [
    { label: "try", paragraphs: suggestion === undefined ? [] : [{ text: suggestion }] },
    {
      label: "note",
      paragraphs: [
        ...(untold === 0
          ? []
          : [
              `nobody was told of ${counted(untold, "firing")}: held back, over too soon, or for nobody`,
            ]),
        ...alert.notes,
      ].map((text) => ({ text, tone: "yellow" as const })),
    },
  ];
};

const alertText = (alert: ReportedAlert, colours: Colours): string => {
  const rows = rowsText(alertRows(alert), colours);
  const bars = barsText(alert);
  if (rows === "" && bars === "") return "";
  const { name, place, severity } = alert;
  const where = `${place.file}:${place.line}`;
  const about = [severity, where].filter((text) => text !== null).join("   ");
  return `${colours.bold(printable(name))}   ${printable(about)}\n${rows}${bars === "" ? "" : `\n${bars}`}`;
};

const incidentRow = ({ name, found }: ReportedIncident): string => {
  const told =
    found === null
      ? "nobody was told"
      : `${found.alert} told of it after ${waitText(found.afterMs)}`;
  return `${name}: ${told}`;
};

const incidentsText = ({ knownIncidents }: Backtest, colours: Colours): string =>
  rowsText(
    [
      {
        label: "incidents",
        paragraphs: knownIncidents.map((incident) => ({
          text: incidentRow(incident),
          ...(incident.found === null ? { tone: "red" as const } : {}),
        })),
      },
    ],
    colours,
  );

const tableText = ({ against, ...backtest }: ComparedBacktest, colours: Colours): string =>
  figuresTable(backtest, against)
    .flatMap(({ lines, isSecond }) => lines.map((line) => (isSecond ? colours.dim(line) : line)))
    .map((line) => `${line}\n`)
    .join("");

/** The page for a person: figures, when alerts fired, and what could be better. */
export const backtestText = (backtest: ComparedBacktest, colours: Colours): string => {
  const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join("");
  const assumed = backtest.assumptions.map((text) => ({ text, tone: "dim" as const }));
  return [
    `${colours.bold(titleOf(backtest))}\n`,
    tableText(backtest, colours),
    lines(strips(backtest)),
    incidentsText(backtest, colours),
    ...backtest.alerts.map((alert) => alertText(alert, colours)),
    rowsText([{ label: "assumed", paragraphs: assumed }], colours),
  ]
    .filter((part) => part !== "")
    .join("\n");
};
