import type { Incident, Recorded } from "../incident/state.ts";
import type { Instant } from "../lib/clock.ts";
import { newId } from "../lib/id.ts";
import type { Random } from "../lib/random.ts";
import {
  type Attempt,
  awaitedSources,
  type Commit,
  Conflict,
  type IncidentSummary,
  type Lane,
  LeaseLost,
  laneOf,
  type Store,
  saysWhyItRests,
  type Token,
  type Transaction,
  type Work,
} from "./store.ts";

type WorkRow = Omit<Work, "lease"> & {
  key: string;
  lane: Lane;
  lease: string | null;
  leasedUntil: Instant | null;
};

/** Every value is replaced, never changed, so that copying the maps is enough to undo. */
type Rows = {
  number: number;
  workId: number;
  incidents: Map<string, { incident: Incident; version: number }>;
  histories: Map<string, readonly Recorded[]>;
  openAlerts: Map<string, string>;
  lives: Map<string, Instant>;
  work: Map<string, WorkRow>;
  pages: Map<string, { incidentId: string; requestedAt: Instant }>;
  attempts: Map<string, Attempt>;
};

const emptyRows = (): Rows => ({
  number: 0,
  workId: 0,
  incidents: new Map(),
  histories: new Map(),
  openAlerts: new Map(),
  lives: new Map(),
  work: new Map(),
  pages: new Map(),
  attempts: new Map(),
});

const copyOf = (rows: Rows): Rows => ({
  number: rows.number,
  workId: rows.workId,
  incidents: new Map(rows.incidents),
  histories: new Map(rows.histories),
  openAlerts: new Map(rows.openAlerts),
  lives: new Map(rows.lives),
  work: new Map(rows.work),
  pages: new Map(rows.pages),
  attempts: new Map(rows.attempts),
});

const isOpen = ({ status }: Incident): boolean => status !== "resolved";

const addEffects = (rows: Rows, { incident, effects, at }: Commit): void => {
  for (const effect of effects) {
    const key = effect.type === "page" ? effect.page.key : effect.key;
    if (effect.type === "page") {
      if (rows.pages.has(key)) throw new Error(`page ${key} requested twice`);
      rows.pages.set(key, { incidentId: incident.id, requestedAt: at });
    }
    if ([...rows.work.values()].some((row) => row.key === key)) continue;
    rows.workId += 1;
    rows.work.set(String(rows.workId), {
      id: String(rows.workId),
      key,
      lane: laneOf(effect),
      incidentId: incident.id,
      runAt: effect.type === "page" ? at : effect.at,
      tries: 0,
      lease: null,
      leasedUntil: null,
      task:
        effect.type === "page"
          ? { kind: "page", page: effect.page }
          : { kind: "timer", input: effect.input },
    });
  }
};

const setOpenAlerts = (rows: Rows, { incident, events }: Commit): void => {
  if (!isOpen(incident)) {
    for (const [fingerprint, id] of rows.openAlerts) {
      if (id === incident.id) rows.openAlerts.delete(fingerprint);
    }
    return;
  }
  for (const event of events) {
    if (event.type !== "alert-fired") continue;
    const { fingerprint } = event.alert;
    const holder = rows.openAlerts.get(fingerprint);
    if (holder !== undefined && holder !== incident.id) {
      throw new Conflict(`alert ${fingerprint} is already in incident ${holder}`);
    }
    rows.openAlerts.set(fingerprint, incident.id);
  }
};

const commit = (rows: Rows, request: Commit): void => {
  const { incident, version, at, events } = request;
  if (events.length > 0) {
    const current = rows.incidents.get(incident.id)?.version ?? 0;
    const taken = [...rows.incidents.values()].some(
      (row) =>
        row.incident.id !== incident.id &&
        isOpen(row.incident) &&
        isOpen(incident) &&
        row.incident.key === incident.key,
    );
    if (current !== version || taken)
      throw new Conflict(`incident ${incident.id} changed meanwhile`);
    rows.incidents.set(incident.id, { incident, version: version + events.length });
    const history = rows.histories.get(incident.id) ?? [];
    rows.histories.set(incident.id, [...history, ...events.map((event) => ({ at, event }))]);
    setOpenAlerts(rows, request);
  }
  addEffects(rows, request);
};

