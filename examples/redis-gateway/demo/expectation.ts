import type { CaughtMail } from "../stack/mail-catcher.ts";
import type { IncidentDetail } from "../stack/tocsin-api.ts";
import { pageKeyOf } from "./sighting.ts";

export type ExpectedIncident = {
  severity: "critical" | "warning" | "info";
  status: "triggered" | "acknowledged" | "resolved";
  /** Names of alerts that are in it, each of them. */
  alerts: string[];
  /** Names of alerts that may be in it too, by how the timing falls. All others must not. */
  mayAlert?: string[];
  /** Types of timeline entries that must be there, in this order, others between them. */
  timeline: string[];
  /** Types of timeline entries that must not. */
  never?: string[];
};

export type ExpectedPage = { person: string; step: number };

/** What a scenario must lead to, and nothing else. */
export type Expectation = {
  incidents: ExpectedIncident[];
  /** Each exactly once, in this order. */
  pages: ExpectedPage[];
  /** Mails straight from Alertmanager: none, or the first says FIRING and the last RESOLVED. */
  directMails: "none" | "fire and resolve";
};

/** Incidents are in the order in which they were opened. */
export type Outcome = { incidents: IncidentDetail[]; mails: readonly CaughtMail[] };

const list = (names: readonly string[]): string => names.join(", ") || "nothing";

const missingInOrder = (expected: readonly string[], seen: readonly string[]): string[] => {
  let from = 0;
  return expected.filter((wanted) => {
    const at = seen.indexOf(wanted, from);
    if (at >= 0) from = at + 1;
    return at < 0;
  });
};

const alertDifferences = (expected: ExpectedIncident, { alerts }: IncidentDetail): string[] => {
  const names = [...new Set(alerts.map(({ name }) => name))];
  const allowed = [...expected.alerts, ...(expected.mayAlert ?? [])];
  const missing = expected.alerts.filter((name) => !names.includes(name));
  const surplus = names.filter((name) => !allowed.includes(name));
  return [
    ...(missing.length > 0 ? [`lacks the alerts ${list(missing)}`] : []),
    ...(surplus.length > 0 ? [`has the alerts ${list(surplus)}, which it must not`] : []),
  ];
};

const timelineDifferences = (
  expected: ExpectedIncident,
  { timeline }: IncidentDetail,
): string[] => {
  const types = timeline.map(({ type }) => type);
  const missing = missingInOrder(expected.timeline, types);
  const forbidden = (expected.never ?? []).filter((type) => types.includes(type));
  return [
    ...(missing.length > 0 ? [`its timeline lacks, in its place: ${list(missing)}`] : []),
    ...(forbidden.length > 0 ? [`its timeline has ${list(forbidden)}, which it must not`] : []),
  ];
};

const incidentDifferences = (
  expected: ExpectedIncident,
  seen: IncidentDetail | undefined,
): string[] => {
  if (seen === undefined) return [`no incident with ${list(expected.alerts)}`];
  const { incident } = seen;
  const differences = [
    ...(incident.severity === expected.severity
      ? []
      : [`is ${incident.severity}, not ${expected.severity}`]),
    ...(incident.status === expected.status
      ? []
      : [`is ${incident.status}, not ${expected.status}`]),
    ...alertDifferences(expected, seen),
    ...timelineDifferences(expected, seen),
  ];
  return differences.map((difference) => `incident #${incident.number} ${difference}`);
};

const pageName = ({ person, step }: ExpectedPage): string => `${person} (step ${step})`;

const pageDifferences = (expected: readonly ExpectedPage[], outcome: Outcome): string[] => {
  const pages = outcome.incidents.flatMap((incident) => incident.pages);
  const mails = outcome.mails.filter((mail) => pageKeyOf(mail) !== undefined);
  const wanted = expected.map(pageName);
  const recorded = pages.map(pageName);
  const arrived = mails.map((mail) => mail.to.join(", "));
  const wantedMails = expected.map(({ person }) => `${person}@example.com`);
  const keys = mails.map(pageKeyOf);
  return [
    ...(list(recorded) === list(wanted)
      ? []
      : [`pages: expected ${list(wanted)}; Tocsin recorded ${list(recorded)}`]),
    ...(list(arrived) === list(wantedMails)
      ? []
      : [`pages: expected mails to ${list(wantedMails)}; there came ${list(arrived)}`]),
    ...(new Set(keys).size === keys.length ? [] : ["a page came twice"]),
  ];
};

const directMailDifferences = (
  expected: Expectation["directMails"],
  mails: readonly CaughtMail[],
): string[] => {
  const subjects = mails.filter((mail) => pageKeyOf(mail) === undefined).map((m) => m.subject);
  if (expected === "none") {
    return subjects.length === 0 ? [] : [`Alertmanager itself sent ${list(subjects)}`];
  }
  const first = subjects[0] ?? "nothing";
  const last = subjects.at(-1) ?? "nothing";
  return first.startsWith("[FIRING]") && last.startsWith("[RESOLVED]")
    ? []
    : [`Alertmanager itself sent first "${first}" and last "${last}", not FIRING and RESOLVED`];
};

/** What was otherwise than expected, one sentence each; empty when the scenario went as it must. */
export const differencesFrom = (expected: Expectation, outcome: Outcome): string[] => {
  const seen = outcome.incidents;
  const surplus = seen.slice(expected.incidents.length);
  return [
    ...expected.incidents.flatMap((incident, index) => incidentDifferences(incident, seen[index])),
    ...surplus.map(({ incident }) => `incident #${incident.number} is one too many`),
    ...pageDifferences(expected.pages, outcome),
    ...directMailDifferences(expected.directMails, outcome.mails),
  ];
};
