import { expect, test } from "vitest";
import type { IncidentDetail, Page } from "./api.ts";
import { chaosCatalog } from "./catalog.ts";
import type { Evidence } from "./evidence.ts";
import { verdict } from "./verdict.ts";

const START = Date.parse("2026-01-05T09:00:00Z");
const iso = (second: number) => new Date(START + second * 1_000).toISOString();
const LABELS = { alertname: "Alert0", service: "search", episode: "1" };

type Attempt = Page["attempts"][number];
const attempt = (changes: Partial<Attempt> = {}): Attempt => ({
  startedAt: iso(1),
  finishedAt: iso(2),
  outcome: "accepted",
  ...changes,
});

const page = (changes: Partial<Page> = {}): Page => ({
  key: "one/1/1/1/gus/email:gus@example.com",
  person: "gus",
  method: "email:gus@example.com",
  step: 1,
  round: 1,
  status: "accepted",
  attempts: [attempt()],
  ...changes,
});

const entry = (type: string, text = "") => ({ at: iso(1), type, text });

/** An incident whose one-step escalation has reached its end. */
const incident = (
  changes: Partial<IncidentDetail> = {},
  summary: Partial<IncidentDetail["incident"]> = {},
): IncidentDetail => ({
  incident: {
    id: "one",
    number: 1,
    status: "triggered",
    title: "episode 1",
    team: "discovery",
    openedAt: iso(0),
    resolvedAt: null,
    notPagedBecause: null,
    ...summary,
  },
  alerts: [{ fingerprint: "f1", status: "firing", labels: LABELS, startsAt: iso(0) }],
  pages: [page()],
  timeline: [
    entry("step-reached", "step 1 (gus): first to be told"),
    entry("page-requested"),
    entry("page-accepted"),
    entry("escalation-finished"),
  ],
  ...changes,
});

const mail = (changes: Partial<Evidence["mails"][number]> = {}) => ({
  to: "gus@example.com",
  page: page().key,
  messageId: "<one>",
  ...changes,
});

const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  incidents: [incident()],
  lasting: [incident()],
  mails: [mail()],
  receipts: [{ labels: LABELS, startsAt: START }],
  responses: [],
  kills: [],
  refusals: [],
  deaths: [],
  restless: null,
  stranded: 0,
  policies: Object.fromEntries(
    chaosCatalog.escalationPolicies
      .filter(({ id }) => id === "nobody-there")
      .map((policy) => ["discovery", policy]),
  ),
  ...changes,
});

const both = (detail: IncidentDetail): Partial<Evidence> => ({
  incidents: [detail],
  lasting: [detail],
});

const broken = (changes: Partial<Evidence>): string[] => [
  ...new Set(verdict(evidence(changes)).map(({ promise }) => promise)),
];

const unknown = attempt({ outcome: "unknown" });

test("nothing is found where every promise was kept", () => {
  expect(verdict(evidence())).toEqual([]);
});

test("a repeat of what was open at a kill keeps every promise", () => {
  const twice = incident({ pages: [page({ attempts: [unknown, attempt()] })] });
  const kills = [START + 1_500];
  expect(verdict(evidence({ ...both(twice), mails: [mail(), mail()], kills }))).toEqual([]);
});

test.each<[promise: string, changes: Partial<Evidence>]>([
  [
    "every alert with a 2xx is in an incident",
    { receipts: [{ labels: { ...LABELS, episode: "2" }, startsAt: START }] },
  ],
  [
    "every alert with a 2xx is in an incident",
    { receipts: [{ labels: LABELS, startsAt: START + 60_000 }] },
  ],
  [
    "every response with a 2xx is in its incident",
    { responses: [{ incidentId: "one", action: "acknowledge", by: "ana" }] },
  ],
  ["no notification is turned away for good", { refusals: ["400 bad"] }],
  [
    "every page that is due goes out",
    { incidents: [incident({ pages: [page({ status: "retrying", attempts: [] })] })], mails: [] },
  ],
  [
    "every page that is due goes out",
    {
      incidents: [
        incident({
          timeline: [entry("step-reached", "step 1 (gus, ana): x"), entry("page-requested")],
        }),
      ],
    },
  ],
  [
    "no page is dropped without a reason",
    { incidents: [incident({ pages: [page({ status: "dropped", attempts: [] })] })], mails: [] },
  ],
  [
    "every escalation is taken to its end",
    { lasting: [incident({ timeline: [entry("escalation-finished")] })] },
  ],
  [
    "every escalation is taken to its end",
    { lasting: [incident({ timeline: [entry("step-reached", "step 1 (gus): x")] })] },
  ],
  [
    "every escalation is taken to its end",
    { lasting: [incident({ pages: [page({ status: "refused", attempts: [] })] })] },
  ],
  ["no two open incidents share an alert", { lasting: [incident(), incident({}, { number: 2 })] }],
  [
    "no two open incidents share an alert",
    {
      incidents: [
        incident({}, { status: "resolved", resolvedAt: iso(30) }),
        incident({ pages: [], timeline: [] }, { id: "two", number: 2, openedAt: iso(10) }),
      ],
    },
  ],
  [
    "no page has two rows",
    { incidents: [incident(), incident({}, { id: "two", number: 2, openedAt: iso(10) })] },
  ],
  [
    "no page has two rows",
    {
      incidents: [incident({ timeline: [...incident().timeline, entry("page-requested")] })],
    },
  ],
  ["every page's record is true", { mails: [] }],
  ["every page's record is true", { mails: [mail(), mail({ page: "nobody's" })] }],
  [
    "every page's record is true",
    { incidents: [incident({ pages: [page({ status: "refused", attempts: [] })] })] },
  ],
  ["nothing repeats but what was open at a kill", { mails: [mail(), mail()] }],
  [
    "nothing repeats but what was open at a kill",
    {
      ...both(incident({ pages: [page({ attempts: [unknown, attempt()] })] })),
      mails: [mail(), mail({ messageId: "<two>" })],
      kills: [START + 1_500],
    },
  ],
  [
    "every unknown attempt was open at a kill",
    {
      ...both(incident({ pages: [page({ attempts: [unknown, attempt()] })] })),
      kills: [START + 2_500],
    },
  ],
  [
    "every unknown attempt was open at a kill",
    both(incident({ pages: [page({ attempts: [attempt({ outcome: null }), attempt()] })] })),
  ],
  ["no incident is stranded", { stranded: 1 }],
  ["the server ends only when it is told to", { deaths: ["exit 1"] }],
  ["everything comes to rest", { restless: "#1 triggered" }],
])("it is noticed when this is broken: %s", (promise, changes) => {
  expect(broken(changes)).toContain(promise);
});