const heldRow = (rows: Rows, work: Work): WorkRow => {
  const row = rows.work.get(work.id);
  if (row === undefined || row.lease !== work.lease) {
    throw new LeaseLost(`work ${work.id} was claimed by somebody else`);
  }
  return row;
};

const abandonAttempts = (rows: Rows, pageKey: string, at: Instant): number => {
  const open = [...rows.attempts.values()].filter(
    (attempt) => attempt.pageKey === pageKey && attempt.outcome === null,
  );
  for (const attempt of open) {
    const detail = "the process ended first";
    rows.attempts.set(attempt.id, { ...attempt, outcome: "unknown", finishedAt: at, detail });
  }
  return open.length;
};

const transactionOn = (rows: Rows): Transaction => ({
  history: async (incidentId) => rows.histories.get(incidentId) ?? [],
  findOpen: async ({ fingerprints, keys }) => {
    const byFingerprint = new Map<string, string>();
    for (const fingerprint of fingerprints) {
      const id = rows.openAlerts.get(fingerprint);
      if (id !== undefined) byFingerprint.set(fingerprint, id);
    }
    const byKey = new Map<string, string>();
    for (const { incident } of rows.incidents.values()) {
      if (isOpen(incident) && keys.includes(incident.key)) byKey.set(incident.key, incident.id);
    }
    return { byFingerprint, byKey };
  },
  nextNumber: async () => {
    rows.number += 1;
    return rows.number;
  },
  commit: async (request) => commit(rows, request),
  lives: async (sources) =>
    Object.fromEntries(
      sources.flatMap((source) => {
        const at = rows.lives.get(source);
        return at === undefined ? [] : [[source, at]];
      }),
    ),
  recordLife: async (source, at) => {
    rows.lives.set(source, Math.max(at, rows.lives.get(source) ?? at));
  },
  waitingFor: async (source) =>
    [...rows.incidents.values()]
      .filter(({ incident }) => awaitedSources(incident).includes(source))
      .map(({ incident }) => incident.id)
      .sort(),
  startAttempt: async ({ id, work, pageKey, at, leasedUntil }) => {
    rows.work.set(work.id, { ...heldRow(rows, work), leasedUntil });
    abandonAttempts(rows, pageKey, at);
    rows.attempts.set(id, {
      id,
      pageKey,
      startedAt: at,
      finishedAt: null,
      outcome: null,
      detail: "",
    });
  },
  abandonAttempts: async (pageKey, at) => abandonAttempts(rows, pageKey, at),
  finishAttempt: async ({ id, at, outcome, detail }) => {
    const attempt = rows.attempts.get(id);
    if (attempt) rows.attempts.set(id, { ...attempt, finishedAt: at, outcome, detail });
  },
  finish: async (work) => {
    heldRow(rows, work);
    rows.work.delete(work.id);
  },
  postpone: async (work, runAt) => {
    const row = heldRow(rows, work);
    rows.work.set(work.id, { ...row, runAt, lease: null, leasedUntil: null });
  },
});

const summaryOf = (incident: Incident): IncidentSummary => ({
  id: incident.id,
  number: incident.number,
  title: incident.title,
  severity: incident.severity,
  status: incident.status,
  service: incident.service,
  team: incident.team,
  openedAt: incident.openedAt,
  acknowledgedAt: incident.acknowledgedAt,
  resolvedAt: incident.resolvedAt,
  nobodyTold: incident.nobodyTold,
  notPagedBecause: incident.notPagedBecause,
});

