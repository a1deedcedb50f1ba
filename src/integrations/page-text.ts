import { toIso } from "../lib/clock.ts";
import type { PageAlert, PageMessage } from "./channel.ts";

/** A lock screen shows about 40 characters; the rest is for the list of messages. */
const SUBJECT_LIMIT = 200;
/** Longer texts are for the incident's own screen. */
const SUMMARY_LIMIT = 500;
const DESCRIPTION_LIMIT = 2_000;

/** Control characters, line separators, and marks that turn the direction of reading around. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;
const UNPRINTABLE_BUT_NEWLINE = /(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

const clip = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  return `${text
    .slice(0, limit - 1)
    .toWellFormed()
    .replace(/\ufffd$/, "")}…`;
};

/** The text on one line, at most `limit` UTF-16 units long. */
export const oneLine = (text: string, limit = SUMMARY_LIMIT): string =>
  clip(text.toWellFormed().replaceAll(UNPRINTABLE, " ").trim(), limit);

export const description = (alert: PageAlert): string =>
  clip(
    alert.description.toWellFormed().replaceAll(UNPRINTABLE_BUT_NEWLINE, " ").trim(),
    DESCRIPTION_LIMIT,
  );

/** The alert in one line: its name alone where it says nothing more. */
export const headline = ({ name, summary }: PageAlert): string =>
  summary.trim() === "" ? oneLine(name) : `${oneLine(name)}: ${oneLine(summary)}`;

/** What is read on a lock screen: how bad, which one, what. */
export const subject = ({ incident }: PageMessage): string =>
  oneLine(`[${incident.severity}] #${incident.number} ${incident.title}`, SUBJECT_LIMIT);

/** Where, since when. */
export const circumstances = ({ incident }: PageMessage): string => {
  const opened = toIso(incident.openedAt)
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");
  return incident.service === null
    ? `open since ${opened}`
    : `${oneLine(incident.service)}, open since ${opened}`;
};

export const labelsLine = (alert: PageAlert): string =>
  oneLine(
    Object.entries(alert.labels)
      .filter(([name]) => name !== "alertname")
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(" "),
    DESCRIPTION_LIMIT,
  );

export const moreAlertsLine = ({ moreAlerts }: PageMessage): string =>
  moreAlerts === 1 ? "and 1 more alert" : `and ${moreAlerts} more alerts`;

const alertLines = (alert: PageAlert): string[] => {
  const text = description(alert);
  return [
    `- ${headline(alert)}`,
    ...(text === "" ? [] : text.split("\n").map((line) => `  ${line}`)),
    ...(alert.runbookUrl === null ? [] : [`  runbook: ${oneLine(alert.runbookUrl)}`]),
    `  ${labelsLine(alert)}`,
  ];
};

/** The whole page as plain text: first what to do, then what is known. */
export const renderText = (message: PageMessage): string =>
  [
    subject(message),
    "",
    `Acknowledge: ${message.acknowledgeUrl}`,
    "",
    `For ${oneLine(message.person.name)}: ${oneLine(message.reason)}.`,
    circumstances(message),
    "",
    ...message.alerts.flatMap((alert) => [...alertLines(alert), ""]),
    ...(message.moreAlerts > 0 ? [moreAlertsLine(message), ""] : []),
    `Incident: ${message.incident.url}`,
    "",
  ].join("\n");
