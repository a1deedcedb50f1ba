import { expect, test } from "vitest";
import type { CaughtMail } from "../stack/mail-catcher.ts";
import type { IncidentDetail } from "../stack/tocsin-api.ts";
import { differencesFrom, type Expectation } from "./expectation.ts";

const AT = "2026-11-24T03:07:12.345Z";

const EXPECTED: Expectation = {
  incidents: [
    {
      severity: "critical",
      status: "resolved",
      alerts: ["A", "B"],
      mayAlert: ["C"],
      timeline: ["incident-opened", "page-accepted", "incident-resolved"],
      never: ["source-lost"],
    },
  ],
  pages: [{ person: "ana", step: 1 }],
  directMails: "none",
};

const incident = (changes: {
  number?: number;
  alerts?: string[];
  timeline?: string[];
  status?: "triggered" | "resolved";
  severity?: "critical" | "warning";
  people?: string[];
}): IncidentDetail => ({
  incident: {
    id: "i",
    number: changes.number ?? 1,
    status: changes.status ?? "resolved",
    severity: changes.severity ?? "critical",
    title: "t",
    service: "s",
    openedAt: AT,
  },
  alerts: (changes.alerts ?? ["A", "B", "B"]).map((name, index) => ({
    fingerprint: `${index}`,
    name,
    status: "resolved",
    labels: {},
    startsAt: AT,
  })),
  pages: (changes.people ?? ["ana"]).map((person, index) => ({
    key: `${index}`,
    person,
    method: `email:${person}@example.com`,
    step: 1,
    round: 1,
    status: "accepted",
    requestedAt: AT,
    attempts: [],
  })),
  timeline: (
    changes.timeline ?? ["incident-opened", "alert-fired", "page-accepted", "incident-resolved"]
  ).map((type) => ({ at: AT, type, text: type })),
});

const mail = (to: string, subject: string, page?: string): CaughtMail => ({
  at: 0,
  to: [to],
  from: "tocsin@example.com",
  subject,
  text: "",
  headers: new Map(page === undefined ? [] : [["x-tocsin-page", page]]),
});

const PAGE = mail("ana@example.com", "[critical] #1 t", "k1");

test("what happened exactly as expected has no differences", () => {
  expect(differencesFrom(EXPECTED, { incidents: [incident({})], mails: [PAGE] })).toEqual([]);
  const withC = incident({ alerts: ["A", "B", "C"] });
  expect(differencesFrom(EXPECTED, { incidents: [withC], mails: [PAGE] })).toEqual([]);
});

test.each([
  ["no incident", [], "no incident with A, B"],
  ["one too many", [incident({}), incident({ number: 2, people: [] })], "#2 is one too many"],
  ["another status", [incident({ status: "triggered" })], "is triggered, not resolved"],
  ["another severity", [incident({ severity: "warning" })], "is warning, not critical"],
  ["a missing alert", [incident({ alerts: ["A"] })], "lacks the alerts B"],
  ["a foreign alert", [incident({ alerts: ["A", "B", "D"] })], "has the alerts D"],
  [
    "another order",
    [incident({ timeline: ["page-accepted", "incident-opened", "incident-resolved"] })],
    "lacks, in its place: page-accepted",
  ],
  [
    "a forbidden entry",
    [
      incident({
        timeline: ["incident-opened", "page-accepted", "source-lost", "incident-resolved"],
      }),
    ],
    "timeline has source-lost",
  ],
  ["a page too many", [incident({ people: ["ana", "bo"] })], "recorded ana (step 1), bo (step 1)"],
])("%s is reported", (_, incidents, difference) => {
  const differences = differencesFrom(EXPECTED, { incidents, mails: [PAGE] });
  expect(differences.join("\n")).toContain(difference);
});

test.each([
  ["lost", [], "there came nothing"],
  ["sent twice", [PAGE, PAGE], "a page came twice"],
  ["sent to another", [mail("bo@example.com", "s", "k1")], "there came bo@example.com"],
  ["sent around Tocsin", [PAGE, mail("d@example.com", "[FIRING] x")], "Alertmanager itself sent"],
])("a mail that was %s is reported", (_, mails, difference) => {
  const differences = differencesFrom(EXPECTED, { incidents: [incident({})], mails });
  expect(differences.join("\n")).toContain(difference);
});

test("mails from Alertmanager must begin with FIRING and end with RESOLVED when they are expected", () => {
  const expected: Expectation = { ...EXPECTED, directMails: "fire and resolve" };
  const judge = (...subjects: string[]) =>
    differencesFrom(expected, {
      incidents: [incident({})],
      mails: [PAGE, ...subjects.map((subject) => mail("d@example.com", subject))],
    });
  expect(judge("[FIRING] a", "[FIRING] b", "[RESOLVED] a")).toEqual([]);
  expect(judge()).toHaveLength(1);
  expect(judge("[FIRING] a")).toHaveLength(1);
});
