import { FALLBACK_PERSON } from "../../src/incident/escalation.ts";
import type { IncidentDetail, Page } from "./api.ts";
import type { Evidence } from "./evidence.ts";

/** A promise that was broken, and by what. */
export type Finding = { promise: string; what: string };

/**
 * A request stands in the queue for another one's transaction with the time of its arrival, so two
 * incidents that follow each other may overlap by as much as a transaction takes.
 */
const QUEUE_MS = 2_000;

const nameOf = ({ incident }: IncidentDetail): string => `#${incident.number} (${incident.title})`;

/** Every pair of round and step that an incident says it reached, with the people it names. */
const reachedSteps = ({ timeline }: IncidentDetail) => {
  let round = 1;
  const steps: { round: number; step: number; people: string[] }[] = [];
  for (const { type, text } of timeline) {
    if (type === "round-started") round += 1;
    if (type !== "step-reached") continue;
    const [, step, people = ""] = text.match(/^step (\d+) \(([^)]*)\)/) ?? [];
    if (step === undefined) throw new Error(`cannot read "${text}"`);
    steps.push({ round, step: Number(step), people: people.split(", ") });
  }
  return steps;
};

const isFinal = ({ status }: Page): boolean => status !== "due" && status !== "retrying";

const missingPages = (detail: IncidentDetail): string[] =>
  reachedSteps(detail).flatMap(({ round, step, people }) =>
    people.flatMap((person) => {
      const pages = detail.pages.filter(
        (page) => page.round === round && page.step === step && page.person === person,
      );
      const place = `${nameOf(detail)}, round ${round}, step ${step}, ${person}`;
      if (pages.length === 0) return [`${place}: no page was ever requested`];
      return pages.filter((page) => !isFinal(page)).map((page) => `${place}: ${page.status}`);
    }),
  );

/** Dropped pages need somebody who made them unnecessary. */
const droppedInVain = (detail: IncidentDetail): string[] => {
  const excused = detail.timeline.some(({ type }) =>
    ["acknowledged", "incident-resolved"].includes(type),
  );
  return excused
    ? []
    : detail.pages
        .filter(({ status }) => status === "dropped")
        .map(({ key }) => `${nameOf(detail)}: ${key} was dropped without a reason`);
};

/** Whom nobody ever acknowledged or resolved must have had every step of every round. */
const unfinished = (detail: IncidentDetail, { policies }: Evidence): string[] => {
  const { incident, timeline, pages } = detail;
  const policy = policies[incident.team ?? ""];
  if (incident.notPagedBecause !== null) return [];
  if (policy === undefined) return [`${nameOf(detail)}: has no policy and gives no reason`];
  const missing: string[] = [];
  const done = timeline.filter(({ type }) => ["step-reached", "step-skipped"].includes(type));
  const wanted = policy.steps.length * (policy.repeat.times + 1);
  if (done.length !== wanted) {
    missing.push(`${nameOf(detail)}: ${done.length} of ${wanted} steps were taken`);
  }
  if (!timeline.some(({ type }) => type === "escalation-finished")) {
    missing.push(`${nameOf(detail)}: its escalation never ended`);
  }
  if (!pages.some(({ status }) => status === "accepted")) {
    missing.push(`${nameOf(detail)}: nobody was told`);
  }
  const own = pages.filter(({ person }) => person !== FALLBACK_PERSON);
  const told = pages.some(
    ({ person, status }) => person === FALLBACK_PERSON && status === "accepted",
  );
  if (own.every(({ status }) => status === "refused") && !told) {
    missing.push(`${nameOf(detail)}: everybody refused, and the fallback was not told`);
  }
  return missing;
};