const claimFrom = (
  rows: Rows,
  { lane, now, leaseMs, limit }: Parameters<Store["claim"]>[0],
  lease: string,
): Work[] =>
  [...rows.work.values()]
    .filter(
      (row) =>
        row.lane === lane &&
        row.runAt <= now &&
        (row.leasedUntil === null || row.leasedUntil <= now),
    )
    .sort((a, b) => a.runAt - b.runAt || Number(a.id) - Number(b.id))
    .slice(0, limit)
    .map((row) => {
      rows.work.set(row.id, { ...row, lease, leasedUntil: now + leaseMs, tries: row.tries + 1 });
      const { id, incidentId, runAt, tries, task } = row;
      return { id, incidentId, runAt, tries, lease, task };
    });

const reading = (
  read: () => Rows,
): Pick<Store, "incidents" | "history" | "idOfNumber" | "attempts" | "stranded" | "nextRunAt"> => ({
  nextRunAt: async (lane) =>
    [...read().work.values()]
      .filter((row) => lane === undefined || row.lane === lane)
      .map((row) => Math.max(row.runAt, row.leasedUntil ?? row.runAt))
      .reduce<Instant | null>((least, at) => (least === null ? at : Math.min(least, at)), null),
  incidents: async ({ status, limit }) =>
    [...read().incidents.values()]
      .map(({ incident }) => incident)
      .filter((incident) => status === "all" || isOpen(incident))
      .sort((a, b) => b.number - a.number)
      .slice(0, limit)
      .map(summaryOf),
  history: async (incidentId) => read().histories.get(incidentId) ?? [],
  idOfNumber: async (number) =>
    [...read().incidents.values()].find(({ incident }) => incident.number === number)?.incident
      .id ?? null,
  attempts: async (incidentId) =>
    [...read().attempts.values()].filter(
      ({ pageKey }) => read().pages.get(pageKey)?.incidentId === incidentId,
    ),
  stranded: async () => {
    const busy = new Set([...read().work.values()].map(({ incidentId }) => incidentId));
    return [...read().incidents.values()]
      .map(({ incident }) => incident)
      .filter((incident) => isOpen(incident) && !saysWhyItRests(incident) && !busy.has(incident.id))
      .map(({ id }) => id);
  },
});

/** The store's twin in memory, one transaction after another; it passes the same contract. */
export const createMemoryStore = (random: Random): Store => {
  let rows = emptyRows();
  const tokens = new Map<string, Token>();
  const settings = new Map<string, string>();
  let wakers: (() => void)[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  const transaction: Store["transaction"] = (work) => {
    const run = async () => {
      const before = rows.workId;
      const draft = copyOf(rows);
      const result = await work(transactionOn(draft));
      rows = draft;
      if (rows.workId > before) for (const wake of wakers) wake();
      return result;
    };
    const done = queue.then(run);
    queue = done.catch(() => undefined);
    return done;
  };
  return {
    ...reading(() => rows),
    transaction,
    claim: async (request) => claimFrom(rows, request, newId(request.now, random)),
    releaseAll: async () => {
      for (const row of rows.work.values()) {
        rows.work.set(row.id, { ...row, lease: null, leasedUntil: null });
      }
    },
    onWork: (wake) => {
      wakers.push(wake);
    },
    beat: async (now) => {
      const dueAt = [...rows.work.values()].map(
        ({ key, runAt }) => rows.pages.get(key)?.requestedAt ?? runAt,
      );
      return { latestPageMs: Math.max(0, ...dueAt.map((at) => now - at)) };
    },
    saveToken: async (hash, token) => {
      for (const [other, { name, scope }] of tokens) {
        if (name === token.name && scope === token.scope) tokens.delete(other);
      }
      tokens.set(hash, token);
    },
    findToken: async (hash) => tokens.get(hash) ?? null,
    hasToken: async (scope) => [...tokens.values()].some((token) => token.scope === scope),
    settingOr: async (name, value) => {
      if (!settings.has(name)) settings.set(name, value);
      return settings.get(name) ?? value;
    },
    close: async () => {
      wakers = [];
    },
  };
};