const identityOf = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(
    Object.entries(labels)
      .filter(([name]) => name !== "prometheus_replica")
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

const lostAlerts = ({ incidents, receipts }: Evidence): string[] => {
  const latest = new Map<string, number>();
  for (const { labels, startsAt } of incidents.flatMap(({ alerts }) => alerts)) {
    const key = identityOf(labels);
    latest.set(key, Math.max(latest.get(key) ?? 0, Date.parse(startsAt)));
  }
  const lost = receipts.filter(
    ({ labels, startsAt }) => (latest.get(identityOf(labels)) ?? 0) < startsAt,
  );
  return [...new Set(lost.map(({ labels }) => `${identityOf(labels)} is in no incident`))];
};

const lostResponses = ({ incidents, responses }: Evidence): string[] => {
  const texts = new Map(
    incidents.map(({ incident, timeline }) => [incident.id, timeline.map(({ text }) => text)]),
  );
  return responses
    .filter(({ incidentId, action, by }) => {
      const word = action === "acknowledge" ? "acknowledged" : "incident resolved:";
      return !texts.get(incidentId)?.some((text) => text.startsWith(`${word} by ${by} `));
    })
    .map(
      ({ incidentId, action, by }) => `${incidentId}: ${action} by ${by} is not in its timeline`,
    );
};

const sharedAlerts = ({ incidents, lasting }: Evidence): string[] => {
  const shared: string[] = [];
  const holder = new Map<string, IncidentDetail>();
  for (const detail of lasting) {
    for (const { fingerprint } of detail.alerts) {
      const other = holder.get(fingerprint);
      if (other !== undefined) {
        shared.push(
          `${fingerprint} is in the open incidents ${nameOf(other)} and ${nameOf(detail)}`,
        );
      }
      holder.set(fingerprint, detail);
    }
  }
  const last = new Map<string, IncidentDetail>();
  for (const detail of incidents) {
    for (const { fingerprint } of detail.alerts) {
      const before = last.get(fingerprint)?.incident;
      const openedAt = Date.parse(detail.incident.openedAt);
      if (
        before !== undefined &&
        (before.resolvedAt === null || Date.parse(before.resolvedAt) > openedAt + QUEUE_MS)
      ) {
        shared.push(`${fingerprint} came into ${nameOf(detail)} while #${before.number} was open`);
      }
      last.set(fingerprint, detail);
    }
  }
  return shared;
};

const doubledRows = ({ incidents }: Evidence): string[] => {
  const keys = incidents.flatMap(({ pages }) => pages.map(({ key }) => key));
  const doubled = keys.filter((key, index) => keys.indexOf(key) !== index);
  const asked = incidents.flatMap((detail) => {
    const { length } = detail.timeline.filter(({ type }) => type === "page-requested");
    return length === detail.pages.length
      ? []
      : [`${nameOf(detail)}: ${length} requests for ${detail.pages.length} pages`];
  });
  return [...doubled, ...asked];
};

const countOf = (page: Page, outcome: string): number =>
  page.attempts.filter((attempt) => attempt.outcome === outcome).length;

const mailsByPage = ({ mails }: Evidence): Map<string, Evidence["mails"][number][]> =>
  Map.groupBy(mails, ({ page }) => page);

const falseRecords = (evidence: Evidence): string[] => {
  const mails = mailsByPage(evidence);
  const pages = new Map(
    evidence.incidents.flatMap((detail) => detail.pages).map((page) => [page.key, page]),
  );
  const unheard = [...mails.keys()].filter((key) => !pages.has(key));
  const wrong = [...pages.values()].flatMap((page) => {
    const arrived = mails.get(page.key)?.length ?? 0;
    if (page.status === "accepted") {
      const recorded = countOf(page, "accepted");
      return [
        ...(arrived === 0 ? [`${page.key}: said to be accepted, but no mail was`] : []),
        ...(recorded === 1 ? [] : [`${page.key}: ${recorded} attempts are recorded as accepted`]),
      ];
    }
    return arrived > countOf(page, "unknown")
      ? [`${page.key}: ${arrived} mails were accepted, but it is ${page.status}`]
      : [];
  });
  return [...unheard.map((key) => `${key}: a mail without a page`), ...wrong];
};

const unfoundedRepeats = (evidence: Evidence): string[] => {
  const pages = evidence.incidents.flatMap((detail) => detail.pages);
  const mails = mailsByPage(evidence);
  return pages.flatMap((page) => {
    const same = mails.get(page.key) ?? [];
    const unknown = countOf(page, "unknown");
    const ids = new Set(same.map(({ messageId }) => messageId));
    return [
      ...(same.length - 1 > unknown
        ? [`${page.key}: accepted ${same.length} times with ${unknown} unknown attempts`]
        : []),
      ...(ids.size > 1 ? [`${page.key}: its repeats have different Message-IDs`] : []),
    ];
  });
};

const unfoundedUnknowns = ({ incidents, kills }: Evidence): string[] =>
  incidents
    .flatMap(({ pages }) => pages)
    .flatMap(({ key, attempts }) =>
      attempts.flatMap(({ outcome, startedAt, finishedAt }) => {
        if (outcome === null) return [`${key}: the attempt of ${startedAt} is open for ever`];
        if (outcome !== "unknown") return [];
        const from = Date.parse(startedAt);
        const to = Date.parse(finishedAt ?? startedAt);
        return kills.some((at) => from <= at && at <= to)
          ? []
          : [`${key}: the attempt of ${startedAt} is unknown, and nothing was killed meanwhile`];
      }),
    );

/** Every promise that these checks can hold the evidence against. */
export const verdict = (evidence: Evidence): Finding[] => {
  const { incidents, lasting, refusals, deaths, restless, stranded } = evidence;
  const checks: Record<string, string[]> = {
    "every alert with a 2xx is in an incident": lostAlerts(evidence),
    "every response with a 2xx is in its incident": lostResponses(evidence),
    "no notification is turned away for good": [...refusals],
    "every page that is due goes out": incidents.flatMap(missingPages),
    "no page is dropped without a reason": incidents.flatMap(droppedInVain),
    "every escalation is taken to its end": lasting.flatMap((detail) =>
      unfinished(detail, evidence),
    ),
    "no two open incidents share an alert": sharedAlerts(evidence),
    "no page has two rows": doubledRows(evidence),
    "every page's record is true": falseRecords(evidence),
    "nothing repeats but what was open at a kill": unfoundedRepeats(evidence),
    "every unknown attempt was open at a kill": unfoundedUnknowns(evidence),
    "no incident is stranded": stranded === 0 ? [] : [`${stranded} are`],
    "the server ends only when it is told to": [...deaths],
    "everything comes to rest": restless === null ? [] : [restless],
  };
  return Object.entries(checks).flatMap(([promise, broken]) =>
    broken.map((what) => ({ promise, what })),
  );
};
